/**
 * Opens a credential for one use.
 *
 * One read, then one statement that adds the audit entry only if the row is still exactly the one that was read: the use is
 * audited before anybody has the secret, and a credential that was revoked meanwhile is not released.
 */
import type { Principal } from '../principal.ts'
import type { CredentialFields } from '../secret.ts'
import { noteDamage } from './damage.ts'
import { appendRefusal, nextEntry, readChainHead } from './audit.ts'
import type { VaultCore } from './core.ts'
import type { EnvelopeShortcut } from './envelope-cache.ts'
import { disposeFields } from './fields.ts'
import { statusOf, toAccount } from './account.ts'
import { openRow } from './record.ts'
import type { AuditTable, CredentialTable } from './tables.ts'
import { type FoundForUse, findForUse, insertWhileUnchanged, useFacts } from './use-statements.ts'
import { findRootKey, unwrapStored } from './user-key.ts'
import type { ActContext, OpenRefusal, OpenResult } from './vault.ts'
import { KeyturnError } from '../errors.ts'

/** Each try that loses to another act of the same user means that act got through. */
const MAX_TRIES = 100

/**
 * Opens an account's credential for a purpose (`tool:github/list_issues`), which the audit names.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`; without an audit entry nothing is released.
 */
export async function openCredential(
  core: VaultCore,
  shortcut: EnvelopeShortcut | undefined,
  principal: Principal,
  accountId: string,
  purpose: string,
  context: ActContext,
): Promise<OpenResult> {
  core.checkFormation(principal)
  const short = await shortcut?.open(core, principal, accountId, purpose, context)
  if (short !== undefined) return short
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await core.read((database) => findForUse(core, database, principal.user, accountId))
    if (found === undefined) return refuse(core, principal, accountId, undefined, 'not-found', context)
    const { storedKey } = found
    if (storedKey !== undefined) {
      await core.read((database) => findRootKey(core, database, storedKey.root_key))
    }
    const opened = openFound(core, found)
    if (typeof opened === 'string') return refuse(core, principal, accountId, found.row, opened, context)

    const { row } = found
    // The head that was read with the row is the end of the chain, unless somebody took it back.
    const head =
      tries === 0 ? found.head : await core.read((database) => readChainHead(core, database, principal.user))
    const entry = nextEntry(core, principal.user, head, useFacts(row, purpose), context)
    const isAudited = await audit(core, entry, row, opened)
    if (isAudited === true) {
      const account = toAccount(row, false, found.lastUsedAt, core.clock.now())
      if (storedKey !== undefined) shortcut?.keep(core, principal, row, storedKey, entry)
      return { ok: true, credential: { account, fields: opened } }
    }
    disposeFields(opened)
  }
  throw new KeyturnError(
    'VAULT_UNAVAILABLE',
    'A use of this credential could not be audited because of too many acts of this user at once. Try again.',
  )
}

/** Adds the entry of a use; the secret does not outlive a database that does not answer. */
async function audit(
  core: VaultCore,
  entry: AuditTable,
  row: CredentialTable,
  fields: CredentialFields,
): Promise<boolean | undefined> {
  try {
    return await core.tryStatement((database) => insertWhileUnchanged(core, database, entry, row))
  } catch (error) {
    disposeFields(fields)
    throw error
  }
}

function openFound(core: VaultCore, { row, storedKey }: FoundForUse): CredentialFields | OpenRefusal {
  const userKey = storedKey === undefined ? 'damaged' : unwrapStored(core, storedKey)
  if (typeof userKey === 'string') return 'damaged'
  const fields = openRow(core, userKey, row)
  if (fields === 'damaged') return 'damaged'
  const status = statusOf(row, core.clock.now())
  if (status === 'active') return fields
  disposeFields(fields)
  return status
}

async function refuse(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  row: CredentialTable | undefined,
  reason: OpenRefusal,
  context: ActContext,
): Promise<OpenResult> {
  await core.write(principal, async (transaction) => {
    if (row !== undefined && reason === 'damaged') await noteDamage(core, transaction, principal, row)
    const service = row === undefined ? undefined : String(row.service)
    const facts = { act: 'use', outcome: reason, service, account: accountId }
    await appendRefusal(core, transaction, principal.user, facts, context)
  })
  return { ok: false, reason }
}
