/** Says whose a secret is whose looks do not: by the nearest name of a service around it. */
import { isOf, LETTERS, WORD } from './text/characters.ts'
import { Literals } from './literals/literals.ts'
import type { Candidate } from './tokens/token.ts'
import { unitsOf } from './text/view.ts'
import { SERVICE_WORDS } from '../words/service-words.ts'

/** How far a name may stand from its secret, in UTF-16 units. */
const REACH = 240
/** A name after the secret, and one in another line, count as this much farther away. */
const BEHIND = 30
const OTHER_LINE = 40

let names: Literals | undefined

interface Mention {
  readonly start: number
  readonly end: number
  readonly service: string
}

/** The candidates, with the nearest service where they had none. Reads the text once, and only if there is need to. */
export function nameServices(text: string, candidates: Candidate[]): Candidate[] {
  if (candidates.every((candidate) => candidate.service !== undefined)) return candidates
  const mentions = outsideOf(candidates, findMentions(text))
  return candidates.map((candidate) => {
    if (candidate.service !== undefined) return candidate
    const service = nearest(text, mentions, candidate)
    return service === undefined ? candidate : { ...candidate, service }
  })
}

/** In characters drawn by lot any short name turns up. */
function outsideOf(candidates: readonly Candidate[], mentions: readonly Mention[]): Mention[] {
  const spans = [...candidates].sort((a, b) => a.start - b.start)
  let next = 0
  let until = 0
  return mentions.filter(({ start }) => {
    for (let span = spans[next]; span !== undefined && span.start <= start; span = spans[++next])
      until = Math.max(until, span.end)
    return start >= until
  })
}

/** The services that a text names. */
export function servicesNamed(text: string): ReadonlySet<string> {
  return new Set(findMentions(text).map(({ service }) => service))
}

function findMentions(text: string): Mention[] {
  names ??= new Literals(SERVICE_WORDS.map(({ text }) => ({ text, exact: false })))
  const { literals, starts, ends } = names.scan(unitsOf(text))
  const mentions: Mention[] = []
  for (let index = 0; index < literals.length; index++) {
    const word = SERVICE_WORDS[literals[index] ?? 0]
    const end = ends[index] ?? 0
    if (word === undefined) continue
    const start = starts[index] ?? 0
    if (!standsAlone(text, start, end)) continue
    mentions.push({ start, end, service: word.service })
  }
  return mentions
}

/** The word is not a part of another: camel and snake case names count as several words. */
function standsAlone(text: string, start: number, end: number): boolean {
  if (start > 0 && isOf(text, start - 1, WORD) && text.charAt(start - 1) !== '_') {
    const camel = text.charCodeAt(start) < 91 && text.charCodeAt(start - 1) >= 97
    if (!camel) return false
  }
  if (!isOf(text, end - 1, LETTERS)) return true
  if (isOf(text, end, LETTERS)) return text.charCodeAt(end) < 91 && text.charCodeAt(end - 1) >= 97
  return true
}

function nearest(text: string, mentions: readonly Mention[], candidate: Candidate): string | undefined {
  let best: string | undefined
  let least = REACH
  // Mentions are in order: only those within reach are weighed.
  for (let index = firstWithin(mentions, candidate.start - REACH); index < mentions.length; index++) {
    const mention = mentions[index]
    if (mention === undefined || mention.start > candidate.end + REACH) break
    if (mention.start >= candidate.start && mention.end <= candidate.end) continue
    const before = mention.end <= candidate.start
    const gap = before ? text.slice(mention.end, candidate.start) : text.slice(candidate.end, mention.start)
    const distance = gap.length + (before ? 0 : BEHIND) + (gap.includes('\n') ? OTHER_LINE : 0)
    // The longer of two names that end together says more (`weights & biases`).
    if (distance < least) {
      least = distance
      best = mention.service
    }
  }
  return best
}

function firstWithin(mentions: readonly Mention[], from: number): number {
  let low = 0
  let high = mentions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((mentions[middle]?.end ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
