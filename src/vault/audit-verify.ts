/**
 * Checks that the audit is whole: every chain link by link, its end, what it says of each credential, and the checkpoints.
 *
 * Long because each way a chain can be broken is told apart.
 */
import { createPrincipal } from '../principal.ts'
import { inspectRows } from './accounts.ts'
import { baseSeal } from './audit-retention.ts'
import { CHAIN_START, linkHash } from './audit.ts'
import { checkpointSeal, digestHeads } from './audit-checkpoint.ts'
import type { VaultCore } from './core.ts'
import { equalBytes } from './crypto.ts'
import type { AuditTable } from './tables.ts'

/**
 * What is wrong. `altered`: an entry or a chain's beginning. `missing`: an entry that was there. `key-unknown`: signed with
 * a key this process does not have. `row`: a credential that is not as the chain left it. `checkpoint`: the signature over
 * all heads does not fit.
 */
export type AuditFaultKind = 'altered' | 'missing' | 'key-unknown' | 'row' | 'checkpoint'

/** One fault and where it is. */
export interface AuditFault {
  readonly kind: AuditFaultKind
  readonly user: string | undefined
  readonly sequence: number | undefined
  readonly account: string | undefined
}

/** What a verification found. */
export interface AuditReport {
  readonly isWhole: boolean
  readonly users: number
  readonly entries: number
  /** The first 1,000. */
  readonly faults: readonly AuditFault[]
}

/** What to verify. */
export interface VerifyOptions {
  /** Only this user; checkpoints are left out then. */
  readonly user?: string | undefined
  /** Called after each page of users with how many are done. */
  readonly onProgress?: ((usersDone: number) => void) | undefined
}

const USER_PAGE = 200
const ENTRY_PAGE = 1_000
const MAX_FAULTS = 1_000

/** Verifies one user's audit, or everybody's and the checkpoints. */
export async function verifyAudit(core: VaultCore, options: VerifyOptions = {}): Promise<AuditReport> {
  const run = new Verification(core)
  if (options.user !== undefined) {
    await run.verifyUser(options.user)
    return run.report()
  }
  let after: string | undefined
  for (;;) {
    const users = await readUsers(core, after)
    for (const user of users) await run.verifyUser(user)
    options.onProgress?.(run.users)
    after = users.at(-1)
    if (users.length < USER_PAGE) break
  }
  await run.verifyCheckpoints()
  return run.report()
}

class Verification {
  users = 0
  readonly #core: VaultCore
  readonly #faults: AuditFault[] = []
  #entries = 0

  constructor(core: VaultCore) {
    this.#core = core
  }

  report(): AuditReport {
    const { users } = this
    return { isWhole: this.#faults.length === 0, users, entries: this.#entries, faults: this.#faults }
  }

  async verifyUser(user: string): Promise<void> {
    this.users++
    const base = await this.#verifyBase(user)
    const { last, changes } = await this.#verifyChain(user, base)
    await this.#verifyHead(user, base, last)
    if (user !== '') await this.#verifyRows(user, changes)
  }

  async verifyCheckpoints(): Promise<void> {
    const core = this.#core
    const rows = await core.read((database) =>
      database.selectFrom('vault_audit_checkpoint').selectAll().orderBy('sequence').execute(),
    )
    let previous: Uint8Array = Buffer.alloc(32)
    for (const [index, row] of rows.entries()) {
      const key = core.keys.auditKey(row.root_key)
      const { seal, ...checkpoint } = row
      const isSound =
        key !== undefined &&
        row.sequence === index + 1 &&
        equalBytes(seal, checkpointSeal(key, core.formation, previous, checkpoint))
      if (!isSound) this.#fault(key === undefined ? 'key-unknown' : 'checkpoint', { sequence: row.sequence })
      previous = seal
    }
    const newest = rows.at(-1)
    const { heads, digest } = await core.read(digestHeads)
    const isSame =
      newest === undefined ? heads === 0 : newest.heads === heads && equalBytes(newest.digest, digest)
    if (!isSame) this.#fault('checkpoint', { sequence: newest?.sequence })
  }

  async #verifyBase(user: string): Promise<{ sequence: number; hash: Uint8Array }> {
    const core = this.#core
    const base = await core.read((database) =>
      database.selectFrom('vault_audit_base').selectAll().where('user_id', '=', user).executeTakeFirst(),
    )
    if (base === undefined) return CHAIN_START
    const key = core.keys.auditKey(base.root_key)
    if (key === undefined) this.#fault('key-unknown', { user, sequence: base.sequence })
    else if (!equalBytes(base.seal, baseSeal(key, core.formation, user, base.sequence, base.hash))) {
      this.#fault('altered', { user, sequence: base.sequence })
    }
    return base
  }

  async #verifyChain(
    user: string,
    base: { sequence: number; hash: Uint8Array },
  ): Promise<{ last: { sequence: number; hash: Uint8Array }; changes: Map<string, AuditTable> }> {
    const core = this.#core
    const changes = new Map<string, AuditTable>()
    let last = base
    for (;;) {
      const page = await core.read((database) =>
        database
          .selectFrom('vault_audit')
          .selectAll()
          .where('user_id', '=', user)
          .where('sequence', '>', last === base ? -1 : last.sequence)
          .orderBy('sequence')
          .limit(ENTRY_PAGE)
          .execute(),
      )
      for (const entry of page) {
        this.#entries++
        if (entry.sequence !== last.sequence + 1)
          this.#fault('missing', { user, sequence: last.sequence + 1 })
        else this.#verifyLink(user, last.hash, entry)
        if (entry.account !== null && entry.change !== null) changes.set(entry.account, entry)
        last = entry
      }
      if (page.length < ENTRY_PAGE) return { last, changes }
    }
  }

  #verifyLink(user: string, previous: Uint8Array, entry: AuditTable): void {
    const key = this.#core.keys.auditKey(entry.root_key)
    const at = { user, sequence: entry.sequence, account: entry.account ?? undefined }
    if (key === undefined) this.#fault('key-unknown', at)
    else if (!equalBytes(entry.hash, linkHash(key, this.#core.formation, previous, entry)))
      this.#fault('altered', at)
  }

  /** The head tells where the chain ended, and the signed head what was there at the newest checkpoint. */
  async #verifyHead(
    user: string,
    base: { sequence: number; hash: Uint8Array },
    last: { sequence: number; hash: Uint8Array },
  ): Promise<void> {
    const head = await this.#core.read((database) =>
      database.selectFrom('vault_audit_head').selectAll().where('user_id', '=', user).executeTakeFirst(),
    )
    const isAtEnd = head !== undefined && head.sequence === last.sequence && equalBytes(head.hash, last.hash)
    if (!isAtEnd && (head !== undefined || last.sequence > 0))
      this.#fault('missing', { user, sequence: last.sequence + 1 })
    const signed = head?.signed_sequence ?? 0
    if (head === undefined || head.signed_hash === null || signed < base.sequence) return
    const found =
      signed === base.sequence
        ? base
        : await this.#core.read((database) =>
            database
              .selectFrom('vault_audit')
              .select('hash')
              .where('user_id', '=', user)
              .where('sequence', '=', signed)
              .executeTakeFirst(),
          )
    if (found === undefined || !equalBytes(found.hash, head.signed_hash))
      this.#fault('missing', { user, sequence: signed })
  }

  /** Each live row is as the last entry about it left it: an old row put back has an older change. */
  async #verifyRows(user: string, changes: Map<string, AuditTable>): Promise<void> {
    const { user: owner } = createPrincipal(this.#core.formation, user)
    const rows = await this.#core.read((database) => inspectRows(this.#core, database, owner, undefined))
    for (const { row, isDamaged } of rows) {
      const entry = changes.get(row.id)
      changes.delete(row.id)
      const isAsLeft = entry !== undefined && entry.act !== 'delete' && entry.change === row.change
      if (isDamaged || !isAsLeft || entry.revision !== row.revision) {
        this.#fault('row', { user, account: row.id, sequence: entry?.sequence })
      }
    }
    for (const [account, entry] of changes) {
      if (entry.act !== 'delete') this.#fault('row', { user, account, sequence: entry.sequence })
    }
  }

  #fault(
    kind: AuditFaultKind,
    at: {
      readonly user?: string
      readonly sequence?: number | undefined
      readonly account?: string | undefined
    },
  ): void {
    if (this.#faults.length >= MAX_FAULTS) return
    this.#faults.push({ kind, user: at.user, sequence: at.sequence, account: at.account })
  }
}

async function readUsers(core: VaultCore, after: string | undefined): Promise<string[]> {
  const rows = await core.read((database) => {
    const tables = (['vault_audit_head', 'vault_audit', 'vault_credential'] as const).map((table) => {
      const users = database.selectFrom(table).select('user_id').distinct()
      const rest = after === undefined ? users : users.where('user_id', '>', after)
      return rest.orderBy('user_id').limit(USER_PAGE)
    })
    return Promise.all(tables.map((query) => query.execute()))
  })
  const users = new Set(rows.flat().map((row) => row.user_id))
  return [...users].sort(byUtf8).slice(0, USER_PAGE)
}

/** The order both databases compare text in: by bytes. */
function byUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}
