/**
 * Management of credentials outside the chat: the same checks in the same order, without a conversation.
 *
 * For the command line, a host's own settings page, and the server. The caller has established who the user is.
 */
import { accountFact } from './account-fact.ts'
import { findCalled } from './called.ts'
import type { CredentialParts } from './scope.ts'
import { setCredential } from './set.ts'
import type { SetOptions, SetResult } from './set.ts'
import { KeyturnError } from '../errors.ts'
import { readCredentialValue, readFlag, readOptions, readText, shownLabel } from './input.ts'
import type { ManagementOptions } from './input.ts'
import type { ServiceId } from '../formation/formation.ts'
import { normalizeServiceId } from '../formation/service-id.ts'
import { createPrincipal } from '../principal.ts'
import type { Principal } from '../principal.ts'
import type { Account, ActContext } from '../vault/vault.ts'

/** The longest reason for lifting a lock, in characters: what the audit keeps. */
const MAX_REASON = 256

/** What became of a `delete`. `several`: name one of them. */
export type DeleteResult =
  | { readonly ok: true; readonly account: Account; /** Ended at its service too. */ readonly revoked?: true }
  | { readonly ok: false; readonly reason: 'not-found' }
  | { readonly ok: false; readonly reason: 'several'; readonly accounts: readonly Account[] }

/** What became of a `change`. `several`: name one of them; `label-taken`: `account` goes by that word already. */
export type ChangeResult =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'not-found' }
  | { readonly ok: false; readonly reason: 'several'; readonly accounts: readonly Account[] }
  | { readonly ok: false; readonly reason: 'label-taken'; readonly account: Account }

/** Which account, and what it is to be from now on. What is left out stays. */
export interface ChangeOptions extends ManagementOptions {
  /** Its name, label or id; needed where there are several. */
  readonly account?: string | undefined
  /** The user's own word for it; `null` takes it away. */
  readonly label?: string | null | undefined
  /** Whether it is the one that is used where the user names none; of the others none is then. */
  readonly isDefault?: boolean | undefined
}

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
  /**
   * Labels an account, makes it the default of its service, or takes either away; `account` names it as with `delete`.
   *
   * @throws KeyturnError `INPUT_INVALID` where nothing is to be changed, or the label is none.
   *
   * @example
   * await keyturn.credentials.change('GITHUB', { userId: 'alice', account: 'ranaroussi', label: 'work', isDefault: true })
   */
  change(name: string, options: ChangeOptions): Promise<ChangeResult>
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
  parts: CredentialParts,
  onMet: (principal: Principal, service: ServiceId) => void,
): Credentials {
  const principalOf = ({ userId }: ManagementOptions) => createPrincipal(parts.formation.id, userId)
  const contextOf = ({ channel }: ManagementOptions): ActContext => ({ channel: channel ?? 'api' })
  const findMeant = async (
    principal: Principal,
    service: ServiceId,
    wanted: string | undefined,
  ): Promise<readonly Account[]> => {
    const accounts = await parts.vault.listAccounts(principal, service)
    if (wanted === undefined) return accounts
    const called = findCalled(wanted, accounts.map(accountFact))
    return accounts.filter(({ id }) => called.includes(id))
  }
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
      const principal = principalOf(options)
      const scope = {
        ...parts,
        principal,
        context: contextOf(options),
        signal: options.signal ?? new AbortController().signal,
        endConnections: (accountId: string) => parts.connections.end(principal, accountId),
      }
      const result = await setCredential(scope, service, { value, label })
      if (result.ok && result.outcome !== 'duplicate') onMet(principal, service)
      return result
    },
    async delete(name, given) {
      const options = readOptions(given, 'delete')
      const wanted = readText(options, 'account')
      const principal = principalOf(options)
      const service = serviceIdOf(name)
      const meant = await findMeant(principal, service, wanted)
      const [account, another] = meant
      if (account === undefined) return { ok: false, reason: 'not-found' }
      if (another !== undefined) return { ok: false, reason: 'several', accounts: meant }
      const isRevoked = await parts.revocations.revoke(principal, account, contextOf(options))
      const removed = await parts.vault.remove(principal, account.id, contextOf(options))
      await parts.connections.end(principal, account.id)
      if (!removed) return { ok: false, reason: 'not-found' }
      return { ok: true, account, ...(isRevoked && { revoked: true as const }) }
    },
    async change(name, given) {
      const options = readOptions(given, 'change')
      const wanted = readText(options, 'account')
      const text = options['label'] === null ? null : readText(options, 'label')
      const label = typeof text === 'string' ? shownLabel(text) : text
      const isDefault = readFlag(options, 'isDefault')
      if (label === undefined && isDefault === undefined)
        throw new KeyturnError('INPUT_INVALID', 'Say what is to be changed: label, isDefault, or both.')
      const principal = principalOf(options)
      const service = serviceIdOf(name)
      const meant = await findMeant(principal, service, wanted)
      const [account, another] = meant
      if (account === undefined) return { ok: false, reason: 'not-found' }
      if (another !== undefined) return { ok: false, reason: 'several', accounts: meant }
      const { id } = account
      const context = contextOf(options)
      if (label !== undefined) {
        const renamed = await parts.vault.rename(principal, id, label ?? undefined, context)
        if (!renamed.ok && renamed.reason === 'taken')
          return { ok: false, reason: 'label-taken', account: renamed.account }
        if (!renamed.ok) return { ok: false, reason: 'not-found' }
      }
      // Taken from one that is not the default, it would be taken from another.
      if (isDefault === true || (isDefault === false && account.isDefault)) {
        const isSet = await parts.vault.setDefault(principal, service, isDefault ? id : undefined, context)
        if (!isSet) return { ok: false, reason: 'not-found' }
      }
      const [changed] = await findMeant(principal, service, id)
      return changed === undefined ? { ok: false, reason: 'not-found' } : { ok: true, account: changed }
    },
    async deleteService(name, given) {
      const options = readOptions(given, 'deleteService')
      const principal = principalOf(options)
      const service = serviceIdOf(name)
      const accounts = await parts.vault.listAccounts(principal, service)
      for (const account of accounts) await parts.revocations.revoke(principal, account, contextOf(options))
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
