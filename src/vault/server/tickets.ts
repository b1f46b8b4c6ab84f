/** Links to the entry page: 128 random bits, of which the hash is stored, for ten minutes, for one user at one service, used once. */
import type { Principal } from '../../principal.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore } from '../core.ts'
import { randomBytes, sha256 } from '../sealing/crypto.ts'
import type { TicketTable } from '../tables.ts'
import type { ActContext } from '../vault.ts'
import type { Ticket } from './port.ts'
import { isSealed, type RowFacts, sealRow } from './sealed-row.ts'

/** Ten minutes, as RFC 6749 §4.1.2 recommends for what is used once. */
const TICKET_MS = 10 * 60_000

/** Makes a ticket, and forgets those whose time is over. */
export async function createTicket(
  core: VaultCore,
  principal: Principal,
  { conversationId, service }: Pick<Ticket, 'conversationId' | 'service'>,
  context: ActContext,
): Promise<{ readonly text: string; readonly until: number }> {
  const text = randomBytes(16).toString('base64url')
  const now = core.clock.now()
  const until = now + TICKET_MS
  const ticket = { userId: principal.user, conversationId, service, until, pending: undefined }
  await core.write(principal, async (transaction) => {
    await transaction.deleteFrom('vault_ticket').where('until', '<=', now).execute()
    await transaction
      .insertInto('vault_ticket')
      .values(toRow(core, text, ticket))
      .execute()
    const facts = { act: 'link', outcome: 'created', service }
    await appendAudit(core, transaction, principal.user, facts, context)
  })
  return { text, until }
}

/** What a ticket is for, while it lives. */
export async function readTicket(core: VaultCore, text: string): Promise<Ticket | undefined> {
  const row = await core.read((database) =>
    database.selectFrom('vault_ticket').selectAll().where('id', '=', idOf(text)).executeTakeFirst(),
  )
  return toTicket(core, row)
}

/** Ends a ticket: one statement, so of two that ask at once only one gets it. */
export async function takeTicket(core: VaultCore, text: string): Promise<Ticket | undefined> {
  const row = await core.transaction((transaction) =>
    transaction.deleteFrom('vault_ticket').where('id', '=', idOf(text)).returningAll().executeTakeFirst(),
  )
  return toTicket(core, row)
}

/** Puts a ticket back that its user can go on with, as long as it would have lasted. */
export async function returnTicket(core: VaultCore, text: string, ticket: Ticket): Promise<void> {
  if (ticket.until <= core.clock.now()) return
  const row = toRow(core, text, ticket)
  await core.transaction((transaction) => transaction.insertInto('vault_ticket').values(row).execute())
}

const idOf = (text: string): string => sha256(Buffer.from(text)).toString('hex')

function toTicket(core: VaultCore, row: TicketTable | undefined): Ticket | undefined {
  if (row === undefined || row.until <= core.clock.now()) return undefined
  if (!isSealed(core, row, factsOf(row))) return undefined
  const { user_id, conversation, service, until, pending } = row
  return {
    userId: user_id,
    conversationId: conversation ?? undefined,
    service,
    until,
    pending: pending ?? undefined,
  }
}

function toRow(core: VaultCore, text: string, ticket: Ticket): TicketTable {
  const unsealed = {
    id: idOf(text),
    user_id: ticket.userId,
    conversation: ticket.conversationId ?? null,
    service: ticket.service,
    until: ticket.until,
    pending: ticket.pending ?? null,
  }
  const root = core.keys.primary
  return { ...unsealed, root_key: root.id, seal: sealRow(root, factsOf(unsealed)) }
}

function factsOf(row: Omit<TicketTable, 'root_key' | 'seal'>): RowFacts {
  const { id, user_id, conversation, service, until, pending } = row
  return { kind: 'ticket', columns: [id, user_id, conversation, service, until, pending] }
}
