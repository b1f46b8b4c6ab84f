/**
 * Opens a credential for one use.
 *
 * One read, then one statement that adds the audit entry only if the row is still exactly the one that was read: the use is
 * audited before anybody has the secret, and a credential that was revoked meanwhile is not released.
 */
import { KeyturnError } from '../../errors.ts'
import type { CredentialFields } from '../../secret.ts'
import { nextEntry, readChainHead } from '../audit/append.ts'
import type { VaultCore } from '../core.ts'
import type { EnvelopeShortcut } from '../sealing/envelope-cache.ts'
import { disposeFields } from '../sealing/fields.ts'
import { statusOf, toAccount } from './account.ts'
import { createCredential, refuseUse, type UseRequest } from './opened-credential.ts'
import { openRow } from '../sealing/record.ts'
import type { Release, Releases } from './releases.ts'
import type { AuditTable, CredentialTable } from '../tables.ts'
import { type FoundForUse, findForUse, insertWhileUnchanged, useFacts } from './use-statements.ts'
import { findRootKey, unwrapStored } from '../keys/user-key.ts'
import type { Account, OpenGrantResult, OpenRefusal, OpenResult } from '../vault.ts'

/** Each try that loses to another act of the same user means that act got through. */
const MAX_TRIES = 100

/** What opening works with besides the vault itself. */
export interface UseMemory {
  readonly releases: Releases
  /** The short way of a use, where there is a cache. */
  readonly shortcut: EnvelopeShortcut | undefined
}

/**
 * Opens an account's credential for a purpose.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`; without an audit entry nothing is released.
 */
export async function openCredential(
  core: VaultCore,
  memory: UseMemory,
  request: UseRequest,
): Promise<OpenResult> {
  const opened = await openWhole(core, memory, request)
  if (!opened.ok) return opened
  const { refreshToken, ...credential } = opened.credential
  refreshToken?.dispose()
  return { ok: true, credential }
}

/** Opens it together with its refresh token, which no use may have. */
export async function openWhole(
  core: VaultCore,
  memory: UseMemory,
  request: UseRequest,
): Promise<OpenGrantResult> {
  core.checkFormation(request.principal)
  const { principal, accountId } = request
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const release = memory.releases.begin(principal.user, accountId)
    let opened: OpenTry
    try {
      opened = await openOnce(core, memory, request, release, tries === 0)
    } catch (error) {
      release.close()
      throw error
    }
    if (opened.kind === 'opened')
      return { ok: true, credential: createCredential(core, request, release, opened) }
    release.close()
    if (opened.kind === 'refused') return { ok: false, reason: opened.reason }
  }
  throw new KeyturnError(
    'VAULT_UNAVAILABLE',
    'A use of this credential could not be audited because of too many acts of this user at once. Try again.',
  )
}

/** What became of one try. `again`: another act of the user came between. */
type OpenTry =
  | { readonly kind: 'opened'; readonly account: Account; readonly fields: CredentialFields }
  | { readonly kind: 'refused'; readonly reason: OpenRefusal }
  | { readonly kind: 'again' }

async function openOnce(
  core: VaultCore,
  { shortcut }: UseMemory,
  request: UseRequest,
  release: Release,
  isFirst: boolean,
): Promise<OpenTry> {
  const { principal, accountId, purpose, context } = request
  const { user } = principal
  const short = isFirst
    ? await shortcut?.open(core, principal, accountId, purpose, context, release)
    : undefined
  if (short !== undefined) return { kind: 'opened', ...short }
  if (release.ended.aborted) return { kind: 'again' }
  const found = await core.read((database) => findForUse(core, database, user, accountId))
  const refused = async (reason: OpenRefusal): Promise<OpenTry> => {
    await refuseUse(core, request, found?.row, reason)
    return { kind: 'refused', reason }
  }
  if (found === undefined) return refused('not-found')
  const { row, storedKey } = found
  release.revision = row.revision
  if (storedKey !== undefined) {
    await core.read((database) => findRootKey(core, database, storedKey.root_key))
  }
  const fields = openFound(core, found)
  if (typeof fields === 'string') return refused(fields)
  // The head that was read with the row is the end of the chain, unless somebody took it back.
  const head = isFirst ? found.head : await core.read((database) => readChainHead(core, database, user))
  const entry = nextEntry(core, user, head, useFacts(row, purpose), context)
  const isAudited = await audit(core, entry, row, fields)
  // An end may be acknowledged before the answer of a statement that came before it arrives.
  if (isAudited !== true || release.ended.aborted) {
    disposeFields(fields)
    return { kind: 'again' }
  }
  if (storedKey !== undefined) shortcut?.keep(core, principal, row, storedKey, entry)
  return { kind: 'opened', account: toAccount(row, false, found.lastUsedAt, core.clock.now()), fields }
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
