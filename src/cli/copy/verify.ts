/** Verifies the audit of a copy, with the key that a formation here names. */
import { dirname, join } from 'node:path'
import { isKeyturnError } from '../../errors.ts'
import type { Formation } from '../../formation/formation.ts'
import { secretSource, vaultSettings } from '../../open/vault.ts'
import { silentLogger } from '../../ports.ts'
import { resolveEncryption } from '../../open/encryption.ts'
import { type AuditReport, verifyAudit } from '../../vault/audit/verify.ts'
import type { VaultAddress } from '../../vault/copy/connect.ts'
import { readKeyFile } from '../../vault/keys/file.ts'
import { openVault } from '../../vault/open.ts'

/** What became of verifying the audit of the copy; a text says why it was not. */
export type Verification = AuditReport | string

/** Opens the copy as the formation would, and verifies it; a key that does not fit is said, and no fault of the copy. */
export async function verifyCopy(
  formation: Formation | undefined,
  from: VaultAddress,
  to: VaultAddress,
): Promise<Verification> {
  if (formation === undefined) return 'there is no formation here that names the key'
  try {
    const given = await resolveEncryption(formation, secretSource(undefined))
    // A vault of development is under the key file beside it, which PostgreSQL would not be opened with.
    const beside = from.kind === 'sqlite' ? join(dirname(from.path), 'key') : undefined
    const key = given.key ?? (beside === undefined ? undefined : await readKeyFile(beside))
    const place =
      to.kind === 'postgres'
        ? { databaseUrl: to.url }
        : { databaseUrl: false as const, directory: dirname(dirname(to.path)) }
    if (to.kind === 'sqlite' && !to.path.endsWith(join('.keyturn', 'vault.db')))
      return 'the copy is no .keyturn/vault.db of a formation yet'
    const settings = vaultSettings(formation, { ...given, key }, { ...place, logger: silentLogger })
    const vault = await openVault({ ...settings, isRotating: true })
    try {
      return await verifyAudit(vault.core)
    } finally {
      await vault.close()
    }
  } catch (error) {
    if (isKeyturnError(error) && error.code.startsWith('KEY_')) return error.message.replace(/\.$/, '')
    throw error
  }
}
