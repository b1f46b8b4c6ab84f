/** What the vault holds of an account, and gives out: names, credentials, and what a service granted. */
import type { ServiceId } from '../formation/formation.ts'
import type { Principal } from '../principal.ts'
import type { Identity } from '../providers/service.ts'
import type { CredentialFields, Secret } from '../secret.ts'

/** `damaged` rows cannot be opened and have to be added again; they never break a list. */
export type AccountStatus = 'active' | 'rejected' | 'expired' | 'damaged'

/** One identity of a user at a service, without its secret. Times are epoch milliseconds. */
export interface Account {
  readonly id: string
  readonly service: ServiceId
  /** Its name is given to no other account of the user at this service, upper or lower case, full or half width alike. */
  readonly identity: Identity
  /** What the service calls it, where that is another account's name here: then its own is numbered. */
  readonly login: string | undefined
  /** The user's own word for it: `work`. */
  readonly label: string | undefined
  readonly isDefault: boolean
  readonly status: AccountStatus
  readonly checked: boolean
  readonly scopes: readonly string[] | undefined
  /** Rises with every replacement of the secret. */
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly lastUsedAt: number | undefined
  readonly lastCheckedAt: number | undefined
  /** When it ends, renewals included; absent where its service does not tell. */
  readonly expiresAt: number | undefined
  /** Its service granted it, and it is renewed: it was not pasted. */
  readonly isGranted?: true
}

/** What is known of a grant, none of it secret. Times are epoch milliseconds. */
export interface GrantFacts {
  /** The client that it was granted to: another one cannot renew it. */
  readonly clientId: string
  /** The authorization server, where it has a name for itself. */
  readonly issuer: string | undefined
  /** When the access token ends; absent where the service does not tell. */
  readonly expiresAt: number | undefined
  /** From when on it is renewed ahead of its end. */
  readonly renewFrom: number | undefined
}

/** What a service granted beside an access token. */
export interface Grant extends GrantFacts {
  readonly refreshToken: Secret | undefined
}

/** What a service granted anew. Without fields the access token that is there stays; without a refresh token, that one. */
export interface RenewedGrant {
  readonly fields: CredentialFields
  readonly grant: Grant
  readonly scopes?: readonly string[] | undefined
  /** When the whole grant ends. Epoch milliseconds; absent: as before. */
  readonly endsAt?: number | undefined
}

/** A credential to be stored. */
export interface NewCredential {
  readonly service: ServiceId
  /** Without a key where the service cannot say whose it is: then it is an account of its own, whose name is numbered if need be. */
  readonly identity: Omit<Identity, 'key'> & { readonly key: string | undefined }
  /** The account whose secret it replaces, where the identity has no key and the user was asked for just that. */
  readonly replaces?: string | undefined
  readonly fields: CredentialFields
  /** What a service granted beside them, where it was not pasted. */
  readonly grant?: Grant | undefined
  readonly label?: string | undefined
  readonly checked: boolean
  readonly scopes?: readonly string[] | undefined
  readonly expiresAt?: number | undefined
}

/**
 * What became of an add; `replaced`: the same identity brought a new secret. `label-taken`: nothing was stored, because `account`
 * has that label or name already.
 */
export interface AddResult {
  readonly outcome: 'added' | 'replaced' | 'duplicate' | 'label-taken'
  readonly account: Account
}

/** What became of a rename; `taken`: `account` has that label or name already. */
export type RenameResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-found' }
  | { readonly ok: false; readonly reason: 'taken'; readonly account: Account }

/**
 * The proof that a credential is in use still. A use may wait between the opening and the moment its value leaves (for a place, for a
 * server that starts); meanwhile it may have been deleted, replaced or rejected, here or by another process.
 */
export interface UseProof {
  /**
   * Asks the vault whether this revision is still the active one: the last thing before the value leaves. False is audited as a
   * refused use. Rejects with `VAULT_UNAVAILABLE`.
   */
  confirm(): Promise<boolean>
  /** Aborts once this process took the credential out of use: an end that is acknowledged here reaches every use in flight. */
  readonly ended: AbortSignal
}

/** A credential opened for one use. */
export interface OpenedCredential extends UseProof {
  readonly account: Account
  readonly fields: CredentialFields
  /** Where a service granted it; its refresh token is in no opened credential. */
  readonly grant: GrantFacts | undefined
  /** Zeroes the fields; the use is over. Safe to call twice. */
  dispose(): void
}

/** A grant opened to be renewed or revoked, and for nothing else. */
export interface OpenedGrant extends OpenedCredential {
  readonly refreshToken: Secret | undefined
}

/** What became of opening a grant. */
export type OpenGrantResult =
  | { readonly ok: true; readonly credential: OpenedGrant }
  | { readonly ok: false; readonly reason: OpenRefusal }

/** A credential that somebody holds in a revision. */
export interface HeldCredential {
  readonly principal: Principal
  readonly accountId: string
  readonly revision: number
}

/** A credential's fields, to be taken out of texts and for nothing else; whoever gets them disposes of them. */
export interface StoredSecret {
  readonly service: ServiceId
  readonly fields: CredentialFields
}

/** Why a credential could not be opened. */
export type OpenRefusal = 'not-found' | 'rejected' | 'expired' | 'damaged'

/** What became of opening. */
export type OpenResult =
  | { readonly ok: true; readonly credential: OpenedCredential }
  | { readonly ok: false; readonly reason: OpenRefusal }
