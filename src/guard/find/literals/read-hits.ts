/** Looks closer at every literal that the scan saw: tokens, structures, announcing words, escapes. */
import type { Announcement } from '../announced/announcement.ts'
import { ALNUM, endsEscape, isOf, RunMemory } from '../text/characters.ts'
import type { Family } from '../../families/family.ts'
import type { Meaning } from './rules.ts'
import type { BrokenPrefix } from '../tokens/grouped.ts'
import { isComplete, joinToken } from '../tokens/join.ts'
import type { Hits } from './compare.ts'
import { mayBegin, readToken, type Candidate } from '../tokens/token.ts'
import { OpaqueWalk, type Opaque } from '../text/opaque.ts'
import type { SecretWord } from '../../words/secret-words.ts'

/** What came of the literals in a text. */
export interface ReadHits {
  readonly found: Candidate[]
  /** In order of their start; of those that start together the longest first. */
  readonly announcements: readonly Announcement[]
  /** The text holds escapes worth undoing. */
  readonly escaped: boolean
  /** Prefixes with a blank in them. */
  readonly broken: readonly BrokenPrefix[]
}

/** Reads what stands at each literal. Inside a secret that was found nothing is looked for again. */
export function readHits(
  text: string,
  { literals, starts, ends }: Hits,
  meanings: readonly Meaning[],
  opaque: readonly Opaque[],
): ReadHits {
  const bytes = opaque.length === 0 ? undefined : new OpaqueWalk(opaque)
  const stuffed = new StuffedTokens()
  const found: Candidate[] = []
  const announcements: Announcement[] = []
  const broken: BrokenPrefix[] = []
  let runs: RunMemory | undefined
  let escaped = false
  let from = 0
  let to = 0
  for (let index = 0; index < literals.length; index++) {
    const meaning = meanings[literals[index] ?? 0]
    if (meaning === undefined) continue
    const within = bytes?.holds(starts[index] ?? 0)
    if (within !== undefined) {
      append(found, stuffed.read(text, meaning, starts[index] ?? 0, (runs ??= new RunMemory(text))))
      continue
    }
    if (meaning.escape) escaped = true
    if (meaning.grouped > 0)
      broken.push({ blank: (starts[index] ?? 0) + meaning.grouped, size: meaning.grouped })
    const end = ends[index] ?? 0
    const start = starts[index] ?? 0
    if (start > from && start < to) continue
    const { word } = meaning
    if (word !== undefined && end - start === word.text.length && standsOut(text, start, end, word))
      announcements.push({ start, end, word })
    if (meaning.families.length === 0 && meaning.structure === undefined) continue
    const candidate = readMeaning(text, meaning, start, (runs ??= new RunMemory(text)), meanings)
    if (candidate === undefined) continue
    found.push(candidate)
    // Where something stands as a password stands, it may tell whose it is by its looks as well.
    if (candidate.certainty === 'structure') continue
    from = candidate.start
    to = Math.max(to, candidate.end)
  }
  if (announcements.length > 1) announcements.sort((a, b) => a.start - b.start || b.end - a.end)
  return { found, announcements, escaped, broken }
}

/** Tokens within bytes: chance writes a prefix there, but no check digits, nor one prefix three times in a row. */
class StuffedTokens {
  readonly #waiting = new Map<string, Candidate[]>()

  /** The tokens that the one at `start` makes believable, itself among them. */
  read(text: string, { families }: Meaning, start: number, runs: RunMemory): readonly Candidate[] {
    for (const family of families) {
      if (family.left === 'word' || family.prefix.length < 4) continue
      const candidate = readToken(text, family, start, runs)
      if (candidate === undefined) continue
      if (candidate.certainty === 'checksum') return [candidate]
      const waiting = (this.#waiting.get(family.prefix) ?? []).filter(
        ({ start: at }) => start - at < STUFFED_REACH,
      )
      waiting.push(candidate)
      if (waiting.length >= STUFFED) {
        this.#waiting.set(family.prefix, waiting.slice(1 - STUFFED))
        return waiting.slice(-STUFFED)
      }
      this.#waiting.set(family.prefix, waiting)
      return NOTHING
    }
    return NOTHING
  }
}

const NOTHING: readonly Candidate[] = []
/** So many tokens of one prefix, so close together, in UTF-16 units, are no chance. */
const STUFFED = 3
const STUFFED_REACH = 1_500

function append(list: Candidate[], more: readonly Candidate[]): void {
  for (const item of more) list.push(item)
}

/** A first look at an announcing word, cheap because base64 and long words are full of them; `nameAround` decides. */
function standsOut(text: string, start: number, end: number, { ending }: SecretWord): boolean {
  if (ending === 'free') return true
  const next = text.charCodeAt(end)
  // The end of a PEM line.
  if (next === 45 && text.startsWith('---', end)) return false
  if (next >= 97 && next <= 122 && next !== 115) return false
  const before = text.charCodeAt(start - 1) | 32
  // In base64 any short word turns up, between letters or beside `+` and `/`.
  if (
    end - start < 6 &&
    (isBase64Sign(text, start - 1) || (isBase64Sign(text, end) && isOf(text, end + 1, ALNUM)))
  )
    return false
  return (
    end - start >= 6 ||
    endsEscape(text, start - 1) ||
    !(before >= 97 && before <= 122) ||
    text.charCodeAt(start) < 97
  )
}

function isBase64Sign(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 43 || code === 47
}

function readMeaning(
  text: string,
  meaning: Meaning,
  start: number,
  runs: RunMemory,
  meanings: readonly Meaning[],
): Candidate | undefined {
  const families = meaning.families.filter((family) => mayBegin(text, family, start))
  const whole = families.map((family) => readToken(text, family, start, runs))
  const complete = whole.find((candidate, index) => {
    const family = families[index]
    return family !== undefined && candidate !== undefined && isComplete(family, candidate.value)
  })
  if (complete !== undefined) return complete
  for (const [index, family] of families.entries()) {
    const joined = joinToken(text, family, start, whole[index] !== undefined, runs)
    const part = whole[index]
    const isPart = part !== undefined && joined !== undefined && joined.end > part.end
    const better = isPart && !isNarrowerComplete(part, family, meanings) ? joined : (part ?? joined)
    if (better !== undefined) return better
  }
  const stands = meaning.structure?.(text, start, runs)
  return stands === undefined || stands.rule !== undefined ? stands : { ...stands, rule: meaning.literal }
}

/** Tells of a token of `sk-ant-` that it is a whole one of `sk-ant-api03-`, so that no next line belongs to it. */
function isNarrowerComplete({ value }: Candidate, { prefix }: Family, meanings: readonly Meaning[]): boolean {
  return meanings.some(
    ({ literal, families }) =>
      literal.length > prefix.length &&
      value.startsWith(literal) &&
      families.some((family) => isComplete(family, value)),
  )
}
