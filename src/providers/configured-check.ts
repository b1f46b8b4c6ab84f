/** Turns the `check` of a `credential:` block into what every provider's check is: a request as data, and rows that read its answers. */
import { placeholdersIn, textsIn, type CredentialCheck } from '../formation/credential-check.ts'
import type { Probe } from './check/ask.ts'
import { ANY, type CheckMeaning, type Matcher, type Rule } from './check/reading.ts'
import { FieldTemplate, type JsonTemplate } from './check/request.ts'
import { firstOf, header, type Source } from './check/source.ts'

/** The request of a check, and how its answers read. */
export function probeOf(check: CredentialCheck): Probe {
  const { method, url, headers, body, identity, accept, reject, expires, scopes } = check
  const fixed = Object.entries(headers).filter(([, text]) => placeholdersIn(text).length === 0)
  const hasFieldInHeader = fixed.length < Object.keys(headers).length
  const hasFieldInBody = textsIn(body).some((text) => placeholdersIn(text).length > 0)
  return {
    method,
    url,
    headers: Object.fromEntries(fixed),
    ...(body !== undefined && 'json' in body && { json: templateOf(body.json) }),
    ...(body !== undefined && 'form' in body && { form: formOf(body.form) }),
    ...(hasFieldInBody && !hasFieldInHeader && { isAnonymous: true }),
    good: {
      status: accept.status,
      body: matchersOf(accept.body),
      identity: identity === undefined ? 'anonymous' : identityOf(identity),
      ...(scopes !== undefined && { scopes: sourceOf(scopes) }),
      ...(expires !== undefined && { expires: sourceOf(expires) }),
    },
    rules: reject === undefined ? REFUSED : reject.flatMap(rulesOf),
  }
}

/** What a service says that nobody described. */
const REFUSED: readonly Rule<CheckMeaning>[] = anyForm({ status: 401, means: 'rejected' })

function rulesOf(row: NonNullable<CredentialCheck['reject']>[number]): Rule<CheckMeaning>[] {
  const { status, body, header: name, text, expired } = row
  const rule: Rule<CheckMeaning> = {
    status,
    ...(name !== undefined && { headers: { [name]: ANY } }),
    means: expired ? 'expired' : 'rejected',
  }
  if (body !== undefined) return [{ ...rule, body: matchersOf(body) }]
  return text === undefined ? anyForm(rule) : [{ ...rule, text: startOf(text) }]
}

/** JSON, plain text or nothing; never a page, which is somebody else's. */
function anyForm(rule: Rule<CheckMeaning>): Rule<CheckMeaning>[] {
  return [
    { ...rule, body: {} },
    { ...rule, text: /^/ },
    { ...rule, empty: true },
  ]
}

type Members = CredentialCheck['accept']['body']

function matchersOf(members: Members): Readonly<Record<string, Matcher>> {
  return Object.fromEntries(
    Object.entries(members).map(([path, value]) => [
      path,
      Array.isArray(value) ? value.map(matcherOf) : matcherOf(value),
    ]),
  )
}

/** `*` is whatever is there, and `token_*` whatever begins so. */
function matcherOf(
  value: string | number | boolean | null,
): string | number | boolean | null | RegExp | typeof ANY {
  if (value === '*') return ANY
  return typeof value === 'string' && value.endsWith('*') ? startOf(value.slice(0, -1)) : value
}

function startOf(text: string): RegExp {
  return new RegExp(
    `^${text.replaceAll(/[^A-Za-z0-9_]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`)}`,
    'u',
  )
}

function identityOf(identity: NonNullable<CredentialCheck['identity']>): { key: Source; name: Source } {
  if (typeof identity === 'string') return { key: sourceOf(identity), name: sourceOf(identity) }
  const key = sourceOf(identity.key)
  return { key, name: firstOf(sourceOf(identity.name), key) }
}

function sourceOf(text: string): Source {
  return text.startsWith('header:') ? header(text.slice('header:'.length)) : text
}

function templateOf(value: unknown): JsonTemplate {
  if (typeof value === 'string') return placeholdersIn(value).length > 0 ? new FieldTemplate(value) : value
  if (Array.isArray(value)) return value.map(templateOf)
  if (typeof value !== 'object' || value === null) return value as JsonTemplate
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, templateOf(member)]))
}

function formOf(form: Readonly<Record<string, string>>): Record<string, string | FieldTemplate> {
  return Object.fromEntries(
    Object.entries(form).map(([name, text]) => [
      name,
      placeholdersIn(text).length > 0 ? new FieldTemplate(text) : text,
    ]),
  )
}
