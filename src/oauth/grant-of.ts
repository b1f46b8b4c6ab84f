/** What is kept of granted tokens: when they end, and from when on they are renewed. */
import type { CredentialFields } from '../secret.ts'
import { Secret } from '../secret.ts'
import type { Grant } from '../vault/vault.ts'
import type { OAuthClient } from './client.ts'
import type { GrantedTokens } from './token-answer.ts'

/** The longest that an access token is renewed ahead of its end, jitter included. Milliseconds. */
const MOST_AHEAD_MS = 10 * 60_000

/** Granted tokens as they are stored. */
export interface StoredGrant {
  readonly fields: CredentialFields
  readonly grant: Grant
  readonly scopes: readonly string[] | undefined
  /** When the whole grant ends. Epoch milliseconds. */
  readonly endsAt: number | undefined
}

/**
 * Makes what is stored of granted tokens. They are renewed in the last quarter of their life, at most 10 minutes ahead, at a moment that is
 * drawn for each: what was connected at once is not renewed at once. `random`: 0 up to 1.
 */
export function grantOf(
  client: Pick<OAuthClient, 'clientId' | 'issuer' | 'refresh' | 'clock'>,
  tokens: GrantedTokens,
  random: () => number = Math.random,
): StoredGrant {
  const now = client.clock.now()
  const lifeSeconds = tokens.expiresInSeconds ?? client.refresh?.accessLifeSeconds
  const expiresAt = lifeSeconds === undefined ? undefined : now + lifeSeconds * 1000
  const aheadMs = lifeSeconds === undefined ? 0 : Math.min(lifeSeconds * 250, MOST_AHEAD_MS)
  const { refreshExpiresInSeconds: endsIn, refreshToken } = tokens
  const kept = Object.entries(tokens.fields).map(([name, text]) => [name, Secret.fromText(text)] as const)
  return {
    fields: { token: tokens.accessToken, ...Object.fromEntries(kept) },
    grant: {
      clientId: client.clientId,
      issuer: client.issuer,
      expiresAt,
      renewFrom: expiresAt === undefined ? undefined : Math.floor(expiresAt - aheadMs * (0.5 + random() / 2)),
      refreshToken,
    },
    scopes: tokens.scopes,
    endsAt: endsIn === undefined ? undefined : now + endsIn * 1000,
  }
}
