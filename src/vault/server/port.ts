/** What the server keeps in the vault: service keys, links to the entry page, and answers to requests that may be sent again. */
import type { ServiceId } from '../../formation/formation.ts'
import type { Principal } from '../../principal.ts'
import type { ActContext } from '../act-context.ts'

/** What a service key may do: take turns, manage credentials and users, read the audit. */
export const ACCESS_SCOPES = ['turns', 'manage', 'audit'] as const

/** One of the scopes. */
export type AccessScope = (typeof ACCESS_SCOPES)[number]

/** A service key, without the key itself. Times are epoch milliseconds. */
export interface AccessKey {
  /** 16 hex digits; no part of the secret. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly AccessScope[]
  readonly createdAt: number
  readonly expiresAt: number | undefined
}

/** A service key to be made. */
export interface NewAccessKey {
  /** Whose it is, for people; 1 to 100 characters. */
  readonly name: string
  readonly scopes: readonly AccessScope[]
  readonly expiresAt?: number | undefined
}

/** Whom a link to the entry page is for, and what is entered there. */
export interface Ticket {
  readonly userId: string
  readonly conversationId: string | undefined
  readonly service: ServiceId
  /** Epoch milliseconds; ten minutes after it was made. */
  readonly until: number
  /** What was entered and found good, sealed by the vault for its user. */
  readonly pending: Uint8Array | undefined
}

/** What is known of a request that carries an idempotency key. `other`: the key was used for another request. */
export type RequestClaim =
  | { readonly kind: 'new' }
  | { readonly kind: 'running' }
  | { readonly kind: 'other' }
  | { readonly kind: 'answered'; readonly answer: Uint8Array }

/** A request that may be sent again: who sends it, under which key, for which user, and all it says. */
export interface RepeatableRequest {
  readonly caller: string
  readonly key: string
  readonly userId: string | undefined
  /** Method, path, query and body, as one; only a keyed hash of it is kept. */
  readonly content: string
}

/** The part of the vault that is the server's. Outages reject with `VAULT_UNAVAILABLE`. */
export interface ServerStore {
  /** Makes a service key; its text is told this once and kept nowhere. */
  createAccessKey(
    wished: NewAccessKey,
    context: ActContext,
  ): Promise<{ readonly key: AccessKey; readonly text: string }>
  /** Every service key, oldest first. */
  listAccessKeys(): Promise<readonly AccessKey[]>
  /** Takes a service key away at once. False: there is none of that id. */
  revokeAccessKey(id: string, context: ActContext): Promise<boolean>
  /** The service key that a text is, while it is in force. */
  findAccessKey(text: string): Promise<AccessKey | undefined>

  /** Makes a link's secret part: 128 random bits, for ten minutes. */
  createTicket(
    principal: Principal,
    facts: Pick<Ticket, 'conversationId' | 'service'>,
    context: ActContext,
  ): Promise<{ readonly text: string; readonly until: number }>
  /** What a ticket is for, while it lives; looking changes nothing. */
  readTicket(text: string): Promise<Ticket | undefined>
  /** Ends a ticket; of two that ask at once, one gets it. */
  takeTicket(text: string): Promise<Ticket | undefined>
  /** Puts a taken ticket back for what is left of its time, with what was entered or without. */
  returnTicket(text: string, ticket: Ticket): Promise<void>

  /** Claims a request for whoever sent it first. An answer is kept 24 hours; a request without one is given up after a minute. */
  claimRequest(request: RepeatableRequest): Promise<RequestClaim>
  /** Keeps the answer to a claimed request. */
  answerRequest(request: RepeatableRequest, answer: Uint8Array): Promise<void>
  /** Forgets a claimed request that came to nothing, so that it can be sent again. */
  abandonRequest(request: RepeatableRequest): Promise<void>
}
