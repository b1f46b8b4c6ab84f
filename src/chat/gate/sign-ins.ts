/**
 * Finds whole sign-ins in a message that nobody awaits: "add my CRM account, user: ann, password: …". Parts that are not taken apart
 * here would have to be guessed later, and a password guessed to be a user name ends up as an account's name.
 */
import { namesOf, readFields } from './fields.ts'
import type { FieldValues } from './fields.ts'
import type { Finding } from '../../guard/index.ts'
import type { Service } from '../../providers/service.ts'

/** A finding; where it is a sign-in, with its parts by their names. */
export type SignInFinding = Finding & { readonly fields?: FieldValues }

/** The findings, with those of a service of several fields as their parts, and with the user name that stands beside a password. */
export function addSignIns(
  text: string,
  services: readonly Service[],
  found: readonly Finding[],
): SignInFinding[] {
  if (found.length === 0) return []
  const several = services.filter(({ fields }) => fields.length > 1)
  const lower = text.toLowerCase()
  for (const service of several) {
    if (!isMeant(lower, service, found)) continue
    const whole = findLabelled(text, service)
    if (whole === undefined) continue
    const others = found.filter(({ start, end }) => end <= whole.start || start >= whole.end)
    return [...others, whole].sort((one, other) => one.start - other.start)
  }
  return found.map((finding) => inParts(finding, several))
}

const isMeant = (lower: string, { id, words }: Service, found: readonly Finding[]): boolean =>
  found.some(({ service }) => service === id) || words.some((word) => lower.includes(word))

/** From the first name of a field on, where what follows names all fields and nothing else. */
function findLabelled(text: string, service: Service): SignInFinding | undefined {
  const names = service.fields.map(namesOf).join('|')
  for (const { index } of text.matchAll(new RegExp(`(?<![\\w-])(?:${names})(?![\\w-])`, 'giu'))) {
    const value = text.slice(index).trimEnd()
    const fields = readFields(value, service, false)
    if (fields === undefined || service.fields.some((field) => !Object.hasOwn(fields, field))) continue
    const end = index + value.length
    return { start: index, end, value, service: service.id, kind: 'password', certainty: 'words', fields }
  }
  return undefined
}

/** `ann:…` is a user name and its password; what is called a password alone is that part. */
function inParts(finding: Finding, several: readonly Service[]): SignInFinding {
  const service = several.find(({ id }) => id === finding.service)
  if (service === undefined) return finding
  const fields = readFields(finding.value, service, true)
  if (fields !== undefined) return { ...finding, fields }
  const isPart = finding.kind === 'password' && service.fields.includes('password')
  return isPart ? { ...finding, fields: { password: finding.value } } : finding
}
