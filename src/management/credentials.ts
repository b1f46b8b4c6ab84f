/**
 * Management of credentials outside the chat: the same checks in the same order, without a conversation.
 *
 * For the command line, a host's own settings page, and the server. The caller has established who the user is.
 *
 * Long because half of it is the documented shapes of the operations.
 */
import type { Want } from '../../machines/kept.ts'
import { accountFact } from '../actors/account-fact.ts'
import { collectInline } from '../actors/collect-inline.ts'
import { dedupe } from '../actors/dedupe.ts'
import { findCalled } from '../actors/detect-need-names.ts'
import { lockout } from '../actors/lockout.ts'
import { Hand } from '../actors/turn-scope.ts'
import type { TurnScope } from '../actors/turn-scope.ts'
import { findLookAlike, storeAccepted, validate } from '../actors/validate.ts'
import { KeyturnError } from '../errors.ts'
import { readCredentialValue, readOptions, readText } from './input.ts'
import type { ManagementOptions } from './input.ts'
import type { ServiceId } from '../formation/formation.ts'
import { normalizeServiceId } from '../formation/service-id.ts'
import { createPrincipal } from '../principal.ts'
import type { Principal } from '../principal.ts'
import { Secret, SecretPool } from '../secret.ts'
import { showName } from '../services/account-name.ts'
import type { UnknownReason } from '../services/service.ts'
import type { Parts } from '../turn/parts.ts'
import type { Account, ActContext } from '../vault/vault.ts'

/** The longest reason for lifting a lock, in characters: what the audit keeps. */
const MAX_REASON = 256

/** Options of `set`: one value, or one for each field of a service that needs several. */
export interface SetOptions extends ManagementOptions {
  readonly value: string | Secret | Readonly<Record<string, string | Secret>>
  /**
   * The user's own word for the account: `work`. At most 64 characters, shown as `showName` shows them. Where the service cannot say
   * whose a credential is, it is the account's name, and a number follows it if another account has it.
   */
  readonly label?: string | undefined
}

/** What became of a `set`. Nothing but the first kind changed anything that is stored. */
export type SetResult =
  | {
      readonly ok: true
      readonly outcome: 'added' | 'replaced' | 'duplicate'
      readonly account: Account
      /** Another account of the service whose name can be taken for this one's. */
      readonly lookAlike?: Account
    }
  | { readonly ok: false; readonly reason: 'label-taken'; readonly account: Account }
  | { readonly ok: false; readonly reason: 'unknown-service'; readonly services: readonly ServiceId[] }
  | { readonly ok: false; readonly reason: 'malformed' | 'incomplete' | 'busy' }
  | { readonly ok: false; readonly reason: 'other-service'; readonly found: ServiceId }
  | { readonly ok: false; readonly reason: 'locked'; readonly lockedUntil: number }
  | { readonly ok: false; readonly reason: 'rejected' | 'expired'; readonly attemptsLeft: number | undefined }
  | { readonly ok: false; readonly reason: 'not-checked'; readonly cause: UnknownReason | undefined }

/** What became of a `delete`. `several`: name one of them. */
export type DeleteResult =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'not-found' }
  | { readonly ok: false; readonly reason: 'several'; readonly accounts: readonly Account[] }

/** What became of a `deleteService`: the accounts that were there. */
export type DeleteServiceResult =
  | { readonly ok: true; readonly accounts: readonly Account[] }
  | { readonly ok: false; readonly reason: 'not-found' }

/** How one service stands for a user. */
export interface ServiceStatus {
  readonly service: ServiceId
  readonly name: string
  readonly accounts: readonly Account[]
  /** `connected`: at least one account works. */
  readonly state: 'connected' | 'needs-attention' | 'missing'
  /** Adding is locked until then. Epoch milliseconds. */
  readonly lockedUntil: number | undefined
}

/** The credentials of users, by name as in `${{ user.credentials.NAME }}` (`GITHUB_TOKEN`, `GITHUB`, `github` are one). */
export interface Credentials {
  /** The accounts of a user, all services or one. Never a secret. */
  list(options: ManagementOptions & { readonly service?: string | undefined }): Promise<readonly Account[]>
  /** Checks a credential with its service and stores it. */
  set(name: string, options: SetOptions): Promise<SetResult>
  /**
   * Removes an account at once; `account` is its name, label or id, needed where there are several. One that is called exactly so comes
   * first; a name that fits several otherwise removes none of them.
   */
  delete(
    name: string,
    options: ManagementOptions & { readonly account?: string | undefined },
  ): Promise<DeleteResult>
  /** Removes every account of a service at once, damaged ones too. */
  deleteService(name: string, options: ManagementOptions): Promise<DeleteServiceResult>
  /**
   * Lifts a lock of adding, for a reason that the audit keeps (1 to 256 characters). False: nothing was locked.
   *
   * @throws KeyturnError `INPUT_INVALID` without a reason.
   */
  unlock(name: string, options: ManagementOptions & { readonly reason: string }): Promise<boolean>
  /** Every service of the formation, as it stands for a user. */
  status(options: ManagementOptions): Promise<readonly ServiceStatus[]>
}

/** Makes the management of one Keyturn. `onMet` learns of every credential that came to work. */
export function createCredentials(
  parts: Parts,
  onMet: (principal: Principal, service: ServiceId) => void,
): Credentials {
  const principalOf = ({ userId }: ManagementOptions) => createPrincipal(parts.formation.id, userId)
  const contextOf = ({ channel }: ManagementOptions): ActContext => ({ channel: channel ?? 'api' })
  return {
    async list(given) {
      const options = readOptions(given, 'list')
      const name = readText(options, 'service')
      const service = name === undefined ? undefined : serviceIdOf(name)
      return parts.vault.listAccounts(principalOf(options), service)
    },
    async set(name, given) {
      const service = serviceIdOf(name)
      const options = readOptions(given, 'set')
      const value = readCredentialValue(options['value'])
      const label = readText(options, 'label')
      if (parts.services.find(service) === undefined) {
        return { ok: false, reason: 'unknown-service', services: parts.services.all.map(({ id }) => id) }
      }
      const pool = new SecretPool()
      const principal = principalOf(options)
      try {
        const scope = createScope(parts, principal, contextOf(options), pool, options.signal)
        const result = await store(scope, service, { value, label })
        if (result.ok && result.outcome !== 'duplicate') onMet(principal, service)
        return result
      } finally {
        pool.clear()
      }
    },
    async delete(name, given) {
      const options = readOptions(given, 'delete')
      const wanted = readText(options, 'account')
      const principal = principalOf(options)
      const service = serviceIdOf(name)
      const accounts = await parts.vault.listAccounts(principal, service)
      const called = wanted === undefined ? undefined : findCalled(wanted, accounts.map(accountFact))
      const meant = called === undefined ? accounts : accounts.filter(({ id }) => called.includes(id))
      const [account, another] = meant
      if (account === undefined) return { ok: false, reason: 'not-found' }
      if (another !== undefined) return { ok: false, reason: 'several', accounts: meant }
      const removed = await parts.vault.remove(principal, account.id, contextOf(options))
      await parts.connections.end(principal, account.id)
      return removed ? { ok: true, account } : { ok: false, reason: 'not-found' }
    },
    async deleteService(name, given) {
      const options = readOptions(given, 'deleteService')
      const principal = principalOf(options)
      const service = serviceIdOf(name)
      const accounts = await parts.vault.listAccounts(principal, service)
      const removed = new Set(await parts.vault.removeService(principal, service, contextOf(options)))
      for (const id of removed) await parts.connections.end(principal, id)
      if (removed.size === 0) return { ok: false, reason: 'not-found' }
      return { ok: true, accounts: accounts.filter(({ id }) => removed.has(id)) }
    },
    async unlock(name, given) {
      const options = readOptions(given, 'unlock')
      const reason = readText(options, 'reason')?.trim() ?? ''
      if (reason === '' || reason.length > MAX_REASON) {
        throw new KeyturnError(
          'INPUT_INVALID',
          `Say why the lock is lifted, in 1 to ${MAX_REASON} characters.`,
        )
      }
      return parts.vault.unlock(principalOf(options), serviceIdOf(name), reason, contextOf(options))
    },
    async status(given) {
      const principal = principalOf(readOptions(given, 'status'))
      const all = await parts.vault.listAccounts(principal)
      return Promise.all(
        parts.services.all.map(async ({ id, name }) => {
          const accounts = all.filter((account) => account.service === id)
          const works = accounts.some((account) => account.status === 'active')
          const state = works ? 'connected' : accounts.length > 0 ? 'needs-attention' : 'missing'
          return {
            service: id,
            name,
            accounts,
            state,
            lockedUntil: await parts.vault.lockedUntil(principal, id),
          }
        }),
      )
    },
  }
}

/** The same order as in the chat: shape, duplicate, lockout, check, store. */
async function store(
  scope: TurnScope,
  service: ServiceId,
  options: Pick<SetOptions, 'value' | 'label'>,
): Promise<SetResult> {
  const label = options.label === undefined ? null : readLabel(options.label)
  const want: Want = { service, server: null, why: 'add', named: null, subject: null, label, field: null }
  const given = fieldsOf(options.value, scope.services.get(service).fields)
  if (Object.keys(given).length === 0) return { ok: false, reason: 'malformed' }
  const examined = collectInline(scope, { secret: scope.hand.put(given), pending: null, want })
  if (examined.kind === 'malformed') return { ok: false, reason: 'malformed' }
  if (examined.kind === 'incomplete') return { ok: false, reason: 'incomplete' }
  if (examined.kind === 'other-service') return { ok: false, reason: 'other-service', found: examined.found }
  const { secret } = examined
  const duplicate = await dedupe(scope, { secret, service })
  const known = scope.hand.duplicate
  if (duplicate?.active === true && known !== undefined)
    return { ok: true, outcome: 'duplicate', account: known }
  const admission = await lockout(scope, { secret, service })
  if (admission.kind === 'locked') return { ok: false, reason: 'locked', lockedUntil: admission.lockedUntil }
  if (admission.kind === 'busy') return { ok: false, reason: 'busy' }
  if (admission.kind === 'joined') return joined(scope, { secret, service }, admission.outcome)
  const verdict = await validate(scope, { secret, service, slot: admission.slot })
  if (verdict.kind === 'unknown') return { ok: false, reason: 'not-checked', cause: verdict.reason }
  if (verdict.kind === 'rejected') {
    if (verdict.lockedUntil !== null) return { ok: false, reason: 'locked', lockedUntil: verdict.lockedUntil }
    return { ok: false, reason: verdict.expired ? 'expired' : 'rejected', attemptsLeft: verdict.attemptsLeft }
  }
  const { outcome, account } = await storeAccepted(scope, { secret, service, label, replaces: null })
  if (outcome === 'label-taken') return { ok: false, reason: outcome, account }
  const lookAlike = findLookAlike(account, await scope.vault.listAccounts(scope.principal, service))
  return { ok: true, outcome, account, ...(lookAlike === undefined ? {} : { lookAlike }) }
}

/** A label as it is shown. */
function readLabel(given: string): string {
  const label = showName(given)
  if (label === '')
    throw new KeyturnError('INPUT_INVALID', 'Nothing of that label can be seen. Give a word, such as work.')
  return label
}

async function joined(
  scope: TurnScope,
  input: { secret: string; service: string },
  outcome: 'valid' | 'rejected' | 'unknown',
): Promise<SetResult> {
  if (outcome === 'rejected') return { ok: false, reason: 'rejected', attemptsLeft: undefined }
  await dedupe(scope, input)
  const account = scope.hand.duplicate
  if (account !== undefined && outcome === 'valid') return { ok: true, outcome: 'duplicate', account }
  return { ok: false, reason: 'not-checked', cause: undefined }
}

function fieldsOf(value: SetOptions['value'], names: readonly string[]): Record<string, Secret> {
  const toSecret = (part: string | Secret) => (typeof part === 'string' ? Secret.fromText(part.trim()) : part)
  if (typeof value === 'string' || value instanceof Secret) {
    return { [names[0] ?? 'token']: toSecret(value) }
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toSecret(part)]))
}

function serviceIdOf(name: unknown): ServiceId {
  const service = typeof name === 'string' ? normalizeServiceId(name) : undefined
  if (service === undefined) {
    throw new KeyturnError(
      'INPUT_INVALID',
      'That is not the name of a credential. Use a name such as GITHUB_TOKEN.',
    )
  }
  return service
}

function createScope(
  parts: Parts,
  principal: Principal,
  context: ActContext,
  pool: SecretPool,
  signal: AbortSignal | undefined,
): TurnScope {
  return {
    ...parts,
    principal,
    context,
    transport: { secure: true, audience: 'self', reason: 'terminal' },
    gated: { text: '', secrets: [], late: false, rest: '' },
    hand: new Hand(pool),
    spoken: null,
    validating: () => parts.words.validating(),
    onProgress: undefined,
    signal: signal ?? new AbortController().signal,
    endConnections: (accountId) => parts.connections.end(principal, accountId),
  }
}
