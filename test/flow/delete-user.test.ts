/** A user is deleted through an open Keyturn: rows, key, state, tool servers, and what somebody kept aside. */
import { DatabaseSync } from '@photostructure/sqlite'
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

/** Tables that name a user, besides the audit, which says that they were deleted. */
const OF_USER = [
  'vault_user_key',
  'vault_credential',
  'vault_attempt',
  'vault_lock',
  'vault_dialogue',
  'vault_connection',
]
const OF_STATE = ['conversations', 'answers', 'waiters', 'tokens']

type Row = Record<string, string | number | Uint8Array | null>

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

function query(name: string, statement: string, ...parameters: Row[string][]): Row[] {
  const database = new DatabaseSync(dataFile(stage, name))
  const rows = database.prepare(statement).all(...parameters)
  database.close()
  return rows as Row[]
}

/** Processes that were given this token in their environment. */
async function childrenWith(token: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((id) => /^\d+$/.test(id))
  const found = await Promise.all(
    ids.map(async (id) => (await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '')).includes(token)),
  )
  return ids.filter((_, index) => found[index])
}

describe('a deleted user', { timeout: 60_000 }, () => {
  it('T-026 leaves no row, key, state or tool server; added again they have a new key, and nothing kept aside opens', async () => {
    const [token, other] = [world.github.issueToken('ranaroussi'), world.github.issueToken('muxi-ai')]
    const { credentials, users } = stage.keyturn
    await credentials.set('GITHUB', { userId: 'alice', value: token })
    await credentials.set('GITHUB', { userId: 'bob', value: other })
    const chat = await stage.chat()
    for (const userId of ['alice', 'bob'])
      expect(await chat('Show my GitHub repositories', { userId })).toContain('- ')
    // A question of alice is open: mark, conversation and saved answer are there.
    await stage.say('Add another GitHub account', { userId: 'alice', conversationId: 'open' })
    const rowsOf = (userId: string): string[] => [
      ...OF_USER.filter(
        (table) => query('vault.db', `select * from ${table} where user_id = ?`, userId).length > 0,
      ),
      ...OF_STATE.filter(
        (table) => query('state.db', `select * from ${table} where user = ?`, Buffer.from(userId)).length > 0,
      ),
    ]
    const before = rowsOf('alice')
    expect(before).toEqual(
      expect.arrayContaining([...OF_USER.slice(0, 3), 'vault_dialogue', 'conversations']),
    )
    expect(await childrenWith(token)).not.toEqual([])
    const [envelope] = query('vault.db', "select * from vault_credential where user_id = 'alice'")
    const [key] = query('vault.db', "select * from vault_user_key where user_id = 'alice'")
    const bobHad = rowsOf('bob')

    expect(await users.delete({ userId: 'alice' })).toEqual({
      removed: 1,
      cleanUp: 'done',
      conversations: 'forgotten',
    })

    expect(rowsOf('alice')).toEqual([])
    expect(rowsOf('bob')).toEqual(bobHad)
    expect(await childrenWith(token)).toEqual([])
    expect(await childrenWith(other)).not.toEqual([])
    expect(await stage.hear('Show my GitHub repositories', { userId: 'alice' })).toMatch(/^I need access/)

    await credentials.set('GITHUB', { userId: 'alice', value: world.github.issueToken('muxi-ai') })
    const [fresh] = query('vault.db', "select * from vault_user_key where user_id = 'alice'")
    expect(fresh?.['wrapped']).not.toEqual(key?.['wrapped'])
    const columns = Object.keys(envelope ?? {})
    const marks = columns.map(() => '?').join(', ')
    const names = columns.map((name) => `"${name}"`).join(', ')
    query(
      'vault.db',
      `insert into vault_credential (${names}) values (${marks})`,
      ...Object.values(envelope ?? {}),
    )
    const list = await credentials.list({ userId: 'alice' })
    expect(list.map(({ identity, status }) => [identity.name, status]).toSorted()).toEqual([
      ['muxi-ai', 'active'],
      ['ranaroussi', 'damaged'],
    ])
    const uses = world.github.requests(token).length
    await chat('Show my GitHub repositories', { userId: 'alice', conversationId: 'after' })
    expect(world.github.requests(token)).toHaveLength(uses)
  })

  it('answers that clean-up is pending while another process reads; the next start does it', async () => {
    await stage.keyturn.credentials.set('GITHUB', {
      userId: 'carol',
      value: world.github.issueToken('ranaroussi'),
    })
    const reader = new DatabaseSync(dataFile(stage, 'vault.db'))
    reader.exec('begin')
    reader.prepare('select count(*) from vault_credential').get()
    expect(await stage.keyturn.users.delete({ userId: 'carol' })).toMatchObject({ cleanUp: 'pending' })
    expect(query('vault.db', 'select id from vault_cleanup')).toHaveLength(1)
    reader.exec('rollback')
    reader.close()
    await stage.restart()
    expect(query('vault.db', 'select id from vault_cleanup')).toEqual([])
  })
})
