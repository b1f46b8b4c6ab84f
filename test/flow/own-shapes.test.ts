/** A formation's own tokens (`credential.shapes`) are as safe as those of the services we know. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { message, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let badges = 0

/** A new badge, good for an account of this name. */
function issueBadge(login: string): string {
  badges += 1
  const badge = ['badge', `q7Rt2Lw9Zx4Kp1Vn8Bs3H${String(badges).padStart(3, '0')}`].join('.')
  stage.local.codes.set(badge, login)
  return badge
}

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
  const folder = join(dirname(stage.formation), 'mcp')
  const door = readFileSync(join(folder, 'door.afs'), 'utf8')
  const badge = door.replaceAll('door', 'badge').replaceAll('DOOR', 'BADGE')
  writeFileSync(
    join(folder, 'badge.afs'),
    badge.replace('credential:', 'credential:\n  shapes: ["badge.[A-Za-z0-9]{24}"]'),
  )
  await stage.restart()
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe("a formation's own token", () => {
  it('T-059 that nobody asked for is taken out unasked, offered under its service, and stored after a yes', async () => {
    const said = { userId: 'stray' }
    const badge = issueBadge('front')
    const outcome = await stage.say(`let me in with ${badge} and open it`, said)
    expect(outcome.history.user).toBe('let me in with [badge token removed] and open it')
    expect(JSON.stringify(outcome)).toMatch(/Badge/)
    expect(await stage.hear('yes', said)).toMatch(/^Successfully added Badge account 'front'/)
    expect(stage.sinks()).not.toContain(badge)
  })

  it('while one is awaited, an ordinary message stays one, and the token in a sentence is taken', async () => {
    const said = { userId: 'awaited' }
    await stage.hear('add my badge account', said)
    expect(await stage.hear('tell me the weather in Paris tomorrow', said)).toBe(
      'PASS: tell me the weather in Paris tomorrow',
    )
    expect(await stage.hear(`sure: ${issueBadge('back')} thanks`, said)).toMatch(
      /^Successfully added Badge account 'back'/,
    )
  })

  it('is never given to another service', async () => {
    const said = { userId: 'other' }
    const badge = issueBadge('side')
    await stage.hear('add my door account', said)
    expect(await stage.hear(badge, said)).toMatch(/Badge/i)
    expect(stage.local.asked).not.toContain(badge)
  })

  it('T-051 another one in a tool’s result or in the agent’s answer is taken out', async () => {
    const said = { userId: 'tools' }
    await stage.keyturn.credentials.set('BADGE', { ...said, value: issueBadge('mine') })
    const foreign = issueBadge('theirs')
    const user = stage.keyturn.user({ ...said, conversationId: 'talk' })
    expect(await user.tool('badge', () => ({ seen: [foreign] }))({})).toEqual({
      seen: ['[badge token removed]'],
    })
    const chat = stage.keyturn.agent(() => `it is ${foreign}`)
    expect((await chat(message('hello', said))).text).toBe('it is [badge token removed]')
  })
})
