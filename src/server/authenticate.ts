/**
 * Who sends a request: a service key, or a token of the host's identity provider.
 *
 * @see RFC 8725 (JSON Web Token Best Current Practices): algorithms are pinned, issuer and audience are checked, keys come from one place.
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { KeyturnError } from '../errors.ts'
import { checkId } from '../principal.ts'
import type { ServerStore } from '../vault/server/port.ts'
import type { Caller } from './caller.ts'

/** Algorithms with a public key; one with a shared secret would let everybody who checks tokens make them. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

/** How tokens of the host's identity provider are checked. */
export interface TokenOptions {
  /** `iss` has to be this, character by character. */
  readonly issuer: string
  /** `aud` has to hold this. */
  readonly audience: string
  /** Where the provider's public keys are, by https (by http on this machine only); or the keys themselves. */
  readonly keys: string | JWTVerifyGetKey
  /** Default `['RS256', 'ES256', 'EdDSA']`. */
  readonly algorithms?: readonly (typeof ALGORITHMS)[number][] | undefined
  /** The claim that holds the user id. Default `sub`. */
  readonly userClaim?: string | undefined
}

/** Tells who sends a token. Nothing: nobody who is known. `unavailable`: the provider's keys cannot be had just now. */
export type Authenticate = (authorization: string | null) => Promise<Caller | 'unavailable' | undefined>

/** Longer than any token that identity providers issue; the rest of a header is not read. */
const MAX_TOKEN = 16 * 1024

/**
 * Makes the check.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for token options that would believe anybody.
 */
export function createAuthenticate(store: ServerStore, tokens: TokenOptions | undefined): Authenticate {
  const verify = tokens === undefined ? undefined : createVerify(tokens)
  return async (authorization) => {
    const token = /^bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined || token.length > MAX_TOKEN) return undefined
    const key = await store.findAccessKey(token)
    if (key !== undefined) return { kind: 'service', id: key.id, scopes: key.scopes }
    return verify?.(token)
  }
}

function createVerify(options: TokenOptions): (token: string) => Promise<Awaited<ReturnType<Authenticate>>> {
  const { issuer, audience, userClaim = 'sub', algorithms = ['RS256', 'ES256', 'EdDSA'] } = options
  const isPinned = algorithms.length > 0 && algorithms.every((name) => ALGORITHMS.includes(name))
  if (!isPinned || !issuer || !audience || userClaim === '') {
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      `Tokens need an issuer, an audience, a claim with the user id, and algorithms out of ${ALGORITHMS.join(', ')}.`,
    )
  }
  const keys = typeof options.keys === 'string' ? createRemoteJWKSet(readKeysUrl(options.keys)) : options.keys
  const rules = { issuer, audience, algorithms: [...algorithms], requiredClaims: ['exp', userClaim] }
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, rules)
      const userId = payload[userClaim]
      checkId(userId, 'user id')
      return { kind: 'user', userId }
    } catch (error) {
      // Expired, forged, for somebody else: nobody is known, and nobody learns why.
      return isOutage(error) ? 'unavailable' : undefined
    }
  }
}

/** Whether the keys could not be fetched: what the token holds has nothing to do with it. jose gives such answers its generic code. */
function isOutage(error: unknown): boolean {
  if (error instanceof KeyturnError) return false
  if (!(error instanceof errors.JOSEError)) return true
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC'
}

function readKeysUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const isFit = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)
  if (url !== undefined && isFit && url.username === '' && url.password === '') return url
  throw new KeyturnError(
    'CONFIGURATION_INVALID',
    'The keys of the identity provider are fetched by https: give such an address, without user name and password.',
  )
}
