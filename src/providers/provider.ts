/**
 * Everything that is known of a service, in one value: how people and programs call it, how its credentials look, where they go and how,
 * what the service says about one, and how one is made, renewed and revoked.
 *
 * One file in this folder is one service. What a service does not have is absent.
 */
import type { ServiceId } from '../formation/formation.ts'
import type { Family, FamilyExtras } from '../guard/families/family.ts'
import type { CharacterMask } from '../guard/find/text/characters.ts'
import type { Kind } from '../guard/finding.ts'
import type { Locate } from './address.ts'
import type { Ask, Probe } from './check/ask.ts'
import type { Verdict } from './check/verdict.ts'
import type { Field } from './fields.ts'
import type { Inject } from './inject.ts'
import type { Connect, Refresh } from './connect.ts'
import type { Revocation } from './revocation.ts'

/** One kind of token: what it is, how it begins, its characters, and their number (or numbers; `[]` varies). */
export type TokenRow = readonly [
  kind: Kind,
  prefix: string,
  body: CharacterMask,
  length: number | readonly number[],
  extras?: FamilyExtras,
]

/** Token rows that are described on the same pages. */
export interface TokenRows {
  /** Where the form is described. */
  readonly source: string
  readonly rows: readonly TokenRow[]
}

/** Makes the address of the page where a credential is made, with what is wanted filled in where the service takes that. */
export type TokenPage = (wanted: { readonly scopes: readonly string[]; readonly web: string }) => string

/** How a service is asked about a credential: one request as data, or code that asks as often as it needs to. */
export type Check = Probe | ((ask: Ask) => Promise<Verdict>)

/** A service. Make one with `defineProvider`. */
export interface Provider {
  readonly id: ServiceId
  /** As people write it: `GitHub`. */
  readonly name: string
  /** What people have to give, as the service calls it: `personal access token`. */
  readonly credentialName: string
  /** Lower-case words by which people mean this service. None that mean something else in ordinary talk. */
  readonly words: readonly string[]
  /** In the order in which they are asked for. */
  readonly fields: readonly Field[]
  /** How its tokens look, for the guard; empty where they have no look of their own. */
  readonly shapes: readonly Family[]
  /** The service whose token shapes these credentials have, where that is another: Jira's are Atlassian's. */
  readonly knownAs: ServiceId
  /** Where its credentials go. */
  readonly locate: Locate
  /** How a credential gets into a request. */
  readonly inject: Inject
  /** Absent where the service has no way of asking: then the first use tells. */
  readonly check?: Check
  /** Where people make a credential. */
  readonly tokenPage?: TokenPage
  /** Where people end one by hand. */
  readonly managePage?: TokenPage
  /** What a credential should be allowed at least, in the service's own words. */
  readonly suggestedScopes: readonly string[]
  /** Ways by which a credential is ended; the first that applies is taken. */
  readonly revoke: readonly Revocation[]
  /** How a user connects with OAuth 2.0 instead of pasting. */
  readonly connect?: Connect
  /** How a connected credential is renewed. */
  readonly refresh?: Refresh
}
