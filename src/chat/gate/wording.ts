/**
 * What a message is by its words alone: something people say in a chat, or something that may be a password.
 *
 * A password is never told for certain from a word. What may be one is held back, and its owner is asked; so a doubt costs one
 * question, and never a password in a history.
 */
import { COMMON_WORDS } from './everyday-words.ts'

/** Said alone, these answer, greet or hesitate; nobody's password is tried on them. */
const CHAT_WORDS = new Set(
  `yes yep yeah yea yup ya no nope nah ok okay k sure fine good great nice cool perfect right correct true false done ready wait
  stop start help hello hi hey hallo hola bonjour ciao thanks thank thx ty cheers please pls plz sorry oops whoops ups hm hmm hmmm mm um uh er ah oh
  aha huh what why how who when where which whatever lol haha hehe wow omg idk dunno maybe perhaps later soon now never always
  again more next back undo redo cancel abort quit exit skip none both all any either neither first second last one two three
  and or but so then well anyway actually really seriously nothing something everything nevermind bye goodbye test testing ping
  danke bitte nein gracias merci oui non sí si grazie prego obrigado obrigada sim não ja да нет спасибо`.split(
    /\s+/,
  ),
)

/** Words that only point to a value beside them: "it's hunter2", "try hunter2 please". */
const POINTING = new Set(
  `it its it's is this that here here's heres my the a try use take and so ok okay well sorry oops please pls thanks now then again
  password pass pw pwd passwort code pin token key secret login user username be was think guess i maybe hi hey yes no`.split(
    /\s+/,
  ),
)

/** The longest message that is looked at as a password: longer ones are not one, in UTF-16 units. */
const LONGEST = 200

/** Whether a word alone is something people say, and no value. */
export const isChatWord = (word: string): boolean =>
  CHAT_WORDS.has(bareWord(word)) || !/[\p{L}\p{N}]/u.test(word)

/**
 * Whether a message may be a password, while no password is awaited or one of another form: a single odd word, with or without words
 * that point to it, or a row of plain words that make no sentence ("correct horse battery staple").
 */
export function mayBePassword(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST) return false
  const words = trimmed.split(/\s+/)
  const odd = words.filter(isOdd)
  if (odd.length > 0) return odd.length === 1 && words.every((word) => isOdd(word) || isPointing(word))
  const parts = words.length === 1 ? trimmed.split(/[-_.]/) : words
  return isPassphrase(parts.join(' '), parts)
}

/** Whether a word only points to a value beside it. */
export const isPointing = (word: string): boolean =>
  POINTING.has(bareWord(word)) || !/[\p{L}\p{N}]/u.test(word)

/**
 * No word, number, name of a file or address is made like this: letters and digits or marks mixed, six characters or more; or with a
 * mark that passwords are fond of in its middle.
 */
export function isOdd(word: string): boolean {
  const value = word.replace(/^["'`“”‘’(<[]+|["'`“”‘’)>\],;:.]+$/gu, '')
  if (value.length >= 6 && (MIXED.test(value) || hasManyAccents(value) || hasManyScripts(value))) return true
  if (value.length < 5 || ORDINARY.some((form) => form.test(value))) return false
  if (!/\p{L}/u.test(value)) return /[@$%^&*!]/.test(value.slice(0, -1)) && value.length >= 6
  if (/[!@$%^&*~|\\]/.test(value.slice(1, -1))) return true
  return value.length >= 6 && /\p{N}/u.test(value)
}

/** More letters beyond ASCII than the longest words of any Latin alphabet have, all different. */
function hasManyAccents(word: string): boolean {
  const letters = word.match(/[^\P{Script=Latin}A-Za-z]/gu) ?? []
  return new Set(letters).size >= 5
}

/** Ordinary words have one script; names and terms beside another one, two. */
function hasManyScripts(word: string): boolean {
  return SCRIPTS.filter((script) => script.test(word)).length >= 3
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Hangul}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
] as const

/** A picture between letters, or another alphabet between Latin letters: no word of any language is written so. */
const MIXED =
  /\p{L}\p{So}+\p{L}|\p{Script=Latin}[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hangul}]+\p{Script=Latin}/u

/** Addresses, files, paths, versions: forms of ordinary things that hold digits or marks. */
export const NAMED_THINGS: readonly RegExp[] = [
  /^(?:[a-z][a-z+.-]*:\/\/|www\.)\S+$/i,
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  /^@[\w-]+$/,
  /^[~.]{0,2}\/\S*$/,
  /^[\w-]+(?:\/[\w.-]+)+$/,
  /^[\w-]+(?:\.[a-z]{1,5}){1,2}(?::\d+)*$/i,
  /^v?\d+(?:\.\d+)+(?:[-.+]?[a-z]+\.?\d*)?$/i,
  /^[€$£]\d+(?:[.,]\d+)*[kmb]?$/i,
]

const ORDINARY: readonly RegExp[] = [
  ...NAMED_THINGS,
  /^[\p{L}\p{M}]+(?:[-'’/._–][\p{L}\p{M}]+)*[!?…]*$/u,
  // References, times, dates, amounts, ordinal numbers.
  /^[a-z]{0,12}[#-]\d{1,7}$/i,
  /^\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th|am|pm|kg|km|cm|mm|gb|mb|kb|tb|px|ms|min|sec|hours?|days?|x|k|m|%|€|\$|£)?$/i,
  // Products and their years: "covid-19", "iphone15", "python3.12", "node-22".
  /^[a-z]+-\d{1,4}(?:\.\d+)*$/i,
]

/** Three to twelve plain words, none of which any sentence or request is made of. */
function isPassphrase(text: string, words: readonly string[]): boolean {
  if (words.length < 3 || words.length > 12 || new Set(words).size < 3 || /[.,;:!?…"'()]/.test(text))
    return false
  return words.every((word) => /^[\p{L}\p{M}-]{2,24}$/u.test(word) && !COMMON_WORDS.has(word.toLowerCase()))
}

const bareWord = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‘’ʼ]/g, "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
