/** How long "is it stored already?" takes tells nobody what other users have stored. */
import { afterEach, describe, expect, it } from 'vitest'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { CHAT, World, credential, fieldsOf, newToken, user } from './world.ts'

const EACH = 5_000

/** A sound vault falls below 0.01 once in a hundred times by chance; three times in a row once in a million. */
const TRIES = 3
const LEAST_P = 0.01

let world: World
afterEach(() => world.close())

/** Two kinds of question in turn, the order of each pair drawn at random, so that whatever slows the machine slows both. */
async function compareTimes(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<number> {
  const times: [number[], number[]] = [[], []]
  const measure = async (work: () => Promise<unknown>, kind: 0 | 1): Promise<void> => {
    const start = performance.now()
    await work()
    times[kind].push(performance.now() - start)
  }
  for (let pair = 0; pair < EACH; pair++) {
    if (Math.random() < 0.5) {
      await measure(first, 0)
      await measure(second, 1)
    } else {
      await measure(second, 1)
      await measure(first, 0)
    }
  }
  return rankTest(...times)
}

/** The two-sided p of Mann and Whitney's rank test, by its normal approximation: outliers of a busy machine weigh as ranks only. */
function rankTest(left: readonly number[], right: readonly number[]): number {
  const all = [
    ...left.map((time) => ({ time, isLeft: true })),
    ...right.map((time) => ({ time, isLeft: false })),
  ]
  all.sort((one, other) => one.time - other.time)
  const ranks = all.reduce((sum, { isLeft }, index) => sum + (isLeft ? index + 1 : 0), 0)
  const [m, n] = [left.length, right.length]
  const expected = (m * (m + n + 1)) / 2
  const deviation = Math.sqrt((m * n * (m + n + 1)) / 12)
  return 2 * (1 - normal(Math.abs((ranks - expected) / deviation)))
}

/** The normal distribution up to `z` (Abramowitz and Stegun, 26.2.17: within 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = tail.reduceRight((rest, factor) => (rest + factor) * t, 0)
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

async function setUp(): Promise<{ vault: SqlVault; stored: string; fresh: string }> {
  world = new World()
  const vault = await world.open()
  const [stored, fresh] = [newToken(), newToken()]
  await vault.add(user('alice'), credential(stored), CHAT)
  await vault.add(user('bob'), credential(newToken(), 'bob'), CHAT)
  return { vault, stored, fresh }
}

describe('the time a duplicate takes', { timeout: 120_000 }, () => {
  it('T-021 is the same for a secret that another user has stored and for one that nobody has', async () => {
    const { vault, stored, fresh } = await setUp()
    const ask = (token: string) => () => vault.findDuplicate(user('bob'), 'github', fieldsOf(token))
    const found: number[] = []
    while (found.length < TRIES && !found.some((p) => p > LEAST_P))
      found.push(await compareTimes(ask(stored), ask(fresh)))
    expect(Math.max(...found), `told apart ${TRIES} times: p = ${found.join(', ')}`).toBeGreaterThan(LEAST_P)
  })

  it("T-021 is told apart where it differs: one's own duplicate, and an oracle planted across users", async () => {
    const { vault, stored, fresh } = await setUp()
    const own = (token: string) => () => vault.findDuplicate(user('alice'), 'github', fieldsOf(token))
    expect(await compareTimes(own(stored), own(fresh))).toBeLessThan(LEAST_P)
    // What a store with one index over all users would do: look at the row it has found.
    const leaky = (token: string) => async () => {
      await vault.findDuplicate(user('bob'), 'github', fieldsOf(token))
      if (token === stored) await vault.findDuplicate(user('alice'), 'github', fieldsOf(token))
    }
    expect(await compareTimes(leaky(stored), leaky(fresh))).toBeLessThan(LEAST_P)
  })
})
