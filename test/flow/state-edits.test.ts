/** T-130 on SQLite: who writes to the file of conversations, or puts back an older copy of it, gains nothing either. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

type Row = Record<string, unknown>

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

async function open() {
  const { DatabaseSync } = await import('@photostructure/sqlite')
  return new DatabaseSync(dataFile(stage, 'state.db'))
}

/** The row of a user's conversation. */
async function take(userId: string): Promise<Row> {
  const database = await open()
  const row = database.prepare('select * from conversations where user = ?').get(Buffer.from(userId)) as Row
  database.close()
  return row
}

/** Writes a row back, whole but for what is changed in it. */
async function putBack(row: Row, change: Row = {}): Promise<void> {
  const database = await open()
  const next = { ...row, ...change }
  const columns = Object.keys(next)
  database
    .prepare(
      `insert or replace into conversations (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    .run(...(Object.values(next) as never[]))
  database.close()
}

const give = (userId: string, login: string) =>
  stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken(login) })

async function use(userId: string): Promise<string> {
  const user = stage.keyturn.user({ userId, conversationId: 'talk' })
  try {
    const response = await user.fetch('github')('https://api.github.com/user')
    return ((await response.json()) as { login: string }).login
  } catch (error) {
    return String((error as { code?: unknown }).code)
  }
}

describe('T-130 a row of the file of conversations', () => {
  it('that is older, altered, or somebody else’s chooses no account', async () => {
    for (const userId of ['row-a', 'row-b'])
      for (const login of ['ranaroussi', 'muxi-ai']) await give(userId, login)
    await stage.hear('use ranaroussi', { userId: 'row-a' })
    const older = await take('row-a')
    await stage.hear('use muxi-ai', { userId: 'row-a' })
    const now = await take('row-a')
    expect(await use('row-a')).toBe('muxi-ai')
    await stage.hear('use ranaroussi', { userId: 'row-b' })
    const theirs = await take('row-b')
    for (const change of [
      older,
      { ...older, version: now['version'] },
      { record: theirs['record'] },
      { record: Buffer.from('{"machineVersion":1}') },
      { record: Buffer.from(String(now['record']).slice(0, -1)) },
    ]) {
      await putBack(now, change)
      expect(await use('row-a')).toBe('ACCOUNT_REQUIRED')
    }
    await putBack(now)
    expect(await use('row-a')).toBe('muxi-ai')
  })

  it('that is put back after "no" stores no secret, and one after "no" to a removal removes nothing', async () => {
    const userId = 'row-no'
    const secret = world.github.issueToken('ranaroussi')
    expect(await stage.hear(`see ${secret}`, { userId })).toMatch(/\(yes or no\)$/)
    const offered = await take(userId)
    await stage.hear('no', { userId })
    const until = Date.now() + 3_600_000
    await putBack(offered, { pending_until: until, expires_at: until })
    expect(await stage.hear('yes', { userId })).toBe('PASS: yes')
    expect(await stage.keyturn.credentials.list({ userId })).toEqual([])
    await give(userId, 'ranaroussi')
    await stage.hear('Remove my GitHub account', { userId })
    const removing = await take(userId)
    await stage.hear('no', { userId })
    await putBack(removing)
    expect(await stage.hear('yes', { userId })).toBe('PASS: yes')
    expect(await stage.keyturn.credentials.list({ userId })).toHaveLength(1)
  })

  it('holds no account, label, question or choice that could be read', async () => {
    const userId = 'row-secret'
    await give(userId, 'ranaroussi')
    await stage.hear('rename ranaroussi to canary-label', { userId })
    await give(userId, 'muxi-ai')
    expect(await stage.hear('Show my GitHub repositories', { userId })).toContain('canary-label')
    const row = Object.values(await take(userId)).map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
    )
    expect(row.join('\n')).not.toMatch(/canary-label|ranaroussi|muxi-ai|question|chosen|repositories/)
  })
})
