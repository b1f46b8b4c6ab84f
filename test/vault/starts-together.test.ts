/** Ten of a kind start at once on an empty database: one makes the schema, the others find it, and all of them work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openKeyturn } from '../../src/index.ts'
import { VAULT_MIGRATIONS } from '../../src/vault/schema.ts'
import { keyturn } from '../cli/command-line.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { newKey } from './world.ts'

const INSTANCES = 10
const TIMEOUT_MS = 180_000
const STEPS = VAULT_MIGRATIONS.map(({ name }) => ({ subject: 'vault', name }))

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres({ isSynced: false })
})
afterAll(() => server.stop())

describe.each(['SQLite', 'PostgreSQL'] as const)('ten at once on an empty %s', (kind) => {
  let folder: string
  let databaseUrl: string | undefined
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keyturn-together-'))
    const key = '    key: "${{ secrets.CREDENTIAL_KEY }}"'
    const block = ['user_credentials:', '  encryption:', '    iterations: 100000', key]
    writeFileSync(join(folder, 'formation.afs'), ['id: together', ...block, ''].join('\n'))
    databaseUrl = kind === 'PostgreSQL' ? await server.createDatabase() : undefined
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('keyturn migrate: one makes the tables, nine find them', { timeout: TIMEOUT_MS }, async () => {
    const environment = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    const runs = await Promise.all(
      Array.from({ length: INSTANCES }, () =>
        keyturn(['migrate', folder, '--json'], { environment, hook: false }),
      ),
    )
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(Array(INSTANCES).fill([0, '']))
    const applied = runs.map(({ stdout }) => (JSON.parse(stdout) as { applied: string[] }).applied)
    expect(applied.filter((steps) => steps.length > 0)).toEqual([VAULT_MIGRATIONS.map(({ name }) => name)])
    expect(await steps()).toEqual(STEPS)
  })

  it('openKeyturn: all are open on one vault with one key', { timeout: TIMEOUT_MS }, async () => {
    const choices = {
      formation: join(folder, 'formation.afs'),
      databaseUrl: databaseUrl ?? (false as const),
      redisUrl: false as const,
      secrets: { CREDENTIAL_KEY: newKey() },
    }
    const opened = await Promise.all(Array.from({ length: INSTANCES }, () => openKeyturn(choices)))
    try {
      const lists = opened.map((each, index) => each.credentials.list({ userId: `user-${index}` }))
      expect(await Promise.all(lists)).toEqual(Array(INSTANCES).fill([]))
    } finally {
      await Promise.all(opened.map((each) => each.close()))
    }
    expect(await steps()).toEqual(STEPS)
    expect(await query('select state from vault_root_key')).toEqual([{ state: 'primary' }])
    expect(await query("select act from vault_audit where user_id = ''")).toEqual([{ act: 'key' }])
  })

  function steps(): Promise<unknown[]> {
    return query("select subject, name from keyturn_migration where subject = 'vault' order by name")
  }

  async function query(statement: string): Promise<unknown[]> {
    if (databaseUrl === undefined) {
      const file = new DatabaseSync(join(folder, '.keyturn', 'vault.db'), { readOnly: true })
      try {
        return file
          .prepare(statement)
          .all()
          .map((row) => ({ ...(row as object) }))
      } finally {
        file.close()
      }
    }
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(statement)
    await client.end()
    return rows
  }
})
