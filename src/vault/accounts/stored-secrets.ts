/** Reads a user's secrets to take them out of texts. None is used or leaves, so that no use is audited. */
import type { Principal } from '../../principal.ts'
import type { VaultCore } from '../core.ts'
import { openRow } from '../sealing/record.ts'
import { loadUserKey } from '../keys/user-key.ts'
import type { StoredSecret } from '../vault.ts'

/**
 * The fields of each of the user's credentials that opens, those rejected and expired included.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`.
 */
export async function readStoredSecrets(core: VaultCore, principal: Principal): Promise<StoredSecret[]> {
  core.checkFormation(principal)
  const { user } = principal
  return core.read(async (database) => {
    const rows = await database
      .selectFrom('vault_credential')
      .selectAll()
      .where('user_id', '=', user)
      .orderBy('created_at')
      .execute()
    const userKey = rows.length === 0 ? undefined : await loadUserKey(core, database, user)
    if (userKey === undefined || typeof userKey === 'string') return []
    return rows.flatMap((row) => {
      const fields = openRow(core, userKey, row)
      return fields === 'damaged' ? [] : [{ service: row.service, fields }]
    })
  })
}
