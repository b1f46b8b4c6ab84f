/**
 * Tells whether an announcing word really stands as one: whole, or as a part of a name like `DB_PASSWORD` or `apiKey`.
 *
 * Over 150 lines: all that the surroundings of one word decide.
 */
import {
  ALNUM,
  classOf,
  DIGITS,
  endsEscape,
  isOf,
  LETTERS,
  runEnd,
  runStart,
  SLUG,
  WORD,
} from '../text/characters.ts'
import {
  HARMLESS_AFTER,
  HARMLESS_BEFORE,
  LOGIN_BEFORE,
  NETWORK_BEFORE,
  type SecretWord,
} from '../../words/secret-words.ts'

/** One announcing word in a text. */
export interface Announcement {
  readonly start: number
  readonly end: number
  readonly word: SecretWord
}

/** Where the name that an announcing word belongs to begins and ends; undefined where it is part of another word. */
export function nameAround(
  text: string,
  { start, end, word }: Announcement,
): { start: number; end: number } | undefined {
  let nameEnd = end
  if (word.ending === 'free') {
    const script = scriptOf(text.charCodeAt(end - 1))
    while (
      nameEnd < end + 7 &&
      /[\p{L}\p{M}]/u.test(text.charAt(nameEnd)) &&
      scriptOf(text.charCodeAt(nameEnd)) === script &&
      script !== SCRIPT_WITHOUT_ENDINGS
    )
      nameEnd++
  } else if ((text.charCodeAt(end) | 32) === 115 && !isOf(text, end + 1, WORD)) {
    nameEnd = end + 1
  }
  // In base64 any short word turns up.
  if (end - start < 6 && isOf(text, start - 1, PLUS_SLASH) && isOf(text, start - 2, WORD)) return undefined
  const first = text.charCodeAt(start)
  if (first < 128 && start > 0 && isLetter(text, start - 1) && !endsEscape(text, start - 1)) {
    const camel = first < 97 && text.charCodeAt(start - 1) >= 97
    if (!camel && end - start < 6) return undefined
  }
  if (text.charCodeAt(end - 1) < 128 && isLetter(text, nameEnd)) {
    const camel = text.charCodeAt(nameEnd) < 97 && text.charCodeAt(nameEnd - 1) >= 97
    if (!camel) return undefined
  }
  let nameStart = runStart(text, start, SLUG, Math.max(0, start - 64))
  if (nameStart < start && endsEscape(text, nameStart)) nameStart++
  return { start: nameStart, end: nameEnd }
}

/** How a value may follow a name: `free` as people write, `assigned` only behind `:`, `=` or the like. */
export type Binding = 'free' | 'assigned'

/**
 * How a value may follow the name; undefined where the signs around the name leave no room for one.
 *
 * A member (`token.kind`), a call (`keys(`), an index (`tokens[0]`), a comparison, an optional field (`key?: string`) are
 * pieces of a program.
 */
export function bindingOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  isPartOfName: boolean,
): Binding | undefined {
  // Scripts without blanks have no such programs.
  if (text.charCodeAt(end - 1) >= 0x370) return 'free'
  const behind = text.slice(end, end + 24)
  const before = text.charAt(start - 1)
  if (NO_ROOM.test(behind) || (/^\|[^|\s]/.test(behind) && before !== '|')) return undefined
  if (behind.startsWith('>')) return before === '<' ? 'free' : undefined
  if (/^[)\]]/.test(behind))
    return before !== '[' && /^.["'`*_]*\s?(?::(?!:|\s*\n)|=(?![=>~]))/.test(behind) ? 'assigned' : undefined
  const isMember = before !== '' && MEMBER.test(text.slice(Math.max(0, start - 2), start))
  return isMember || (isPartOfName && !text.startsWith('-', start)) ? 'assigned' : 'free'
}

/** What goes on with a name in a program. */
const NO_ROOM =
  /^(?:[([{]|\.[\w(*$]|\?[.:?]|::|->|[!=]=(?!=?\w*\d\w{6})|[<>]=|[-+*/|&%^.]=|--|&&|\|\||[!+~^%#@$};]|&(?!quot|#|amp)|,[^\s"'`]|\\(?![nrt"'])|\s(?:[!=]==?\s|[<>]=?\s|(?:&&|\|\||\?\?)(?!\w*\d)|\?\s|[-+*/|&%^.?]=\s|instanceof\s))/
/** What makes of a name a part of something longer: a member, a variable, a path, a pointer. */
const MEMBER = /[\w)\]]\.$|[$@%&!~^+\\:]$|->$|(?:^|\s)[#*]$|[\w-]\/$/

/** What the word leads one to expect here. `user bob pass …`, `SSID Home, key …`: what stands before says that a password follows. */
export function meantBy(text: string, { start, word }: Announcement): SecretWord {
  if (
    word.expected === 'password' &&
    word.weak === true &&
    speaksBefore(text, start, LOGIN_BEFORE, LOGIN_HEADS)
  )
    return { ...word, weak: 'near' }
  if (word.expected === 'key' && speaksBefore(text, start, NETWORK_BEFORE, NETWORK_HEADS))
    return { ...word, expected: 'password' }
  return word
}

/** The pattern holds of the last 80 units; looked for only where a word begins as one of its words does. */
function speaksBefore(text: string, start: number, pattern: RegExp, heads: ReadonlySet<number>): boolean {
  const from = Math.max(0, start - 80)
  let before = 0
  for (let at = from; at < start - 1; at++) {
    const code = text.charCodeAt(at) | 32
    const begins = code >= 97 && code <= 122 && !(before >= 97 && before <= 122)
    if (begins && heads.has(headOf(code, text.charCodeAt(at + 1))))
      return pattern.test(text.slice(from, start))
    before = code
  }
  return false
}

function headsOf(letters: string): ReadonlySet<number> {
  return new Set(letters.split(' ').map((head) => headOf(head.charCodeAt(0), head.charCodeAt(1))))
}

/** Two letters as one number, in any case. */
function headOf(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31)
}

/** The first two letters of the words of `LOGIN_BEFORE` and `NETWORK_BEFORE`. */
const LOGIN_HEADS = headsOf('us lo ac id ss ne wi wl ho ro sm im po sf ft vp se e- em ad db da')
const NETWORK_HEADS = headsOf('ss wi wl ne ho ro')

/** What follows the word says that no value does. Only a word can say so. */
export function isFollowedBy(text: string, end: number): boolean {
  const next = isGap(text, end) ? end + 1 : end
  return isOf(text, next, LETTERS) && HARMLESS_AFTER.test(text.slice(end, end + 24))
}

/** What stands before the word says that it is no secret; camel case is read as words. */
export function isPrecededBy(text: string, start: number): boolean {
  const limit = Math.max(0, start - 24)
  let end = start
  while (end > start - 2 && end > 0 && isGap(text, end - 1)) end--
  const from = runStart(text, end, WORD, limit)
  if (from === end) return false
  // "Number of tokens": the one kind of two words.
  const begin = end - from === 2 ? limit : from
  return HARMLESS_BEFORE.test(text.slice(begin, start).replace(CAMEL, '$1 '))
}

const CAMEL = /([a-z])(?=[A-Z])/g

function isGap(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || code === 45 || code === 95
}

/** Chinese, Japanese, Korean: what follows a word is another word, or a particle that links it. */
const SCRIPT_WITHOUT_ENDINGS = 3

/** Latin, those between Latin and the East, and the East: an ending is of its word's own script. */
function scriptOf(code: number): number {
  return code < 0x370 ? 1 : code < 0x2e80 ? 2 : SCRIPT_WITHOUT_ENDINGS
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32
  return code >= 97 && code <= 122
}

/** `cookie4395`, `pass!23word`: the word is part of a value, not its announcement. */
export function isInValue(text: string, { start, end, word }: Announcement): boolean {
  if (word.weak !== false && end - start < 6 && isInRun(text, start, end)) return true
  if (isJoinedValue(text, start, end)) return true
  if (text.charCodeAt(end - 1) >= 0x2e80) return false
  const next = text.charCodeAt(end)
  const digit = next >= 48 && next <= 57
  if (!digit && !'!@#$%&*^'.includes(text.charAt(end) || ' ')) return false
  return IN_VALUE.test(text.slice(end, end + 16))
}

/** `624pwTr`: in characters drawn by lot any short word turns up. */
function isInRun(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) >= 128) return false
  if (isOf(text, start - 1, DIGITS)) return true
  return isOf(text, end, ALNUM) && (text.charCodeAt(end) | 32) !== 115
}

/** `cookie-shadow-13`, `cookie_falcon788`, `CookieFalcon95x`: a word of a passphrase, unless a `:` or `=` follows as behind a name. */
function isJoinedValue(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(end - 1) > 127 || !isOf(text, end, LETTERS | JOINTS)) return false
  const rest = text.slice(end, runEnd(text, end, SLUG, end + 44))
  if (!/[a-z]{2}/.test(rest) || !/\d{2}[A-Za-z]?$/.test(rest)) return false
  if (isOf(text, end, LETTERS) && text.charCodeAt(end) >= 97) return false
  const behind = text.slice(end + rest.length, end + rest.length + 3)
  return !/^["'`]?\s?[:=]/.test(behind) && (rest.startsWith('-') ? !isOf(text, start - 1, SLUG) : true)
}

const JOINTS = classOf(['_', '-'])
const PLUS_SLASH = classOf(['+'])

const IN_VALUE = /^\d{2,}(?![\w]*\s?["']?[=:])|^\d?[!@#$%&*^]+[\w]|^\d+[!@#$%^&*]/
