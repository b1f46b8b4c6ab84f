/** The management of credentials on a server, as commands know it: refusals are values again. */
import { KeyturnApiError, type Account as AccountTold, type Keyturn } from '../../client/index.ts'
import type { Credentials, DeleteResult } from '../../credentials/credentials.ts'
import type { SetOptions, SetResult } from '../../credentials/set.ts'
import type { UnknownReason } from '../../providers/service.ts'
import { Secret } from '../../secret.ts'
import type { Account } from '../../vault/vault.ts'

/** The same acts, done by a server. */
export function createRemoteCredentials(client: Keyturn): Credentials {
  const { credentials } = client
  return {
    list: async ({ userId, service }) => (await credentials.list({ userId, service })).map(toAccount),
    async set(name, { userId, value, label }) {
      try {
        const stored = await credentials.set(name, { userId, value: revealed(value), label })
        const { outcome, account, lookAlike } = stored
        const alike = lookAlike === undefined ? {} : { lookAlike: toAccount(lookAlike) }
        return { ok: true, outcome, account: toAccount(account), ...alike }
      } catch (error) {
        return setRefusal(error)
      }
    },
    async delete(name, { userId, account: wanted }) {
      try {
        const [account] = await credentials.delete(name, { userId, account: wanted })
        return account === undefined
          ? { ok: false, reason: 'not-found' }
          : { ok: true, account: toAccount(account) }
      } catch (error) {
        return deleteRefusal(error)
      }
    },
    async change(name, { userId, account, label, isDefault }) {
      try {
        const changed = await credentials.change(name, { userId, account, label, isDefault })
        return { ok: true, account: toAccount(changed) }
      } catch (error) {
        if (!(error instanceof KeyturnApiError) || error.reason !== 'label-taken') return deleteRefusal(error)
        const holder = toAccount(error.problem['account'] as AccountTold)
        return { ok: false, reason: 'label-taken', account: holder }
      }
    },
    async deleteService(name, { userId }) {
      try {
        const accounts = await credentials.delete(name, { userId, all: true })
        return { ok: true, accounts: accounts.map(toAccount) }
      } catch (error) {
        const refusal = deleteRefusal(error)
        if (refusal.reason !== 'not-found') throw error
        return refusal
      }
    },
    unlock: (name, { userId, reason }) => credentials.unlock(name, { userId, reason }),
    async status({ userId }) {
      const services = await credentials.status({ userId })
      return services.map(({ accounts, lockedUntil, ...service }) => {
        return { ...service, accounts: accounts.map(toAccount), lockedUntil: moment(lockedUntil) }
      })
    },
  }
}

/** An account as commands know it. The server keeps its key and revision to itself, and no command shows them. */
export function toAccount({ id, name, login, label, scopes, ...told }: AccountTold): Account {
  return {
    ...told,
    id,
    identity: { key: id, name },
    login,
    label,
    scopes,
    revision: 0,
    createdAt: Date.parse(told.createdAt),
    updatedAt: Date.parse(told.updatedAt),
    lastUsedAt: moment(told.lastUsedAt),
    lastCheckedAt: moment(told.lastCheckedAt),
    expiresAt: moment(told.expiresAt),
  }
}

function moment(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}

function revealed(value: SetOptions['value']): string | Readonly<Record<string, string>> {
  const textOf = (part: string | Secret): string => (part instanceof Secret ? part.reveal() : part)
  if (typeof value === 'string' || value instanceof Secret) return textOf(value)
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, textOf(part)]))
}

/** A refusal of the server as what `set` gives; any other error goes on. */
function setRefusal(error: unknown): SetResult {
  if (!(error instanceof KeyturnApiError)) throw error
  const { reason, problem } = error
  switch (reason) {
    case 'unknown-service':
      return { ok: false, reason, services: (problem['services'] as string[] | undefined) ?? [] }
    case 'malformed':
    case 'incomplete':
    case 'busy':
      return { ok: false, reason }
    case 'other-service':
      return { ok: false, reason, found: String(problem['found']) }
    case 'locked':
      return { ok: false, reason, lockedUntil: Date.parse(String(problem['lockedUntil'])) }
    case 'rejected':
    case 'expired':
      return { ok: false, reason, attemptsLeft: problem['attemptsLeft'] as number | undefined }
    case 'not-checked':
      return { ok: false, reason, cause: problem['cause'] as UnknownReason | undefined }
    case 'label-taken':
      return { ok: false, reason, account: toAccount(problem['account'] as AccountTold) }
    default:
      throw error
  }
}

function deleteRefusal(error: unknown): Exclude<DeleteResult, { ok: true }> {
  if (!(error instanceof KeyturnApiError)) throw error
  const { reason, problem } = error
  if (reason === 'not-found') return { ok: false, reason }
  if (reason !== 'several') throw error
  const accounts = problem['accounts'] as readonly AccountTold[]
  return { ok: false, reason, accounts: accounts.map(toAccount) }
}
