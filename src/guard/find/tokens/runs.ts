/** Looks at long unbroken runs: forms without a prefix, and base64 or hex that hides a secret. */
import { ALNUM, isOf, WIDE } from '../text/characters.ts'
import type { Units } from '../literals/compare.ts'
import { isPlaceholderBody } from '../value/placeholder.ts'
import type { Candidate } from './token.ts'
import { rewrap, unwrap } from '../text/unwrap.ts'

/** The shortest run worth a look, in characters. */
const SHORTEST = 28
/** The longest run that is decoded: larger ones are pictures and archives. */
const LONGEST_DECODED = 8192

/** One long run of token characters, colons, slashes and bars. */
export interface Run {
  readonly start: number
  readonly end: number
}

/** Every run of 28 characters or more. Looks at every 28th character first, so that prose costs next to nothing. */
export function longRuns(units: Units): Run[] {
  const runs: Run[] = []
  let at = 0
  while (at + SHORTEST <= units.length) {
    let back = at + SHORTEST - 1
    while (back >= at && isRunUnit(units[back] as number)) back--
    if (back >= at) {
      at = back + 1
      continue
    }
    let end = at + SHORTEST
    while (end < units.length && isRunUnit(units[end] as number)) end++
    runs.push({ start: at, end })
    at = end + 1
  }
  return runs
}

const RUN_UNITS = Uint8Array.from({ length: 128 }, (_, unit) =>
  isOf(String.fromCharCode(unit), 0, WIDE) || unit === 58 ? 1 : 0,
)

function isRunUnit(unit: number): boolean {
  return unit < 128 && RUN_UNITS[unit] === 1
}

/** Bot token: base64 of the id, six characters, 27 to 38 (docs.discord.com: reference). */
const DISCORD = /(?:^|[^\w-])([MNO][A-Za-z\d]{22,27}\.[\w-]{6}\.[\w-]{27,40})(?![\w-])/g
/** Version or user, an id, perhaps another, a colon, 32 hex digits (developers.asana.com: personal access token). */
const ASANA = /(?:^|[^A-Za-z0-9/]|\\[nrt])([0-2]\/\d{10,20}(?:\/\d{10,20})?:[0-9a-f]{32})(?![0-9A-Za-z])/g

/** Tokens without a literal in them, in one run. */
export function readRun(text: string, run: Run): Candidate[] {
  const slice = text.slice(Math.max(0, run.start - 1), run.end)
  const offset = Math.max(0, run.start - 1)
  const found: Candidate[] = []
  if (slice.length > 2048 || !(slice.includes('.') || slice.includes(':'))) return found
  for (const [pattern, service] of [
    [DISCORD, 'discord'],
    [ASANA, 'asana'],
  ] as const) {
    pattern.lastIndex = 0
    for (const match of slice.matchAll(pattern)) {
      const value = match[1] ?? ''
      if (isPlaceholderBody(value) || (service === 'discord' && !isDiscordId(value))) continue
      const start = offset + match.index + match[0].indexOf(value)
      found.push({
        start,
        end: start + value.length,
        value,
        service,
        kind: 'token',
        certainty: 'shape',
        weight: 1,
        rule: `the form of ${service}'s tokens`,
      })
    }
  }
  return found
}

/** A part of such a token, at one end of a line. */
const PART = /[MNO][A-Za-z\d]{5,27}\.|\.[\w-]{6}\.[\w-]|[0-2]\/\d{10}|\d{5}:[0-9a-f]{6}/
const LONGEST_PART = 200

/** Tokens without a literal in them, one line of which is a run. */
export function readWrapped(text: string, run: Run): Candidate[] {
  if (run.end - run.start > LONGEST_PART || !isAtLineEnd(text, run)) return []
  if (!PART.test(text.slice(run.start, run.end))) return []
  const place = unwrap(text, run.start, { behind: run.end - run.start + 96 })
  if (place === undefined) return []
  return readRun(place.text, { start: 0, end: place.text.length })
    .map((candidate) => rewrap(candidate, place))
    .filter(({ start, end, value }) => end - start > value.length)
}

function isAtLineEnd(text: string, { start, end }: Run): boolean {
  return (
    /^["'`]?[ \t]*[\\+]?[ \t]*["'`\r\n]/.test(text.slice(end, end + 16)) ||
    /[\n"'`][ \t>|#*]*$/.test(text.slice(Math.max(0, start - 16), start))
  )
}

function isDiscordId(token: string): boolean {
  return /^\d{16,20}$/.test(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('latin1'))
}

const BASE64_WORD = /[A-Za-z0-9+/_-]{26,}={0,2}/g
const HEX_WORD = /^(?:[0-9a-f]{2}){24,}$|^(?:[0-9A-F]{2}){24,}$/
const PRINTABLE = /^[\x20-\x7e\t\r\n]+$/

/** A readable text that stood in base64 or hex, and the span of the word it stood in. */
export interface DecodedWord {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The readable texts that words of a run hold in base64 or hex, each with the word's span. */
export function decodedWords(text: string, run: Run): DecodedWord[] {
  if (run.end - run.start > LONGEST_DECODED) return []
  const words: DecodedWord[] = []
  const slice = text.slice(run.start, run.end)
  for (const [index, word] of wordsIn(slice)) {
    const start = run.start + index
    const end = start + word.length
    if (end < text.length && isOf(text, end, ALNUM)) continue
    const decoded = readable(word, HEX_WORD.test(word) ? 'hex' : 'base64')
    if (decoded !== undefined) words.push({ start, end, text: decoded })
  }
  return words
}

/** The base64 words of a run with their places; most runs are one. */
function wordsIn(run: string): (readonly [index: number, word: string])[] {
  if (ONE_WORD.test(run)) return [[0, run]]
  return Array.from(run.matchAll(BASE64_WORD), (match) => [match.index, match[0]] as const)
}

const ONE_WORD = /^[A-Za-z0-9+/_-]{26,}={0,2}$/

/** The first bytes decide of a long word: what is no text there is not read on. */
function readable(word: string, encoding: 'base64' | 'hex'): string | undefined {
  if (word.length > 96 && !PRINTABLE.test(Buffer.from(word.slice(0, 24), encoding).toString('latin1')))
    return undefined
  const decoded = Buffer.from(word, encoding).toString('latin1')
  return PRINTABLE.test(decoded) ? decoded : undefined
}
