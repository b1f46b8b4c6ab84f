import { mkdtemp, readFile, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { faultOf, toOutage } from '../../src/database/driver-error.ts'
import { type Migration, migrate } from '../../src/database/migrate.ts'
import { createSqliteDialect } from '../../src/database/sqlite/dialect.ts'
import { openSqlite } from '../../src/database/sqlite/open.ts'

interface Tables {
  note: { id: number; body: Uint8Array | null }
}

async function newPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'keyturn-sqlite-')), 'inner', 'test.db')
}

describe('a SQLite file', () => {
  it('is private to its owner, and so are its WAL and its folder', async () => {
    const path = await newPath()
    const database = await openSqlite(path)
    database.execute('create table note (id integer primary key, body blob)')
    for (const name of await readdir(join(path, '..'))) {
      expect((await stat(join(path, '..', name))).mode & 0o777, name).toBe(0o600)
    }
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    await database.close()
  })

  it('is opened with the settings that the promises rest on', async () => {
    const database = await openSqlite(await newPath())
    const read = (name: string): unknown =>
      Object.values(database.prepare(`PRAGMA ${name}`).all([])[0] as object)[0]
    expect([read('journal_mode'), read('synchronous'), read('secure_delete'), read('foreign_keys')]).toEqual([
      'wal',
      2,
      1,
      1,
    ])
    await database.close()
  })

  it('leaves neither a WAL file nor descriptors behind when it is closed', async () => {
    const path = await newPath()
    const database = await openSqlite(path)
    database.execute('create table note (id integer primary key, body blob)')
    for (let id = 0; id < 300; id++) database.prepare(`insert into note values (${id}, ?)`).run([null])
    await database.close()
    await database.close()
    expect(await readdir(join(path, '..'))).toEqual(['test.db'])
  })

  it('refuses booleans, dates and missing values instead of binding something else', async () => {
    const database = await openSqlite(await newPath())
    database.execute('create table note (id integer primary key, body blob)')
    const statement = database.prepare('insert into note (body) values (?)')
    for (const value of [true, new Date(0), undefined, {}]) {
      expect(() => statement.run([value])).toThrow(TypeError)
    }
    await database.close()
  })

  it('gives back bytes as they were given, and scrubs deleted ones from file and WAL', async () => {
    const path = await newPath()
    const database = await openSqlite(path)
    database.execute('create table note (id integer primary key, body blob)')
    const kysely = new Kysely<Tables>({ dialect: createSqliteDialect(database) })
    const body = Buffer.from(crypto.getRandomValues(new Uint8Array(64)))
    await kysely.insertInto('note').values({ id: 1, body }).execute()
    const row = await kysely.selectFrom('note').select('body').where('id', '=', 1).executeTakeFirstOrThrow()
    expect(Buffer.from(row.body ?? [])).toEqual(body)
    await kysely.deleteFrom('note').execute()
    expect(database.truncateWal()).toBe(true)
    for (const name of await readdir(join(path, '..'))) {
      expect((await readFile(join(path, '..', name))).includes(body), name).toBe(false)
    }
    await database.close()
  })
})

describe('two connections to one file', () => {
  it('never lose a read-modify-write', async () => {
    const path = await newPath()
    const databases = [await openSqlite(path), await openSqlite(path)] as const
    databases[0].execute(
      'create table note (id integer primary key, body blob); insert into note values (0, null)',
    )
    const even = new Kysely<Tables>({ dialect: createSqliteDialect(databases[0]) })
    const odd = new Kysely<Tables>({ dialect: createSqliteDialect(databases[1]) })
    const increments = Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? even : odd).transaction().execute(async (transaction) => {
        const { id } = await transaction.selectFrom('note').select('id').executeTakeFirstOrThrow()
        await transaction
          .updateTable('note')
          .set({ id: id + 1 })
          .execute()
      }),
    )
    await Promise.all(increments)
    expect(databases[0].prepare('select id from note').all([])).toEqual([{ id: 100 }])
    for (const database of databases) await database.close()
  })

  it('migrate once, whoever comes first, and refuse steps of a newer version', async () => {
    const path = await newPath()
    const databases = await Promise.all([1, 2, 3, 4].map(() => openSqlite(path)))
    const step = (name: string): Migration => ({
      name,
      apply: async (transaction) => {
        await sql.raw(`create table "${name}" (id integer)`).execute(transaction)
      },
    })
    const runs = databases.map((database) => {
      const kysely = new Kysely<unknown>({ dialect: createSqliteDialect(database) })
      return migrate(kysely, 'sqlite', 'vault', [step('001-a'), step('002-b')], 0)
    })
    const applied = (await Promise.all(runs)).flatMap((result) => result.applied)
    expect(applied.sort()).toEqual(['001-a', '002-b'])

    const older = new Kysely<unknown>({
      dialect: createSqliteDialect(databases[0] ?? (await openSqlite(path))),
    })
    await expect(migrate(older, 'sqlite', 'vault', [step('001-a')], 0)).rejects.toMatchObject({
      code: 'VAULT_VERSION',
    })
    for (const database of databases) await database.close()
  })
})

describe('an error of the driver', () => {
  it('is told apart by its code, and becomes an outage without its text', async () => {
    const database = await openSqlite(await newPath())
    database.execute('create table note (id integer primary key, body blob unique)')
    const insert = database.prepare('insert into note (body) values (?)')
    insert.run(['canary-value'])
    const error = thrownBy(() => insert.run(['canary-value']))
    expect(faultOf(error)).toBe('unique')
    expect(faultOf(Object.assign(new Error(), { code: '40001' }))).toBe('conflict')
    expect(faultOf(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe('outage')
    const outage = toOutage(error, 'VAULT_UNAVAILABLE', 'The vault')
    expect(outage).toMatchObject({ code: 'VAULT_UNAVAILABLE', retryable: true, facts: { driverCode: 2067 } })
    expect(JSON.stringify(outage) + String(outage.stack)).not.toMatch(/canary|insert|note/)
    await database.close()
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
