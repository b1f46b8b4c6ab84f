/** One row of the table of services that are known by name. */
import type { ServiceId } from '../formation/formation.ts'

/** What is known of a service without asking it. */
export interface KnownService {
  readonly id: ServiceId
  /** As people write it: `GitHub`. */
  readonly name: string
  /** What people have to give, as the service calls it: `personal access token`. */
  readonly credentialName: string
  /** Lower-case words by which people mean it. None that mean something else in ordinary talk. */
  readonly words: readonly string[]
  /** Environment variables that this service's tools read for its one token. */
  readonly environmentNames: readonly string[]
  /** Origins of its API; none where every customer has an own host. */
  readonly origins: readonly string[]
  /** Header that carries the token and what stands before it. Default `authorization` and `Bearer `. */
  readonly header?: { readonly name: string; readonly prefix: string }
  /** Page where people make a credential. */
  readonly helpUrl?: string
  /** Scopes that a credential should have at least, for people who ask. */
  readonly scopes?: string
  /** The service whose token shapes these credentials have, where that is another: Jira's are Atlassian's. */
  readonly knownAs?: ServiceId
}
