/** Seals bytes with a user's key for a place outside the vault: the parked text, saved answers, the pending secret. */
import type { Principal } from '../../principal.ts'
import type { VaultCore } from '../core.ts'
import { SUITE, openEnvelope, sealEnvelope } from './envelope.ts'
import { lengthPrefixed } from './length-prefix.ts'
import { type UserKey, ensureUserKey, loadUserKey, usable } from '../keys/user-key.ts'
import type { Sealing } from '../vault.ts'

/** Seals bytes for a purpose; another purpose, user or formation does not open them. */
export async function sealBytes(
  core: VaultCore,
  principal: Principal,
  purpose: string,
  plain: Uint8Array,
): Promise<Uint8Array> {
  return (await sealingOf(core, principal)).seal(purpose, plain)
}

/**
 * The user's key as it is now, made where there is none.
 *
 * @throws KeyturnError `KEY_UNKNOWN`, `RECORD_CORRUPT`, `VAULT_UNAVAILABLE`.
 */
export async function sealingOf(core: VaultCore, principal: Principal): Promise<Sealing> {
  core.checkFormation(principal)
  const known = await core.read((database) => loadUserKey(core, database, principal.user))
  const userKey =
    known === undefined
      ? await core.write(principal, (transaction) => ensureUserKey(core, transaction, principal.user))
      : usable(known)
  return createSealing(core, principal, userKey)
}

/** Opens what `sealBytes` made; nothing when it was altered, moved, or its user deleted. */
export async function unsealBytes(
  core: VaultCore,
  principal: Principal,
  purpose: string,
  sealed: Uint8Array,
): Promise<Buffer | undefined> {
  core.checkFormation(principal)
  const userKey = await core.read((database) => loadUserKey(core, database, principal.user))
  if (userKey === undefined || typeof userKey === 'string') return undefined
  return createSealing(core, principal, userKey).unseal(purpose, sealed)
}

/** Seals and opens with a key that was just read. */
export function createSealing(core: VaultCore, principal: Principal, userKey: UserKey): Sealing {
  const { key, generation } = userKey
  return {
    seal(purpose, plain) {
      return sealEnvelope(key, generation, placeData(core, principal, purpose, userKey), plain)
    },
    unseal(purpose, sealed) {
      const plain = openEnvelope(key, generation, placeData(core, principal, purpose, userKey), sealed)
      return typeof plain === 'string' ? undefined : plain
    },
  }
}

function placeData(core: VaultCore, principal: Principal, purpose: string, userKey: UserKey): Buffer {
  return lengthPrefixed('kt/seal/v1', core.formation, principal.user, purpose, userKey.generation, SUITE)
}
