/** Data-protection requests: everything about one user, and its end. For management; the caller has established who asks. */
import type { ManagementOptions } from './input.ts'
import { readOptions } from './input.ts'
import { createPrincipal } from '../principal.ts'
import type { Principal } from '../principal.ts'
import type { CredentialParts } from './scope.ts'
import type { ActContext, UserExport } from '../vault/vault.ts'

/** What became of deleting a user. */
export interface UserDeletion {
  /** Credentials that were there. */
  readonly removed: number
  /**
   * `pending`: a reader in another process still keeps sealed bytes in SQLite's log. Their key is destroyed; emptying the log is
   * noted in the database and tried again every 30 seconds, and at every start.
   */
  readonly cleanUp: 'done' | 'pending'
  /**
   * `unreachable`: the store of conversations does not answer. What it holds of the user can be read by nobody any more and ends
   * by itself within a day; asked for again, it is removed.
   */
  readonly conversations: 'forgotten' | 'unreachable'
}

/** Users as a whole. */
export interface Users {
  /** Everything stored about a user: accounts, audit, locks, attempts, marks. No secret, and nothing made of one. */
  export(options: ManagementOptions): Promise<UserExport>

  /**
   * Deletes a user: destroys their key, and with it everything that was sealed under it, wherever a copy of it is; then their
   * conversations, saved answers and cached envelopes, and the tool servers of this process that hold their credentials. The
   * audit stays until its own retention ends. Backups from before hold the key still: it is unreadable everywhere once they, or the root keys
   * they need, are gone.
   *
   * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`: then nothing was deleted.
   */
  delete(options: ManagementOptions): Promise<UserDeletion>
}

/** What users are made of: their credentials and their conversations. */
export interface UserParts extends Pick<CredentialParts, 'formation' | 'vault' | 'connections'> {
  readonly state: { forget(principal: Principal): Promise<void> }
}

/** Makes the management of the users of one Keyturn. */
export function createUsers(parts: UserParts): Users {
  return {
    async export(options) {
      const { userId } = readOptions(options, 'export')
      return parts.vault.exportUser(createPrincipal(parts.formation.id, userId))
    },
    async delete(options) {
      const { userId, channel } = readOptions(options, 'delete')
      const principal = createPrincipal(parts.formation.id, userId)
      const context: ActContext = { channel: channel ?? 'api' }
      const { removed, cleanUp } = await parts.vault.deleteUser(principal, context)
      await parts.connections.end(principal)
      const conversations = await parts.state.forget(principal).then(
        () => 'forgotten' as const,
        () => 'unreachable' as const,
      )
      return { removed, cleanUp, conversations }
    },
  }
}
