/** Ten processes start at once on nothing; PostgreSQL goes away and comes back; the pool stays within its limits. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CompiledQuery, Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { openPostgres } from '../../src/database/postgres/open.ts'
import { silentLogger } from '../../src/ports.ts'
import { VAULT_MIGRATIONS } from '../../src/vault/schema.ts'
import { programPath } from '../programs.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { CHAT, credential, newKey, newToken, user, World } from './world.ts'

const INSTANCES = 10
const TIMEOUT_MS = 180_000
const run = promisify(execFile)

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres({ isSynced: false })
})
afterAll(() => server.stop())

async function startTogether(place: {
  readonly directory: string
  readonly databaseUrl?: string
  readonly key: string
}) {
  const starts = Array.from({ length: INSTANCES }, async (_, index) => {
    const facts = JSON.stringify({ ...place, name: `user-${index}` })
    const { stdout } = await run(process.execPath, [programPath('startProcess'), facts])
    return JSON.parse(stdout) as { outcome: string; primary: string }
  })
  return Promise.all(starts)
}

describe('ten processes that start at once on an empty database', { timeout: TIMEOUT_MS }, () => {
  it.each(['a SQLite file', 'PostgreSQL'])('%s: settle on one key', async (place) => {
    const directory = mkdtempSync(join(tmpdir(), 'keyturn-start-'))
    try {
      const databaseUrl = place === 'PostgreSQL' ? await server.createDatabase() : undefined
      const results = await startTogether({
        directory,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
        key: newKey(),
      })
      expect(results.map(({ outcome }) => outcome)).toEqual(Array(INSTANCES).fill('added'))
      expect(new Set(results.map(({ primary }) => primary)).size).toBe(1)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})

describe('PostgreSQL', { timeout: TIMEOUT_MS }, () => {
  it('that goes away is VAULT_UNAVAILABLE, to be tried again, and is used again when it is back', async () => {
    const own = await startPostgres({ isSynced: false })
    const world = new World(await own.createDatabase())
    try {
      const vault = await world.open()
      const { account } = await vault.add(user('alice'), credential(newToken()), CHAT)
      await own.crash()
      const away = { code: 'VAULT_UNAVAILABLE', retryable: true }
      await expect(vault.listAccounts(user('alice'))).rejects.toMatchObject(away)
      await expect(vault.add(user('bob'), credential(newToken()), CHAT)).rejects.toMatchObject(away)
      await expect(world.open()).rejects.toMatchObject(away)
      await own.restart()
      expect((await vault.open(user('alice'), account.id, 'test', CHAT)).ok).toBe(true)
      expect(await vault.listAccounts(user('bob'))).toEqual([])
      expect(await vault.add(user('bob'), credential(newToken()), CHAT)).toMatchObject({ outcome: 'added' })
    } finally {
      await world.close()
      await own.stop()
    }
  })

  it('that ends a connection in the middle of a transaction costs that transaction only, not the process', async () => {
    const url = await server.createDatabase()
    const { dialect, close } = await openPostgres(url, silentLogger)
    const database = new Kysely<object>({ dialect })
    try {
      const interrupted = database.transaction().execute(async (transaction) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
        await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(database)
        // The connection is lost while no statement of this transaction is under way.
        await new Promise((resolve) => setTimeout(resolve, 200))
        await sql`select 1`.execute(transaction)
      })
      await expect(interrupted).rejects.toThrow()
      expect((await sql<{ one: number }>`select 1 as one`.execute(database)).rows).toEqual([{ one: 1 }])
    } finally {
      await close()
    }
  })

  it('gets ten connections at most, however much is asked at once, and every commit is synced', async () => {
    const url = await server.createDatabase()
    const world = new World(url)
    try {
      const vault = await world.open()
      const count = (): Promise<Record<string, unknown>[]> =>
        world.tamper(
          "select count(*) as open from pg_stat_activity where application_name = 'keyturn' and datname = current_database()",
        )
      const adds = Array.from({ length: 100 }, (_, index) =>
        vault.add(user(`user-${index}`), credential(newToken()), CHAT),
      )
      const [seen] = await count()
      expect((await Promise.all(adds)).every(({ outcome }) => outcome === 'added')).toBe(true)
      // One more is this test's own.
      expect(Number(seen?.['open'])).toBeLessThanOrEqual(11)
      expect(Number((await count())[0]?.['open'])).toBeLessThanOrEqual(11)
      expect(await world.tamper('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
    } finally {
      await world.close()
    }
  })

  it('that acknowledges before it is on disk, by its own default, is told to wait for the disk', async () => {
    const url = await server.createDatabase()
    const { dialect, close } = await openPostgres(url, silentLogger)
    const database = new Kysely<object>({ dialect })
    const name = new URL(url).pathname.slice(1)
    await sql`alter database ${sql.id(name)} set synchronous_commit = off`.execute(database)
    await close()
    const world = new World(url)
    try {
      const vault = await world.open()
      const { rows } = await vault.core.read((own) => sql`show synchronous_commit`.execute(own))
      expect(rows).toEqual([{ synchronous_commit: 'on' }])
    } finally {
      await world.close()
    }
  })

  it('that is told by the address to acknowledge before it is on disk is refused, and nothing is made in it', async () => {
    const url = new URL(await server.createDatabase())
    url.searchParams.set('options', '-c synchronous_commit=off')
    const world = new World(url.href)
    try {
      await expect(world.open()).rejects.toMatchObject({
        code: 'CONFIGURATION_INVALID',
        message: expect.stringMatching(/synchronous_commit=off.*Take the setting out/) as string,
      })
    } finally {
      await world.close()
    }
    url.searchParams.delete('options')
    const plain = new World(url.href)
    expect(await plain.tamper("select to_regclass('vault_meta')::text as found")).toEqual([{ found: null }])
    await plain.close()
  })

  it('is migrated by one account, and opened by another that may make no tables', async () => {
    const url = await server.createDatabase()
    const owner = await openPostgres(url, silentLogger)
    const database = new Kysely<unknown>({ dialect: owner.dialect })
    const role = `limited_${Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex')}`
    const execute = (statement: string) => database.executeQuery(CompiledQuery.raw(statement))
    try {
      const made = await migrate(database, 'postgres', 'vault', VAULT_MIGRATIONS, 0)
      expect(made).toMatchObject({ from: undefined, to: VAULT_MIGRATIONS.at(-1)?.name })
      await execute(`create role ${role} login`)
      await execute('revoke create on schema public from public')
      await execute(`grant select, insert, update, delete on all tables in schema public to ${role}`)
      const limited = new URL(url)
      limited.username = role
      const world = new World(limited.href)
      const vault = await world.open()
      expect(await vault.add(user('alice'), credential(newToken()), CHAT)).toMatchObject({ outcome: 'added' })
      await world.close()
      await execute(`drop owned by ${role}`)
      await execute(`drop role ${role}`)
    } finally {
      await owner.close()
    }
  })
})
