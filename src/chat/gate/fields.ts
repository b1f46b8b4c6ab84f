/**
 * Takes the parts of a sign-in out of one message: "user: X password: Y", "X / Y", two lines in any order, "my username is X and my
 * password is Y".
 *
 * Where it cannot be told which word is which part, nothing is taken apart: a password must never end up as a name.
 */
import type { Service } from '../../providers/service.ts'
import { isChatWord, mayBePassword } from './wording.ts'

/** Values by the names of a service's fields; not always all of them. */
export type FieldValues = Readonly<Record<string, string>>

/** The longest message that is taken apart, in UTF-16 units: two values of the longest kind, and the words around them. */
const LONGEST = 17_000

/** What else people call the fields of a sign-in. */
const ALIASES: Readonly<Record<string, string>> = {
  username: String.raw`user[ _-]?name|user[ _-]?id|user|login(?: name)?|log[ -]?in|e-?mail(?: address)?|account(?: name)?|id`,
  password: String.raw`pass[ _-]?word|pass[ _-]?phrase|pass[ _-]?code|passwd|pwd|pass|pw`,
}

/** The name of a field as people write it, as the source of a pattern. */
export const namesOf = (field: string): string =>
  ALIASES[field] ?? field.replaceAll(/[^A-Za-z0-9]+/g, '[ _-]?')

/**
 * The parts that a message gives, each beyond doubt; nothing where there is a doubt, or for a service of a single field.
 *
 * @param first whether the first of the fields is awaited: only then may values stand without their names
 */
export function readFields(text: string, service: Service, first: boolean): FieldValues | undefined {
  const { fields } = service
  if (fields.length < 2 || text.length > LONGEST) return undefined
  const plain = text.trim()
  return readLabelled(plain, service) ?? (first ? readBare(plain, fields) : undefined)
}

/** Each value behind a name of its field, in any order. A lead-in may stand before them, and nothing else. */
function readLabelled(text: string, { fields, words }: Service): FieldValues | undefined {
  return readBehind(text, fields, words, SIGN) ?? readBehind(text, fields, words, String.raw`\s+`)
}

/** The sign that says "here comes the value". */
const SIGN = String.raw`\s*(?:is\s*:|:=|[:=]|->|→)\s*|\s+(?:is|are)\s+`

/** With nothing but a blank for a sign, all fields have to be named, and one of the values has to look like no word. */
function readBehind(
  text: string,
  fields: readonly string[],
  words: readonly string[],
  sign: string,
): FieldValues | undefined {
  const names = fields.map((field) => `(${namesOf(field)})`).join('|')
  const lead = `(?:(?:my|the|and|with|its?|their|${words.map(escaped).join('|')})\\s+)*`
  const found = [...text.matchAll(new RegExp(`(?<![\\w-])${lead}(?:${names})(?:${sign})`, 'giu'))]
  const values: Record<string, string> = {}
  for (const [index, match] of found.entries()) {
    const field = fields[match.slice(1).findIndex((name) => name !== undefined)]
    const next = found[index + 1]?.index
    const part = text.slice(match.index + match[0].length, next)
    const value = readValue(next === undefined ? part : part.replace(JOINS, ''), /[:=>→]\s*$/.test(match[0]))
    if (field === undefined || value === undefined || Object.hasOwn(values, field)) return undefined
    values[field] = value
  }
  const before = text.slice(0, found[0]?.index ?? 0).trim()
  if (found.length === 0 || (before !== '' && !isLeadIn(before))) return undefined
  const isSure = sign === SIGN || (found.length === fields.length && Object.values(values).some(isNoWord))
  return isSure ? values : undefined
}

const escaped = (word: string): string => word.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&')

/** What joins a value to the next one. */
const JOINS = /(?:\s*[,;|]\s*|\s+[/&+]\s*|\s+)(?:and\s*)?$/iu

const QUOTED = /^(?:"[^"\n]+"|'[^'\n]+'|`[^`\n]+`|“[^”\n]+”)$/u

/** A value: one word, a quotation, or behind a sign all of its line. */
function readValue(part: string, isAssigned: boolean): string | undefined {
  const value = isAssigned ? part.trim() : part.trim().replace(/[.,;]$/, '')
  if (QUOTED.test(value)) return value.slice(1, -1)
  if (value === '' || value.includes('\n')) return undefined
  if (!/\s/.test(value)) return isAssigned || !isSaidOfIt(value) ? value : undefined
  // In a sentence nobody can say where a passphrase ends.
  return isAssigned && mayBePassword(value) ? value : undefined
}

/** What is said of a password, and is none: "my password is wrong". */
export const isSaidOfIt = (word: string): boolean => isChatWord(word) || SAID_OF_IT.test(word)

const SAID_OF_IT =
  /^(?:wrong|incorrect|not|expired|invalid|weak|strong|safe|secure|lost|forgotten|missing|unknown|different|old|new|same|too|very|the|a|an|in|on|at|my|your|it|that|this|here|there|below|above|attached|stored|saved|needed|required|empty|blank|secret|private|confidential|long|short|case-sensitive|working|broken|blocked|locked|changed|about|like|being|going|only|still|also|just|now)[.!?]*$/iu

/** "Sure, here you go:" */
const isLeadIn = (text: string): boolean =>
  /^(?:(?:ok|okay|sure|yes|hi|hello|here|it|its|it's|is|are|you|go|these|this|my|the|login|sign-?in|credentials?|details|data|so|well|please|use|for)[\s,:.!-]*){1,8}$/iu.test(
    text,
  )

/** "X / Y", "X:Y", "X, Y", "X Y", one a line: as many values as there are fields, in their order. */
function readBare(text: string, fields: readonly string[]): FieldValues | undefined {
  if (/:\/\/|[{}=]/.test(text)) return undefined
  const lines = text.split(/\s*\n\s*/)
  const parts = lines.length > 1 ? lines : splitLine(text, fields)
  if (parts?.length !== fields.length || parts.some((part) => part === '' || /\s/.test(part)))
    return undefined
  if (parts.some(isChatWord)) return undefined
  return assign(parts, fields)
}

function splitLine(text: string, fields: readonly string[]): readonly string[] | undefined {
  const marked = text.split(/\s+[/|;]\s+|\s*[|;]\s*/)
  if (marked.length === fields.length) return marked
  // No user name holds a colon (RFC 7617 §2), a password may.
  const pair = isSignIn(fields) ? /^([^\s:/]+)\s*:\s*(\S+)$/.exec(text) : null
  if (pair !== null) return pair.slice(1)
  const slashed = text.split('/')
  if (slashed.length === fields.length && !/\s/.test(text) && slashed.every((part) => part.length > 2))
    return slashed
  const words = text.split(/\s*,\s*|\s+/)
  // Two words alone may be words of a sentence: one of them has to look like no word.
  return words.length === fields.length && words.some(isNoWord) ? words : undefined
}

const isSignIn = (fields: readonly string[]): boolean =>
  fields.length === 2 && fields[0] === 'username' && fields[1] === 'password'

const isNoWord = (word: string): boolean => /[^\p{L}\p{M}'’.-]/u.test(word.replace(/[.,!?]$/, ''))

/**
 * In the order of the fields; of two, an e-mail address is the user name wherever it stands, and what nobody would be called is the
 * password. Nothing where the first may as well be the password.
 */
function assign(parts: readonly string[], fields: readonly string[]): FieldValues | undefined {
  const [one = '', other = ''] = parts
  const isTurned = isAddress(other) ? !isAddress(one) : isNobodysName(one) && !mayBePassword(other)
  const isOpen = !isAddress(one) && !isAddress(other) && mayBePassword(one) && !mayBePassword(other)
  if (!isSignIn(fields)) return inOrder(parts, fields)
  if (isTurned) return inOrder([other, one], fields)
  return isOpen ? undefined : inOrder(parts, fields)
}

const inOrder = (parts: readonly string[], fields: readonly string[]): FieldValues =>
  Object.fromEntries(fields.map((field, index) => [field, parts[index] ?? '']))

const isAddress = (word: string): boolean => /^[^\s@]+@[\w-]+(?:\.[\w-]+)+$/.test(word)

/** Letters, digits and other marks in eight characters or more. */
const isNobodysName = (word: string): boolean =>
  word.length >= 8 && /\p{L}/u.test(word) && /\d/.test(word) && /[^\p{L}\p{N}._@+-]/u.test(word)

/** Whether a message is as many values as there are fields, though nobody can say which is which. */
export function mayBeFields(text: string, { fields }: Service): boolean {
  const parts = text.trim().split(/\s*[,;|\n]\s*|\s+[/&+]\s+|\s+/)
  return fields.length > 1 && parts.length === fields.length && !parts.some(isSaidOfIt)
}
