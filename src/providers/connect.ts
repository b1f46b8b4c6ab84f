/** What is known of a service's OAuth 2.0: its endpoints, what it asks for, and how its token answers differ from RFC 6749 §5. */

/** A whole URL, or a path at the service's pages (`Address.web`) for services with own installations. */
export type Endpoint = string

/** How a user connects. */
export interface Connect {
  /** Where the user is sent. */
  readonly authorization: Endpoint
  /** Where codes and refresh tokens are exchanged. */
  readonly token: Endpoint
  /** RFC 8628, where the service has it. */
  readonly device?: Endpoint
  /** RFC 7009, where the service has it. */
  readonly revocation?: Endpoint
  /** Scopes without which nobody can say whose the credential is, or it would not be renewed. */
  readonly scopes: readonly string[]
  /** The parameter that asks for scopes. Default `scope`. */
  readonly scopeParameter?: string
  /** Between scopes. Default a blank (RFC 6749 §3.3). */
  readonly scopeSeparator?: ' ' | ','
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Whether it takes part in PKCE (RFC 7636); harmless to send where it does not. */
  readonly pkce: boolean
  /** How the client says who it is at the token endpoint. */
  readonly clientAuthentication: 'basic' | 'post'
  /** The device flow needs no client secret, and neither does a refresh of what came by it. */
  readonly isDevicePublic?: true
  /** Body of token requests. Default `form`. */
  readonly tokenBody?: 'form' | 'json'
  /** Further parameters of every token request, refreshes included. */
  readonly tokenParameters?: Readonly<Record<string, string>>
  readonly answer?: TokenAnswerQuirks
}

/** How token answers differ from RFC 6749 §5.1. All the rest is read from every service: form-encoding, 201, 200 with an error. */
export interface TokenAnswerQuirks {
  /** The object that holds the user's token, where it is not the whole answer: `authed_user`. */
  readonly nested?: string
  /** `token_type`s besides `bearer`. */
  readonly tokenTypes?: readonly string[]
  /** Members of the answer that are kept as fields of the credential: Salesforce's `instance_url`. */
  readonly keeps?: readonly string[]
}

/** How a connected credential is renewed. */
export interface Refresh {
  /** Default the token endpoint. */
  readonly endpoint?: Endpoint
  /** `rotates`: each refresh gives a new refresh token and ends the old one. `stays`: the same one goes on. */
  readonly refreshToken: 'rotates' | 'stays'
  /** Life of an access token in seconds, for services that do not say it. Where both are absent, a 401 tells. */
  readonly accessLifeSeconds?: number
  /** Days until an unused refresh token ends; absent where it does not, or nobody says. */
  readonly idleLifeDays?: number
  /** Errors, besides `invalid_grant`, after which only connecting again helps. */
  readonly finalErrors?: readonly string[]
}
