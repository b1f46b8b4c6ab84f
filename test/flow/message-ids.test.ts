/**
 * The same message is answered once, in the order messages came, and a lost place in the dialogue turns no secret into chat.
 */
import { rmSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** Loses the state between two turns, as a crash or a flushed store does. */
async function loseState(): Promise<void> {
  await stage.keyturn.close()
  for (const end of ['', '-wal', '-shm']) rmSync(dataFile(stage, `state.db${end}`), { force: true })
  await stage.restart()
}

describe('the same message id', () => {
  it('T-070 gives the same answer, one row, one check', async () => {
    const said = { userId: 't70', messageId: 'same' }
    const token = world.github.issueToken('ranaroussi')
    const first = await stage.say(`Add my GitHub token ${token}`, said)
    expect(await stage.say(`Add my GitHub token ${token}`, said)).toEqual(first)
    await stage.restart()
    expect(await stage.say(`Add my GitHub token ${token}`, said)).toEqual(first)
    expect(world.github.requests(token)).toHaveLength(1)
    expect(await stage.keyturn.credentials.list(said)).toHaveLength(1)
  })

  it('T-070 fifty times at once is one check', async () => {
    const said = { userId: 't70-b', messageId: 'same' }
    const token = world.github.issueToken('ranaroussi')
    const all = await Promise.all(
      Array.from({ length: 50 }, () => stage.hear(`Add my GitHub token ${token}`, said)),
    )
    expect(new Set(all)).toEqual(new Set(["Successfully added GitHub account 'ranaroussi'"]))
    expect(world.github.requests(token)).toHaveLength(1)
  })

  it('T-071 the same text under another id is a duplicate', async () => {
    const token = world.github.issueToken('ranaroussi')
    await stage.hear(`Add my GitHub token ${token}`, { userId: 't71' })
    expect(await stage.hear(`Add my GitHub token ${token}`, { userId: 't71' })).toBe(
      "That GitHub token is already stored in your account. You're all set!",
    )
  })

  it('T-072 of another user or conversation is not served the first answer', async () => {
    await stage.hear('Show my GitHub repositories', { userId: 't72', messageId: 'mine' })
    expect(await stage.hear('hello', { userId: 't72-b', messageId: 'mine' })).toBe('PASS: hello')
    expect(await stage.hear('hello', { userId: 't72', conversationId: 'b', messageId: 'mine' })).toBe(
      'PASS: hello',
    )
  })

  it('a resume that comes again says so, and the agent runs once', async () => {
    const said = { userId: 'again' }
    await stage.hear('Show my GitHub repositories', said)
    const token = world.github.issueToken('ranaroussi')
    const first = await stage.say(token, { ...said, messageId: 'paste' })
    expect(first).toMatchObject({ kind: 'resume' })
    expect(first).not.toHaveProperty('redelivered')
    expect(await stage.say(token, { ...said, messageId: 'paste' })).toEqual({ ...first, redelivered: true })
    let runs = 0
    const chat = stage.keyturn.agent(() => `ran ${(runs += 1)}`)
    const turn = {
      ...said,
      conversationId: 'talk',
      messageId: 'paste',
      text: token,
      transport: 'terminal',
    } as const
    expect((await chat(turn)).text).toMatch(/already on it/)
    expect(runs).toBe(0)
  })
})

describe('order', () => {
  it('T-073 a wish and its token a moment apart end well in either order', async () => {
    for (const turned of [false, true]) {
      const said = { userId: `t73-${turned}` }
      const token = world.github.issueToken('ranaroussi')
      const texts = ['add my GitHub account', token]
      await Promise.all((turned ? texts.toReversed() : texts).map((text) => stage.hear(text, said)))
      if (turned) await stage.hear('yes', said)
      expect(await stage.keyturn.credentials.list(said)).toHaveLength(1)
      expect(stage.sinks()).not.toContain(token)
    }
  })

  it('T-076 of two answers at once one is used and the other is an ordinary message', async () => {
    const said = { userId: 't76' }
    for (const login of ['ranaroussi', 'muxi-ai'])
      await stage.keyturn.credentials.set('GITHUB', { ...said, value: world.github.issueToken(login) })
    await stage.hear('Show my GitHub PRs', said)
    const both = await Promise.all(['1', '2'].map((text) => stage.say(text, said)))
    expect(both.map(({ kind }) => kind)).toEqual(['resume', 'pass'])
  })

  it('a dialogue goes on after a restart', async () => {
    const said = { userId: 'restart' }
    await stage.hear('Show my GitHub repositories', said)
    await stage.restart()
    expect(await stage.hear(world.github.issueToken('ranaroussi'), said)).toMatch(
      /RESUME: Show my GitHub repositories$/,
    )
  })
})

describe('a lost or expired place', () => {
  it('T-059 a token that comes after the state was lost is held back and offered', async () => {
    const said = { userId: 'lost' }
    const token = world.github.issueToken('ranaroussi')
    await stage.hear('Show my GitHub repositories', said)
    await loseState()
    expect(await stage.hear(token, said)).toMatch(/Should I add it to your accounts/)
    expect(await stage.hear('yes', said)).toMatch(/^Successfully added/)
    expect(stage.sinks()).not.toContain(token)
  })

  it('T-061 a password that comes after the state was lost is held back', async () => {
    const said = { userId: 'lost-door' }
    await stage.hear('add my door account', said)
    await loseState()
    const outcome = await stage.say('hunter2', said)
    expect(outcome.kind).toBe('reply')
    expect(JSON.stringify(outcome)).not.toContain('hunter2')
  })

  it('T-061 nobody can say which field it was: then it is only held back', async () => {
    const said = { userId: 'lost-crm' }
    await stage.hear('add my crm account', said)
    await stage.hear('bob', said)
    await loseState()
    expect(await stage.hear('hunter2', said)).toMatch(/^I lost my place/)
    expect(stage.sinks()).not.toContain('hunter2')
    stage.local.people.set('bob', 'hunter2')
    for (const text of ['add my crm account', 'bob']) await stage.hear(text, said)
    expect(await stage.hear('hunter2', said)).toBe("Successfully added Crm account 'bob'")
  })

  it('a paste after the time to answer has run out is not shown to the model', async () => {
    const own = await openStage(world, { local: true })
    await own.hear('add my door account')
    own.advance(11 * 60_000)
    expect((await own.say('hunter2')).kind).toBe('reply')
    expect(await own.hear('cancel')).not.toContain('hunter2')
    expect(await own.hear('show my calendar')).toBe('PASS: show my calendar')
    await own.close()
  })

  it('T-078 a record that was tampered with is a fresh start, once, and leaves a trace in the audit', async () => {
    // A record is sealed as a whole, so nobody who edits it knows what it says.
    const tampered: ((record: string, other: string) => string | Uint8Array)[] = [
      () => '',
      () => 'null',
      () => '{}',
      () => '{"machineVersion":1,"kept":{"question":"secret"}}',
      () => JSON.stringify({ machineVersion: 1, kept: { chosen: 'x'.repeat(16 * 1024) } }),
      () => '{"__proto__":{"question":"secret"}}',
      (record) => `${record}A`,
      (record) => record.slice(0, -1),
      (record) => record.slice(0, 40),
      (record) => (record.startsWith('S') ? 'T' : 'S') + record.slice(1),
      (record) => record.slice(0, 60) + (record[60] === 'A' ? 'B' : 'A') + record.slice(61),
      (_record, other) => other,
      (record) => Buffer.from(record, 'base64url'),
    ]
    const people = tampered.map((_, index) => ({ userId: `t78-${index}` }))
    for (const said of people) await stage.hear('Show my GitHub repositories', said)
    await stage.keyturn.close()
    const database = new DatabaseSync(dataFile(stage, 'state.db'))
    const table = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%record%'")
      .get() as { name: string }
    const rows = database
      .prepare(`SELECT rowid, record FROM "${table.name}" WHERE record IS NOT NULL ORDER BY rowid`)
      .all() as { rowid: number; record: Uint8Array | string }[]
    const [anyOther] = rows.slice(-tampered.length - 1)
    for (const [index, { rowid, record }] of rows.slice(-tampered.length).entries()) {
      const text = Buffer.from(record).toString()
      const other = tampered[index]?.(text, Buffer.from(anyOther?.record ?? '').toString()) ?? ''
      expect(other).not.toBe(text)
      database.prepare(`UPDATE "${table.name}" SET record = ? WHERE rowid = ?`).run(Buffer.from(other), rowid)
    }
    database.close()
    await stage.restart()
    for (const said of people) {
      expect(await stage.hear('show my calendar', said)).toBe('PASS: show my calendar')
      expect(await stage.hear('Show my GitHub repositories', said)).toMatch(/Please provide/)
    }
    const vault = new DatabaseSync(dataFile(stage, 'vault.db'))
    const audited = vault
      .prepare("SELECT user_id FROM vault_audit WHERE act = 'state.quarantined' AND outcome = 'discarded'")
      .all() as { user_id: string }[]
    vault.close()
    expect(audited.map((entry) => entry.user_id)).toEqual(people.map(({ userId }) => userId))
  })
})
