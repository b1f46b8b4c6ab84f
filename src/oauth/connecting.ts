/**
 * Connects users to services: sends them to the service, and takes what it grants, on whichever instance that comes.
 *
 * What was begun belongs to one user and one conversation, is good for ten minutes, and is taken up once. A link goes by the browser; a
 * device's code goes by asking the service, which needs no page of ours.
 */
import type { ServiceId } from '../formation/formation.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import { Secret } from '../secret.ts'
import type { ConnectionStore, TakenConnection } from '../vault/connections/port.ts'
import { createAuthorizationRequest } from './authorization.ts'
import type { OAuthClient } from './client.ts'
import type { Clients } from './clients.ts'
import { requestDeviceCode } from './device.ts'
import { grantOf, type StoredGrant } from './grant-of.ts'
import type { TokenAnswer } from './token-answer.ts'
import { requestTokens } from './token-request.ts'

/** How long a link is good for. Milliseconds. */
export const LINK_MS = 10 * 60_000

/** How long one instance has a device for itself while it asks; more than an exchange takes. Milliseconds. */
const ASKING_MS = 20_000

/** What a user has to do. `until`: epoch milliseconds. */
export type Connection =
  | { readonly kind: 'link'; readonly url: string; readonly until: number }
  | { readonly kind: 'device'; readonly url: string; readonly userCode: string; readonly until: number }

/** What was granted, to whom. */
export interface Granted {
  readonly principal: Principal
  readonly conversation: string
  readonly service: ServiceId
  readonly grant: StoredGrant
}

/** What connecting works with. */
export interface ConnectingParts {
  readonly vault: { readonly connections: ConnectionStore }
  readonly clients: Clients
  /** Base of this deployment's own pages; without one there are no links. */
  readonly publicUrl: string | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** Checks whose it is and stores it. False: the service does not accept what it just granted. */
  readonly onGranted: (granted: Granted) => Promise<boolean>
}

/** Who came back from the service, as the host knows them; `undefined` where it knows nobody in the browser. */
export interface Visitor {
  readonly userId?: string | undefined
}

/** What became of an answer that a browser brought. */
export type Finish = 'connected' | 'declined' | 'over' | 'other-user' | 'failed'

/** Connects users. */
export interface Connecting {
  /** Whether users connect to a service at all. */
  has(service: ServiceId): boolean
  /** Begins; nothing where there is no way from here: the service has no device flow, and this deployment no address. */
  begin(principal: Principal, conversation: string, service: ServiceId): Promise<Connection | undefined>
  /** Takes what a browser brought back to the redirect address. */
  finish(answer: URLSearchParams, visitor: Visitor): Promise<Finish>
  /** Asks the services about the devices that are due. */
  askAboutDevices(): Promise<void>
}

/** Where services send browsers back to. */
export const redirectUriOf = (publicUrl: string): string => `${publicUrl.replace(/\/+$/, '')}/oauth/callback`

/** Makes it. */
export function createConnecting(parts: ConnectingParts): Connecting {
  /** How long a service wants to be left alone between two questions, where it asked for more than it said first. */
  const intervals = new Map<string, number>()
  return {
    has: (service) => parts.clients.has(service),
    async begin(principal, conversation, service) {
      const client = parts.clients.find(service)
      if (client === undefined) return undefined
      const place = { principal, conversation, service }
      return (await beginLink(parts, client, place)) ?? (await beginDevice(parts, client, place))
    },
    finish: (answer, visitor) => finish(parts, answer, visitor),
    async askAboutDevices() {
      const due = await parts.vault.connections.claimDevices(parts.clock.now() + ASKING_MS)
      await Promise.all(due.map((taken) => askAbout(parts, intervals, taken)))
    },
  }
}

type Place = Pick<Granted, 'principal' | 'conversation' | 'service'>

async function beginLink(
  { vault, publicUrl, clock }: ConnectingParts,
  client: OAuthClient,
  { principal, conversation, service }: Place,
): Promise<Connection | undefined> {
  if (publicUrl === undefined) return undefined
  const redirectUri = redirectUriOf(publicUrl)
  const request = await createAuthorizationRequest(client, redirectUri)
  if (request === undefined) return undefined
  const until = clock.now() + LINK_MS
  const secret = write({ verifier: request.verifier, redirectUri, clientId: client.clientId })
  const begun = {
    ticket: request.state,
    kind: 'code',
    service,
    conversation,
    secret,
    until,
    askFrom: until,
  } as const
  await vault.connections.begin(principal, begun)
  return { kind: 'link', url: request.url.href, until }
}

async function beginDevice(
  { vault, clock }: ConnectingParts,
  client: OAuthClient,
  { principal, conversation, service }: Place,
): Promise<Connection | undefined> {
  const code = await requestDeviceCode(client)
  if (code === undefined) return undefined
  const { deviceCode, userCode, verificationUri: url, lifeMs, intervalMs } = code
  const now = clock.now()
  const until = now + lifeMs
  const secret = write({ deviceCode: deviceCode.reveal(), intervalMs, clientId: client.clientId })
  deviceCode.dispose()
  const ticket = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
  const begun = {
    ticket,
    kind: 'device',
    service,
    conversation,
    secret,
    until,
    askFrom: now + intervalMs,
  } as const
  await vault.connections.begin(principal, begun)
  return { kind: 'device', url, userCode, until }
}

async function finish(parts: ConnectingParts, answer: URLSearchParams, visitor: Visitor): Promise<Finish> {
  const state = only(answer, 'state')
  const taken = state === undefined ? undefined : await parts.vault.connections.take(state)
  if (taken === undefined) return 'over'
  if (visitor.userId !== undefined && visitor.userId !== taken.principal.user) return 'other-user'
  const client = parts.clients.find(taken.service)
  const { verifier, redirectUri, clientId } = read(taken.secret)
  if (client?.clientId !== clientId || verifier === undefined || redirectUri === undefined) return 'over'
  const issuer = answer.get('iss')
  // An answer of another server is not this one's, whatever code is in it (RFC 9207 §2.4).
  if (client.issuer !== undefined && issuer !== null && issuer !== client.issuer) return 'failed'
  if (answer.has('error')) return answer.get('error') === 'access_denied' ? 'declined' : 'failed'
  const code = only(answer, 'code')
  if (code === undefined) return 'failed'
  const granted = await requestTokens(client, {
    grantType: 'authorization_code',
    parameters: {
      code: Secret.fromText(code),
      redirect_uri: redirectUri,
      code_verifier: Secret.fromText(verifier),
    },
  })
  return (await take(parts, client, taken, granted)) ? 'connected' : 'failed'
}

/** Stores what was granted. */
async function take(
  { onGranted, logger }: ConnectingParts,
  client: OAuthClient,
  { principal, conversation, service }: Place,
  answer: TokenAnswer,
): Promise<boolean> {
  if (answer.kind === 'granted')
    return onGranted({ principal, conversation, service, grant: grantOf(client, answer.tokens) })
  logger.warn({ service, reason: answer.reason }, 'A connection that a user finished was not granted.')
  return false
}

async function askAbout(
  parts: ConnectingParts,
  intervals: Map<string, number>,
  taken: TakenConnection,
): Promise<void> {
  const { vault, clock } = parts
  const { deviceCode, intervalMs = 5_000, clientId } = read(taken.secret)
  const client = parts.clients.find(taken.service)
  if (deviceCode === undefined || client?.clientId !== clientId) {
    await vault.connections.putOff(taken.id, undefined)
    return
  }
  const asking = client.connect.isDevicePublic === true ? { ...client, clientSecret: undefined } : client
  const answer = await requestTokens(asking, {
    grantType: 'device_code',
    parameters: { device_code: Secret.fromText(deviceCode) },
  })
  if (answer.kind === 'temporary') {
    // RFC 8628 §3.5: five seconds more from then on, and a service that does not answer is left alone for longer.
    const before = intervals.get(taken.id) ?? intervalMs
    const next =
      answer.reason === 'pending' ? before : answer.reason === 'slow-down' ? before + 5_000 : before * 2
    intervals.set(taken.id, Math.min(next, 60_000))
    await vault.connections.putOff(taken.id, clock.now() + Math.min(next, 60_000))
    return
  }
  intervals.delete(taken.id)
  await take(parts, client, taken, answer)
  await vault.connections.putOff(taken.id, undefined)
}

/** A parameter that is there exactly once (RFC 6749 §3.1). */
function only(answer: URLSearchParams, name: string): string | undefined {
  const [value, another] = answer.getAll(name)
  return value !== undefined && value !== '' && value.length <= 4096 && another === undefined
    ? value
    : undefined
}

interface Kept {
  readonly clientId: string
  readonly verifier?: string
  readonly redirectUri?: string
  readonly deviceCode?: string
  readonly intervalMs?: number
}

const write = (kept: Kept): Uint8Array => Buffer.from(JSON.stringify(kept), 'utf8')

/** Sealed by us. */
const read = (bytes: Uint8Array): Kept => JSON.parse(Buffer.from(bytes).toString('utf8')) as Kept
