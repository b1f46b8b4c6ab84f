/**
 * Finds tokens of known shape that formatting cut in pieces: `**ghp_…**…`, tags, links, lists, invisible characters, line breaks, "part
 * one … part two …", or backwards.
 *
 * The message is read again without what may stand inside of a token, and only what a shape or its check digits prove is taken.
 */
import { isSurer } from '../../guard/finding.ts'
import { findSecrets } from '../../guard/index.ts'
import type { Family, Finding } from '../../guard/index.ts'

/** Longer messages are documents, in which nothing is joined. UTF-16 units. */
const LONGEST = 16 * 1024

/** A message as it is read again: its characters, and where each stood. */
interface View {
  readonly text: string
  readonly at: readonly number[]
}

/** What was found, and the broken tokens besides; where one is more than what was found of it, all of it. */
export function addBroken(text: string, found: readonly Finding[], rules: readonly Family[]): Finding[] {
  if (text.length > LONGEST) return [...found]
  let all = [...found]
  for (const view of viewsOf(text)) {
    for (const finding of findSecrets(view.text, { rules })) {
      if (finding.certainty !== 'checksum' && finding.certainty !== 'shape') continue
      const broken = placed(finding, view)
      const met = all.filter((other) => other.start < broken.end && broken.start < other.end)
      if (met.some((other) => !isMore(broken, other))) continue
      all = [...all.filter((other) => !met.includes(other)), broken]
    }
  }
  return all.sort((one, other) => one.start - other.start)
}

/** Covers more than what was found, or the same with more than words to tell it. */
function isMore(one: Finding, other: Finding): boolean {
  if (one.start > other.start || one.end < other.end) return false
  return one.end - one.start > other.end - other.start || isSurer(one.certainty, other.certainty)
}

function placed(finding: Finding, { at }: View): Finding {
  const places = at.slice(finding.start, finding.end)
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  return { ...finding, start: Math.min(first, last), end: Math.max(first, last) + 1 }
}

function viewsOf(text: string): View[] {
  const whole = { text, at: Array.from(text, (_, index) => index) }
  const plain = without(withTagsAsLetters(text), MARKS)
  const views = [plain, without(plain, BREAKS), withoutSigns(plain), joinedRuns(plain)]
  const reversed = LONG_RUN.test(plain.text) ? [backwards(plain)] : []
  const seen = new Set([whole.text])
  return [...views, ...reversed].filter((view) => !seen.has(view.text) && seen.add(view.text))
}

/** Formatting of Markdown and HTML, quotations, and what nobody sees (Unicode categories Cf and Mn). */
const MARKS =
  /<!--[\s\S]{0,500}?-->|<\/?[a-z][^<>]{0,200}>|\]\([^()\s]{0,500}\)|&(?:shy|zwnj|zwj|#\d{2,6}|#x[\da-f]{2,5});|[*~`|[\]()"'“”‘’«»\\]|__+|[\p{Cf}\p{Mn}]/giu

/** Ends of lines, with what lists, quotations and code put before the next one. */
const BREAKS = /[ \t]*\r?\n[ \t]*(?:(?:>|[-+•]|\d{1,3}[.)])[ \t]*)*/g

/** A sign between all characters: "g.h.p._". */
const SPACED = /(?:\w[.\-:,/]){12,}\w/g

const LONG_RUN = /[\w.+/=-]{16}/

function without({ text, at }: View, pattern: RegExp): View {
  let [kept, from] = ['', 0]
  const places: number[] = []
  const keep = (start: number, end: number): void => {
    kept += text.slice(start, end)
    for (let index = start; index < end; index += 1) places.push(at[index] ?? 0)
  }
  for (const { index, 0: match } of text.matchAll(pattern)) {
    keep(from, index)
    from = index + match.length
  }
  keep(from, text.length)
  return { text: kept, at: places }
}

function withoutSigns(view: View): View {
  const places = new Set<number>()
  for (const { index, 0: run } of view.text.matchAll(SPACED))
    for (let sign = index + 1; sign < index + run.length; sign += 2) places.add(sign)
  const kept = Array.from({ length: view.text.length }, (_, index) => index).filter(
    (index) => !places.has(index),
  )
  return {
    text: kept.map((index) => view.text.charAt(index)).join(''),
    at: kept.map((index) => view.at[index] ?? 0),
  }
}

/** Tag characters (Unicode, "Tags", U+E0020 to U+E007E) are invisible letters. */
function withTagsAsLetters(text: string): View {
  let [read, index] = ['', 0]
  const at: number[] = []
  for (const character of text) {
    const code = (character.codePointAt(0) ?? 0) - 0xe0000
    const letter = code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : character
    read += letter
    for (let unit = 0; unit < letter.length; unit += 1) at.push(index + unit)
    index += character.length
  }
  return { text: read, at }
}

/** The runs that may be pieces of a token, one after the other; the words between them are left out. */
function joinedRuns({ text, at }: View): View {
  const pieces = [...text.matchAll(/[\w-]{4,}/g)].filter(({ 0: run }) =>
    /\d|_|[a-z][A-Z]|[A-Z]{2}[a-z]/.test(run),
  )
  return {
    text: pieces.map(({ 0: run }) => run).join(''),
    at: pieces.flatMap(({ index, 0: run }) => at.slice(index, index + run.length)),
  }
}

const backwards = ({ text, at }: View): View => ({
  text: Array.from({ length: text.length }, (_, index) => text.charAt(text.length - 1 - index)).join(''),
  at: at.toReversed(),
})
