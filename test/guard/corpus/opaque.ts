/** Made-up values without a form of their own, as some services issue them: only the words around them say what they are. */
import { ALPHABETS, type Random } from './random.ts'
import { draw, jwt, uuid, type Make, type Sample } from './tokens.ts'

const { base36, base62, hex, url } = ALPHABETS

/** Values without a form of their own, as some services issue them. */
const OPAQUE: Readonly<Record<string, readonly Make[]>> = {
  datadog: [draw('', hex, 32), draw('', hex, 40)],
  twilio: [draw('', hex, 32)],
  cloudflare: [draw('', url, 40), draw('', hex, 37)],
  mistral: [draw('', base62, 32)],
  cohere: [draw('', base62, 40)],
  zendesk: [draw('', base62, 40)],
  heroku: [uuid],
  pagerduty: [(random) => random.text(base62, 20)],
  algolia: [draw('', hex, 32)],
  openweathermap: [draw('', hex, 32)],
  trello: [draw('', hex, 64)],
  vercel: [draw('', base62, 24)],
  jenkins: [draw('11', hex, 32)],
  okta: [draw('00', url, 40)],
  zoom: [draw('', base62, 32)],
  spotify: [draw('', hex, 32)],
  snyk: [uuid],
  fastly: [draw('', url, 32)],
  mixpanel: [draw('', hex, 32)],
  amplitude: [draw('', hex, 32)],
  linode: [draw('', hex, 64)],
  hetzner: [draw('', base62, 64)],
  deepgram: [draw('', hex, 40)],
  assemblyai: [draw('', hex, 32)],
  rapidapi: [draw('', hex, 50)],
  pipedrive: [draw('', hex, 40)],
  freshdesk: [draw('', base62, 20)],
  bitly: [draw('', hex, 40)],
  rollbar: [draw('', hex, 32)],
  monday: [jwt],
  elastic: [(random) => Buffer.from(`${random.text(url, 20)}:${random.text(url, 22)}`).toString('base64')],
  azure: [draw('', base36, 52)],
}

/** Services whose values only the words around them give away. */
export const OPAQUE_SERVICES = Object.keys(OPAQUE)

/** An opaque value of a service. */
export function makeOpaque(random: Random, service: string): Sample {
  return { value: random.pick(OPAQUE[service] ?? [])(random), service }
}
