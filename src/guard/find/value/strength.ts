/** Judges a word that stands where a secret might: how much it looks like one, by itself. */
import { isExpression, isFingerprint, isPath, isTerm } from './expression.ts'
import { isPlaceholderValue } from './placeholder.ts'
import { classChanges, entropyOf } from './randomness.ts'
import { wordShare } from './words.ts'

/**
 * How much a word looks like a secret.
 *
 * 0: no (a word of a language, a template, an address, a piece of a program). 1: some single word that might be a weak
 * password. 2: like a password (letters with digits or signs). 3: like a strong password or a short key. 4: like a long
 * drawn key.
 */
export type Strength = 0 | 1 | 2 | 3 | 4

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const PLAIN_WORD = /^[A-Z]?[a-z]+$/
/** A longer word is judged by no rule made for values. */
const LONGEST = 1024

/** The strength of a word without the quotes and stops around it. */
export function strengthOf(word: string): Strength {
  const strength = strengthAsWritten(word)
  return strength < 4 && isDrawnBehindSigns(word) ? strengthAsWritten(withoutLead(word)) : strength
}

/** What a drawn value may begin with although paths, comments, options and templates do: signs, `1//`, `0x`. */
const LEAD = /^(?:0x(?=[0-9a-f]{32,}$)(?![0-9a-f]{40}$)|\d{0,2}(?:[^\sA-Za-z0-9\u0080-\uffff]+))/i
/** A shorter value behind such signs is read as what the signs say. */
const LEAST_BEHIND_SIGNS = 10

const withoutLead = (word: string): string => word.slice(LEAD.exec(word)?.[0].length ?? 0)

/** `//f3K…`, `~/x9…`, `#0aB…`: drawn by lot, whatever signs it begins with, unless it is a path with words in it. */
function isDrawnBehindSigns(word: string): boolean {
  if (word.length < LEAST_BEHIND_SIGNS || word.length > LONGEST || isFingerprint(word)) return false
  const value = withoutLead(word)
  if (value.length === word.length || value.length < LEAST_BEHIND_SIGNS) return false
  return UNBROKEN.test(value) && strengthAsWritten(value) >= 3 && !WORD_IN_PATH.test(value)
}

/** Characters that keys are drawn from; brackets and backslashes are a pattern's. */
const UNBROKEN = /^[\w+/=.~:!@#$%^&*?|-]+$/
/** A part of a path that is a word. */
const WORD_IN_PATH = /(?:^|[/\\])[A-Za-z]?[a-z]{2,}(?:[-_.][a-z]+)*[/\\]/

function strengthAsWritten(word: string): Strength {
  const length = word.length
  if (length < 24 && PLAIN_WORD.test(word)) return length < 4 || isPlaceholderValue(word) ? 0 : 1
  if (length < 4 || length > LONGEST || isPlaceholderValue(word)) return 0
  if (/\s/.test(word)) return strengthOfPhrase(word)
  if (isTerm(word) || isExpression(word)) return 0
  if (UUID.test(word)) return 3
  const classes = classesOf(word)
  if (isPath(word) && (classes.upper === 0 || !isDrawn(word, classes))) return 0
  if (classes.signs === 0) return strengthOfPlain(word, classes)
  const inner = word.replace(/^_+|_+$/g, '')
  if (inner !== word && PLAIN_WORD.test(inner)) return 1
  if (isHyphenated(word)) return strengthOfHyphenated(word, classes)
  if (length >= 8 && classes.kinds >= 3) return isDrawn(word, classes) && length >= 20 ? 4 : 3
  return length >= 5 || classes.digits > 0 ? 2 : 1
}

/** Tells whether a value is put together of words, as names are and what machines issue is not. */
export function isName(word: string): boolean {
  return wordShare(word) >= NAME_SHARE && !HEX.test(word)
}

/** Tells whether a value was drawn by lot rather than put together of words: the only kind that programs may hold unquoted. */
export function isDrawnValue(word: string): boolean {
  if (strengthOf(word) < 3) return false
  return UUID.test(word) || isDrawn(word, classesOf(word)) || isDrawnBehindSigns(word)
}

/** Several words in quotes: a passphrase at best, unless one of them is more. */
function strengthOfPhrase(phrase: string): Strength {
  const best = Math.max(...phrase.split(/\s+/).map((word) => strengthOf(word)))
  return best >= 2 ? 2 : 1
}

interface Classes {
  readonly lower: number
  readonly upper: number
  readonly digits: number
  readonly others: number
  readonly signs: number
  readonly kinds: number
}

function classesOf(word: string): Classes {
  let lower = 0
  let upper = 0
  let digits = 0
  let others = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    if (code >= 97 && code <= 122) lower++
    else if (code >= 65 && code <= 90) upper++
    else if (code >= 48 && code <= 57) digits++
    else if (code >= 128) others++
  }
  const signs = word.length - lower - upper - digits - others
  const kinds = [lower, upper, digits, signs, others].filter((count) => count > 0).length
  return { lower, upper, digits, others, signs, kinds }
}

/** Only letters and digits. */
function strengthOfPlain(word: string, classes: Classes): Strength {
  const letters = classes.lower + classes.upper + classes.others
  const named = isName(word)
  if (classes.digits === 0) {
    // Chance hardly ever leaves out digits.
    if (wordShare(word) >= 0.5 || classes.others > 0) return 1
    const changes = classChanges(word)
    if (word.length >= 20 && changes > word.length / 3.2) return 4
    return word.length >= 8 && classes.upper > 1 && changes > word.length / 2.6 ? 2 : 1
  }
  if (letters === 0) return 1
  if (isDrawn(word, classes)) return word.length >= 20 ? 4 : 3
  if (classes.kinds >= 3 && word.length >= 8 && !named) return 3
  return word.length >= 5 ? 2 : 1
}

/** From this share of letters in words on, a text is a name. */
const NAME_SHARE = 0.65

/** Words with hyphens, underscores, dots, slashes or apostrophes are prose unless digits are mixed into them. */
function isHyphenated(word: string): boolean {
  return /^[\p{L}\p{M}0-9]+(?:[-_./'’:,&+]+[\p{L}\p{M}0-9]*)+$/u.test(word)
}

function strengthOfHyphenated(word: string, classes: Classes): Strength {
  if (isDrawn(word, classes)) return word.length >= 20 ? 4 : 3
  if (classes.digits === 0) return strengthOfJoinedWords(word)
  const parts = word.split(/[-_./'’:,&+]+/)
  const mixed = parts.filter((part) => /[0-9]/.test(part) && /\p{L}/u.test(part) && !isTerm(part)).length
  const words = parts.filter((part) => /^\p{L}+$/u.test(part)).length
  if (mixed === 0 && words === 0) return 0
  // Four parts and more are a name, whatever its numbers.
  if (parts.length >= 4 && wordShare(word) >= NAME_SHARE) return 0
  if (word.length >= 8 && classes.kinds >= 4 && wordShare(word) < NAME_SHARE) return 3
  return word.length >= 6 && (mixed > 0 || /[-_.]\d{2,}$|^\p{L}+[-_.]\p{L}+[-_.]\d+/u.test(word)) ? 2 : 0
}

/** `correct-horse-battery-staple`: four words of three letters or more that no phrase of a language joins. */
function strengthOfJoinedWords(word: string): Strength {
  const parts = word.split(/[-_.]/)
  if (parts.length < 3 || !parts.every((part) => /^[A-Z]?[a-z]{2,}$/.test(part))) return 0
  if (JOINED_PROSE.test(word)) return 0
  return parts.length >= 4 && parts.every((part) => part.length >= 3) ? 2 : 1
}

/** Small words, and the parts of compounds that prose is full of. */
const JOINED_PROSE =
  /(?:^|[-_.])(?:the|and|for|not|use|used|only|all|any|per|non|pre|self|time|end|to|of|in|on|by|user|name|pass\w*|token|key|secret|reset|your|with|from|based|free|level|side|first|driven|party|ready|friendly|proof|test|example|my|data|client|server|auth|cookie|session|id|type|value|config)(?:[-_.]|$)/i

/** Fourteen characters or more with letters and digits in no order a person would write. */
function isDrawn(word: string, classes: Classes): boolean {
  if (word.length < 14 || classes.others > 0) return false
  if (!UNBROKEN.test(word)) return false
  if (wordShare(word) >= (HEX.test(word) ? HEX_NAME_SHARE : NAME_SHARE)) return false
  if (classes.digits === 0 || classes.lower + classes.upper === 0) {
    return (
      classes.digits === 0 && word.length >= 24 && classes.upper > 3 && classChanges(word) > word.length / 3.2
    )
  }
  const needed = classes.lower > 0 && classes.upper > 0 ? word.length / 5 : word.length / 6
  return classChanges(word) >= needed && entropyOf(word) >= 3
}

/** Few letters are left in hexadecimal, and all six go well together. */
const HEX = /^[0-9a-f]+$|^[0-9A-F]+$/
const HEX_NAME_SHARE = 1
