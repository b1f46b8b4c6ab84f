/**
 * What may be a password while a token is awaited, or was: everything that is nothing people say.
 *
 * While the question is open, whatever is no sentence may be one. Later, conversations go on in single words, too, and only what is made
 * like a password may be.
 */
import { COMMON_WORDS } from './everyday-words.ts'
import { isCommonPassword } from './password-shapes.ts'
import { plainWords } from './phrases.ts'
import { isUtterance } from './utterance.ts'
import { isChatWord, isOdd, isPointing, mayBePassword, NAMED_THINGS } from './wording.ts'

/** What is longer is a message, in UTF-16 units. */
const LONGEST = 200

/** More words beside an odd one make a sentence that only holds it. */
const MOST_BESIDE = 8

/**
 * Whether a message is made like a password, alone or with words that point to it: "hunter2 for github", "github: letmein", "123456", a
 * row of words that make no sentence.
 *
 * @param known what people call the service, in lower case
 */
export function looksLikePassword(text: string, known: readonly string[]): boolean {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST) return false
  if (mayBePassword(trimmed)) return true
  const words = trimmed.split(/[\s,;=→]+|:(?=\s|$)|(?<=\p{L}):(?!\/\/)/u).filter((word) => word !== '')
  const names = new Set(known.flatMap((word) => [word, ...word.split(' ')]))
  const values = words.filter((word) => !isBeside(word, names))
  if (words.length === 1 && words.every(isValue)) return true
  if (values.length > 0 && values.length <= 3 && values.every(isValue)) return true
  return isRow(trimmed, known)
}

/**
 * Whether a message that comes while a token is awaited may be a password: it is no request, no question, no statement, and no name of a
 * file, address or time.
 */
export function isNoMessage(text: string, known: readonly string[]): boolean {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > LONGEST) return false
  if (looksLikePassword(trimmed, known)) return true
  const plain = plainWords(trimmed)
  const words = trimmed.split(/\s+/)
  if (isUtterance(plain, known))
    return !BEGINS_AS_REQUEST.test(plain) && words.length <= MOST_BESIDE && words.some(isOdd)
  return !(
    words.length <= 3 &&
    words.every((word) => isThing(word) || isChatWord(word) || COMMON_WORDS.has(word.toLowerCase()))
  )
}

/** A value with a request around it is what the request is about. */
const BEGINS_AS_REQUEST =
  /^(?:(?:please|ok|and|so|hey|hi|now) )*(?:show|list|check|get|find|open|create|make|close|merge|search|read|send|look|tell|add|remove|delete|rename|update|review|fix|run|revert|deploy|what|which|who|why|how|when|where|can|could|is|are|does|do|did)\b/

/** Whether a word says nothing, or calls a service. */
function isBeside(word: string, names: ReadonlySet<string>): boolean {
  const bare = word.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  return names.has(bare) || BESIDE.has(bare) || (isPointing(word) && !isCommonPassword(bare))
}

const BESIDE = new Set(
  `for on at of with in to works worked work should mine our we you can could may might perhaps probably again instead one old new current
  account password passphrase my it's its website site app or and just still always everywhere like called believe sure not also first then`.split(
    /\s+/,
  ),
)

const isValue = (word: string): boolean => {
  const value = word.replaceAll(/^["'`“”‘’(<[]+|["'`“”‘’)>\],;:.?!]+$/gu, '')
  return !isChatWord(value) && (isOdd(word) || isCommonPassword(value) || isCommonPassword(word))
}

/** Three to twelve plain words that are nothing said. */
function isRow(text: string, known: readonly string[]): boolean {
  const words = text.split(/[\s_.-]+/)
  if (words.length < 3 || words.length > 12 || !words.every((word) => /^[\p{L}\p{M}'’]{2,24}$/u.test(word)))
    return false
  return !isUtterance(plainWords(words.join(' ')), known)
}

/** An address, a file, a version, a time, an amount: a word that is made like a thing. */
const isThing = (word: string): boolean => THINGS.some((form) => form.test(word.replace(/[,;.!?]+$/, '')))

/** Of numbers only those that are written like a time, an amount, a date or a reference: a row of digits alone may be a PIN. */
const THINGS: readonly RegExp[] = [
  ...NAMED_THINGS,
  /^[A-Z]{2,10}-\d{1,6}$/,
  /^#\d{1,7}$/,
  /^\d{1,2}:\d{2}(?:am|pm)?$|^\d{1,3}(?:am|pm|kg|km|cm|mm|gb|mb|kb|tb|px|ms|min|sec|h|x|k|m|%|€|\$|£)?$/i,
  /^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/,
]
