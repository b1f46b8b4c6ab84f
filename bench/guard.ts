/**
 * What the guard costs beside secretlint and beside a bare scan for the same prefixes, and on the worst input we know.
 *
 * All contenders take turns in short rounds on the same messages; each ratio is the median over the rounds, so a machine
 * that slows down slows all of them. A tenth of the messages hold a token, as in the corpora.
 * Over 150 lines: four small measurements that share their report.
 */
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { FAMILIES } from '../src/guard/families/index.ts'
import { createScrubber, findSecrets } from '../src/guard/index.ts'
import { makeCorpus } from '../test/guard/corpus/corpus.ts'
import { worstInputs } from '../test/guard/corpus/adversarial.ts'
import { makeMessages } from '../test/guard/corpus/traffic.ts'
import { scoreCorpus } from '../test/guard/corpus/score.ts'
import type { Figure } from './main.ts'

const ROUNDS = 9
/** Sizes in characters, and how many times faster than secretlint is aimed at. */
const SIZES = [
  { name: '200 B', size: 200, aim: 10, messages: 200 },
  { name: '2 kB', size: 2_000, aim: 5, messages: 60 },
  { name: '100 kB', size: 100_000, aim: 2, messages: 4 },
] as const
const ADVERSARIAL_SIZE = 100_000

type Report = (figure: Figure) => void

/** Measures speed, the worst case, what stays behind, and the shares found on the held-out corpus; some 60 s. */
export async function run(report: Report): Promise<void> {
  for (const { name, size, aim, messages } of SIZES) {
    await compareSpeed(report, name, makeMessages(size, messages, size), aim)
  }
  measureWorst(report)
  await measureRemains(report)
  measureShares(report)
}

async function compareSpeed(
  report: Report,
  name: string,
  messages: readonly string[],
  aim: number,
): Promise<void> {
  const characters = messages.reduce((sum, message) => sum + message.length, 0)
  const prefixes = FAMILIES.map(({ prefix }) => prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const bare = new RegExp([...new Set(prefixes)].join('|'), 'g')
  const config = {
    rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }],
  }
  const ours: number[] = []
  const overSecretlint: number[] = []
  const overBare: number[] = []
  for (let round = 0; round < ROUNDS + 2; round++) {
    const guard = await timed(() => messages.forEach((message) => findSecrets(message)))
    const scan = await timed(() => messages.forEach((message) => message.match(bare)))
    const other = await timed(async () => {
      for (const content of messages) {
        const source = { content, filePath: 'message.txt', ext: '.txt', contentType: 'text' } as const
        await lintSource({ source, options: { config, noPhysicFilePath: true } })
      }
    })
    await clearMeasurements()
    // The first rounds warm up all three.
    if (round < 2) continue
    ours.push(guard)
    overSecretlint.push(other / guard)
    overBare.push(scan / guard)
  }
  const milliseconds = median(ours)
  report(
    figure(`findSecrets, ${name} messages`, characters / milliseconds / 1000, 'MB/s', undefined, 'higher'),
  )
  report(
    figure(
      `findSecrets, a ${name} message`,
      (milliseconds * 1000) / messages.length,
      'µs',
      undefined,
      'lower',
    ),
  )
  report(
    figure(
      `times as fast as secretlint's recommended preset, ${name}`,
      median(overSecretlint),
      '×',
      aim,
      'higher',
    ),
  )
  report(figure(`speed over a bare scan for the prefixes, ${name}`, median(overBare), '×', 0.5, 'higher'))
}

/** The worst input against an ordinary message of the same length that holds what people paste: settings, logs, keys. */
function measureWorst(report: Report): void {
  const [ordinary = ''] = makeMessages(ADVERSARIAL_SIZE, 1, 1)
  const base = least(() => findSecrets(ordinary))
  let worst = { name: '', ratio: 0 }
  for (const [name, text] of Object.entries(worstInputs(ADVERSARIAL_SIZE))) {
    const ratio = least(() => findSecrets(text)) / base
    if (ratio > worst.ratio) worst = { name, ratio }
  }
  report(
    figure(
      `worst adversarial input (${worst.name}) over an ordinary one, 100 kB`,
      worst.ratio,
      '×',
      5,
      'lower',
    ),
  )
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
  pass()
  const before = settledHeap()
  const rounds = 10
  for (let round = 0; round < rounds; round++) pass()
  const grown = Math.max(0, settledHeap() - before)
  await new Promise((resolve) => setImmediate(resolve))
  observer.disconnect()
  report(figure('performance entries left behind', entries, '', 0, 'lower'))
  if (globalThis.gc !== undefined) {
    report(figure('heap left behind by a message', grown / rounds / messages.length, 'B', 64, 'lower'))
  }
}

/** Heap in bytes after collection, where the runtime lets us collect. */
function settledHeap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function measureShares(report: Report): void {
  const score = scoreCorpus(makeCorpus(2_026, 'held-out', 1_000), findSecrets)
  const share = (name: string, value: number, aim: number, better: Figure['better'] = 'higher'): void =>
    report(figure(name, value * 100, '%', aim, better))
  share('taken out: tokens that tell what they are', score.takenOut.A, 99.5)
  share('taken out: values only announced', score.takenOut.B, 90)
  share('taken out: mangled tokens', score.takenOut.C, 92)
  share('false positives on hard negatives', score.falsePositives, 1, 'lower')
  share('right service: tokens that tell what they are', score.service.A, 98)
  share('right service: values only announced', score.service.B, 75)
  share('exactly the value', score.exact, 98)
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

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The least of five timings: what the machine can do when nothing else disturbs it. */
function least(work: () => unknown): number {
  let best = Infinity
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function figure(
  name: string,
  value: number,
  unit: string,
  aim: number | undefined,
  better: Figure['better'],
): Figure {
  return { bench: 'guard', figure: name, value, unit, aim, better }
}
