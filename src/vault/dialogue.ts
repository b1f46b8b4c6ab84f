/**
 * What is durable of a dialogue: which record of it counts, and the mark that a secret is awaited.
 *
 * The store of conversations has no authority, so the vault keeps a random stamp for each conversation of which a record is kept.
 * A record is sealed for its stamp, and each turn that changes the record gives a new one before it saves. So an older record, put back
 * by whoever writes to that store or by a failover that lost writes, opens under no stamp any more: no choice of account, no open question, no
 * pending secret comes back. The mark outlives the record, so that a late paste is not taken for chat.
 */
import { CompiledQuery } from 'kysely'
import type { DatabaseKind } from '../database/migrate.ts'
import type { Principal } from '../principal.ts'
import type { VaultCore } from './core.ts'
import { randomBytes } from './sealing/crypto.ts'
import { checkConversation, checkService } from './input.ts'
import { createSealing } from './sealing/seal.ts'
import type { DialogueTable } from './tables.ts'
import { findRootKey, unwrapStored } from './keys/user-key.ts'
import type { CollectingMark, Dialogue, DialogueMove } from './vault.ts'

/** How long a row outlives the last turn that moved it: as long as the conversation's record. Milliseconds, 30 days. */
const DIALOGUE_MS = 30 * 24 * 60 * 60_000

const STAMP_BYTES = 16

type FoundRow = {
  readonly [Column in keyof DialogueTable]: DialogueTable[Column] | null
} & {
  readonly key_generation: number | null
  readonly key_root: string | null
  readonly key_wrapped: Uint8Array | null
}

const FIND = `
  select dialogue.*, own.generation as key_generation, own.root_key as key_root, own.wrapped as key_wrapped
  from (select 1 as one) as one_row
  left join vault_user_key as own on own.user_id = ?
  left join vault_dialogue as dialogue on dialogue.user_id = ? and dialogue.conversation = ?`

let count = 0
/** Asked on every turn, so that it is not put together anew each time. */
const STATEMENTS: Readonly<Record<DatabaseKind, string>> = {
  sqlite: FIND,
  postgres: FIND.replace(/\?/g, () => `$${(count += 1)}`),
}

/** Reads where a conversation stands, with the user's key, in one statement. A mark that ran out is none. */
export async function readDialogue(
  core: VaultCore,
  principal: Principal,
  conversation: string,
): Promise<Dialogue> {
  core.checkFormation(principal)
  checkConversation(conversation)
  const { user } = principal
  const query = CompiledQuery.raw(STATEMENTS[core.kind], [user, user, conversation])
  const { rows } = await core.read((database) => database.executeQuery(query))
  const [row] = rows as FoundRow[]
  if (row === undefined) return { stamp: undefined, mark: undefined, sealing: undefined }
  return {
    stamp: row.stamp ?? undefined,
    mark: markOf(row, core.clock.now()),
    sealing: await sealingOf(core, principal, row),
  }
}

async function sealingOf(core: VaultCore, principal: Principal, row: FoundRow): Promise<Dialogue['sealing']> {
  const { key_generation: generation, key_root: root_key, key_wrapped: wrapped } = row
  if (generation === null || root_key === null || wrapped === null) return undefined
  await core.read((database) => findRootKey(core, database, root_key))
  const stored = { user_id: principal.user, generation, root_key, wrapped, created_at: 0 }
  const userKey = unwrapStored(core, stored)
  return typeof userKey === 'string' ? undefined : createSealing(core, principal, userKey)
}

function markOf(row: FoundRow, now: number): CollectingMark | undefined {
  const { service, awaited_until: until, answer_until: answerUntil } = row
  if (service === null || until === null || answerUntil === null || until <= now) return undefined
  return { service, until, answerUntil }
}

/** A stamp that was never given before and never will be: 128 random bits. */
export function createStamp(): string {
  return randomBytes(STAMP_BYTES).toString('base64url')
}

/**
 * Moves a conversation from the stamp that a turn began with to the next one, in one statement; with neither record nor mark, nothing
 * is kept. False: another turn moved it in between.
 */
export async function moveDialogue(
  core: VaultCore,
  principal: Principal,
  conversation: string,
  from: string | undefined,
  { stamp, hasRecord, mark }: DialogueMove,
): Promise<boolean> {
  core.checkFormation(principal)
  checkConversation(conversation)
  if (mark !== undefined) checkService(mark.service)
  const { user } = principal
  const row = {
    stamp,
    until: core.clock.now() + DIALOGUE_MS,
    service: mark?.service ?? null,
    awaited_until: mark?.until ?? null,
    answer_until: mark?.answerUntil ?? null,
  }
  const isKept = hasRecord || mark !== undefined
  if (from === undefined && !isKept) return true
  return core.read(async (database) => {
    if (from === undefined) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('vault_dialogue')
        .values({ user_id: user, conversation, ...row })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    }
    if (isKept) {
      const { numUpdatedRows } = await database
        .updateTable('vault_dialogue')
        .set(row)
        .where('user_id', '=', user)
        .where('conversation', '=', conversation)
        .where('stamp', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }
    const { numDeletedRows } = await database
      .deleteFrom('vault_dialogue')
      .where('user_id', '=', user)
      .where('conversation', '=', conversation)
      .where('stamp', '=', from)
      .executeTakeFirst()
    return numDeletedRows === 1n
  })
}

/** Forgets the conversations of all users whose time is over. */
export async function forgetEndedDialogues(core: VaultCore): Promise<void> {
  await core.read((database) =>
    database.deleteFrom('vault_dialogue').where('until', '<=', core.clock.now()).execute(),
  )
}
