/** What the REST API takes and gives. Times are ISO 8601 in UTC. */

/** One account of a user, without its secret. */
export interface Account {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly login?: string
  readonly label?: string
  readonly isDefault: boolean
  readonly status: 'active' | 'rejected' | 'expired' | 'damaged'
  readonly checked: boolean
  readonly scopes?: readonly string[]
  readonly createdAt: string
  readonly updatedAt: string
  readonly lastUsedAt?: string
  readonly lastCheckedAt?: string
  readonly expiresAt?: string
}

/** One service as it stands for a user. */
export interface ServiceStatus {
  readonly service: string
  readonly name: string
  readonly state: 'connected' | 'needs-attention' | 'missing'
  readonly lockedUntil?: string
  readonly accounts: readonly Account[]
}

/** What a service of the formation is called, and what its credentials are made of. */
export interface Service {
  readonly service: string
  readonly name: string
  readonly credentialName: string
  readonly fields: readonly string[]
}

/** What a `set` came to. */
export interface StoredCredential {
  readonly outcome: 'added' | 'replaced' | 'duplicate'
  readonly account: Account
  readonly lookAlike?: Account
}

/** One audited act. */
export interface AuditEntry {
  readonly sequence: number
  readonly at: string
  readonly act: string
  readonly service?: string
  readonly account?: string
  readonly channel: string
  readonly conversation?: string
  readonly outcome: string
  readonly detail?: string
}

/** What deleting a user came to. */
export interface UserDeletion {
  readonly removed: number
  readonly cleanUp: 'done' | 'pending'
  readonly conversations: 'forgotten' | 'unreachable'
}

/** Everything stored about a user; no secret. */
export interface UserExport {
  readonly formation: string
  readonly user: string
  readonly exportedAt: string
  readonly since?: string
  readonly accounts: readonly Account[]
  readonly locks: readonly { readonly service: string; readonly lockedUntil: string }[]
  readonly attempts: readonly { readonly service: string; readonly at: string; readonly outcome: string }[]
  readonly collecting: readonly {
    readonly conversation: string
    readonly service: string
    readonly until: string
  }[]
  readonly audit: readonly AuditEntry[]
}

/** What every call takes. `userId` is left out with a user's own token. */
export interface CallOptions {
  readonly userId?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** One message of a user. */
export interface TurnRequest extends CallOptions {
  readonly conversationId: string
  /** The same id gets the same answer once. Default: a random one. */
  readonly messageId?: string | undefined
  readonly text: string
  /** How the message came to your program; without it, the user's connection counts as insecure. */
  readonly transport?:
    { readonly channel: string; readonly attested: boolean; readonly audience: 'self' | 'shared' } | undefined
}

interface History {
  readonly user: string
  readonly assistant?: string
}

interface AccountView {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly label?: string
}

/** What to do with a message: give it to the agent (`pass`), say this (`reply`), or go on with the request that waited (`resume`). */
export type TurnOutcome =
  | { readonly kind: 'pass'; readonly text: string; readonly history: History }
  | {
      readonly kind: 'reply'
      readonly reply: {
        readonly text: string
        readonly choices?: readonly { readonly label: string; readonly value: string }[]
        readonly form?: {
          readonly service: string
          readonly field: string
          readonly label: string
          readonly masked: boolean
        }
        readonly link?: string
      }
      readonly history: History
    }
  | {
      readonly kind: 'resume'
      readonly prelude: string
      readonly text: string
      readonly account?: AccountView
      readonly accounts: readonly AccountView[]
      readonly declined?: string
      readonly redelivered?: true
      readonly history: History
    }
