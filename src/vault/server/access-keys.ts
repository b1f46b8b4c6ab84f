/**
 * Service keys of the server: 256 random bits each, of which only the SHA-256 is stored, bound with its scopes under the root key.
 *
 * A key of that many random bits needs no slow hash: nobody tries 2^256 of them.
 */
import { recordForFormation } from '../audit/formation.ts'
import { appendAudit } from '../audit/append.ts'
import { FORMATION_CHAIN } from '../audit/chain.ts'
import type { VaultCore } from '../core.ts'
import type { RootKey } from '../keys/root-key.ts'
import { equalBytes, randomBytes, sha256 } from '../sealing/crypto.ts'
import type { AccessKeyTable } from '../tables.ts'
import type { ActContext } from '../vault.ts'
import { isSealed, type RowFacts, sealRow } from './sealed-row.ts'
import type { AccessKey, AccessScope, NewAccessKey } from './port.ts'
import { ACCESS_SCOPES } from './port.ts'

/** `ktk_`, 16 hex digits that name the key, and 256 random bits in base64url. */
const FORM = /^ktk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/

/** Makes a key; its text is told this once. */
export async function createAccessKey(
  core: VaultCore,
  wished: NewAccessKey,
  context: ActContext,
): Promise<{ readonly key: AccessKey; readonly text: string }> {
  const id = randomBytes(8).toString('hex')
  const text = `ktk_${id}_${randomBytes(32).toString('base64url')}`
  const unsealed = {
    id,
    name: wished.name,
    scopes: ACCESS_SCOPES.filter((scope) => wished.scopes.includes(scope)).join(' '),
    hash: sha256(Buffer.from(text)),
    created_at: core.clock.now(),
    expires_at: wished.expiresAt ?? null,
  }
  const row = { ...unsealed, ...sealed(core.keys.primary, unsealed) }
  await core.transaction(async (transaction) => {
    await transaction.insertInto('vault_access_key').values(row).execute()
    const facts = { act: 'access', outcome: 'created', detail: `${id}: ${row.scopes}` }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
  })
  return { key: toAccessKey(row), text }
}

/** Every key that is in force or has expired, oldest first; what somebody else wrote is left out. */
export async function listAccessKeys(core: VaultCore): Promise<readonly AccessKey[]> {
  const rows = await core.read((database) =>
    database.selectFrom('vault_access_key').selectAll().orderBy('created_at').orderBy('id').execute(),
  )
  return rows.filter((row) => isSealed(core, row, factsOf(row))).map(toAccessKey)
}

/** Takes a key away at once. False: there is none of that id. */
export async function revokeAccessKey(core: VaultCore, id: string, context: ActContext): Promise<boolean> {
  return core.transaction(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('vault_access_key')
      .where('id', '=', id)
      .executeTakeFirst()
    if (Number(numDeletedRows) === 0) return false
    const facts = { act: 'access', outcome: 'revoked', detail: id }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
    return true
  })
}

/** The key that a text is, while it is in force. */
export async function findAccessKey(core: VaultCore, text: string): Promise<AccessKey | undefined> {
  const id = FORM.exec(text)?.[1]
  if (id === undefined) return undefined
  const row = await core.read((database) =>
    database.selectFrom('vault_access_key').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  if (row === undefined || !equalBytes(row.hash, sha256(Buffer.from(text)))) return undefined
  if (row.expires_at !== null && row.expires_at <= core.clock.now()) return undefined
  return isSealed(core, row, factsOf(row)) ? toAccessKey(row) : undefined
}

/** Binds every key to another root key, so that the one before can be retired. */
export async function resealAccessKeys(core: VaultCore, target: RootKey, context: ActContext): Promise<void> {
  const rows = await core.read((database) =>
    database.selectFrom('vault_access_key').selectAll().where('root_key', '!=', target.id).execute(),
  )
  const own = rows.filter((row) => isSealed(core, row, factsOf(row)))
  if (own.length === 0) return
  await core.transaction(async (transaction) => {
    for (const row of own) {
      await transaction
        .updateTable('vault_access_key')
        .set(sealed(target, row))
        .where('id', '=', row.id)
        .where('root_key', '=', row.root_key)
        .execute()
    }
  })
  const detail = `${target.id}: ${own.length}`
  await recordForFormation(core, { act: 'access', outcome: 'resealed', detail }, context)
}

type Unsealed = Omit<AccessKeyTable, 'root_key' | 'seal'>

function sealed(root: RootKey, row: Unsealed): Pick<AccessKeyTable, 'root_key' | 'seal'> {
  return { root_key: root.id, seal: sealRow(root, factsOf(row)) }
}

function factsOf({ id, name, scopes, hash, created_at, expires_at }: Unsealed): RowFacts {
  return { kind: 'access-key', columns: [id, name, scopes, hash, created_at, expires_at] }
}

function toAccessKey({ id, name, scopes, created_at, expires_at }: Unsealed): AccessKey {
  const isScope = (scope: string): scope is AccessScope => ACCESS_SCOPES.includes(scope as AccessScope)
  return {
    id,
    name,
    scopes: scopes.split(' ').filter(isScope),
    createdAt: created_at,
    expiresAt: expires_at ?? undefined,
  }
}
