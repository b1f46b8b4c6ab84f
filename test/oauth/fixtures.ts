/** A client at a server on this machine. */
import { createGuardedFetch } from '../../src/net/guarded-fetch.ts'
import type { OAuthClient } from '../../src/oauth/client.ts'
import { systemClock } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import { randomText } from '../../src/testing/random-text.ts'

/** A secret that no client has. */
export const newClientSecret = (): string => `client-${randomText(24)}`

/** A client of Acme, at `origin`. */
export function testClient(origin: string, more: Partial<OAuthClient> = {}): OAuthClient {
  const at = (path: string): URL => new URL(path, origin)
  return {
    service: 'acme',
    endpoints: {
      authorization: at('/authorize'),
      token: at('/token'),
      refresh: at('/token'),
      device: at('/device'),
      revocation: at('/revoke'),
    },
    issuer: undefined,
    clientId: 'keyturn-test',
    clientSecret: Secret.fromText(newClientSecret()),
    scopes: ['repo'],
    connect: {
      authorization: '/authorize',
      token: '/token',
      scopes: [],
      pkce: true,
      clientAuthentication: 'post',
      answer: { nested: 'authed_user', tokenTypes: ['bot', 'user'] },
    },
    refresh: {
      refreshToken: 'rotates',
      finalErrors: ['bad_refresh_token', 'invalid_refresh_token', 'BAD_REFRESH_TOKEN', 'unauthorized_client'],
    },
    fetch: createGuardedFetch({ privateHosts: ['127.0.0.1'] }),
    clock: systemClock,
    ...more,
  }
}
