/**
 * Made-up tokens in the forms of real services, check digits included, put together at run time.
 *
 * Written from the services' documentation, not from the guard's tables: a form described wrongly there must show here.
 * Over 150 lines: one row a service, to be read as a table.
 */
import { crc32 } from 'node:zlib'
import { ALPHABETS, type Random } from './random.ts'

/** One made-up secret and what the guard should say of it. */
export interface Sample {
  readonly value: string
  readonly service: string | undefined
}

/** Makes one value. */
export type Make = (random: Random) => string

const { base36, base62, base64, digits, hex, lower, upper36, url } = ALPHABETS
/** A maker of values: a prefix, `length` characters of an alphabet, a tail. */
export const draw =
  (prefix: string, alphabet: string, length: number, tail = ''): Make =>
  (random) =>
    prefix + random.text(alphabet, length) + tail

function crc(text: string): number {
  // `zlib.crc32` came with Node 20.15; the guard has its own.
  return crc32(text)
}

function base62Of(value: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let rest = value
  let text = ''
  do {
    text = alphabet.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  } while (rest > 0)
  return text.padStart(6, '0')
}

const checked =
  (prefix: string): Make =>
  (random) => {
    const body = random.text(base62, 30)
    return prefix + body + base62Of(crc(body))
  }

/** A random UUID. */
export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.text(hex, length)).join('-')
}

function jsonPart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A signed JSON Web Token. */
export function jwt(random: Random): string {
  const payload = {
    sub: random.text(digits, 10),
    name: random.text(lower, 8),
    iat: random.between(1_600_000_000, 1_900_000_000),
  }
  return [jsonPart({ alg: 'HS256', typ: 'JWT' }), jsonPart(payload), random.text(url, 43)].join('.')
}

function routable(random: Random): string {
  const payload = random.bytes(random.between(24, 60)).toString('base64url')
  const before = `glpat-${payload}.01.${random.text(base36, 2)}`
  return before + crc(before).toString(36).padStart(7, '0')
}

function atlassian(random: Random): string {
  const before = `ATATT3xFfGF0${random.text(url, 171)}=`
  return before + crc(before).toString(16).toUpperCase().padStart(8, '0')
}

function grafana(random: Random): string {
  const before = `glsa_${random.text(base62, 32)}`
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc(before))
  return `${before}_${sum.toString('hex')}`
}

function discord(random: Random): string {
  const id = `${random.pick(['1', '2', '3', '4', '5', '6', '7', '8', '9'])}${random.text(digits, 17)}`
  return `${Buffer.from(id).toString('base64url')}.G${random.text(url, 5)}.${random.text(url, 38)}`
}

function dotted(random: Random, ...parts: readonly (readonly [string, number])[]): string {
  return parts.map(([alphabet, length]) => random.text(alphabet, length)).join('.')
}

function pem(random: Random): string {
  const kind = random.pick(['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY'])
  const body = random.text(base64, random.between(200, 900))
  const lines = body.match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n')
}

const SELF_IDENTIFYING: Readonly<Record<string, readonly Make[]>> = {
  github: [
    ...['ghp_', 'gho_', 'ghu_', 'ghs_'].map(checked),
    (random) => `github_pat_${random.text(base62, 22)}_${random.text(base62, 59)}`,
    draw('ghr_', base62, 76),
    (random) => `ghs_${random.text(digits, 7)}_${jwt(random)}`,
  ],
  gitlab: [
    draw('glpat-', url, 20),
    routable,
    draw('gldt-', url, 20),
    draw('glrt-', url, 20),
    draw('glptt-', hex, 40),
  ],
  npm: [checked('npm_')],
  slack: [
    (random) => `xoxb-${random.text(digits, 12)}-${random.text(digits, 13)}-${random.text(base62, 24)}`,
    (random) =>
      `xoxp-${random.text(digits, 12)}-${random.text(digits, 12)}-${random.text(digits, 13)}-${random.text(hex, 32)}`,
    (random) => `xapp-1-A${random.text(upper36, 10)}-${random.text(digits, 13)}-${random.text(hex, 64)}`,
    (random) => `xoxe.xoxp-1-${random.text(base62, 163)}`,
    (random) =>
      `https://hooks.slack.com/services/T${random.text(upper36, 8)}/B${random.text(upper36, 10)}/${random.text(base62, 24)}`,
  ],
  google: [draw('ya29.a0', url, 160), draw('AIza', url, 35), draw('GOCSPX-', url, 28), draw('1//0', url, 98)],
  aws: [(random) => random.pick(['AKIA', 'ASIA']) + random.text(ALPHABETS.base32, 16)],
  openai: [
    (random) => `sk-proj-${random.text(url, 74)}T3BlbkFJ${random.text(url, 74)}`,
    (random) => `sk-${random.text(base62, 20)}T3BlbkFJ${random.text(base62, 20)}`,
    (random) => `sk-svcacct-${random.text(url, 58)}T3BlbkFJ${random.text(url, 58)}`,
  ],
  anthropic: [
    draw('sk-ant-api03-', url, 93, 'AA'),
    draw('sk-ant-admin01-', url, 93, 'AA'),
    draw('sk-ant-oat01-', url, 93, 'AA'),
  ],
  linear: [draw('lin_api_', base62, 40)],
  notion: [
    (random) => `ntn_${random.text(digits, 11)}${random.text(base62, 35)}`,
    draw('secret_', base62, 43),
  ],
  stripe: [
    draw('sk_live_', base62, 24),
    draw('sk_test_51', base62, 97),
    draw('rk_live_', base62, 24),
    draw('whsec_', base62, 32),
  ],
  atlassian: [atlassian],
  bitbucket: [draw('ATBB', base62, 32)],
  hubspot: [(random) => `pat-${random.pick(['na1', 'eu1', 'na2'])}-${uuid(random)}`],
  airtable: [(random) => `pat${dotted(random, [base62, 14], [hex, 64])}`],
  discord: [
    discord,
    (random) => `https://discord.com/api/webhooks/${random.text('123456789', 18)}/${random.text(url, 68)}`,
  ],
  figma: [draw('figd_', url, 40)],
  sentry: [
    draw('sntryu_', hex, 64),
    (random) =>
      `sntrys_${jsonPart({ iat: 1, url: 'https://sentry.io', org: random.text(lower, 6) })}_${random.text(url, 43)}`,
  ],
  huggingface: [draw('hf_', base62, 34)],
  datadog: [draw('ddpat_', base62, 40)],
  cloudflare: [draw('cfut_', base62, 40, '0a1b2c3d'), draw('cfat_', base62, 48)],
  asana: [
    (random) => `${random.pick(['1', '2'])}/${random.text('123456789', 16)}:${random.text(hex, 32)}`,
    (random) => `2/12${random.text(digits, 13)}/12${random.text(digits, 13)}:${random.text(hex, 32)}`,
  ],
  trello: [draw('ATTA', hex, 72)],
  shopify: [draw('shpat_', hex, 32), draw('shpss_', hex, 32), draw('shpca_', hex, 64)],
  sendgrid: [(random) => `SG.${dotted(random, [url, 22], [url, 43])}`],
  mailchimp: [(random) => `${random.text(hex, 32)}-us${random.between(1, 21)}`],
  twilio: [draw('SK', hex, 32)],
  digitalocean: [draw('dop_v1_', hex, 64), draw('doo_v1_', hex, 64)],
  vercel: [draw('vcp_', base62, 56)],
  telegram: [(random) => `${random.text('123456789', 10)}:AA${random.text(url, 33)}`],
  docker: [draw('dckr_pat_', url, 27)],
  databricks: [draw('dapi', hex, 32)],
  grafana: [grafana],
  groq: [draw('gsk_', base62, 52)],
  xai: [draw('xai-', base62, 80)],
  replicate: [draw('r8_', base62, 37)],
  elevenlabs: [draw('sk_', hex, 48)],
  perplexity: [draw('pplx-', base62, 48)],
  deepseek: [draw('sk-', hex, 32)],
  openrouter: [draw('sk-or-v1-', hex, 64)],
  clickup: [(random) => `pk_${random.text('123456789', 8)}_${random.text(upper36, 32)}`],
  typeform: [draw('tfp_', base62, 44)],
  postman: [(random) => `PMAK-${random.text(hex, 24)}-${random.text(hex, 34)}`],
  circleci: [(random) => `CCIPAT_${random.text(base62, 22)}_${random.text(hex, 40)}`],
  supabase: [draw('sbp_', hex, 40)],
  newrelic: [draw('NRAK-', upper36, 27)],
  tailscale: [(random) => `tskey-auth-${random.text(base62, 17)}-${random.text(base62, 32)}`],
  terraform: [(random) => `${random.text(base62, 14)}.atlasv1.${random.text(base62, 67)}`],
  pulumi: [draw('pul-', hex, 40)],
  heroku: [(random) => `HRKU-${uuid(random)}`, draw('HRKU-AA', url, 58)],
  netlify: [draw('nfp_', base62, 36)],
  dropbox: [draw('sl.B', url, 136)],
  pypi: [draw('pypi-AgEIcHlwaS5vcmc', url, 160)],
  rubygems: [draw('rubygems_', hex, 48)],
  vault: [draw('hvs.', url, 90)],
  doppler: [draw('dp.pt.', base62, 43)],
  planetscale: [draw('pscale_tkn_', url, 43)],
  square: [draw('sq0atp-', url, 22), draw('EAAAE', url, 59)],
  facebook: [draw('EAACEdEose0cBA', base62, 150)],
  brevo: [(random) => `xkeysib-${random.text(hex, 64)}-${random.text(base62, 16)}`],
  resend: [(random) => `re_${random.text(base62, 8)}_${random.text(base62, 24)}`],
  langsmith: [(random) => `lsv2_pt_${random.text(hex, 32)}_${random.text(hex, 10)}`],
  pinecone: [(random) => `pcsk_${random.text(base62, 6)}_${random.text(base62, 63)}`],
  nvidia: [draw('nvapi-', url, 64)],
  sonarqube: [draw('squ_', hex, 40)],
  plaid: [(random) => `access-sandbox-${uuid(random)}`],
  intercom: [(random) => Buffer.from(`tok:${uuid(random).replaceAll('-', '_')}:1:0`).toString('base64')],
  mailgun: [draw('key-', hex, 32)],
  dynatrace: [(random) => `dt0c01.${random.text(upper36, 24)}.${random.text(upper36, 64)}`],
  launchdarkly: [(random) => `sdk-${uuid(random)}`],
  azure: [(random) => `${random.text(base62, 3)}8Q~${random.text(base62, 34)}`],
  flutterwave: [(random) => `FLWSECK_TEST-${random.text(hex, 32)}-X`],
}

/** Services whose tokens tell by their looks what they are. */
export const SELF_IDENTIFYING_SERVICES = Object.keys(SELF_IDENTIFYING).filter(
  (service) => (SELF_IDENTIFYING[service] ?? []).length > 0,
)

/** A token of a service. */
export function makeToken(random: Random, service: string): Sample {
  return { value: random.pick(SELF_IDENTIFYING[service] ?? [])(random), service }
}

/** A JWT or a private key: plain what it is, but nobody's in particular. */
export function makeAnonymous(random: Random): Sample {
  return { value: random.chance(0.6) ? jwt(random) : pem(random), service: undefined }
}
