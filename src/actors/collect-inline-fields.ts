/** Takes several fields out of one message: "username: ann, password: …", two lines, JSON, `ann:…` for a user name and password. */
import { Secret } from '../secret.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../services/service.ts'

/** What else people call the fields of a sign-in. */
const LABELS: Readonly<Record<string, string>> = {
  username: 'user ?name|user|login|user id|e-?mail(?: address)?',
  password: 'password|pass|passwd|pwd|pass ?phrase|pass ?code',
}

/** All fields of a service that needs several, where one value holds them all beyond doubt; nothing for any other value. */
export function splitFields(service: Service, given: string): CredentialFields | undefined {
  const { fields } = service
  if (fields.length < 2) return undefined
  const text = given.trim()
  const values = readJson(text, fields) ?? readLabelled(text, fields) ?? readLines(text, fields)
  if (values === undefined) return undefined
  return Object.fromEntries(fields.map((field, index) => [field, Secret.fromText(values[index] ?? '')]))
}

function readJson(text: string, fields: readonly string[]): string[] | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const parsed = JSON.parse(text) as Record<string, unknown>
    const values = fields.map((field) => (Object.hasOwn(parsed, field) ? parsed[field] : undefined))
    return values.every((value) => typeof value === 'string' && value !== '')
      ? (values as string[])
      : undefined
  } catch {
    return undefined
  }
}

/** Each field behind its name, in the order they are asked for; nothing but the names may stand around the values. */
function readLabelled(text: string, fields: readonly string[]): string[] | undefined {
  const parts = fields.map((field) => {
    const label = LABELS[field] ?? field.replaceAll(/[^A-Za-z0-9]+/g, '[ _-]?')
    return `(?:my |the )?(?:${label})\\s*(?:is|=|:)\\s*(\\S+?)`
  })
  const whole = new RegExp(`^${parts.join('(?:\\s*[,;]\\s*|\\s+)(?:and\\s+)?')}[.]?$`, 'i')
  return whole.exec(text)?.slice(1)
}

/** One field a line; a user name and its password also in one word, as no user name holds a colon (RFC 7617 §2). */
function readLines(text: string, fields: readonly string[]): string[] | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines.length === fields.length && lines.every((line) => line !== '' && !/\s/.test(line))) return lines
  const isSignIn = fields.length === 2 && fields[0] === 'username' && fields[1] === 'password'
  const pair = isSignIn ? /^([^\s:]+):(\S+)$/.exec(text) : null
  return pair === null || text.includes('://') ? undefined : pair.slice(1)
}
