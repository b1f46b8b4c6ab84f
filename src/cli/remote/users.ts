/** Users on a server, as commands know them. */
import type { AuditEntry as EntryTold, Keyturn } from '../../client/index.ts'
import type { Users } from '../../credentials/users.ts'
import type { AuditEntry } from '../../vault/vault.ts'
import { toAccount } from './credentials.ts'

/** The same acts, done by a server. */
export function createRemoteUsers({ users }: Keyturn): Users {
  return {
    delete: ({ userId }) => users.delete({ userId }),
    async export({ userId }) {
      const told = await users.export({ userId })
      const { formation, user, since, accounts, locks, attempts, collecting, audit } = told
      return {
        formation,
        user,
        exportedAt: Date.parse(told.exportedAt),
        since: since === undefined ? undefined : Date.parse(since),
        accounts: accounts.map(toAccount),
        locks: locks.map(({ service, lockedUntil }) => ({ service, lockedUntil: Date.parse(lockedUntil) })),
        attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: Date.parse(at) })),
        collecting: collecting.map(({ until, ...mark }) => ({ ...mark, until: Date.parse(until) })),
        audit: audit.map((entry) => toEntry(user, entry)),
      }
    },
  }
}

/** An audited act as commands know it. */
export function toEntry(user: string, told: EntryTold): AuditEntry {
  const { sequence, at, act, service, account, channel, conversation, outcome, detail } = told
  return { sequence, at: Date.parse(at), user, act, service, account, channel, conversation, outcome, detail }
}
