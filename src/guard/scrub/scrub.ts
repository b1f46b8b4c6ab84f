/** Takes secrets out of everything on its way out: tool results, errors, streams, logs. */
import type { ServiceId } from '../../formation/formation.ts'
import { Secret } from '../../secret.ts'
import { findSecrets, type FindOptions } from '../find/find.ts'
import type { Finding, Kind } from '../finding.ts'
import { FAMILIES } from '../families/index.ts'
import type { Family } from '../families/family.ts'
import type { Candidate } from '../find/tokens/token.ts'
import { markerFor } from '../marker.ts'
import { NeedleSearch, type LiveValue } from './needle-search.ts'
import { findCrossing } from './blocks.ts'
import type { PartMatch } from './parts.ts'
import { settle } from '../find/settle.ts'
import { scrubStream } from './stream.ts'
import { ValueSearch } from './value-search.ts'
import { scrubValue } from './values.ts'

/** A value to take out wherever it turns up, and what its marker may say. */
export type LiveSecret =
  Secret | { readonly secret: Secret; readonly service?: ServiceId; readonly kind?: Kind }

/** Scrubs texts, values, and streams of one principal. */
export interface Scrubber {
  /** The text without secrets; a text that holds none comes back as it is. Scrubbing twice changes nothing more. */
  text(input: string): string
  /** The value with every string in it scrubbed and its structure kept. Errors, maps, sets, and bytes included. */
  value(input: unknown): unknown
  /** A stream of text that holds back only what may be the beginning of a secret. */
  stream(): TransformStream<string, string>
}

/** What `scrub` needs to know. */
export interface ScrubOptions extends FindOptions {
  readonly secrets?: readonly LiveSecret[]
}

/** How a scrubber finds. */
export interface ScrubberOptions extends FindOptions {
  /** Whether only the given values are taken out, and no other token whatever it looks like. Default false. */
  readonly onlyLive?: boolean | undefined
}

/** Markers to fall back on, in order, where the ordinary one would hold or complete a secret we look for. */
const PLAIN_MARKERS = ['[secret removed]', '[removed]', '[…]', '']
const MOST_ROUNDS = 8

/**
 * A scrubber for live values and, besides, everything `findSecrets` finds.
 *
 * Values of 4 to 7 characters are taken out where they stand alone, longer ones anywhere; base64 and hex forms from 8
 * bytes on. Of values of 12 characters and more every run of 12 is taken out as well, also reversed, in hexadecimal,
 * decimal, base32 or base64, percent-encoded or escaped, with anything between the characters, and spread over the texts
 * of a structured value. The values are read once, here; dispose of the scrubber with the turn.
 */
export function createScrubber(secrets: readonly LiveSecret[], options: ScrubberOptions = {}): Scrubber {
  const { onlyLive = false } = options
  const findShapes = (input: string): Finding[] => (onlyLive ? [] : findSecrets(input, options))
  const values = secrets.map(liveValue)
  const needles = new NeedleSearch(values)
  const search = new ValueSearch(
    values.map(({ value }) => ({ text: value, known: knownPrefix(value, options.rules ?? []) })),
  )
  const findParts = (input: string): Candidate[] =>
    search.find(input).map((match) => asCandidate(match, values))
  const findPartsInBytes = (input: string): Candidate[] =>
    search.findInBytes(input).map((match) => asCandidate(match, values))
  const findInBytes = (input: string): Finding[] => {
    const whole = findPartsInBytes(input).filter(
      ({ start, end, value }) => end - start >= (value.length * 4) / 3 - 4,
    )
    return settle([...needles.find(input), ...whole, ...asCandidates(tokenAtStart(input, findShapes))])
  }
  const find = (input: string): Finding[] =>
    settle([...needles.find(input), ...findParts(input), ...asCandidates(findShapes(input))])
  const findInBinary = (input: string): Finding[] => {
    const tokens = findShapes(input).filter(isByLooks)
    return settle([...needles.find(input), ...findPartsInBytes(input), ...asCandidates(tokens)])
  }
  const mark = (finding: Finding): string => markWithout(finding, needles, search)
  const scrubText = (input: string): string => scrubUntilClean(input, find, mark)
  const scrubBase64 = (input: string): string => scrubUntilClean(input, findInBytes, mark)
  const scrubBinary = (input: string): string => scrubUntilClean(input, findInBinary, mark)
  const streamOf = (content: 'text' | 'binary'): TransformStream<string, string> =>
    scrubStream({
      find: content === 'text' ? find : findInBinary,
      mark,
      scrubText: content === 'text' ? scrubText : scrubBinary,
      needles: needles.texts,
      openFrom: (text) => search.openFrom(text),
      onlyLive,
    })
  const scrubStructured = (input: unknown, depth: number): unknown => {
    const crossing =
      values.length === 0 || typeof input !== 'object' || input === null
        ? undefined
        : findCrossing(input, (text) => search.findPieces(text))
    if (crossing === undefined || crossing.size === 0) return scrubValue(input, scrubs, depth)
    const scrubPiece = (text: string): string => {
      const across = crossing.get(text)?.map((match) => asCandidate(match, values)) ?? []
      return across.length === 0
        ? scrubText(text)
        : scrubText(replaceAll(text, settle([...across, ...asCandidates(find(text))]), mark))
    }
    return scrubValue(input, { ...scrubs, scrubText: scrubPiece }, depth)
  }
  const scrubs = { scrubText, scrubBase64, scrubBinary, streamOf, scrubWhole: scrubStructured }
  return { text: scrubText, value: (input) => scrubStructured(input, 0), stream: () => streamOf('text') }
}

/** One text, scrubbed. */
export function scrub(text: string, options: ScrubOptions = {}): string {
  return createScrubber(options.secrets ?? [], options).text(text)
}

function liveValue(live: LiveSecret): LiveValue {
  const { secret, service, kind = 'token' } = live instanceof Secret ? { secret: live } : live
  return { value: secret.reveal(), service, kind }
}

/** How many of a value's first characters every token of its kind begins with. */
function knownPrefix(value: string, rules: readonly Family[]): number {
  return Math.max(
    0,
    ...[...rules, ...FAMILIES].map(({ prefix, isAllowed }) =>
      isAllowed !== true && value.startsWith(prefix) ? prefix.length : 0,
    ),
  )
}

/** Where bytes are announced, a token may stand instead. */
function tokenAtStart(input: string, findShapes: (input: string) => Finding[]): Finding[] {
  const [first] = findShapes(input.slice(0, LONGEST_TOKEN))
  return first?.start === 0 && isByLooks(first) ? [first] : []
}

/** Known by what it looks like, whatever stands around it. */
const isByLooks = ({ certainty }: Finding): boolean => certainty === 'shape' || certainty === 'checksum'

/** In UTF-16 units. */
const LONGEST_TOKEN = 4_096

function asCandidate({ start, end, value: index }: PartMatch, values: readonly LiveValue[]): Candidate {
  const { value = '', service, kind = 'token' } = values[index] ?? {}
  return { start, end, value, service, kind, certainty: 'live', weight: 0 }
}

/** Once is nearly always enough; a marker beside other text may, in theory, complete a secret anew. */
function scrubUntilClean(
  input: string,
  find: (text: string) => readonly Finding[],
  mark: (finding: Finding) => string,
): string {
  let text = input
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const findings = find(text)
    if (findings.length === 0) return text
    text = replaceAll(text, findings, mark)
  }
  // Markers and their surroundings keep making new secrets: nothing of such a text can be passed on.
  return ''
}

function replaceAll(text: string, findings: readonly Finding[], mark: (finding: Finding) => string): string {
  let scrubbed = ''
  let from = 0
  for (const finding of findings) {
    scrubbed += text.slice(from, finding.start) + mark(finding)
    from = finding.end
  }
  return scrubbed + text.slice(from)
}

/** The marker, or a plainer one where that would itself hold one of the values we look for. */
function markWithout(finding: Finding, needles: NeedleSearch, search: ValueSearch): string {
  const markers = [markerFor(finding.service, finding.kind), ...PLAIN_MARKERS]
  const holds = (marker: string): boolean =>
    needles.texts.some((text) => marker.includes(text)) || search.findInBytes(marker).length > 0
  return markers.find((marker) => !holds(marker)) ?? ''
}

function asCandidates(findings: readonly Finding[]): Candidate[] {
  return findings.map((finding) => ({ ...finding, service: finding.service, weight: 0 }))
}
