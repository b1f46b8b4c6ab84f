/** A turn that waits long for a service keeps its conversation: the lease is renewed before it ends (30 s). */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { createPrincipal } from '../../src/principal.ts'
import { openSqliteState } from '../../src/state/sqlite/state.ts'
import { dataFile, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const STEP_MS = 5_000

let world: World
let stage: Stage
let arrived: () => void
let answer: () => void
const isAsked = new Promise<void>((resolve) => (arrived = resolve))
const isAnswered = new Promise<void>((resolve) => (answer = resolve))

beforeAll(async () => {
  // Only what renews is moved by hand; everything else goes by the real clock.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  world = await startWorld()
  stage = await openStage(world, {
    keyturn: {
      fetch: async (input, init) => {
        arrived()
        await isAnswered
        return world.fetch(input, init)
      },
    },
  })
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  await stage.close()
  await world.close()
})

it('a check of 40 seconds keeps its lease: nobody else gets the conversation, and what it came to is saved', async () => {
  const said = { userId: 'waits', messageId: 'the-token' }
  await stage.hear('Show my GitHub repositories', { userId: 'waits' })
  const told = stage.hear(world.github.issueToken('ranaroussi'), said)
  await isAsked
  let passedMs = 0
  const other = await openSqliteState({
    path: dataFile(stage, 'state.db'),
    clock: { now: () => Date.now() + passedMs },
  })
  const key = { principal: createPrincipal(stage.keyturn.formation.id, 'waits'), conversation: 'talk' }
  while (passedMs < 40_000) {
    stage.advance(STEP_MS)
    passedMs += STEP_MS
    await vi.advanceTimersByTimeAsync(STEP_MS)
    // What was set off by the timer is a transaction of the state file.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await other.claim(key, undefined)).kind, `after ${passedMs} ms`).toBe('busy')
  }
  answer()
  expect(await told).toMatch(
    /^Successfully added GitHub account 'ranaroussi'\nRESUME: Show my GitHub repositories$/,
  )
  expect((await other.read(key, 'the-token')).answer).toBeDefined()
  expect((await other.claim(key, undefined)).kind).toBe('claimed')
  await other.close()
})
