/** Checks the root keys against what the formation's own chain, which retention leaves alone, tells of them. */
import { FORMATION_CHAIN, isSame } from './chain.ts'
import type { AuditFault } from './verify-user.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import { unwrapAuditKey } from '../keys/root-key.ts'
import type { RootKeyTable } from '../tables.ts'

type Told = Pick<RootKeyTable, 'state' | 'origin'>

/** What an entry says of a key that has just become known. */
export const KEY_ADDED = { secret: 'added', insecure: 'added-insecure' } as const

/** Root keys that are not as the last act on them left them, one fault each. */
export async function verifyRootKeys(
  core: VaultCore,
  database: VaultDatabase,
): Promise<{ readonly faults: readonly AuditFault[] }> {
  const told = await replay(database)
  const rows = await database.selectFrom('vault_root_key').selectAll().execute()
  const wrong = rows.filter((row) => {
    const expected = told.get(row.id)
    told.delete(row.id)
    const isAsTold = expected?.state === row.state && expected.origin === row.origin
    return !isAsTold || !isItself(core, row) || !isAuditKeySound(core, row)
  })
  const faults = Array.from({ length: wrong.length + told.size }, () => ({
    kind: 'key' as const,
    user: FORMATION_CHAIN,
    sequence: undefined,
    account: undefined,
  }))
  return { faults }
}

/** Every root key by id, as the chain tells of them. */
async function replay(database: VaultDatabase): Promise<Map<string, Told>> {
  const entries = await database
    .selectFrom('vault_audit')
    .select(['outcome', 'detail'])
    .where('user_id', '=', FORMATION_CHAIN)
    .where('act', '=', 'key')
    .where('outcome', 'in', [...Object.values(KEY_ADDED), 'primary', 'retired'])
    .orderBy('sequence')
    .execute()
  const told = new Map<string, Told>()
  for (const { outcome, detail } of entries) {
    const id = detail ?? ''
    const origin = outcome === KEY_ADDED.insecure ? 'insecure' : (told.get(id)?.origin ?? 'secret')
    if (outcome === 'primary') {
      for (const [other, { state, ...rest }] of told)
        if (state === 'primary') told.set(other, { ...rest, state: 'decrypt-only' })
    }
    const state = outcome === 'retired' ? 'retired' : outcome === 'primary' ? 'primary' : 'decrypt-only'
    // The first key of a vault is its primary at once.
    told.set(id, { origin, state: told.size === 0 ? 'primary' : state })
  }
  return told
}

/** The id is the beginning of the check value; of a key that this process has, both are known, and the rounds. */
function isItself(core: VaultCore, { id, check_value, iterations }: RootKeyTable): boolean {
  if (!(check_value instanceof Uint8Array) || !Buffer.from(check_value).toString('hex').startsWith(id))
    return false
  const root = core.keys.find(id)
  return root === undefined || (isSame(root.checkValue, check_value) && root.iterations === iterations)
}

/** Nothing is wrapped of a key that was never followed by another. */
function isAuditKeySound(core: VaultCore, { id, audit_key }: RootKeyTable): boolean {
  if (audit_key === null) return true
  return (
    audit_key instanceof Uint8Array &&
    core.keys.all().some((root) => unwrapAuditKey(root, id, audit_key) !== undefined)
  )
}
