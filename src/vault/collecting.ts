/** The durable mark that a secret is awaited: it outlives the conversation's state, so that a late paste is not taken for chat. */
import { CompiledQuery } from 'kysely'
import type { DatabaseKind } from '../database/migrate.ts'
import type { Principal } from '../principal.ts'
import type { VaultCore } from './core.ts'
import { checkConversation, checkService } from './input.ts'
import type { CollectingTable } from './tables.ts'
import type { CollectingMark } from './vault.ts'

/** Asked on every turn, so that it is not put together anew each time. */
const FIND = {
  sqlite: 'select * from vault_collecting where user_id = ? and conversation = ?',
  postgres: 'select * from vault_collecting where user_id = $1 and conversation = $2',
} as const satisfies Record<DatabaseKind, string>

/** Sets, moves or clears the mark of a conversation. Marks that ran out go at the same time. */
export async function setCollecting(
  core: VaultCore,
  principal: Principal,
  conversation: string,
  mark: CollectingMark | undefined,
): Promise<void> {
  checkConversation(conversation)
  if (mark !== undefined) checkService(mark.service)
  const { user } = principal
  await core.write(principal, async (transaction) => {
    await transaction
      .deleteFrom('vault_collecting')
      .where('user_id', '=', user)
      .where((where) =>
        where.or([where('until', '<=', core.clock.now()), where('conversation', '=', conversation)]),
      )
      .execute()
    if (mark === undefined) return
    const { service, until, answerUntil: answer_until } = mark
    const row = { user_id: user, conversation, service, until, answer_until }
    await transaction.insertInto('vault_collecting').values(row).execute()
  })
}

/** The mark of a conversation; one that ran out is none. */
export async function readCollecting(
  core: VaultCore,
  principal: Principal,
  conversation: string,
): Promise<CollectingMark | undefined> {
  core.checkFormation(principal)
  checkConversation(conversation)
  const query = CompiledQuery.raw(FIND[core.kind], [principal.user, conversation])
  const { rows } = await core.read((database) => database.executeQuery(query))
  const [row] = rows as CollectingTable[]
  if (row === undefined || row.until <= core.clock.now()) return undefined
  return { service: row.service, until: row.until, answerUntil: row.answer_until }
}
