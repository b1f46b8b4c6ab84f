/**
 * Renews grants: one renewal of a credential at a time over all processes, and nothing that a service or the network does loses one.
 *
 * A refresh token is often good for one use, and a service that sees it twice may end the whole grant. So whoever renews holds a lease on
 * this revision of this account, and what comes back is sealed, by compare-and-set on the revision, before anything else is decided.
 */
import { isKeyturnError } from '../errors.ts'
import type { ServiceId } from '../formation/formation.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { Flight, SingleFlight } from '../state/single-flight.ts'
import type { Account, ActContext, RenewedGrant, Vault } from '../vault/vault.ts'
import type { OAuthClient } from './client.ts'
import { grantOf } from './grant-of.ts'
import { readOutcome, writeOutcome, type RenewalOutcome } from './renewal-outcome.ts'
import type { TemporaryReason, TokenAnswer } from './token-answer.ts'
import { requestTokens } from './token-request.ts'

/** How long a use waits for a renewal that another one is at. Milliseconds; a whole exchange takes at most 10 s. */
const WAIT_MS = 15_000

/** How long the service is left alone after an answer that said nothing, where it does not say itself. Milliseconds, jitter of half of it. */
const BACK_OFF_MS = 20_000

/** How often, and for how long in between, storing is tried while the vault does not answer: what was granted is nowhere else. */
const STORE_TRIES = 8
const STORE_WAIT_MS = 500

/** What renewing works with. */
export interface RenewalParts {
  readonly vault: Pick<Vault, 'openGrant' | 'renewGrant' | 'markRejected' | 'listAccounts'>
  readonly flights: SingleFlight
  readonly clientOf: (service: ServiceId) => OAuthClient | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/** A grant to be renewed, as its use found it. */
export interface RenewalRequest {
  readonly principal: Principal
  readonly account: Pick<Account, 'id' | 'service' | 'revision'>
  readonly context: ActContext
  /** Whether to wait for a renewal that is under way elsewhere: not while the access token is good still. */
  readonly waits: boolean
}

/** Renews grants. */
export interface Renewals {
  /** Renews this revision, or learns what became of it. @throws KeyturnError `VAULT_UNAVAILABLE`. */
  renew(request: RenewalRequest): Promise<RenewalOutcome>
}

/** Makes the renewals of one process. */
export function createRenewals(parts: RenewalParts): Renewals {
  const underWay = new Map<string, Promise<RenewalOutcome>>()
  return {
    renew(request) {
      const { principal, account } = request
      const id = JSON.stringify([principal.formation, principal.user, account.id, account.revision])
      const running = underWay.get(id)
      if (running !== undefined) return request.waits ? running : Promise.resolve(BUSY)
      // Not tied to the signal of who asked first: the others wait for it as well, and the service may have answered already.
      const started = board(parts, request).finally(() => underWay.delete(id))
      underWay.set(id, started)
      return started
    },
  }
}

const BUSY: RenewalOutcome = { kind: 'kept', reason: 'under-way' }

/** Leads, or waits for who does. */
async function board(parts: RenewalParts, request: RenewalRequest): Promise<RenewalOutcome> {
  const { flights } = parts
  const { principal, account } = request
  const name = `renew ${account.id} ${account.revision}`
  for (let waitedMs = 0; ;) {
    let boarding: Awaited<ReturnType<SingleFlight['join']>>
    try {
      boarding = await flights.join(principal, name)
    } catch (error) {
      // Without the lease two could send the same refresh token, which may end the grant.
      if (isKeyturnError(error, 'STATE_UNAVAILABLE')) return { kind: 'kept', reason: 'no-lease' }
      throw error
    }
    if (boarding.kind === 'leading') return lead(parts, request, boarding.flight)
    if (boarding.kind === 'landed') return readOutcome(boarding.outcome)
    if (!request.waits || waitedMs >= WAIT_MS) return BUSY
    const waitMs = 50 + Math.random() * 100
    await pause(waitMs)
    waitedMs += waitMs
  }
}

/** Does the work, and tells those who follow. A lease that cannot be given back ends by itself. */
async function lead(parts: RenewalParts, request: RenewalRequest, flight: Flight): Promise<RenewalOutcome> {
  try {
    const outcome = await renewOnce(parts, request)
    await parts.flights.land(flight, writeOutcome(outcome)).catch(() => undefined)
    return outcome
  } catch (error) {
    await parts.flights.abandon(flight).catch(() => undefined)
    throw error
  }
}

async function renewOnce(
  parts: RenewalParts,
  { principal, account, context }: RenewalRequest,
): Promise<RenewalOutcome> {
  const { vault } = parts
  const { id, service, revision } = account
  const opened = await vault.openGrant(principal, id, `${service}.renew`, context)
  if (!opened.ok) return opened.reason === 'not-found' ? { kind: 'gone' } : { kind: 'ended' }
  const { credential } = opened
  try {
    if (credential.account.revision !== revision) return { kind: 'renewed' }
    const { grant, refreshToken } = credential
    if (grant === undefined) return { kind: 'gone' }
    if (refreshToken === undefined) return await end(parts, { principal, account, context })
    const client = parts.clientOf(service)
    if (client?.clientId !== grant.clientId) return keep(parts, service, 'client', undefined)
    const answer = await requestTokens(client, {
      grantType: 'refresh_token',
      parameters: { refresh_token: refreshToken },
    })
    const renewed = renewedBy(client, answer, grant)
    // Before anything else is decided.
    if (renewed !== undefined) {
      const stored = await store(parts, { principal, account, context }, renewed)
      if (stored === undefined || answer.kind === 'granted') return { kind: 'renewed' }
    }
    if (answer.kind === 'final') return await end(parts, { principal, account, context })
    if (answer.kind === 'granted') return { kind: 'renewed' }
    return keep(parts, service, answer.reason, answer.retryAfterMs)
  } finally {
    credential.dispose()
  }
}

type Renewing = Pick<RenewalRequest, 'principal' | 'account' | 'context'>

/** What of an answer is stored, whatever else it says; nothing where it brought nothing. */
function renewedBy(
  client: OAuthClient,
  answer: TokenAnswer,
  before: Omit<RenewedGrant['grant'], 'refreshToken'>,
): RenewedGrant | undefined {
  if (answer.kind === 'granted') return grantOf(client, answer.tokens)
  if (answer.kind !== 'temporary' || answer.refreshToken === undefined) return undefined
  return { fields: {}, grant: { ...before, refreshToken: answer.refreshToken } }
}

/** The vault may be away for a moment, and what was granted is in no other place. */
async function store(
  { vault, logger }: RenewalParts,
  { principal, account, context }: Renewing,
  renewed: RenewedGrant,
): Promise<Account | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await vault.renewGrant(principal, account.id, account.revision, renewed, context)
    } catch (error) {
      if (!isKeyturnError(error, 'VAULT_UNAVAILABLE') || tries >= STORE_TRIES) throw error
      logger.warn({ service: account.service }, 'A renewed grant could not be stored; it is tried again.')
      await pause(STORE_WAIT_MS)
    }
  }
}

/** The service does not know the grant any more: the account is marked, and its owner is asked by its next use. */
async function end(
  { vault }: RenewalParts,
  { principal, account, context }: Renewing,
): Promise<RenewalOutcome> {
  await vault.markRejected(principal, account.id, account.revision, context)
  const accounts = await vault.listAccounts(principal, account.service)
  const now = accounts.find(({ id }) => id === account.id)
  if (now === undefined) return { kind: 'gone' }
  // Whoever renewed meanwhile was the one whom the service believed.
  return now.revision === account.revision ? { kind: 'ended' } : { kind: 'renewed' }
}

function keep(
  { logger }: RenewalParts,
  service: ServiceId,
  reason: TemporaryReason,
  retryAfterMs: number | undefined,
): RenewalOutcome {
  logger.warn({ service, reason }, 'A grant could not be renewed now; it is kept, and tried again.')
  const backOffMs = retryAfterMs ?? BACK_OFF_MS * (0.75 + Math.random() / 2)
  return { kind: 'kept', reason: 'service', retryAfterMs: Math.ceil(backOffMs) }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
