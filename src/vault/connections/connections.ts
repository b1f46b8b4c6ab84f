/**
 * Connections that users began at services and have not finished. A row says whose it is; what finishes it lies in it sealed, and is found
 * by a digest of a ticket that nobody but the browser, or the service, brings back. Each is taken once, by whichever instance.
 */
import { createPrincipal, type Principal } from '../../principal.ts'
import type { VaultCore } from '../core.ts'
import { checkConversation, checkService } from '../input.ts'
import { createSealing } from '../sealing/seal.ts'
import { ensureUserKey, loadUserKey } from '../keys/user-key.ts'
import { sha256 } from '../sealing/crypto.ts'
import type { ConnectionTable } from '../tables.ts'
import type { BegunConnection, TakenConnection } from './port.ts'

/** The most connections that one user has under way. */
const MOST_UNDER_WAY = 10

/** The most devices that are asked about in one round. */
const MOST_AT_ONCE = 100

/** Keeps a connection; of too many of one user the oldest is forgotten. */
export async function beginConnection(
  core: VaultCore,
  principal: Principal,
  connection: BegunConnection,
): Promise<void> {
  const { ticket, secret, askFrom, ...rest } = connection
  checkService(rest.service)
  checkConversation(rest.conversation)
  const id = idOf(ticket)
  await core.write(principal, async (transaction) => {
    const userKey = await ensureUserKey(core, transaction, principal.user)
    const row = { ...rest, id, user_id: principal.user, ask_from: askFrom }
    const sealed = createSealing(core, principal, userKey).seal(purposeOf(row), secret)
    const before = await transaction
      .selectFrom('vault_connection')
      .select('id')
      .where('user_id', '=', principal.user)
      .orderBy('until', 'desc')
      .execute()
    for (const { id: old } of before.slice(MOST_UNDER_WAY - 1))
      await transaction.deleteFrom('vault_connection').where('id', '=', old).execute()
    await transaction
      .insertInto('vault_connection')
      .values({ ...row, sealed })
      .execute()
  })
}

/** Takes one up by its ticket. The row goes in the statement that finds it. */
export async function takeConnection(core: VaultCore, ticket: string): Promise<TakenConnection | undefined> {
  const row = await core.read((database) =>
    database
      .deleteFrom('vault_connection')
      .where('id', '=', idOf(ticket))
      .where('kind', '=', 'code')
      .returningAll()
      .executeTakeFirst(),
  )
  return row === undefined || row.until <= core.clock.now() ? undefined : open(core, row)
}

/** Claims the devices that are due; whoever moves a row on asks about it. */
export async function claimDevices(core: VaultCore, nextFrom: number): Promise<readonly TakenConnection[]> {
  const now = core.clock.now()
  const rows = await core.read((database) =>
    database
      .updateTable('vault_connection')
      .set({ ask_from: nextFrom })
      .where('id', 'in', (query) =>
        query
          .selectFrom('vault_connection')
          .select('id')
          .where('kind', '=', 'device')
          .where('ask_from', '<=', now)
          .where('until', '>', now)
          .limit(MOST_AT_ONCE),
      )
      .where('ask_from', '<=', now)
      .returningAll()
      .execute(),
  )
  const opened = await Promise.all(rows.map((row) => open(core, row)))
  return opened.filter((one) => one !== undefined)
}

/** Puts one off, or ends it. */
export async function putOffConnection(
  core: VaultCore,
  id: string,
  askFrom: number | undefined,
): Promise<boolean> {
  return core.read(async (database) => {
    if (askFrom === undefined) {
      const { numDeletedRows } = await database
        .deleteFrom('vault_connection')
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows === 1n
    }
    const { numUpdatedRows } = await database
      .updateTable('vault_connection')
      .set({ ask_from: askFrom })
      .where('id', '=', id)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  })
}

/** Forgets those that nobody finished in time. */
export async function forgetEndedConnections(core: VaultCore): Promise<void> {
  await core.read((database) =>
    database.deleteFrom('vault_connection').where('until', '<=', core.clock.now()).execute(),
  )
}

async function open(core: VaultCore, row: ConnectionTable): Promise<TakenConnection | undefined> {
  const { id, kind, service, conversation, until } = row
  const userKey = await core.read((database) => loadUserKey(core, database, row.user_id))
  if (userKey === undefined || typeof userKey === 'string') return undefined
  const principal = createPrincipal(core.formation, row.user_id)
  const secret = createSealing(core, principal, userKey).unseal(purposeOf(row), row.sealed)
  return secret === undefined ? undefined : { id, kind, service, conversation, until, principal, secret }
}

/** A row that was moved to another conversation, service, user or time does not open. */
function purposeOf({
  id,
  kind,
  service,
  conversation,
  until,
}: Omit<ConnectionTable, 'sealed' | 'ask_from'>): string {
  return JSON.stringify(['connection', id, kind, service, conversation, Number(until)])
}

const idOf = (ticket: string): string => sha256(Buffer.from(ticket, 'utf8')).toString('base64url')
