/** Takes secrets out of everything on its way out: tool results, errors, streams, logs. */
import type { ServiceId } from '../../formation/formation.ts'
import { Secret } from '../../secret.ts'
import { isOf, WORD } from '../find/text/characters.ts'
import { findSecrets, type FindOptions } from '../find/find.ts'
import type { Finding, Kind } from '../finding.ts'
import { needlesOf, type Needle } from './live.ts'
import { markerFor } from '../marker.ts'
import { settle } from '../find/settle.ts'
import { scrubStream } from './stream.ts'
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

/** One needle and how its findings are named. */
interface LiveNeedle extends Needle {
  readonly value: string
  readonly service: ServiceId | undefined
  readonly kind: Kind
}

/** Markers to fall back on, in order, where the ordinary one would hold or complete a secret we look for. */
const PLAIN_MARKERS = ['[secret removed]', '[removed]', '[…]', '']
const MOST_ROUNDS = 8

/**
 * A scrubber for live values and, besides, everything `findSecrets` finds.
 *
 * Values of 4 to 7 characters are taken out where they stand alone, longer ones anywhere; base64 and hex forms from 8
 * bytes on. The values are read once, here; dispose of the scrubber with the turn.
 */
export function createScrubber(secrets: readonly LiveSecret[], options: FindOptions = {}): Scrubber {
  const needles = secrets.flatMap(liveNeedles)
  const find = (input: string): Finding[] =>
    settle([...findLive(input, needles), ...asCandidates(findSecrets(input, options))])
  const mark = (finding: Finding): string => markWithout(finding, needles)
  const scrubText = (input: string): string => scrubUntilClean(input, find, mark)
  return {
    text: scrubText,
    value: (input) => scrubValue(input, scrubText),
    stream: () => scrubStream({ find, mark, scrubText, needles: needles.map((needle) => needle.text) }),
  }
}

/** One text, scrubbed. */
export function scrub(text: string, options: ScrubOptions = {}): string {
  return createScrubber(options.secrets ?? [], options).text(text)
}

function liveNeedles(live: LiveSecret): LiveNeedle[] {
  const { secret, service, kind = 'token' } = live instanceof Secret ? { secret: live } : live
  const value = secret.reveal()
  return needlesOf(value).map((needle) => ({ ...needle, value, service, kind }))
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
function markWithout(finding: Finding, needles: readonly LiveNeedle[]): string {
  const markers = [markerFor(finding.service, finding.kind), ...PLAIN_MARKERS]
  return markers.find((marker) => !needles.some((needle) => marker.includes(needle.text))) ?? ''
}

function findLive(text: string, needles: readonly LiveNeedle[]): ReturnType<typeof asCandidates> {
  const found: ReturnType<typeof asCandidates> = []
  for (const needle of needles) {
    for (let at = text.indexOf(needle.text); at !== -1; at = text.indexOf(needle.text, at + 1)) {
      let start = at
      let end = at + needle.text.length
      if (needle.bounded && !standsAlone(text, start, end)) continue
      if (needle.slack?.test(text.charAt(start - 1)) === true) start--
      if (needle.slack?.test(text.charAt(end)) === true) end++
      const { value, service, kind } = needle
      found.push({ start, end, value, service, kind, certainty: 'live', weight: needle.text.length })
      at = end - 1
    }
  }
  return found
}

/** No ASCII letter, digit or underscore beside an end that is one itself. */
function standsAlone(text: string, start: number, end: number): boolean {
  const left = isOf(text, start, WORD) && start > 0 && isOf(text, start - 1, WORD)
  const right = isOf(text, end - 1, WORD) && isOf(text, end, WORD)
  return !left && !right
}

function asCandidates(findings: readonly Finding[]) {
  return findings.map((finding) => ({ ...finding, service: finding.service, weight: 0 }))
}
