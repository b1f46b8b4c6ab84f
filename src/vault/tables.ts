/**
 * The vault's tables as the code sees them. Times are epoch milliseconds, truth values 0 or 1, keys and hashes bytes.
 *
 * Long because it is the list of all columns.
 */

/** Single facts: `formation`, `salt`. */
export interface MetaTable {
  name: string
  value: Uint8Array
}

/** Root keys that were ever used here, known by their check values. */
export interface RootKeyTable {
  id: string
  check_value: Uint8Array
  iterations: number
  /** `insecure` was derived from the public formation id and is refused in production. */
  origin: 'secret' | 'insecure'
  state: 'primary' | 'decrypt-only' | 'retired'
  /** Its audit key under the primary key, once it is not the primary itself. */
  audit_key: Uint8Array | null
  created_at: number
}

/** One random key a user, wrapped; deleting the row makes everything of the user unreadable. */
export interface UserKeyTable {
  user_id: string
  generation: number
  root_key: string
  wrapped: Uint8Array
  created_at: number
}

/** One account's credential. */
export interface CredentialTable {
  id: string
  user_id: string
  service: string
  account_key: string
  /** What it is called here: unique for the user and the service. */
  account_name: string
  /** What the service calls it, where that is another account's name here. */
  account_login: string | null
  label: string | null
  is_default: number
  status: 'active' | 'rejected'
  checked: number
  scopes: string | null
  /** Names of the secret's fields: `token`. */
  kind: string
  /** Rises with every replacement of the secret. */
  revision: number
  /** Rises with every audited change of the row. */
  change: number
  generation: number
  envelope: Uint8Array
  fingerprint: Uint8Array
  /** The message that brought the present secret, so that its repetition is not a duplicate. */
  brought_by: string | null
  brought_as: 'added' | 'replaced'
  created_at: number
  updated_at: number
  last_checked_at: number | null
  expires_at: number | null
  /** Sequence of the audit entry that tells of its damage. */
  damage_entry: number | null
  /** Binds all columns above but the last under the user's key. */
  seal: Uint8Array
}

/** One name of one account, as names are compared. */
export interface NameTable {
  user_id: string
  service: string
  name_key: string
  /** The id of its credential. */
  account: string
}

/** Slots to ask a service once. */
export interface AttemptTable {
  id: string
  user_id: string
  service: string
  /** Which secret is being asked about; taken away with the outcome. */
  fingerprint: Uint8Array | null
  reserved_at: number
  outcome: 'open' | 'valid' | 'rejected' | 'unknown'
  /** 1: an earlier rejection that a success or an unlock took off the count. */
  cleared: number
}

/** Locks of adding, kept after they ended to double the next. */
export interface LockTable {
  user_id: string
  service: string
  locked_until: number
  locks: number
  last_rejected_at: number
}

/** Where a conversation stands, and the mark that a secret is awaited in it; without a service, none is. */
export interface DialogueTable {
  user_id: string
  conversation: string
  /** What the record that counts is sealed for. */
  stamp: string
  until: number
  service: string | null
  awaited_until: number | null
  answer_until: number | null
}

/** One audited act, chained to the one before. */
export interface AuditTable {
  user_id: string
  sequence: number
  at: number
  act: string
  service: string | null
  account: string | null
  channel: string
  conversation: string | null
  outcome: string
  detail: string | null
  /** Revision and change of the credential row after the act, for acts that touch one. */
  revision: number | null
  change: number | null
  root_key: string
  hash: Uint8Array
  /** Of a new entry only: the database moves it to the head while the entry is added. */
  end_seal: Uint8Array | null
}

/** Where each chain stands; written by the database itself with every entry. */
export interface AuditHeadTable {
  user_id: string
  sequence: number
  hash: Uint8Array
  /** Made by who wrote the last entry, and overwritten by the next. */
  seal: Uint8Array | null
  /** The head that the newest checkpoint signed. */
  signed_sequence: number | null
  signed_hash: Uint8Array | null
}

/** Where a chain begins after old entries were taken away. */
export interface AuditBaseTable {
  user_id: string
  sequence: number
  hash: Uint8Array
  root_key: string
  seal: Uint8Array
}

/** One signature over all heads of the formation. */
export interface AuditCheckpointTable {
  sequence: number
  at: number
  heads: number
  digest: Uint8Array
  root_key: string
  seal: Uint8Array
}

/** What a server tells anybody its tools are. */
export interface ToolListTable {
  server: string
  list: Uint8Array
  kept_at: number
  root_key: string
  /** Binds server and list under the root key. */
  seal: Uint8Array
}

/** A service key of the server, without the key. */
export interface AccessKeyTable {
  id: string
  name: string
  /** Separated by blanks. */
  scopes: string
  /** SHA-256 of 256 random bits. */
  hash: Uint8Array
  created_at: number
  expires_at: number | null
  root_key: string
  /** Binds all of it under the root key: a row that somebody writes is no key. */
  seal: Uint8Array
}

/** A link to the entry page; `id` is the hash of what is in the link. */
export interface TicketTable {
  id: string
  user_id: string
  conversation: string | null
  service: string
  until: number
  /** What was entered and found good, sealed for its user, until its owner says yes. */
  pending: Uint8Array | null
  root_key: string
  seal: Uint8Array
}

/** A request with an idempotency key, and its answer once there is one. */
export interface RequestTable {
  caller: string
  request_key: string
  user_id: string | null
  /** Keyed hash of the request. */
  digest: Uint8Array
  answer: Uint8Array | null
  until: number
}

/** A connection that a user began and has not finished. */
export interface ConnectionTable {
  /** SHA-256 of what the browser brings back, or random. */
  id: string
  user_id: string
  service: string
  conversation: string
  kind: 'code' | 'device'
  /** What the exchange needs, sealed with the user's key for this row. */
  sealed: Uint8Array
  until: number
  /** When the service may be asked next. */
  ask_from: number
}

/** Clean-up of deleted bytes that a busy reader put off. */
export interface CleanupTable {
  id: number
  asked_at: number
}

/** All tables. */
export interface VaultTables {
  vault_meta: MetaTable
  vault_root_key: RootKeyTable
  vault_user_key: UserKeyTable
  vault_credential: CredentialTable
  vault_name: NameTable
  vault_attempt: AttemptTable
  vault_lock: LockTable
  vault_dialogue: DialogueTable
  vault_audit: AuditTable
  vault_audit_head: AuditHeadTable
  vault_audit_base: AuditBaseTable
  vault_audit_checkpoint: AuditCheckpointTable
  vault_cleanup: CleanupTable
  vault_tool_list: ToolListTable
  vault_access_key: AccessKeyTable
  vault_ticket: TicketTable
  vault_request: RequestTable
  vault_connection: ConnectionTable
}
