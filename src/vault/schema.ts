/**
 * The vault's schema in steps, the same for SQLite and PostgreSQL but for two column types and one trigger.
 *
 * Long because the tables are made in one migration, in order.
 */
import { type CreateTableBuilder, type RawBuilder, type Transaction, sql } from 'kysely'
import type { DatabaseKind, Migration } from '../database/migrate.ts'

type ColumnType = 'text' | 'number' | 'bytes'

/** Column name to type; a `?` at the end of the type lets it be null. */
type Columns = Readonly<Record<string, ColumnType | `${ColumnType}?`>>

/** All steps in order. A released step is never changed. */
export const VAULT_MIGRATIONS: readonly Migration[] = [
  { name: '001-vault', apply: createVault },
  { name: '002-tool-lists', apply: createToolLists },
  { name: '003-server', apply: createServer },
  { name: '004-connections', apply: createConnections },
]

type Tables = Readonly<Record<string, { columns: Columns; key: readonly string[] }>>

const FIRST_TABLES: Tables = {
  vault_meta: { columns: { name: 'text', value: 'bytes' }, key: ['name'] },
  vault_root_key: {
    columns: {
      id: 'text',
      check_value: 'bytes',
      iterations: 'number',
      origin: 'text',
      state: 'text',
      audit_key: 'bytes?',
      created_at: 'number',
    },
    key: ['id'],
  },
  vault_user_key: {
    columns: {
      user_id: 'text',
      generation: 'number',
      root_key: 'text',
      wrapped: 'bytes',
      created_at: 'number',
    },
    key: ['user_id'],
  },
  vault_credential: {
    columns: {
      id: 'text',
      user_id: 'text',
      service: 'text',
      account_key: 'text',
      account_name: 'text',
      account_login: 'text?',
      label: 'text?',
      is_default: 'number',
      status: 'text',
      checked: 'number',
      scopes: 'text?',
      kind: 'text',
      revision: 'number',
      change: 'number',
      generation: 'number',
      envelope: 'bytes',
      fingerprint: 'bytes',
      brought_by: 'text?',
      brought_as: 'text',
      created_at: 'number',
      updated_at: 'number',
      last_checked_at: 'number?',
      expires_at: 'number?',
      damage_entry: 'number?',
      seal: 'bytes',
    },
    key: ['id'],
  },
  vault_name: {
    columns: { user_id: 'text', service: 'text', name_key: 'text', account: 'text' },
    key: ['user_id', 'service', 'name_key'],
  },
  vault_attempt: {
    columns: {
      id: 'text',
      user_id: 'text',
      service: 'text',
      fingerprint: 'bytes?',
      reserved_at: 'number',
      outcome: 'text',
      cleared: 'number',
    },
    key: ['id'],
  },
  vault_lock: {
    columns: {
      user_id: 'text',
      service: 'text',
      locked_until: 'number',
      locks: 'number',
      last_rejected_at: 'number',
    },
    key: ['user_id', 'service'],
  },
  vault_dialogue: {
    columns: {
      user_id: 'text',
      conversation: 'text',
      stamp: 'text',
      until: 'number',
      service: 'text?',
      awaited_until: 'number?',
      answer_until: 'number?',
    },
    key: ['user_id', 'conversation'],
  },
  vault_audit: {
    columns: {
      user_id: 'text',
      sequence: 'number',
      at: 'number',
      act: 'text',
      service: 'text?',
      account: 'text?',
      channel: 'text',
      conversation: 'text?',
      outcome: 'text',
      detail: 'text?',
      revision: 'number?',
      change: 'number?',
      root_key: 'text',
      hash: 'bytes',
      end_seal: 'bytes?',
    },
    key: ['user_id', 'sequence'],
  },
  vault_audit_head: {
    columns: {
      user_id: 'text',
      sequence: 'number',
      hash: 'bytes',
      seal: 'bytes?',
      signed_sequence: 'number?',
      signed_hash: 'bytes?',
    },
    key: ['user_id'],
  },
  vault_audit_base: {
    columns: { user_id: 'text', sequence: 'number', hash: 'bytes', root_key: 'text', seal: 'bytes' },
    key: ['user_id'],
  },
  vault_audit_checkpoint: {
    columns: {
      sequence: 'number',
      at: 'number',
      heads: 'number',
      digest: 'bytes',
      root_key: 'text',
      seal: 'bytes',
    },
    key: ['sequence'],
  },
  vault_cleanup: { columns: { id: 'number', asked_at: 'number' }, key: ['id'] },
}

const TOOL_LIST_TABLES: Tables = {
  vault_tool_list: {
    columns: { server: 'text', list: 'bytes', kept_at: 'number', root_key: 'text', seal: 'bytes' },
    key: ['server'],
  },
}

const SERVER_TABLES: Tables = {
  vault_access_key: {
    columns: {
      id: 'text',
      name: 'text',
      scopes: 'text',
      hash: 'bytes',
      created_at: 'number',
      expires_at: 'number?',
      root_key: 'text',
      seal: 'bytes',
    },
    key: ['id'],
  },
  vault_ticket: {
    columns: {
      id: 'text',
      user_id: 'text',
      conversation: 'text?',
      service: 'text',
      until: 'number',
      pending: 'bytes?',
      root_key: 'text',
      seal: 'bytes',
    },
    key: ['id'],
  },
  vault_request: {
    columns: {
      caller: 'text',
      request_key: 'text',
      user_id: 'text?',
      digest: 'bytes',
      answer: 'bytes?',
      until: 'number',
    },
    key: ['caller', 'request_key'],
  },
}

const CONNECTION_TABLES: Tables = {
  vault_connection: {
    columns: {
      id: 'text',
      user_id: 'text',
      service: 'text',
      conversation: 'text',
      kind: 'text',
      sealed: 'bytes',
      until: 'number',
      ask_from: 'number',
    },
    key: ['id'],
  },
}

/** Every table: its columns with their types, and its key. */
export const VAULT_TABLES: Tables = {
  ...FIRST_TABLES,
  ...TOOL_LIST_TABLES,
  ...SERVER_TABLES,
  ...CONNECTION_TABLES,
}

/** Unique indexes decide what the code only expects: one row a secret, one row an account; the key of `vault_name`, one account a name. */
const INDEXES = [
  'create unique index vault_credential_secret on vault_credential (user_id, service, fingerprint)',
  'create unique index vault_credential_account on vault_credential (user_id, service, account_key)',
  'create index vault_user_key_root on vault_user_key (root_key, user_id)',
  'create index vault_dialogue_until on vault_dialogue (until)',
  'create index vault_attempt_user on vault_attempt (user_id, reserved_at)',
  "create index vault_audit_use on vault_audit (account, at) where act = 'use'",
]

/**
 * The head follows the chain inside the statement that adds an entry, so a use stays one statement. The seal of the end goes
 * to the head and stays nowhere else.
 */
const HEAD_TRIGGER = {
  sqlite: [
    `create trigger vault_audit_head_follows after insert on vault_audit begin
       insert into vault_audit_head (user_id, sequence, hash, seal)
       values (new.user_id, new.sequence, new.hash, new.end_seal)
       on conflict (user_id) do update
       set sequence = excluded.sequence, hash = excluded.hash, seal = excluded.seal;
       update vault_audit set end_seal = null where user_id = new.user_id and sequence = new.sequence;
     end`,
  ],
  postgres: [
    `create function vault_audit_head_follows() returns trigger language plpgsql as $$
     begin
       insert into vault_audit_head (user_id, sequence, hash, seal)
       values (new.user_id, new.sequence, new.hash, new.end_seal)
       on conflict (user_id) do update
       set sequence = excluded.sequence, hash = excluded.hash, seal = excluded.seal;
       new.end_seal := null;
       return new;
     end $$`,
    `create trigger vault_audit_head_follows before insert on vault_audit
     for each row execute function vault_audit_head_follows()`,
  ],
} as const

async function createVault(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void> {
  await createTables(transaction, kind, FIRST_TABLES)
  for (const statement of [...INDEXES, ...HEAD_TRIGGER[kind]]) await sql.raw(statement).execute(transaction)
}

async function createToolLists(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void> {
  await createTables(transaction, kind, TOOL_LIST_TABLES)
}

async function createServer(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void> {
  await createTables(transaction, kind, SERVER_TABLES)
}

async function createConnections(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void> {
  await createTables(transaction, kind, CONNECTION_TABLES)
}

async function createTables(
  transaction: Transaction<unknown>,
  kind: DatabaseKind,
  tables: Tables,
): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(tables)) {
    let table: CreateTableBuilder<string, string> = transaction.schema.createTable(name)
    for (const [column, type] of Object.entries(columns)) {
      const isNullable = type.endsWith('?')
      const native = nativeType(kind, type.replace('?', '') as ColumnType)
      table = table.addColumn(column, native, (builder) => (isNullable ? builder : builder.notNull()))
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute()
  }
}

/** Text compares by bytes on both databases: pages and digests in the order of user ids are the same. */
function nativeType(
  kind: DatabaseKind,
  type: ColumnType,
): 'text' | 'integer' | 'bigint' | 'blob' | RawBuilder<unknown> {
  if (type === 'text') return kind === 'postgres' ? sql`text collate "C"` : 'text'
  if (type === 'number') return kind === 'postgres' ? 'bigint' : 'integer'
  return kind === 'postgres' ? sql`bytea` : 'blob'
}
