import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCanary, type Sink } from '../../src/testing/index.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { CHAT, credential, newToken, recordingLogger, sqliteWorlds, user, World } from './world.ts'

/** Makes the database refuse every row of a credential from now on. */
const REFUSALS = {
  sqlite: [
    `create trigger refused_insert before insert on vault_credential begin select raise(abort, 'refused'); end`,
    `create trigger refused_update before update on vault_credential begin select raise(abort, 'refused'); end`,
  ],
  postgres: [
    'alter table vault_credential add constraint refused check (length(account_name) < 0) not valid',
  ],
} as const

/** All that PostgreSQL can be told to write down: every statement, and parameters of any length. */
const LOGGING = [
  `log_statement = 'all'`,
  'log_min_duration_statement = 0',
  'log_parameter_max_length = -1',
  'log_parameter_max_length_on_error = -1',
  `log_error_verbosity = 'verbose'`,
  `log_min_messages = 'debug1'`,
  'logging_collector = on',
  `log_directory = 'statements'`,
]

/** Stores a secret, has the database refuse another and a replacement, and gives all that was thrown and logged. */
async function meetRefusals(
  world: World,
): Promise<{ sinks: Sink[]; canary: ReturnType<typeof createCanary> }> {
  const { logger, lines } = recordingLogger()
  const vault = await world.open({ logger })
  const tokens = [newToken(), newToken(), newToken()] as const
  const canary = createCanary({ shapes: [] })
  tokens.forEach((token, index) => canary.add(`token ${index}`, token, 'test-'))
  canary.add('root key', world.key)
  await vault.add(user('alice'), credential(tokens[0]), CHAT)
  for (const statement of REFUSALS[world.kind]) await world.tamper(statement)
  const thrown: unknown[] = []
  const refused = [
    () => vault.add(user('alice'), credential(tokens[1], 'muxi-ai'), CHAT),
    () => vault.add(user('alice'), credential(tokens[2]), CHAT),
  ]
  for (const add of refused)
    thrown.push(
      await add().then(
        () => 'stored',
        (error: unknown) => error,
      ),
    )
  // A test of nothing finds nothing: both were refused, and by the constraint.
  for (const error of thrown) expect(error).toBeInstanceOf(Error)
  const sinks: Sink[] = [
    { kind: 'text', name: 'log', text: `${lines.join('\n')}\n` },
    ...thrown.flatMap((value, index) => errorSinks(value, `error ${index}`)),
  ]
  return { sinks, canary }
}

/** An error, its message and stack, and each cause of it. */
function errorSinks(error: unknown, name: string): Sink[] {
  if (!(error instanceof Error)) return []
  return [
    { kind: 'object', name, value: error },
    { kind: 'text', name: `${name}: stack`, text: `${error.message}\n${error.stack ?? ''}` },
    ...errorSinks(error.cause, `${name}: cause`),
  ]
}

describe('SQLite', () => {
  it('T-066 a row that the database refuses leaves no secret in log, error, cause, stack or file', async () => {
    const world = await sqliteWorlds()
    onTestFinished(() => world.close())
    const { sinks, canary } = await meetRefusals(world)
    const report = canary.scan([...sinks, { kind: 'folder', path: world.directory }])
    expect(report.findings).toEqual([])
    expect(report.sinks.some(({ name, bytes }) => name.endsWith('vault.db') && bytes > 0)).toBe(true)
  })
})

describe('PostgreSQL that logs all statements and parameters', () => {
  let server: PostgresServer
  let url: string

  beforeAll(async () => {
    // A server of our own, since its settings change and it is started again.
    vi.stubEnv('DATABASE_URL', '')
    server = await startPostgres({ isSynced: false })
    vi.unstubAllEnvs()
    url = await server.createDatabase()
    for (const setting of LOGGING) await ask(url, `alter system set ${setting}`)
    await server.crash()
    await server.restart()
  })

  afterAll(() => server.stop())

  it('T-066 holds no secret in its log after a refused row, and neither does what was thrown', async () => {
    const world = new World(url)
    onTestFinished(() => world.close())
    const { sinks, canary } = await meetRefusals(world)
    const [row] = await ask(url, `select current_setting('data_directory') as path`)
    const folder = join(String(row?.['path']), 'statements')
    const logs = readdirSync(folder).map((name): Sink => ({ kind: 'file', path: join(folder, name) }))
    const { findings } = canary.scan([...sinks, ...logs])
    expect(findings).toEqual([])
    // The log is the one that was asked for: a marker sent as a parameter is in it, in a statement, and so is the refusal.
    const marker = newToken()
    await ask(url, 'select $1::text', [marker])
    canary.add('marker', marker)
    expect(canary.scan(logs).findings).not.toEqual([])
    canary.add('refusal', 'violates check constraint "refused"')
    expect(canary.scan(logs).findings.map(({ secret }) => secret)).toContain('refusal')
  })
})

async function ask(
  url: string,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement, [...parameters])).rows
  } finally {
    await client.end()
  }
}
