/** Reads values that come before the word that announces them: "X is my password", "use X as the key". */
import { announced } from './accept.ts'
import { bindingOf, nameAround, type Announcement } from './announcement.ts'
import { isOf, WORD } from '../text/characters.ts'
import type { Candidate } from '../tokens/token.ts'
import { strengthOf } from '../value/strength.ts'
import { COPULAS, PAIR_SIGNS } from '../../words/copulas.ts'

/** "X is my password", "use X as the key", "X (password)": the value came first. */
export function readBefore(text: string, announcement: Announcement, from: number): Candidate | undefined {
  const { word } = announcement
  const { expected } = word
  if (expected === 'login' || (expected === 'secret' && word.text.startsWith('cred')))
    return readPairBefore(text, announcement, from)
  if (expected !== 'password' && expected !== 'key' && expected !== 'token' && expected !== 'secret')
    return undefined
  if (word.weak || announcement.start - from < 6) return undefined
  if (!isNamedAlone(text, announcement)) return undefined
  if (!hasDigitOrSign(text, from, announcement.start)) return undefined
  let at = announcement.start
  for (let seen = 0; seen < 6; seen++) {
    const before = wordBefore(text, at, from)
    if (before === undefined) return undefined
    at = before.start
    // "c'est X le mot de passe", "it's X, the password".
    if (seen <= 1 && strengthOf(before.word.replace(/[,;]$/, '')) >= 2) {
      const link = wordBefore(text, at, from)
      if (link !== undefined && COPULAS.has(link.word.toLowerCase()))
        return judgeBefore(text, { ...before, word: before.word.replace(/[,;]$/, '') }, expected)
    }
    const opens = before.word.startsWith('(') || before.word.endsWith('(')
    if (!opens && !isLink(before.word)) continue
    const value = wordBefore(text, at, from)
    // "X as its password": the link is the word before.
    if (value !== undefined && isLink(value.word)) continue
    if (value === undefined || !PRONOUNS.has(value.word.toLowerCase()))
      return value === undefined ? undefined : judgeBefore(text, value, expected)
    // "store X? it is my token": the sentence before says what "it" is.
    const meant = wordBefore(text, value.start, from, true)
    return meant === undefined ? undefined : judgeBefore(text, meant, expected)
  }
  return undefined
}

/** The word stands by itself or ends a name like `api_key`; in `parsePassword(` or `tokenValue` it announces nothing. */
function isNamedAlone(text: string, announcement: Announcement): boolean {
  const name = nameAround(text, announcement)
  if (name === undefined) return false
  const { start } = announcement
  const isOpen = name.start === start || /[-_]/.test(text.charAt(start - 1))
  return isOpen && bindingOf(text, name, false) !== undefined && !isOf(text, name.end, WORD)
}

/** "bob:hunter2 are the creds", "bob/hunter2 is the login", "use bob and hunter2 to sign in". */
function readPairBefore(text: string, announcement: Announcement, from: number): Candidate | undefined {
  if (announcement.word.weak || announcement.start - from < 8) return undefined
  if (!isNamedAlone(text, announcement)) return undefined
  if (!hasDigitOrSign(text, from, announcement.start)) return undefined
  let at = announcement.start
  for (let seen = 0; seen < 5; seen++) {
    const before = wordBefore(text, at, from)
    if (before === undefined) return undefined
    const password = PAIR.exec(before.word)?.[1] ?? before.word
    const paired =
      password !== before.word ||
      PAIR_SIGNS.has(wordBefore(text, before.start, from)?.word.toLowerCase() ?? '')
    if (paired && strengthOf(password) >= 2 && !ADDRESS.test(password)) {
      const start = before.start + before.word.length - password.length
      return judgeBefore(text, { word: password, start }, 'password')
    }
    if (seen > 0 && !COPULAS.has(before.word.toLowerCase()) && !BETWEEN.has(before.word.toLowerCase()))
      return undefined
    at = before.start
  }
  return undefined
}

/** A user name, `:` or `/`, a password. */
const PAIR = /^["'`(]?[A-Za-z][\w.+@-]{1,63}[:/]([^\s:/]{5,128})$/
const ADDRESS = /^[\w.+-]+@[\w-]+\.\w|\.(?:com|org|net|io|html?|[jt]sx?|py|json)$/
/** Small words between a pair and the word that says what it is. */
const BETWEEN: ReadonlySet<string> = new Set(
  'to the my our your his her their for as a an that this these those admin test staging prod new old first para pour um zum zur als de las los les le la die das der meine unsere mis minhas mes nos как для это мои наши'.split(
    ' ',
  ),
)

/** Besides the copulas: "use X as the password", "X für den Zugang". */
const LINKS_BACK: ReadonlySet<string> = new Set(
  'as als como comme come как jako olarak sebagai for ( là'.split(' '),
)
const isLink = (word: string): boolean =>
  COPULAS.has(word.toLowerCase()) || LINKS_BACK.has(word.toLowerCase())
const PRONOUNS: ReadonlySet<string> = new Set(
  'it that this that’s es das dies это ce ça esto eso isso questo'.split(' '),
)
const LONGEST_BEFORE = 200

/** Spares ordinary prose the reading: what a person or machine draws holds a digit or a sign. */
function hasDigitOrSign(text: string, from: number, before: number): boolean {
  for (let at = before - 1; at >= from && at > before - LONGEST_BEFORE; at--) {
    const code = text.charCodeAt(at)
    if (code === 10) return false
    if (code !== 32 && (code < 65 || code > 122) && code !== 44 && code !== 39 && code !== 46) return true
  }
  return false
}

/** The word that ends before `at`, not reaching behind `from` or over the end of a sentence. */
function wordBefore(
  text: string,
  at: number,
  from: number,
  overStop = false,
): { word: string; start: number } | undefined {
  let end = at
  while (end > from && isGap(text.charCodeAt(end - 1))) end--
  let start = end
  const least = Math.max(from, end - LONGEST_BEFORE)
  while (start > least && text.charCodeAt(start - 1) > 32) start--
  const last = text.charAt(end - 1)
  if (start === end || (!overStop && (last === '.' || last === '?' || last === ';'))) return undefined
  return { word: text.slice(start, end), start }
}

/** Blanks, hyphens and underscores. */
function isGap(code: number): boolean {
  return code <= 32 || code === 45 || code === 95
}

function judgeBefore(
  text: string,
  raw: { word: string; start: number },
  expected: 'password' | 'key' | 'token' | 'secret',
): Candidate | undefined {
  // Nothing parts the word from a script without blanks before it.
  const lead = /^(?:.*[\u2e80-\uffef])?["'`(<“”„«「]*/.exec(raw.word)?.[0].length ?? 0
  const value = raw.word.slice(lead).replace(/["'`)>“”»」,:]+[.?!]*$|[.?]+$/, '')
  if (value.endsWith(']') && text.slice(0, raw.start + raw.word.length).endsWith(' removed]'))
    return undefined
  const chosen = expected === 'password'
  const strength = strengthOf(value)
  if (strength < (chosen ? 2 : 4) && !(strength === 3 && UUID.test(value))) return undefined
  if (HEX_ONLY.test(value) && REVISION.test(text.slice(Math.max(0, raw.start - 40), raw.start)))
    return undefined
  const start = raw.start + lead
  return announced({ word: value, start, end: start + value.length }, chosen ? 'password' : expected)
}

const UUID = /^[0-9a-f-]{36}$/i
const HEX_ONLY = /^[0-9a-f]{7,64}$/
/** Words before a hash that say what it is the hash of. */
const REVISION = /commit|sha|rev|hash|digest|checksum|md5|etag|build/i
