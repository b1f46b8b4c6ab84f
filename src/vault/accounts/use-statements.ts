/**
 * The two statements of a use, as plain text: they run on every tool call, and putting them together anew each time would
 * cost more than running them.
 */
import { CompiledQuery } from 'kysely'
import type { DatabaseKind } from '../../database/migrate.ts'
import { CHAIN_START, type ChainHead } from '../audit/chain.ts'
import { type AuditFacts, goOnFrom } from '../audit/append.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import type { AuditTable, CredentialTable, UserKeyTable } from '../tables.ts'

/** Everything a use has to know, read at once. */
export interface FoundForUse {
  readonly row: CredentialTable
  readonly storedKey: UserKeyTable | undefined
  readonly head: ChainHead
  readonly lastUsedAt: number | undefined
}

type FoundRow = CredentialTable & {
  readonly key_generation: number | null
  readonly key_root: string | null
  readonly key_wrapped: Uint8Array | null
  readonly head_sequence: number | null
  readonly head_hash: Uint8Array | null
  readonly head_seal: Uint8Array | null
  readonly head_root: string | null
  readonly last_use: number | null
}

const FIND = `
  select credential.*, own.generation as key_generation, own.root_key as key_root, own.wrapped as key_wrapped,
    head.sequence as head_sequence, head.hash as head_hash, head.seal as head_seal, entry.root_key as head_root,
    (select max(at) from vault_audit where account = credential.id and act = 'use' and outcome = 'ok') as last_use
  from vault_credential as credential
  left join vault_user_key as own on own.user_id = credential.user_id
  left join vault_audit_head as head on head.user_id = credential.user_id
  left join vault_audit as entry on entry.user_id = head.user_id and entry.sequence = head.sequence
  where credential.id = ? and credential.user_id = ?`

/** Columns of an entry in the order they are bound. PostgreSQL wants to be told their types. */
const ENTRY_COLUMNS = {
  user_id: 'text',
  sequence: 'bigint',
  at: 'bigint',
  act: 'text',
  service: 'text',
  account: 'text',
  channel: 'text',
  conversation: 'text',
  outcome: 'text',
  detail: 'text',
  revision: 'bigint',
  change: 'bigint',
  root_key: 'text',
  hash: 'bytea',
  end_seal: 'bytea',
} as const satisfies Record<keyof AuditTable, string>

const COLUMNS = Object.keys(ENTRY_COLUMNS) as (keyof AuditTable)[]

const STATEMENTS = { sqlite: writeStatements('sqlite'), postgres: writeStatements('postgres') }

/** The credential, its user's key, the end of the user's chain and the last use; nothing for an account of somebody else. */
export async function findForUse(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  accountId: string,
): Promise<FoundForUse | undefined> {
  const query = CompiledQuery.raw(STATEMENTS[core.kind].find, [accountId, user])
  const [found] = (await database.executeQuery(query)).rows as FoundRow[]
  if (found === undefined) return undefined
  const { key_generation, key_root, key_wrapped, last_use, ...rest } = found
  const { head_sequence, head_hash, head_seal: seal, head_root: root_key, ...row } = rest
  const hasKey = key_generation !== null && key_root !== null && key_wrapped !== null
  return {
    row,
    storedKey: hasKey
      ? { user_id: user, generation: key_generation, root_key: key_root, wrapped: key_wrapped, created_at: 0 }
      : undefined,
    head:
      head_sequence !== null && head_hash !== null
        ? goOnFrom(core, user, { sequence: head_sequence, hash: head_hash, seal, root_key })
        : CHAIN_START,
    lastUsedAt: last_use ?? undefined,
  }
}

/** Adds an entry only while the row is the one that was read and active: true when it was added. */
export async function insertWhileUnchanged(
  core: VaultCore,
  database: VaultDatabase,
  entry: AuditTable,
  row: CredentialTable,
): Promise<boolean> {
  const values = COLUMNS.map((column) => entry[column])
  const parameters = [...values, row.id, row.user_id, row.revision, row.change]
  const result = await database.executeQuery(CompiledQuery.raw(STATEMENTS[core.kind].insert, parameters))
  return result.numAffectedRows === 1n
}

function writeStatements(kind: DatabaseKind): { readonly find: string; readonly insert: string } {
  const values = COLUMNS.map((column) => (kind === 'postgres' ? `cast(? as ${ENTRY_COLUMNS[column]})` : '?'))
  const insert = `
    insert into vault_audit (${COLUMNS.join(', ')}) select ${values.join(', ')} from vault_credential
    where id = ? and user_id = ? and revision = ? and change = ? and status = 'active'`
  const number = (statement: string): string => {
    let count = 0
    return kind === 'postgres' ? statement.replace(/\?/g, () => `$${++count}`) : statement
  }
  return { find: number(FIND), insert: number(insert) }
}

/** What the audit says of a use. */
export function useFacts(row: CredentialTable, purpose: string): AuditFacts {
  const { service, id: account, revision } = row
  return { act: 'use', outcome: 'ok', service, account, detail: purpose, revision }
}
