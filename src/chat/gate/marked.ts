/** Finds the value in a message that says which part of it is the password: "my code is 1234", "it's hunter2", a quotation. */
import { isSaidOfIt, namesOf } from './fields.ts'
import type { Service } from '../../providers/service.ts'
import { mayBePassword } from './wording.ts'

/** A value and where it stands, in UTF-16 units of the message. */
export interface MarkedValue {
  readonly start: number
  readonly value: string
  /** The field that it was called by; nothing where the words fit any. */
  readonly field?: string
}

/** No message that only says which part is the password is longer, in UTF-16 units. */
const LONGEST = 300

const GREETING = String.raw`(?:(?:ok|okay|sure|hi|hello|here(?: you go| it is)?|well|so|sorry|oops|ah|oh|no)[,.:! ]+)*`
const WHOSE = String.raw`(?:(?:it(?:['’]?s| is)|my|the|this is|that['’]?s|here is|here['’]?s|use|try|take)\s+)*`
const VALUE = String.raw`(?:"([^"\n]+)"|'([^'\n]+)'|\x60([^\x60\n]+)\x60|“([^”\n]+)”|(\S+))`
const END = String.raw`(?:[,.!]?\s+(?:please|thanks|thank you|thx))?`

/** The whole message is a quotation. */
const QUOTED = new RegExp(`^${VALUE}$`, 'u')

/**
 * The value of a message that marks it, beyond doubt; nothing for any other message, and for words that only speak of a password
 * ("my password is wrong").
 */
export function findMarked(text: string, service: Service): MarkedValue | undefined {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST) return undefined
  const quoted = QUOTED.exec(trimmed)
  if (quoted !== null && quoted[5] === undefined) return placed(text, quoted)
  return findNamed(text, trimmed, service) ?? findPointedAt(text, trimmed)
}

/** "My crm password is …", "code: …". */
function findNamed(text: string, trimmed: string, { fields, words }: Service): MarkedValue | undefined {
  const names = fields.map((field) => `(?<${keyOf(field)}>${namesOf(field)})`).join('|')
  const any = String.raw`pass[ -]?(?:word|phrase|code)|passwd|pin|code|token|(?:api[ -]?)?key|secret|credential|login`
  const called = words.map((word) => word.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&')).join('|')
  const sign = String.raw`\s*(?:is\s*:|[:=]+|->|→)\s*|\s+is\s+`
  const whole = new RegExp(
    `^${GREETING}${WHOSE}(?:(?:${called}|new|current|actual|real)\\s+)*(?:${names}|${any})(?<sign>${sign})${VALUE}${END}$`,
    'iu',
  )
  const match = whole.exec(trimmed)
  if (match?.groups === undefined) return undefined
  const { groups } = match
  const field = fields.find((name) => groups[keyOf(name)] !== undefined)
  const value = placed(text, match.slice(-5))
  const isSaid =
    (groups['sign'] ?? '').trim() === 'is' && match.at(-1) !== undefined && isSaidOfIt(value.value)
  if (isSaid) return undefined
  return field === undefined ? value : { ...value, field }
}

/** "It's hunter2": words that only point to one that looks like no word. */
function findPointedAt(text: string, trimmed: string): MarkedValue | undefined {
  if (!/\s/.test(trimmed)) return undefined
  const match = new RegExp(`^${GREETING}${WHOSE}${VALUE}${END}$`, 'iu').exec(trimmed)
  const [value] = match?.slice(-5).filter((part) => part !== undefined) ?? []
  if (match === null || value === undefined || !mayBePassword(value)) return undefined
  return placed(text, match.slice(-5))
}

/** The value that matched, without what ends a sentence. */
function placed(text: string, match: readonly (string | undefined)[]): MarkedValue {
  const quoted = match.slice(-5, -1).find((part) => part !== undefined)
  const value = quoted ?? (match.at(-1) ?? '').replace(/[.,]$/, '')
  return { start: text.lastIndexOf(value), value }
}

const keyOf = (field: string): string => `f_${field.replaceAll(/\W/g, '_')}`
