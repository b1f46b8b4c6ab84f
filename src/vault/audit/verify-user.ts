/**
 * Checks one user's audit: every link of the chain, its beginning, its end, what it says of each credential and lock, and the user's key.
 *
 * Nothing that is read is believed to be of its type: SQLite keeps whatever somebody wrote into a column.
 *
 * Long because each way a chain can be broken is told apart.
 */
import { inspectRows } from '../accounts/list.ts'
import { CHAIN_START, type ChainHead, FORMATION_CHAIN, baseSeal, endSeal, isSame, linkHash } from './chain.ts'
import { type ToldLocks, noteLock, verifyLocks } from './verify-locks.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import type { CryptoKey } from '../sealing/crypto.ts'
import type { AuditHeadTable, AuditTable } from '../tables.ts'
import { loadUserKey } from '../keys/user-key.ts'

/**
 * What is wrong. `altered`: an entry or a chain's beginning. `missing`: an entry that was there. `returned`: an entry before
 * the chain's beginning, which retention had taken away. `key-unknown`: signed with a key this process does not have. `row`: a
 * credential that is not as the chain left it. `key`: a user's own key that is not what was stored, or a root key that is not
 * as the last act on it left it. `lock`: a lock of adding that is not as the chain tells. `checkpoint`: the signature over all heads does not fit, or is gone.
 * `rolled-back`: a checkpoint that was noted elsewhere is not there.
 */
export type AuditFaultKind =
  'altered' | 'missing' | 'returned' | 'key-unknown' | 'row' | 'key' | 'lock' | 'checkpoint' | 'rolled-back'

/** One fault and where it is; the user `''` is the formation's own chain of key acts and checkpoints. */
export interface AuditFault {
  readonly kind: AuditFaultKind
  readonly user: string | undefined
  readonly sequence: number | undefined
  readonly account: string | undefined
}

/** What was found of one user. */
export interface UserFindings {
  readonly entries: number
  readonly faults: readonly AuditFault[]
}

type Place = Partial<Pick<AuditFault, 'sequence' | 'account'>>

const ENTRY_PAGE = 1_000

/** Verifies one user's chain and rows. */
export async function verifyUser(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
): Promise<UserFindings> {
  return new UserVerification(core, database, user).run()
}

class UserVerification {
  readonly #core: VaultCore
  readonly #database: VaultDatabase
  readonly #user: string
  readonly #faults: AuditFault[] = []
  /** The last entry about each account that tells what its row is like. */
  readonly #changes = new Map<string, AuditTable>()
  /** The key that the last entry is signed with. */
  #endKey: CryptoKey | undefined
  readonly #locks: ToldLocks = new Map()
  #entries = 0

  constructor(core: VaultCore, database: VaultDatabase, user: string) {
    this.#core = core
    this.#database = database
    this.#user = user
  }

  async run(): Promise<UserFindings> {
    const base = await this.#verifyBase()
    const last = await this.#verifyChain(base)
    await this.#verifyHead(base, last)
    // Making its first root key is the first act of every vault.
    if (this.#user === FORMATION_CHAIN && last.sequence === 0) this.#fault('missing', { sequence: 1 })
    if (this.#user !== FORMATION_CHAIN) {
      await this.#verifyRows()
      for (const sequence of await verifyLocks(this.#database, this.#user, this.#locks, base !== CHAIN_START))
        this.#fault('lock', { sequence })
    }
    return { entries: this.#entries, faults: this.#faults }
  }

  async #verifyBase(): Promise<ChainHead> {
    const base = await this.#database
      .selectFrom('vault_audit_base')
      .selectAll()
      .where('user_id', '=', this.#user)
      .executeTakeFirst()
    if (base === undefined) return CHAIN_START
    const { sequence, hash, seal } = base
    const key = this.#core.keys.auditKey(base.root_key)
    const isTyped = Number.isSafeInteger(sequence) && hash instanceof Uint8Array
    if (key === undefined) this.#fault('key-unknown', { sequence })
    else if (!isTyped || !isSame(seal, baseSeal(key, this.#core.formation, this.#user, sequence, hash)))
      this.#fault('altered', { sequence })
    return isTyped ? base : CHAIN_START
  }

  async #verifyChain(base: ChainHead): Promise<ChainHead> {
    let last = base
    let after: number | undefined
    for (;;) {
      let query = this.#database.selectFrom('vault_audit').selectAll().where('user_id', '=', this.#user)
      if (after !== undefined) query = query.where('sequence', '>', after)
      const page = await query.orderBy('sequence').limit(ENTRY_PAGE).execute()
      for (const entry of page) {
        this.#entries++
        last = this.#verifyEntry(last, entry)
      }
      after = page.at(-1)?.sequence
      if (page.length < ENTRY_PAGE) return last
    }
  }

  #verifyEntry(last: ChainHead, entry: AuditTable): ChainHead {
    const account = typeof entry.account === 'string' ? entry.account : undefined
    if (!isTyped(entry)) {
      this.#fault('altered', { sequence: last.sequence + 1, account })
      return last
    }
    const { sequence } = entry
    if (sequence <= last.sequence) {
      this.#fault('returned', { sequence, account })
      return last
    }
    const key = this.#core.keys.auditKey(entry.root_key)
    this.#endKey = key
    if (sequence !== last.sequence + 1) this.#fault('missing', { sequence: last.sequence + 1 })
    else if (key === undefined) this.#fault('key-unknown', { sequence, account })
    else if (
      entry.end_seal !== null ||
      !isSame(entry.hash, linkHash(key, this.#core.formation, last.hash, entry))
    )
      this.#fault('altered', { sequence, account })
    noteLock(this.#locks, entry)
    if (account !== undefined && entry.change !== null) this.#changes.set(account, entry)
    return entry
  }

  /** The head tells where the chain ended, and the signed head what was there at the newest checkpoint. */
  async #verifyHead(base: ChainHead, last: ChainHead): Promise<void> {
    const head = await this.#database
      .selectFrom('vault_audit_head')
      .selectAll()
      .where('user_id', '=', this.#user)
      .executeTakeFirst()
    const isAtEnd = head?.sequence === last.sequence && isSame(head.hash, last.hash) && this.#isSealed(head)
    if (!isAtEnd && (head !== undefined || last.sequence > 0))
      this.#fault('missing', { sequence: last.sequence + 1 })
    const signed = head?.signed_sequence ?? 0
    if (head === undefined || head.signed_hash === null || signed < base.sequence) return
    const found = signed === base.sequence ? base : await this.#readHash(signed)
    if (!isSame(found?.hash, head.signed_hash)) this.#fault('missing', { sequence: signed })
  }

  #isSealed({ sequence, hash, seal }: AuditHeadTable): boolean {
    const key = this.#endKey
    return (
      key === undefined || isSame(seal, endSeal(key, this.#core.formation, this.#user, { sequence, hash }))
    )
  }

  #readHash(sequence: number): Promise<{ readonly hash: Uint8Array } | undefined> {
    return this.#database
      .selectFrom('vault_audit')
      .select('hash')
      .where('user_id', '=', this.#user)
      .where('sequence', '=', sequence)
      .executeTakeFirst()
  }

  /** Each live row is as the last entry about it left it: an old row put back has an older change. */
  async #verifyRows(): Promise<void> {
    const rows = await inspectRows(this.#core, this.#database, this.#user)
    if (rows.length === 0) await this.#verifyKey()
    for (const { row, isDamaged } of rows) {
      const entry = this.#changes.get(row.id)
      this.#changes.delete(row.id)
      const isAsLeft = entry !== undefined && entry.act !== 'delete' && entry.change === row.change
      if (isDamaged || !isAsLeft || entry.revision !== row.revision) {
        this.#fault('row', { account: String(row.id), sequence: entry?.sequence })
      }
    }
    for (const [account, entry] of this.#changes) {
      if (entry.act !== 'delete') this.#fault('row', { account, sequence: entry.sequence })
    }
  }

  /** Of a user with credentials, a key that is not theirs shows in each of them. */
  async #verifyKey(): Promise<void> {
    const key = await loadUserKey(this.#core, this.#database, this.#user)
    if (typeof key === 'string') this.#fault('key', {})
  }

  #fault(kind: AuditFaultKind, { sequence, account }: Place): void {
    this.#faults.push({ kind, user: this.#user, sequence, account })
  }
}

const TEXTS = ['user_id', 'act', 'channel', 'outcome', 'root_key'] as const
const OPTIONAL_TEXTS = ['service', 'account', 'conversation', 'detail'] as const
const OPTIONAL_NUMBERS = ['revision', 'change'] as const

function isTyped(entry: AuditTable): boolean {
  const isNumber = (value: unknown): boolean => Number.isSafeInteger(value)
  return (
    isNumber(entry.sequence) &&
    isNumber(entry.at) &&
    TEXTS.every((column) => typeof entry[column] === 'string') &&
    OPTIONAL_TEXTS.every((column) => entry[column] === null || typeof entry[column] === 'string') &&
    OPTIONAL_NUMBERS.every((column) => entry[column] === null || isNumber(entry[column]))
  )
}
