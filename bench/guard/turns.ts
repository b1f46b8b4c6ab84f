/** Times several contenders in turns, so that whatever else the machine does falls on all of them alike. */
import { performance } from 'node:perf_hooks'
import type { Figure } from '../main.ts'

/** Rounds that are timed, and how long each contender runs before them and at least in each, in milliseconds. */
const ROUNDS = 15
const WARM_MS = 300
const ROUND_MS = 12

type Work = () => unknown

/** The time of each contender for one pass, in milliseconds, round by round; `between` runs after each, untimed. */
export async function inTurns<Name extends string>(
  contenders: Readonly<Record<Name, Work>>,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Record<Name, number>[]> {
  const names = Object.keys(contenders) as Name[]
  for (const name of names) await timed(contenders[name], WARM_MS, between)
  const rounds: Record<Name, number>[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times: Partial<Record<Name, number>> = {}
    for (const name of names) times[name] = await timed(contenders[name], ROUND_MS, between)
    rounds.push(times as Record<Name, number>)
  }
  return rounds
}

/** The least time of one pass, in milliseconds, over as many passes as fit into `leastMs`; one at least. */
async function timed(work: Work, leastMs: number, between: () => Promise<void>): Promise<number> {
  let best = Infinity
  for (let spent = 0; spent < leastMs;) {
    const start = performance.now()
    await work()
    const took = performance.now() - start
    await between()
    spent += took
    best = Math.min(best, took)
  }
  return best
}

/** The middle of the values, not sorted before. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** A figure of the guard's bench. */
export function figureOf(
  name: string,
  value: number,
  unit: string,
  aim: number | undefined,
  better: Figure['better'],
): Figure {
  return { bench: 'guard', figure: name, value, unit, aim, better }
}
