/**
 * What the guard costs beside secretlint and beside a bare scan for the same prefixes, and on the worst input we know.
 *
 * All contenders take turns in short rounds on the same messages, each is warm before it is timed, and each ratio is the
 * median over the rounds of one run: a machine that slows down slows all of them. A tenth of the messages hold a token,
 * as in the corpora.
 */
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { FAMILIES } from '../src/guard/families/index.ts'
import { createScrubber, findSecrets } from '../src/guard/index.ts'
import { makeCorpus } from '../test/guard/corpus/corpus.ts'
import { makeMessages } from '../test/guard/corpus/traffic.ts'
import { scoreCorpus } from '../test/guard/corpus/score.ts'
import { measureWorst } from './guard/worst.ts'
import { figureOf, inTurns, median } from './guard/turns.ts'
import type { Figure } from './main.ts'

/** Sizes in characters, and how many times faster than secretlint is aimed at. */
const SIZES = [
  { name: '200 B', size: 200, aim: 25, messages: 200 },
  { name: '2 kB', size: 2_000, aim: 8, messages: 60 },
  { name: '100 kB', size: 100_000, aim: 3, messages: 6 },
] as const

type Report = (figure: Figure) => void

/** Measures speed, the worst case, what stays behind, and the shares found on the held-out corpus; under a minute. */
export async function run(report: Report): Promise<void> {
  for (const { name, size, aim, messages } of SIZES) {
    await compareSpeed(report, name, makeMessages(size, messages, size), aim)
  }
  await measureWorst(report)
  await measureRemains(report)
  measureShares(report)
}

async function compareSpeed(
  report: Report,
  name: string,
  drawn: readonly string[],
  aim: number,
): Promise<void> {
  // As they come off a socket: each one piece of memory, no slices of a longer text.
  const messages = drawn.map((message) => Buffer.from(message).toString())
  const characters = messages.reduce((sum, message) => sum + message.length, 0)
  const prefixes = FAMILIES.map(({ prefix }) => prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const bare = new RegExp([...new Set(prefixes)].join('|'), 'g')
  let hits = 0
  const rounds = await inTurns(
    {
      guard: () => messages.forEach((message) => findSecrets(message)),
      bare: () => messages.forEach((message) => (hits += message.match(bare)?.length ?? 0)),
      secretlint: () => lintAll(messages),
    },
    clearMeasurements,
  )
  const milliseconds = median(rounds.map(({ guard }) => guard))
  const tell = (
    figure: string,
    value: number,
    unit: string,
    wanted: number | undefined,
    better: Figure['better'],
  ) => report(figureOf(figure, value, unit, wanted, better))
  tell(`findSecrets, ${name} messages`, characters / milliseconds / 1000, 'MB/s', undefined, 'higher')
  tell(`findSecrets, a ${name} message`, (milliseconds * 1000) / messages.length, 'µs', undefined, 'lower')
  const overSecretlint = median(rounds.map(({ guard, secretlint }) => secretlint / guard))
  tell(`times as fast as secretlint's recommended preset, ${name}`, overSecretlint, '×', aim, 'higher')
  const overBare = median(rounds.map(({ guard, bare: scan }) => scan / guard))
  tell(`speed over a bare scan for the prefixes, ${name}`, overBare, '×', 0.7, 'higher')
  if (hits === 0) throw new Error('The bare scan found none of the prefixes: nothing was compared.')
}

async function lintAll(messages: readonly string[]): Promise<void> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }]
  for (const content of messages) {
    const source = { content, filePath: 'message.txt', ext: '.txt', contentType: 'text' } as const
    await lintSource({ source, options: { config: { rules }, noPhysicFilePath: true } })
  }
}

/**
 * Secretlint measures itself when the loop turns next, and looks through all it ever kept for each mark: without this
 * it would get slower from round to round. None of it is in its time.
 */
async function clearMeasurements(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  const kept = [await secretLintProfiler.getEntries(), await secretLintProfiler.getMeasures()]
  for (const entries of kept) entries.length = 0
  performance.clearMarks()
  performance.clearMeasures()
}

/** What a message leaves behind: performance entries, and heap over many messages. */
async function measureRemains(report: Report): Promise<void> {
  let entries = 0
  const observer = new PerformanceObserver((list) => (entries += list.getEntries().length))
  observer.observe({ entryTypes: ['mark', 'measure'] })
  const messages = makeMessages(2_000, 200, 3)
  const scrubber = createScrubber([])
  const pass = (): void => {
    for (const message of messages) scrubber.text(message)
  }
  for (let warm = 0; warm < 5; warm++) pass()
  const collect = collector()
  const before = heapAfter(collect)
  const rounds = 20
  for (let round = 0; round < rounds; round++) pass()
  const grown = Math.max(0, heapAfter(collect) - before)
  await new Promise((resolve) => setImmediate(resolve))
  observer.disconnect()
  report(figureOf('performance entries left behind', entries, '', 0, 'lower'))
  report(figureOf('heap left behind by a message', grown / rounds / messages.length, 'B', 64, 'lower'))
}

/** The engine's own collector, which is hidden unless asked for. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** Heap in use, in bytes, when all that nobody holds is gone. */
function heapAfter(collect: () => void): number {
  for (let round = 0; round < 3; round++) collect()
  return process.memoryUsage().heapUsed
}

function measureShares(report: Report): void {
  const score = scoreCorpus(makeCorpus(2_026, 'held-out', 1_000), findSecrets)
  const share = (name: string, value: number, aim: number, better: Figure['better'] = 'higher'): void =>
    report(figureOf(name, value * 100, '%', aim, better))
  share('taken out: tokens that tell what they are', score.takenOut.A, 99.7)
  share('taken out: values only announced', score.takenOut.B, 97)
  share('taken out: mangled tokens', score.takenOut.C, 93)
  share('false positives on hard negatives', score.falsePositives, 0.5, 'lower')
  share('right service: tokens that tell what they are', score.service.A, 98)
  share('right service: values only announced', score.service.B, 75)
  share('exactly the value', score.exact, 98.5)
}
