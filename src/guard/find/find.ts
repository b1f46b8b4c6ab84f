/**
 * Finds every secret in a text: one scan for all literals, and a closer look only where one hits.
 *
 * Long because the order in which the readings follow each other is told in one place.
 */
import { findAnnounced } from './announced/announced.ts'
import type { Announcement } from './announced/announcement.ts'
import { compile, type Compiled } from './literals/rules.ts'
import { decodeView } from './text/unescape.ts'
import type { Family } from '../families/family.ts'
import type { Finding } from '../finding.ts'
import { groupedWords, placeIn, type BrokenPrefix } from './tokens/grouped.ts'
import { readHits } from './literals/read-hits.ts'
import { MARKER } from '../marker.ts'
import { nameServices } from './services.ts'
import { findAwsSecrets } from './tokens/aws-secrets.ts'
import { normalise } from './text/normalise.ts'
import type { Candidate } from './tokens/token.ts'
import { decodedWords, longRuns, readRun, readWrapped, type DecodedWord, type Run } from './tokens/runs.ts'
import { settleCandidates, toFinding } from './settle.ts'
import { isAllowed } from './allowed.ts'
import { findOpaque, OpaqueWalk, outside, type Opaque } from './text/opaque.ts'
import { originalSpan, plainView, type View } from './text/view.ts'

/** What a caller may add to the built-in rules. */
export interface FindOptions {
  /** Token families of a formation's own services. Pass the same array each time: it is compiled once. */
  readonly rules?: readonly Family[]
}

/**
 * Every secret in a text, in order, never overlapping.
 *
 * Linear in the text. Nothing in the text switches it off. Placeholders and documentation of a format are not secrets.
 */
export function findSecrets(text: string, options: FindOptions = {}): Finding[] {
  return findCandidates(text, options).map(toFinding)
}

/** The same, with what spoke for each. */
export function findCandidates(text: string, options: FindOptions = {}): Candidate[] {
  const rules = compile(options.rules)
  const view = normalise(text)
  const { candidates, escaped } = scanView(view, rules, 0)
  const decoded = escaped ? decodeView(view) : undefined
  if (decoded !== undefined) append(candidates, scanView(decoded, rules, 1).candidates)
  if (candidates.length === 0) return candidates
  const settled = settleCandidates(candidates)
  return rules.allowed.length === 0 ? settled : settled.filter((found) => !isAllowed(found, rules.allowed))
}

/** Not `push(...more)`: a text can hold more secrets than a call takes arguments. */
function append<Item>(list: Item[], more: readonly Item[]): void {
  for (const item of more) list.push(item)
}

interface Scan {
  readonly candidates: Candidate[]
  /** The text holds escapes worth undoing. */
  readonly escaped: boolean
}

/** Depth 0 is the text, 1 its text with escapes undone, 2 what stood in it in base64. */
function scanView(view: View, rules: Compiled, depth: number): Scan {
  const { text } = view
  const { literals, meanings } = view.ascii ? rules.ascii : rules.all
  const runs = longRuns(view.units)
  const opaque = findOpaque(text, runs)
  const hits = literals.scanParts(view.units, outside(opaque, text.length))
  const { found, announcements, escaped, broken } = readHits(text, hits, meanings, opaque)
  if (announcements.length > 0) append(found, readAnnouncements(text, announcements, found))
  readRuns(text, runs, opaque, rules, depth, found)
  if (depth < 2) append(found, readGrouped(view, broken, rules))
  if (found.length === 0) return { candidates: found, escaped }
  append(found, findAwsSecrets(text, runs, found))
  const named = nameServices(text, found)
  if (depth === 0 && view.starts === undefined) return { candidates: named, escaped }
  const candidates = named.map((candidate) => ({
    ...candidate,
    ...originalSpan(view, candidate.start, candidate.end),
    depth,
  }))
  return { candidates, escaped }
}

/** Announcing words inside a token or a marker say nothing; few texts hold markers, and fewer of these announce something. */
function readAnnouncements(
  text: string,
  announcements: readonly Announcement[],
  found: readonly Candidate[],
): Candidate[] {
  const heard = findAnnounced(text, uncovered(announcements, found))
  if (heard.length === 0) return heard
  const markers = markersIn(text)
  return markers.length === 0 ? heard : findAnnounced(text, uncovered(announcements, [...found, ...markers]))
}

/** What stands where secrets were taken out before. */
function markersIn(text: string): { start: number; end: number }[] {
  if (!text.includes(' removed]')) return []
  return Array.from(text.matchAll(MARKER), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The announcements that stand in none of the spans. */
function uncovered(
  announcements: readonly Announcement[],
  found: readonly { readonly start: number; readonly end: number }[],
): readonly Announcement[] {
  if (found.length === 0) return announcements
  const spans = [...found].sort((a, b) => a.start - b.start)
  let index = 0
  let to = 0
  return announcements.filter(({ start }) => {
    while (index < spans.length && (spans[index]?.start ?? 0) <= start)
      to = Math.max(to, spans[index++]?.end ?? 0)
    return start >= to
  })
}

function readRuns(
  text: string,
  runs: readonly Run[],
  opaque: readonly Opaque[],
  rules: Compiled,
  depth: number,
  found: Candidate[],
): void {
  const words: DecodedWord[] = []
  const bytes = opaque.length === 0 ? undefined : new OpaqueWalk(opaque)
  for (const run of runs) {
    if (bytes?.holds(run.start) !== undefined) continue
    const whole = readRun(text, run)
    append(found, whole.length > 0 ? whole : readWrapped(text, run))
    if (depth < 2) append(words, decodedWords(text, run))
  }
  if (words.length > 0) append(found, readDecoded(words, rules))
}

/** A row of groups holds a token or nothing: words alone are too little there. */
function readGrouped({ text, units }: View, broken: readonly BrokenPrefix[], rules: Compiled): Candidate[] {
  return groupedWords(text, units, broken).flatMap((word) =>
    scanView(plainView(word.text), rules, 2)
      .candidates.filter(({ certainty }) => certainty !== 'words')
      .map((candidate) => ({
        ...candidate,
        start: placeIn(word, candidate.start),
        end: placeIn(word, candidate.end - 1) + 1,
      })),
  )
}

/** What stood in base64 is read together, in one scan, with room between the words. */
function readDecoded(words: readonly DecodedWord[], rules: Compiled): Candidate[] {
  const starts: number[] = []
  let joined = ''
  for (const word of words) {
    starts.push(joined.length)
    joined += `${word.text}\n\n\n\n`
  }
  const { candidates } = scanView(plainView(joined), rules, 2)
  const found: Candidate[] = []
  let index = 0
  for (const candidate of candidates.sort((a, b) => a.start - b.start)) {
    while (index + 1 < starts.length && (starts[index + 1] ?? 0) <= candidate.start) index++
    const word = words[index]
    // Words alone are too little behind an encoding, except in what is plainly a settings file.
    if (word === undefined || (candidate.certainty === 'words' && !/\w=|":/.test(word.text))) continue
    found.push({ ...candidate, start: word.start, end: word.end })
  }
  return found
}
