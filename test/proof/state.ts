/** Many instances on one Redis and one PostgreSQL, any of which may die at any moment: nothing lost, doubled, or said to the wrong person. */
import { startPostgres } from '../servers/postgres.ts'
import { startRedis } from '../servers/redis.ts'
import type { Prove } from './main.ts'
import { proveFaults } from './state/redis-faults.ts'
import { runOnce, type RunResult } from './state/run.ts'
import type { Ledger, Promised } from './state/ledger.ts'

/** A full and a short proof; the negative control needs only as many turns as show the difference. */
const SIZES = {
  full: {
    users: 200,
    turns: 100_000,
    control: 10_000,
    killEveryMs: 8_000,
    limitMs: 4 * 3_600_000,
    rounds: 50,
  },
  short: { users: 60, turns: 1_500, control: 1_500, killEveryMs: 4_000, limitMs: 25_000, rounds: 0 },
} as const

/** The control ends as soon as it has failed; on a slow machine that takes a while. */
const CONTROL_LIMIT_MS = 120_000

const PROMISES: Readonly<Record<Promised, string>> = {
  crossing: 'nobody works with, or is told of, an account of somebody else',
  lost: 'what was acknowledged is there, with the token that was acknowledged last',
  doubled: 'no request goes on twice, and no account has two rows',
  'other-answer': 'the same message gets the same answer from every process, and the right one',
  lockout: 'no more than max_attempts rejected tokens of a user reach the service in a window',
}

/** Proves it; `main.ts` runs it. */
export const prove: Prove = async ({ isShort, note }, report) => {
  const { users, turns, control, killEveryMs, limitMs, rounds } = isShort ? SIZES.short : SIZES.full
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  try {
    const servers = { postgres, redis }
    const run = await runOnce(servers, { users, turns, hasLease: true, killEveryMs, limitMs }, note)
    note(describe(run))
    const wanted = isShort ? run.turns + run.unanswered : Math.max(turns, run.turns + run.unanswered)
    report({ proof: 'state', promise: 'every turn was answered', tried: wanted, survived: run.turns })
    const kills = run.kills.reduce((sum, count) => sum + count, 0)
    for (const words of run.ownEnds) note(`a process ended by itself: ${words}`)
    report({
      proof: 'state',
      promise: 'a process that was killed comes back, and none ends by itself',
      tried: kills + run.ownEnds.length,
      survived: Math.min(run.restarts, kills) - run.ownEnds.length,
    })
    for (const [promised, promise] of Object.entries(PROMISES) as [Promised, string][]) {
      const tried = run.ledger.tried(promised) + (promised === 'crossing' ? run.calls : 0)
      const broken = run.ledger.broken(promised) + (promised === 'crossing' ? run.crossings : 0)
      report({ proof: 'state', promise, tried, survived: tried - broken })
    }

    const isEnough = (ledger: Ledger): boolean => ledger.broken('doubled') > 0
    const size = { users, turns: control, hasLease: false, killEveryMs, limitMs: CONTROL_LIMIT_MS, isEnough }
    const without = await runOnce(servers, size, note)
    note(`without a lease: ${describe(without)}, ${without.ledger.allBroken} promises broken`)
    const promise = 'the same run without the lease is seen to fail (negative control)'
    report({ proof: 'state', promise, tried: 1, survived: without.ledger.broken('doubled') > 0 ? 1 : 0 })
    // The short form leaves them to test/flow-state.
    if (rounds > 0) await proveFaults(rounds, note, report)
  } finally {
    await Promise.all([postgres.stop(), redis.stop()])
  }
}

function describe({ turns, kills, calls, failures, seconds }: RunResult): string {
  return `${turns} turns in ${seconds.toFixed(0)} s, ${kills.join('+')} kills, ${calls} calls of tools, outages ${failures}`
}
