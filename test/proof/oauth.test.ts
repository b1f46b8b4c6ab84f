/** Kills a process at every moment of a renewal: what is left goes on, or its owner is told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRenewals } from '../../src/oauth/renewals.ts'
import { silentLogger } from '../../src/ports.ts'
import { openState } from '../../src/state/open-state.ts'
import { testClient } from '../oauth/fixtures.ts'
import { runRenewing, storeEnded } from '../oauth/renewing.ts'
import { type RotatingServer, startRotating } from '../oauth/rotating-server.ts'
import { programPath } from '../programs.ts'
import { CHAT, user, World } from '../vault/world.ts'

/** More than the lease of one who was killed. Milliseconds. */
const LATER_MS = 31_000

/** How long after it began at most a process is killed at a random time: about what a renewal takes here. Milliseconds. */
const RANDOM_MS = 60

/** So often at most: some are through before they are killed. */
const MOST_RANDOM = 80

/** What is left of a grant whose renewal was killed. */
interface Left {
  readonly moment: number
  readonly outcome: string
  readonly status: string
  readonly issued: number
  readonly isAlive: boolean
}

describe.each([
  {
    of: 'every moment',
    kind: 'gives a lost answer again',
    graceMs: 600_000,
    step: 1,
    least: 50,
  },
  // Where it dies is the same, and what is left of it is told apart by a few.
  { of: 'moments', kind: 'takes a refresh token once', graceMs: 0, step: 4, least: 12 },
])('T-105 kill -9 at $of of a renewal at a service that $kind', ({ graceMs, step, least }) => {
  let server: RotatingServer
  let world: World
  beforeAll(async () => {
    server = await startRotating({ graceMs, delayMs: 20 })
  })
  beforeEach(() => {
    world = new World()
  })
  afterEach(() => world.close())
  afterAll(() => server.stop())

  const renewKilled = async (moment: number, killAfterMs?: number): Promise<Left | undefined> => {
    const userId = `user-${moment}`
    const account = await storeEnded(world, server, userId)
    const program = programPath('renewingProcess')
    const { directory, key } = world
    const given = { directory, key, userId, accountId: account.id, origin: server.origin }
    const run = await runRenewing(program, { ...given, uses: 1, hasLease: true, killAt: moment }, killAfterMs)
    if (run !== undefined) return undefined
    const issued = server.issued()
    const clock = { now: () => Date.now() + LATER_MS }
    const vault = await world.open({ clock })
    const state = await openState({ path: `${directory}/.keyturn/state.db`, clock })
    const client = { ...testClient(server.origin), clock }
    const parts = { vault, flights: state.flights, clientOf: () => client, clock, logger: silentLogger }
    const [before] = await vault.listAccounts(user(userId), 'acme')
    if (before === undefined) throw new Error('The account is gone.')
    const renewals = createRenewals(parts)
    const outcome = await renewals.renew({
      principal: user(userId),
      account: before,
      context: CHAT,
      waits: true,
    })
    const [after] = await vault.listAccounts(user(userId), 'acme')
    await state.close()
    await vault.close()
    return { moment, outcome: outcome.kind, status: after?.status ?? '', issued, isAlive: server.isAlive() }
  }

  it('loses no grant', async () => {
    const left: Left[] = []
    for (let moment = 1; ; moment += step) {
      const one = await renewKilled(moment)
      if (one === undefined) break
      left.push(one)
    }
    // And at any time between them.
    for (let more = 0; left.length < least && more < MOST_RANDOM; more++) {
      const one = await renewKilled(-1 - more, Math.random() * RANDOM_MS)
      if (one !== undefined) left.push(one)
    }
    expect(left.length).toBeGreaterThanOrEqual(least)
    const asked = left.filter(({ outcome }) => outcome === 'ended')
    const goesOn = left.filter(({ outcome }) => outcome === 'renewed')
    expect(asked.length + goesOn.length).toBe(left.length)
    expect(goesOn.every(({ status, isAlive }) => status === 'active' && isAlive)).toBe(true)
    // A new pair that the killed process alone had seen is nowhere else: its owner is told, and asked once.
    expect(asked.every(({ status, issued }) => status === 'rejected' && issued === 1)).toBe(true)
    if (graceMs > 0) expect(asked).toEqual([])
  }, 900_000)
})
