/** What a vault needs to know to be opened. */
import type { Clock, Logger } from '../ports.ts'
import type { Secret } from '../secret.ts'
import type { CacheSettings } from './sealing/envelope-cache.ts'

/** `user_credentials.encryption` with its placeholders filled in. */
export interface ResolvedEncryption {
  /** The configured key; absent: `.keyturn/key` in development, else a refusal. */
  readonly key: Secret | undefined
  /** Absent: 32 random bytes made once and kept in the vault. */
  readonly salt: string | undefined
  /** Rounds of PBKDF2-HMAC-SHA-256 for a new root key; at least 100,000. */
  readonly iterations: number
  readonly deriveFromFormationId: boolean
  /** Keys that open and never seal, before and after a rotation. Default none. */
  readonly decryptOnlyKeys?: readonly Secret[] | undefined
}

/** Everything a vault needs to know. */
export interface VaultSettings {
  /** The formation's id; fixed in the vault at first use. */
  readonly formation: string
  /** Folder of the formation; `.keyturn/vault.db` and `.keyturn/key` are made in it. */
  readonly directory: string
  readonly encryption: ResolvedEncryption
  /** `postgres://…` switches to PostgreSQL. */
  readonly databaseUrl?: string | undefined
  /** Definite rejections in 15 minutes until adding is locked, 1 to 10. */
  readonly maxAttempts: number
  /** Validations of one user in an hour over all services, successes included. Default 20. */
  readonly validationsPerHour?: number | undefined
  /** Validations of one user in an hour at one service, successes included. Default 10. */
  readonly serviceValidationsPerHour?: number | undefined
  /** `NODE_ENV === 'production'`. */
  readonly production: boolean
  /** Opens a vault only to move its users to the configured key: users under the insecure key are let in, in production too. */
  readonly isRotating?: boolean | undefined
  /** Keeps opened rows near, sealed. Default: each use reads its row. */
  readonly envelopes?: CacheSettings | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}
