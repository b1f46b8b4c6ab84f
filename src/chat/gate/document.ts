/**
 * Takes credentials out of a settings file that was pasted whole: JSON (an `mcpServers` block among it) or the lines of an `.env` file.
 *
 * Each value goes to the service it belongs to, by its shape or by what it is called; a document is never sent anywhere as it is.
 */
import { shapeOf } from '../../guard/index.ts'
import type { Family } from '../../guard/index.ts'
import { knownVariables } from '../../providers/variables.ts'
import type { Service } from '../../providers/service.ts'
import type { Services } from '../../providers/services.ts'
import { namesOf } from './fields.ts'

/** A value of a document with the names that lead to it, from the outside in. */
interface Entry {
  readonly path: readonly string[]
  readonly value: string
}

/** What a document holds for one service; not always all of its fields. */
export interface DocumentCredential {
  readonly service: Service
  readonly fields: Readonly<Record<string, string>>
}

interface Owner {
  readonly service: Service
  readonly field: string
}

/** The largest document that is read, in UTF-16 units, and the most of its values that are looked at. */
const LARGEST = 64 * 1024
const MOST_ENTRIES = 500
const DEEPEST = 20

/** The credentials in a pasted document; nothing where the text is no document. What names no service is the awaited one's. */
export function readDocument(
  text: string,
  awaited: Service,
  { all: services, rules }: Pick<Services, 'all' | 'rules'>,
): readonly DocumentCredential[] | undefined {
  const entries = text.length > LARGEST ? undefined : (readJson(text) ?? readLines(text))
  if (entries === undefined) return undefined
  const found = new Map<Service, Record<string, string>>()
  for (const entry of entries) {
    const owner = ownerByShape(entry, services, rules) ?? ownerByName(entry, services, awaited)
    if (owner === undefined) continue
    const fields = found.get(owner.service) ?? {}
    if (!Object.hasOwn(fields, owner.field)) fields[owner.field] = valueOf(entry.value)
    found.set(owner.service, fields)
  }
  return [...found].map(([service, fields]) => ({ service, fields }))
}

/** JSON, or what stands between the fences of a code block. */
function readJson(text: string): Entry[] | undefined {
  const inner = unfenced(text)
  if (!/^[{[][\s\S]*[}\]]$/.test(inner)) return undefined
  try {
    const entries: Entry[] = []
    collect(JSON.parse(inner), [], entries)
    return entries
  } catch {
    return undefined
  }
}

function collect(value: unknown, path: readonly string[], entries: Entry[]): void {
  if (entries.length >= MOST_ENTRIES || path.length > DEEPEST) return
  if (typeof value === 'string') entries.push({ path, value })
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name], entries)
}

const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*("[^"\n]*"|'[^'\n]*'|[^\s#][^\n]*?)\s*$/

/** `NAME=value`, one a line, with comments and empty lines between. */
function readLines(text: string): Entry[] | undefined {
  const lines = unfenced(text)
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:#.*)?$/.test(line))
  if (lines.length === 0 || lines.length > MOST_ENTRIES) return undefined
  const entries: Entry[] = []
  for (const line of lines) {
    const [, name, value] = LINE.exec(line) ?? []
    if (name === undefined || value === undefined || !/^[A-Z_\d.-]+$|_/.test(name)) return undefined
    entries.push({ path: [name], value: value.replace(/^(["'])(.*)\1$/, '$2') })
  }
  return entries
}

const unfenced = (text: string): string =>
  text
    .trim()
    .replace(/^```\w*\s*\n([\s\S]*?)\n\s*```$/, '$1')
    .trim()

/** Whose a value is by its looks, where one field is all that its service needs. */
function ownerByShape(
  { path, value }: Entry,
  services: readonly Service[],
  rules: readonly Family[],
): Owner | undefined {
  const shape = shapeOf(valueOf(value), rules)?.service
  if (shape === undefined) return undefined
  const owners = services.filter(({ id, knownAs }) => id === shape || knownAs === shape)
  const service = owners.find((owner) => isNamed(owner, path)) ?? owners[0]
  const [field, another] = service?.fields ?? []
  return service === undefined || field === undefined || another !== undefined
    ? undefined
    : { service, field }
}

/** Whose a value is by the names that lead to it. */
function ownerByName(
  { path, value }: Entry,
  services: readonly Service[],
  awaited: Service,
): Owner | undefined {
  const plain = valueOf(value)
  if (plain === '' || isPlaceholder(plain)) return undefined
  const named = services.filter((service) => isNamed(service, path))
  for (const service of named.length > 0 ? named : [awaited]) {
    const field = service.fields.find((name) => isCalled(service, name, path))
    if (field !== undefined) return { service, field }
  }
  return undefined
}

const squeeze = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Whether the service, or a variable of its, stands among the names that lead to a value. */
function isNamed({ id, words }: Service, path: readonly string[]): boolean {
  const variables = knownVariables(id)
  const called = [id, ...words].map(squeeze)
  return path.some((name) => {
    if (variables.includes(name)) return true
    const parts = name.split(/[^\p{L}\p{N}]+|(?<=[a-z])(?=[A-Z])/u).map((part) => part.toLowerCase())
    return called.some((word) => (word.length < 4 ? parts.includes(word) : squeeze(name).includes(word)))
  })
}

const CREDENTIAL = /(?:token|key|pat|secret|password|passwd|pwd|pass|credential|auth|bearer|authorization)$/i

/** Whether the last of the names calls a value by a field of the service. */
function isCalled(service: Service, field: string, path: readonly string[]): boolean {
  const last = path.at(-1) ?? ''
  const isWholeName = [service.id, ...service.words].some((word) => squeeze(word) === squeeze(last))
  if (service.fields.length === 1)
    return isWholeName || knownVariables(service.id).includes(last) || CREDENTIAL.test(last)
  return new RegExp(`(?:^|[^A-Za-z])(?:${namesOf(field)})$`, 'i').test(
    last.replaceAll(/([a-z])([A-Z])/g, '$1_$2'),
  )
}

/** `Bearer …` in a header is a token behind a word. */
const valueOf = (value: string): string => value.trim().replace(/^(?:Bearer|token|Basic)\s+/i, '')

const isPlaceholder = (value: string): boolean =>
  /^(?:<.*>|\$\{.*\}|\{\{.*\}\}|\$[A-Z_]+|your[-_ ].*|x{3,}|\*{3,}|\.{3}|…|changeme)$/i.test(value)
