/** Seals bytes with a user's key for a place outside the vault: the parked text, saved answers, the pending secret. */
import type { Principal } from '../principal.ts'
import type { VaultCore } from './core.ts'
import { SUITE, openEnvelope, sealEnvelope } from './envelope.ts'
import { lengthPrefixed } from './length-prefix.ts'
import { type UserKey, ensureUserKey, loadUserKey, usable } from './user-key.ts'

/** Seals bytes for a purpose; another purpose, user or formation does not open them. */
export async function sealBytes(
  core: VaultCore,
  principal: Principal,
  purpose: string,
  plain: Uint8Array,
): Promise<Uint8Array> {
  core.checkFormation(principal)
  const known = await core.read((database) => loadUserKey(core, database, principal.user))
  const userKey =
    known === undefined
      ? await core.write(principal, (transaction) => ensureUserKey(core, transaction, principal.user))
      : usable(known)
  return sealEnvelope(userKey.key, userKey.generation, placeData(core, principal, purpose, userKey), plain)
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
  const plain = openEnvelope(
    userKey.key,
    userKey.generation,
    placeData(core, principal, purpose, userKey),
    sealed,
  )
  return typeof plain === 'string' ? undefined : plain
}

function placeData(core: VaultCore, principal: Principal, purpose: string, userKey: UserKey): Buffer {
  return lengthPrefixed('kt/seal/v1', core.formation, principal.user, purpose, userKey.generation, SUITE)
}
