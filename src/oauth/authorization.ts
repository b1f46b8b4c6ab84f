/** The request that a user's browser takes to an authorization server (RFC 6749 §4.1.1, RFC 7636 §4.3). */
import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi'
import type { OAuthClient } from './client.ts'

/** A request, and what has to be kept until its answer comes. */
export interface AuthorizationRequest {
  readonly url: URL
  /** What the answer brings back: 256 random bits. */
  readonly state: string
  readonly verifier: string
}

/** Makes a request; nothing where the service sends nobody anywhere. The redirect address is pinned: the exchange names it again. */
export async function createAuthorizationRequest(
  { endpoints, connect, clientId, scopes }: OAuthClient,
  redirectUri: string,
): Promise<AuthorizationRequest | undefined> {
  if (endpoints.authorization === undefined) return undefined
  const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()]
  const url = new URL(endpoints.authorization)
  const parameters = {
    ...connect.parameters,
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(scopes.length > 0 && {
      [connect.scopeParameter ?? 'scope']: scopes.join(connect.scopeSeparator ?? ' '),
    }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url, state, verifier }
}
