/** Statements that PostgreSQL was told to keep, and what becomes of them when it does not know them any more. */
import { CompiledQuery, Kysely, sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openPostgres } from '../../src/database/postgres/open.ts'
import { silentLogger } from '../../src/ports.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

interface Tables {
  readonly thing: { readonly id: number; readonly name: string }
}

let server: PostgresServer
let url: string
let database: Kysely<Tables>

beforeAll(async () => {
  server = await startPostgres({ isSynced: false })
}, 60_000)
afterAll(() => server.stop())
beforeEach(async () => {
  // One connection, so that what one statement did to it is seen by the next.
  url = await server.createDatabase()
  const { dialect } = await openPostgres(url, silentLogger, { connections: 1 })
  database = new Kysely<Tables>({ dialect })
  await sql`create table thing (id integer primary key, name text)`.execute(database)
  await sql`insert into thing values (1, 'one'), (2, 'two')`.execute(database)
})
afterEach(() => database.destroy())

const read = (id: number) => database.selectFrom('thing').selectAll().where('id', '=', id).executeTakeFirst()

async function readOften(): Promise<void> {
  for (let time = 0; time < 20; time += 1) expect(await read(1 + (time % 2))).toBeDefined()
}

async function prepared(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
    database,
  )
  return rows.map(({ statement }) => statement)
}

it('a statement made over and over is prepared, one made a few times is not', async () => {
  expect(await read(1)).toEqual({ id: 1, name: 'one' })
  expect(await prepared()).toEqual([])
  await readOften()
  expect(await prepared()).toEqual(['select * from "thing" where "id" = $1'])
  expect(await read(2)).toEqual({ id: 2, name: 'two' })
})

it('a table that was changed by a migration meanwhile is read on', async () => {
  await readOften()
  await sql`alter table thing add column more text default 'new'`.execute(database)
  expect(await read(1)).toEqual({ id: 1, name: 'one', more: 'new' })
  await readOften()
})

it('a connection that has forgotten its statements, as behind a pooler, is used on', async () => {
  await readOften()
  await sql`deallocate all`.execute(database)
  expect(await read(2)).toEqual({ id: 2, name: 'two' })
  await readOften()
})

it('a connection that knows another statement by that name is used on', async () => {
  await readOften()
  const [name = ''] = await preparedNames(database)
  await sql`select pg_terminate_backend(pg_backend_pid())`.execute(database).catch(() => undefined)
  // The pool learns of the lost connection a moment later.
  await vi.waitFor(() => sql`prepare ${sql.id(name)} as select 1`.execute(database))
  expect(await read(1)).toEqual({ id: 1, name: 'one' })
})

it('no other pool gives the same name, so that behind a pooler none runs the statement of another', async () => {
  await readOften()
  const { dialect } = await openPostgres(url, silentLogger, { connections: 1 })
  const other = new Kysely<Tables>({ dialect })
  for (let time = 0; time < 20; time += 1)
    await other.selectFrom('thing').select('name').where('id', '=', 1).execute()
  const names = [...(await preparedNames(database)), ...(await preparedNames(other))]
  await other.destroy()
  expect(new Set(names).size).toBe(2)
})

async function preparedNames(of: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(of)
  return rows.map(({ name }) => name)
}

it('nothing is prepared within a transaction, where a refusal would undo what was done', async () => {
  for (let time = 0; time < 20; time += 1) {
    await database.transaction().execute(async (transaction) => {
      await transaction.selectFrom('thing').select('name').where('id', '=', 1).execute()
    })
  }
  expect(await prepared()).toEqual([])
})

it('an error of the statement itself is told, and the statement is used on', async () => {
  const insert = (id: number) =>
    database.executeQuery(CompiledQuery.raw('insert into thing values ($1, $2)', [id, 'x']))
  for (let id = 10; id < 30; id += 1) await insert(id)
  await expect(insert(10)).rejects.toMatchObject({ code: '23505' })
  await insert(40)
  expect((await prepared()).filter((statement) => statement.startsWith('insert'))).toHaveLength(1)
})
