/** Judges a word that stands where a secret might: how much it looks like one, by itself. */
import { isPlaceholderValue } from './placeholder.ts'
import { classChanges, entropyOf } from './randomness.ts'

/**
 * How much a word looks like a secret.
 *
 * 0: no (a word of a language, a template, an address). 1: some single word that might be a weak password.
 * 2: like a password (letters with digits or signs). 3: like a strong password or a short key. 4: like a long drawn key.
 */
export type Strength = 0 | 1 | 2 | 3 | 4

const ADDRESS =
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|^(?:[a-z][a-z0-9+.-]*:)?\/\/|^www\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|ai|co|app|de|fr|es|jp|cn|ru|br|in|uk|eu|local|html?|php|js|ts|py|json|ya?ml|md|txt|env|pem|key|crt|sh|go|rs|java|rb|exe|zip|png|jpe?g|pdf|csv|xml|log|cfg|ini|toml|lock)(?:[/:?#].*)?$/i
const PATH = /^(?:\.{0,2}|~|[A-Za-z]:)[/\\][\w.\-/\\ ]*$|^[\w.-]+(?:\/[\w.-]+)+\.\w{1,5}$/
const TIME =
  /^\d{1,4}[-/.:]\d{1,2}(?:[-/.:]\d{1,4})?(?:[T ]?\d{1,2}:\d{2}.*)?Z?$|^\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?$|^\d{1,2}(?:h|uhr)(?:\d{2})?$/i
const NUMBER = /^[+-]?[$€£¥#]?\d[\d,.]*(?:%|[a-z]{1,3}|k|m|bn|px|ms|kb|mb|gb|st|nd|rd|th)?$/i
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Programs: calls, members, subscripts, comparisons, types, environment look-ups. */
const CODE =
  /^\.[A-Za-z_$][\w$]*\(|'@'|^[A-Za-z_$][\w$]*(?:\?*\.[A-Za-z_$][\w$]*)*(?:\(|\[["'\w]|\?\.|<[A-Z]|=>|\+\+)|^(?:process|os|self|this|req|request|res|config|settings|env|ENV|args|params|options|data|user|ctx|context|props|state|event|body|input|form|session|std|System|Deno|import|secrets|vars|var|local|module|github|steps|inputs)\??\.[\w.]+$|^(?:===?|!==?|&&|\|\||<=|>=|=>|\{|\}|\(\)|\[\])|[;{]$|^--?[a-z]|\)$.*\(|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z]+(?:_[a-z]+)+$|^@[\w./-]+$|^\/.*\/[gimsuy]*$|[[({]$|^[\w-]+=$|^-----|^![a-z]+$|^@[\w.-]+(?::\d+)?(?:\/|$)/
const VERSION = /^v?\d+(?:\.\d+)+(?:[-+][\w.]+)?$|^[\^~]\d/i
const TERMS =
  /^(?:sha-?\d+|md5|utf-?\d+|base\d+|hs\d+|rs\d+|es\d+|oauth\d?|http\d?|ipv\d|python\d?|web\d|x509|ed25519|p-?256|aes-?\d*\S*|rsa-?\d*|mp\d|h\.?26\d|[a-z]\d|\d+[a-z]{1,2}|s3|ec2|k8s|i18n|l10n|a11y|oidc|saml2?|2fa|mfa|b2b|p2p|gpt-?\d\S*|claude-?\S*|iso\d+|q[1-4]|v\d+|step\d+|level\d+|node\d+|es20\d\d|f\d+|utc[+-]\d+|covid-?\d+|bcrypt|argon2\w*|scrypt|pbkdf2\S*|hmac-?\S*|u2f|fido2|jwt|1password|7-?zip|auth0|http\/\d.*)$/i

const PLAIN_WORD = /^[A-Z]?[a-z]+$/

/** The strength of a word without the quotes and stops around it. */
export function strengthOf(word: string): Strength {
  const length = word.length
  if (length < 24 && PLAIN_WORD.test(word)) return length < 4 || isPlaceholderValue(word) ? 0 : 1
  if (length < 4 || length > 1024 || isPlaceholderValue(word)) return 0
  if (ADDRESS.test(word) || TIME.test(word) || VERSION.test(word) || TERMS.test(word)) return 0
  if (/\s/.test(word)) return strengthOfPhrase(word)
  const classes = classesOf(word)
  if (CODE.test(word) && !isDrawn(word, classes)) return 0
  if (NUMBER.test(word)) return 0
  if (UUID.test(word)) return 3
  if (PATH.test(word) && (classes.upper === 0 || !isDrawn(word, classes))) return 0
  if (classes.signs === 0) return strengthOfPlain(word, classes)
  if (isHyphenated(word)) return strengthOfHyphenated(word, classes)
  if (length >= 8 && classes.kinds >= 3) return isDrawn(word, classes) && length >= 20 ? 4 : 3
  return length >= 5 || classes.digits > 0 ? 2 : 1
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
  if (classes.digits === 0) {
    const changes = classChanges(word)
    if (word.length >= 20 && classes.others === 0 && changes > word.length / 3.2) return 4
    if (word.length >= 8 && classes.others === 0 && classes.upper > 1 && changes > word.length / 2.6) return 2
    return 1
  }
  if (letters === 0) return 1
  if (isDrawn(word, classes)) return word.length >= 20 ? 4 : 3
  if (classes.kinds >= 3 && word.length >= 8) return 3
  return word.length >= 5 ? 2 : 1
}

/** Words with hyphens, underscores, dots, slashes or apostrophes are prose unless digits are mixed into them. */
function isHyphenated(word: string): boolean {
  return /^[\p{L}\p{M}0-9]+(?:[-_./'’:,&]+[\p{L}\p{M}0-9]*)+$/u.test(word)
}

function strengthOfHyphenated(word: string, classes: Classes): Strength {
  if (isDrawn(word, classes)) return word.length >= 20 ? 4 : 3
  if (classes.digits === 0) return strengthOfJoinedWords(word)
  const parts = word.split(/[-_./'’:,&]+/)
  const mixed = parts.filter((part) => /[0-9]/.test(part) && /\p{L}/u.test(part) && !TERMS.test(part)).length
  const words = parts.filter((part) => /^\p{L}+$/u.test(part)).length
  if (mixed === 0 && words === 0) return 0
  if (word.length >= 8 && classes.kinds >= 4) return 3
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
  /(?:^|[-_.])(?:the|and|for|not|use|used|only|all|any|per|non|pre|self|time|end|to|of|in|on|by|user|name|pass\w*|token|key|secret|reset|your|with|from|based|free|level|side|first|driven|party|ready|friendly|proof)(?:[-_.]|$)/i

/** Fourteen characters or more with letters and digits in no order a person would write. */
function isDrawn(word: string, classes: Classes): boolean {
  if (word.length < 14 || classes.others > 0) return false
  if (!/^[A-Za-z0-9_\-+/=.~:!@#$%^&*?|]+$/.test(word)) return false
  if (classes.digits === 0 || classes.lower + classes.upper === 0) {
    return (
      classes.digits === 0 && word.length >= 24 && classes.upper > 3 && classChanges(word) > word.length / 3.2
    )
  }
  const needed = classes.lower > 0 && classes.upper > 0 ? word.length / 5 : word.length / 6
  return classChanges(word) >= needed && entropyOf(word) >= 3
}
