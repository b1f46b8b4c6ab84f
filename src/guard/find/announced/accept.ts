/** Decides whether a word read behind an announcement is its value: less is needed the more plainly it was announced. */
import type { Kind } from '../../finding.ts'
import type { ReadWord } from './word.ts'
import type { Candidate } from '../tokens/token.ts'
import { isPlaceholderValue } from '../value/placeholder.ts'
import { isDrawnValue, isName, strengthOf, type Strength } from '../value/strength.ts'
import { wordShare } from '../value/words.ts'
import { SERVICE_WORDS } from '../../words/service-words.ts'
import { OWNERS, PAIR_SIGNS } from '../../words/copulas.ts'
import type { Expected, SecretWord } from '../../words/secret-words.ts'

/** How plainly a value is announced. */
export type Link = 'none' | 'copula' | 'assigned'

/** Where a word stands behind its announcement. */
export interface Standing {
  readonly link: Link
  /** How many words stand between, copulas left out. */
  readonly seen: number
  /** The announcing word is part of a name, like `DB_PASSWORD`. */
  readonly inName: boolean
  /** The announcing word ends the name of a setting, like `DB_PASSWORD`, and the value follows it. */
  readonly inSetting: boolean
  /** The word right before, lower case; empty for the first. */
  readonly before: string
}

/** The value that a word is, if it is one. */
export function accept(whole: ReadWord, announcing: SecretWord, standing: Standing): Candidate | undefined {
  const { expected, weak } = announcing
  if (whole.quoted && HOLDS_MARKER.test(whole.word)) return undefined
  if (expected === 'login') return acceptPair(whole, standing)
  if (expected === 'network')
    return whole.closes && standing.seen === 0 && strengthOf(whole.word) >= 2
      ? announced(whole, 'password')
      : acceptPair(whole, standing)
  if (expected === 'secret' && PAIR.test(whole.word)) return acceptPair(whole, standing)
  const read = withoutName(withoutScheme(whole))
  if (isStandInAssigned(read.word)) return undefined
  if (/^\d{4,12}$/.test(read.word)) return acceptDigits(read, expected, standing)
  if (standing.seen > 0 && PLAIN_WORD.test(read.word)) return undefined
  const strength = strengthOf(read.word)
  if (strength === 0 || (read.quoted && /\s/.test(read.word) && !isPassphrase(read, announcing, standing)))
    return undefined
  // A session or request id, more likely than not.
  if (weak && UUID.test(read.word)) return undefined
  if (strength === 1)
    return weakAccepted(read, announcing, standing) ? announced(read, 'password') : undefined
  if (expected === 'pin' || isStandInPair(read.word)) return undefined
  if (strength < neededStrength(read, expected, standing)) return undefined
  return announced(read, kindOf(expected))
}

/** The user and password of documentation, in base64. */
function isStandInPair(word: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(word)) return false
  const pair = /^([\x20-\x7e]+):([\x20-\x7e]+)$/.exec(Buffer.from(word, 'base64').toString('latin1'))
  return pair !== null && (isPlaceholderValue(pair[2] ?? '') || PLAIN_WORDS.test(pair[2] ?? ''))
}

const PLAIN_WORDS = /^[a-z]+(?:[ -][a-z]+)*$|^[A-Z]+(?:_[A-Z]+)+(?:%[0-9A-F]{2})*$/

/** Several words in quotes are a password only where one is assigned, and where they make no sentence. */
function isPassphrase({ word }: ReadWord, { expected, weak }: SecretWord, { link, seen }: Standing): boolean {
  if ((expected !== 'password' && expected !== 'phrase') || weak !== false) return false
  return link !== 'none' && seen === 0 && word.split(/\s+/).length <= 8 && !SENTENCE.test(word)
}

/** What marks a sentence, also where words are not parted by blanks, and a text that a program fills in. */
const SENTENCE =
  /[.,;?\\()<>|`。，、；：？！「」“”]|\{\w+\}|\b(?:the|a|an|to|it|its|is|are|and|or|of|in|not|no|must|should|with|for|your|you|this|that|do|does|don't|password|than|be|has|have|at|least|characters?)\b/i

/**
 * Whether a program may hold the value: a literal that is assigned, or what no name of a program looks like.
 *
 * A word like `key` or `token` is in programs everywhere, so that its literal has to look drawn by lot.
 */
export function isProgramValue(
  read: ReadWord,
  { value }: Candidate,
  { link, seen }: Standing,
  { expected, weak }: SecretWord,
): boolean {
  if (expected === 'scheme') return isDrawnValue(value)
  if (seen > 0 || link === 'none') return false
  // In a comment people write as in prose.
  if (expected === 'password' && link === 'copula' && read.closes) return /[^A-Za-z ]/.test(value)
  if (expected === 'password' && weak === false)
    return read.quoted ? /[^A-Za-z ]/.test(value) && !/\s/.test(value) : isDrawnValue(value)
  return read.quoted ? value.length >= 12 && isDrawnValue(value) : value.length >= 16 && isDrawnValue(value)
}

/** What was taken out before is nothing to take out again. */
const HOLDS_MARKER = / removed\]/

/** `"Bearer abc"`: the value behind the scheme. */
function withoutScheme(read: ReadWord): ReadWord {
  const scheme = read.quoted ? SCHEME.exec(read.word)?.[0] : undefined
  if (scheme === undefined) return read
  return { ...read, word: read.word.slice(scheme.length), start: read.start + scheme.length }
}

const SCHEME = /^(?:bearer|basic|token|apikey|api-key|key|bot|ssws|digest|negotiate)\s+(?=\S{6,}$)/i

/** `DB_X=hunter2`: the value behind the name. */
function withoutName(read: ReadWord): ReadWord {
  const name = read.quoted ? undefined : NAME.exec(read.word)?.[0]
  if (name === undefined) return read
  return { ...read, word: read.word.slice(name.length), start: read.start + name.length }
}

const NAME = /^-{0,2}[A-Za-z_][\w.-]{0,63}=(?=[^=])/

/** `'password=XXX'` in quotes says what is written there, not what it is. */
function isStandInAssigned(word: string): boolean {
  const name = NAME.exec(word)?.[0]
  return name !== undefined && isPlaceholderValue(word.slice(name.length))
}

/** A user name or an e-mail address, a colon, a password. */
const PAIR = /^([A-Za-z][\w.+-]{1,39}(?:@[\w.-]{3,40})?):([^\s:/]{5,128})$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const PLAIN_WORD = /^[A-Z]?[a-z]{0,22}[!?]{0,3}$/

/** A PIN may be four digits, a password six. */
function acceptDigits(
  read: ReadWord,
  expected: Expected,
  { link, seen, inName }: Standing,
): Candidate | undefined {
  if (expected === 'pin' && (inName || link === 'none')) return undefined
  if (seen > (link === 'none' ? 0 : link === 'copula' ? 2 : 4)) return undefined
  const least = expected === 'pin' && link !== 'none' && seen < 2 ? 4 : 6
  if (expected !== 'pin' && expected !== 'password') return undefined
  return read.word.length >= least ? announced(read, 'password') : undefined
}

/** `login: bob / hunter2`, `credentials bob:hunter2`. */
function acceptPair(read: ReadWord, { before, seen }: Standing): Candidate | undefined {
  const pair = PAIR.exec(read.word)
  if (pair !== null) {
    const password = pair[2] ?? ''
    // The tag of a field in Go: `json:"client_secret"`.
    if (/^["'`]/.test(password)) return undefined
    if (strengthOf(password) < 2) return undefined
    return { ...announced(read, 'password'), start: read.end - password.length, value: password }
  }
  if (seen === 0 || !PAIR_SIGNS.has(before) || strengthOf(read.word) < 2) return undefined
  return announced(read, 'password')
}

/** A single plain word is a password only where one is assigned and nothing follows, as in `password: letmein`. */
function weakAccepted(
  read: ReadWord,
  { expected, weak }: SecretWord,
  { link, seen, inName }: Standing,
): boolean {
  if (expected !== 'password' || weak || seen > 0 || /[a-z][A-Z]/.test(read.word)) return false
  // "random_password: `number` is deprecated" speaks of a word.
  if (read.quoted) return link !== 'none' && read.word.length >= 5 && (read.closes || !inName)
  return link === 'assigned' && read.closes && read.word.length >= 6
}

const SERVICE_NAMES: ReadonlySet<string> = new Set(SERVICE_WORDS.map(({ text }) => text))

function neededStrength(
  read: ReadWord,
  expected: Expected,
  { link, seen, inName, inSetting, before }: Standing,
): Strength {
  const chosen = expected === 'password' || expected === 'phrase'
  if (!chosen) {
    if (isName(read.word)) return 4
    if (seen === 0 && expected !== 'key' && (inSetting || (inName && link === 'assigned'))) return 2
    // "token Algolia …": the service's name between.
    const apart = link === 'none' ? Infinity : link === 'assigned' ? 16 : 20
    // Nobody writes words like that.
    if (seen <= 1 && read.word.length >= apart && UNBROKEN.test(read.word) && wordShare(read.word) < 0.5)
      return 2
    if (link === 'assigned' || (seen <= 3 && (SERVICE_NAMES.has(before) || OWNERS.has(before)))) return 3
    return link === 'copula' || seen === 0 ? 3 : 4
  }
  if (link === 'assigned' || seen === 0) return 2
  if (link === 'copula') return seen <= 3 ? 2 : 3
  // "password for user42" names no password, "password saya user42" does.
  return OWNERS.has(before) || (read.closes && seen <= 3 && /[^\x20-\x7e]/.test(before)) ? 2 : 3
}

/** Letters and digits with no sign between, some of each. */
const UNBROKEN = /^(?=\D*\d\D*\d)(?=.*[A-Za-z])[A-Za-z0-9]+$/

function kindOf(expected: Expected): Kind {
  if (expected === 'key' || expected === 'secret') return expected
  return expected === 'token' || expected === 'scheme' ? 'token' : 'password'
}

/** A value known by the words around it. */
export function announced(read: Pick<ReadWord, 'word' | 'start' | 'end'>, kind: Kind): Candidate {
  const { word: value, start, end } = read
  return { start, end, value, service: undefined, kind, certainty: 'words', weight: 0 }
}
