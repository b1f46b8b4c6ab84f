/**
 * Finds values that only the words around them give away: a sentence, the name of a setting, in any of many languages.
 *
 * From each announcing word it reads on, word by word, until something stands there that is strong enough for how
 * plainly it was announced: less is needed behind `=` than behind "is", and less there than a few words on. Text is read
 * at most up to the next announcing word, so the whole pass is linear.
 *
 * Over 150 lines: the reading on and its look ahead belong together.
 */
import { accept, announced, isProgramValue, type Link } from './accept.ts'
import { readBefore } from './before.ts'
import {
  bindingOf,
  isFollowedBy,
  isInValue,
  isPrecededBy,
  meantBy,
  nameAround,
  type Announcement,
  type Binding,
} from './announcement.ts'
import { isOf, SLUG } from '../text/characters.ts'
import { acceptOverBreak, isLast } from './continuation.ts'
import { ReadAgain } from './read-again.ts'
import { Programs } from './program.ts'
import { LONGEST_WORD, readWord, type ReadWord } from './word.ts'
import type { Candidate } from '../tokens/token.ts'
import { isDrawnValue, strengthOf } from '../value/strength.ts'
import { COPULAS, NOT_OF_VERBS } from '../../words/copulas.ts'
import type { SecretWord } from '../../words/secret-words.ts'

/** How many words may lie between an announcing word and its value. */
const MOST_WORDS = 9
/** How far behind an announcing word a value may begin, in UTF-16 units. */
const REACH = 160

/** The values announced in a text; `announcements` in order of their start. */
export function findAnnounced(text: string, announcements: readonly Announcement[]): Candidate[] {
  const found: Candidate[] = []
  const heard = announcements.filter((announcement) => !isInValue(text, announcement))
  const readings = new ReadAgain(text, heard.length)
  const programs = new Programs(text)
  let taken = 0
  for (let index = 0; index < heard.length; index++) {
    const announcement = heard[index]
    if (announcement === undefined || announcement.start < taken) continue
    const next = nextStart(heard, index)
    const from = Math.max(taken, heard[index - 1]?.end ?? 0)
    const candidate = readings.read(announcement, from, next, () => {
      const candidate = readAnnounced(text, announcement, next, programs)
      if (candidate !== undefined) return candidate
      const before = readBefore(text, announcement, from)
      if (before === undefined || isDrawnValue(before.value)) return before
      return programs.around(before.start) ? undefined : before
    })
    if (candidate === undefined) continue
    found.push({ ...candidate, rule: announcement.word.text })
    taken = Math.max(taken, candidate.end)
  }
  return found
}

function nextStart(announcements: readonly Announcement[], index: number): number {
  const end = announcements[index]?.end ?? 0
  const expected = announcements[index]?.word.expected
  for (let at = index + 1; at < announcements.length; at++) {
    const { start = 0, word } = announcements[at] ?? {}
    // "The password of the wifi is …": one announcement.
    const same = expected === 'password' && word?.expected === 'network'
    if (start >= end && !same) return start
  }
  return Infinity
}

function readAnnounced(
  text: string,
  announcement: Announcement,
  next: number,
  programs: Programs,
): Candidate | undefined {
  const { word, start, end } = announcement
  if (next - end <= 2) return undefined
  if (word.expected !== 'phrase' && !mayHoldValue(text, end, Math.min(next, end + REACH))) return undefined
  const name = nameAround(text, announcement)
  if (name === undefined || text.charAt(name.end) === '@') return undefined
  // "password reset", not `密码reset`.
  if (text.charCodeAt(name.end - 1) < 0x2e80 && isFollowedBy(text, name.end)) return undefined
  const machineWord = word.expected === 'key' || word.expected === 'token' || word.expected === 'secret'
  if (machineWord && isPrecededBy(text, start)) return undefined
  let at = name.end
  // The rest of a name like `DB_PASSWORD_FILE`; behind other scripts no name goes on.
  if (text.charCodeAt(at - 1) < 0x370) while (at < text.length && isOf(text, at, SLUG)) at++
  if (isBeforeSetting(text, at, next)) return undefined
  const isPartOfName = name.start < start || at > name.end
  const binding = bindingOf(text, { start: name.start, end: at }, isPartOfName)
  if (binding === undefined) return undefined
  if (word.expected === 'scheme' && (isPartOfName || text.charAt(name.start - 1) === '.')) return undefined
  if (word.weak !== false && at > name.end) return undefined
  const limit = Math.min(next, name.end + REACH, text.length)
  if (word.expected === 'phrase') {
    const phrase = readPhrase(text, at)
    if (phrase !== undefined) return phrase
  }
  return readValue(text, at, limit, meantBy(text, announcement), { isPartOfName, binding, programs })
}

/** How the announcing word stands in its text. */
interface Place {
  /** It is a part of a name, like `DB_PASSWORD`. */
  readonly isPartOfName: boolean
  readonly binding: Binding
  readonly programs: Programs
}

/**
 * A look ahead that spares ordinary prose the reading: without a digit, a sign, a quote, a capital inside a word, or a
 * character beyond ASCII up to the end of the sentence there is nothing to accept.
 */
function mayHoldValue(text: string, from: number, limit: number): boolean {
  let before = 32
  for (let at = from; at < limit + 40 && at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 || code === 33) {
      if (text.charCodeAt(at + 1) <= 32) return false
      return true
    }
    const plain = (code >= 97 && code <= 122) || code === 32 || code === 44 || code === 10
    if (!plain && !(code >= 65 && code <= 90 && before <= 32)) return true
    before = code
  }
  return false
}

function readValue(
  text: string,
  from: number,
  limit: number,
  word: SecretWord,
  { isPartOfName: inName, binding, programs }: Place,
): Candidate | undefined {
  let at = from
  let link: Link = 'none'
  let asked = false
  let direct = false
  let before = ''
  for (let seen = 0; seen < MOST_WORDS;) {
    const read = readWord(text, at, limit, {
      first: seen === 0 && link === 'none',
      assigned: link === 'assigned',
    })
    if (read === undefined || read.ends) return undefined
    if (read.assigns) {
      link = 'assigned'
      direct ||= seen === 0
    }
    if (read.asked) {
      asked = true
      link = 'none'
    }
    at = read.next
    if (read.word === '') continue
    const lower = read.word.toLowerCase()
    const namesValue = (read.leads || lower.endsWith('=')) && VALUE_NAMES.has(lower.replace(/=$/, ''))
    const isCopula = COPULAS.has(lower) && ((word.weak === false && !inName) || !NOT_OF_VERBS.has(lower))
    if (!read.quoted && (isCopula || namesValue)) {
      if (link === 'none') link = 'copula'
      if (read.leads || namesValue) link = 'assigned'
      continue
    }
    const inSetting = inName && seen === 0 && SETTING.test(text.slice(Math.max(0, from - 64), from))
    const isNear = link !== 'none' || inSetting || (seen === 0 && isDrawnValue(read.word))
    if (binding === 'assigned' && !isNear) return undefined
    if ((link !== 'copula' || seen > 0) && !isAloneBehindBreak(text, from, read)) return undefined
    // Behind a question only an answer counts: "the password? it is …".
    if (asked && seen > 1) return undefined
    if (word.weak !== false && !inSetting && !isLinked(word, link, seen, text.charCodeAt(from))) {
      if (word.expected !== 'password' || seen >= MOST_BEFORE_LINK) return undefined
      before = lower
      seen++
      continue
    }
    if (asked && link === 'none') {
      if (read.word.includes('=')) return undefined
      // "The password? hunter2": the whole answer.
      if (seen === 0 && word.expected === 'password' && isLast(text, read.end) && strengthOf(read.word) >= 2)
        return announced(read, 'password')
      seen++
      continue
    }
    // The next name of a settings file speaks for its own value: `secrets set DB_PASSWORD=…`.
    if (!read.quoted && read.end > limit && ASSIGNMENT.test(read.word)) return undefined
    const standing = { link, seen, inName, inSetting, before }
    const accepted = acceptOverBreak(text, read, word, standing) ?? accept(read, word, standing)
    if (accepted !== undefined) {
      const isBelieved = !programs.around(accepted.start) || isProgramValue(read, accepted, standing, word)
      return isBelieved ? withConcatenated(text, withRest(text, accepted)) : undefined
    }
    if ((link === 'assigned' && (inName || read.quoted)) || read.stops) return undefined
    if (read.leads) link = 'assigned'
    before = lower
    seen++
    // Right behind a colon or an equals sign the value comes soon or not at all.
    if (seen > 3 && direct) return undefined
  }
  return undefined
}

/** In another line than its announcing word a value is all that the line holds. */
function isAloneBehindBreak(text: string, from: number, { start, end, quoted }: ReadWord): boolean {
  if (!text.slice(from, start).includes('\n')) return true
  return ALONE.test(text.slice(end + (quoted ? 1 : 0), end + 40))
}

const ALONE = /^["'`)\]}.,;!*]*[^\S\n]*(?:\n|$|<)/

/** A short or common word announces only what is linked with it; the shortest also what stands right behind. */
function isLinked(word: SecretWord, link: Link, seen: number, behind: number): boolean {
  if (link === 'assigned') return true
  return (
    word.expected === 'password' &&
    (link === 'copula' || (word.weak === 'near' && seen === 0 && behind <= 32))
  )
}

/** A value is judged by its first thousand characters, and taken whole: what follows them in the same run is its rest. */
function withRest(text: string, value: Candidate): Candidate {
  if (value.end - value.start < LONGEST_WORD) return value
  REST.lastIndex = value.end
  const rest = REST.exec(text)?.[0] ?? ''
  return { ...value, value: value.value + rest, end: value.end + rest.length }
}

/** Up to a blank or a sign that closes; a stop counts where more follows. */
const REST = /(?:[^\s"'`;,<>.!?)\]}]|[.!?](?=[\w+/=-]))*/y

/** `"abc" + "def"`: the pieces of a program's string are one value. */
function withConcatenated(text: string, value: Candidate): Candidate {
  let { end, value: joined } = value
  for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
    CONCATENATED.lastIndex = end
    const piece = CONCATENATED.exec(text)?.[1]
    if (piece === undefined) break
    joined += piece
    end = CONCATENATED.lastIndex
  }
  return end === value.end ? value : { ...value, value: joined, end }
}

const CONCATENATED = /["'`][ \t]*\+[ \t]*["'`]([^\s"'`]{1,256})/y
const MOST_PIECES = 8

/** How many words may stand between such a word and "is": "pass của tôi là …", "the pwd for staging is …". */
const MOST_BEFORE_LINK = 2

/** What a value is called in a record that has its name beside it: `{"name": "DB_PASSWORD", "value": "…"}`. */
const VALUE_NAMES: ReadonlySet<string> = new Set(
  'value val default content data text string valuefrom string_value stringvalue'.split(' '),
)
/** The end of a setting's name: `setx MYSQL_PWD …`, `ENV API_TOKEN …`. */
const SETTING = /(?:^|[^\w])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s?$/
/** `A_KEY=B_KEY=…`: the next name has its own value. Seen before it is read, for such names may follow for ever. */
function isBeforeSetting(text: string, at: number, next: number): boolean {
  if (text.charCodeAt(at) !== 61) return false
  NEXT_SETTING.lastIndex = at
  return NEXT_SETTING.test(text) && next < NEXT_SETTING.lastIndex - 2
}

const NEXT_SETTING = /=-{0,2}[A-Za-z_][\w.-]{0,63}=[^=]/y
/** A name, `=`, and a value. */
const ASSIGNMENT = /^-{0,2}[A-Za-z_][\w.-]{0,63}=[^=]/

/** Four plain words or more behind `passphrase:` or "my seed phrase is", up to the end of the sentence (BIP 39 has 12 to 24). */
const PHRASE =
  /[^\S\n]*["'`)]?[^\S\n]*(?:(?::|=|is|was|ist|es|est|è|é)[^\S\n]*)["'`]?\n?([a-z]{2,12}(?:[ -][a-z]{2,12}){3,24})["'`]?[.!]?[^\S\n]*(?=\n|$|["'`.])/y

function readPhrase(text: string, from: number): Candidate | undefined {
  PHRASE.lastIndex = from
  const match = PHRASE.exec(text)
  const words = match?.[1]
  if (match === null || words === undefined || COMMON_PROSE.test(words)) return undefined
  const start = from + match[0].indexOf(words)
  return announced({ word: words, start, end: start + words.length }, 'password')
}

const COMMON_PROSE = /\b(?:the|is|are|must|should|to|of|and|not|be|that|which|for|with|you|your)\b/
