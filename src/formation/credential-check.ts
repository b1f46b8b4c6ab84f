/**
 * The `check` and `fields` of a `credential` block: how any service is asked about a credential, said as data and read strictly.
 *
 * `{token}` in a header or a body stands for a field of the credential. It stands in no address, and nothing here is a pattern that
 * could be slow: what an answer has to be is said exactly, with `*` at the end of a text for whatever follows.
 */
import { z } from 'zod'

/** A dotted path into a JSON answer: `login`, `user.id`, `accounts.0.name`. */
const PATH = /^[A-Za-z0-9_-]{1,64}(?:\.[A-Za-z0-9_-]{1,64}){0,7}$/
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/
const HEADER_VALUE = /^[\x20-\x7e]{0,1024}$/
const FIELD_NAME = /^[a-z][a-z0-9_]{0,63}$/
const VARIABLE = /^[A-Z][A-Z0-9_]{0,127}$/

/** Headers that belong to the connection (RFC 9110 §7.6.1), or say where a request goes. */
const NOT_OURS = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-connection'],
])

const MOST_ROWS = 30
const MOST_MEMBERS = 20

const source = z
  .string()
  .refine(
    (text) =>
      PATH.test(text) || (text.startsWith('header:') && HEADER_NAME.test(text.slice('header:'.length))),
    'must be a dotted path such as login or user.id, or header:NAME.',
  )

const exact = z.union([z.string().max(256), z.number(), z.boolean(), z.null()])
const members = z
  .record(
    z.string().refine((path) => PATH.test(path), 'must be named by a dotted path such as error.code.'),
    z.union([exact, z.array(exact).min(1).max(MOST_ROWS)]),
  )
  .refine((given) => Object.keys(given).length <= MOST_MEMBERS, `must have at most ${MOST_MEMBERS} members.`)

const status = z.int().min(200).max(599)
const statuses = z.union([status, z.array(status).min(1).max(MOST_ROWS)])

const headerName = z
  .string()
  .refine(
    (name) => HEADER_NAME.test(name) && !NOT_OURS.has(name.toLowerCase()),
    'is not a header that a check may set.',
  )
const headerValue = z
  .string()
  .refine((value) => HEADER_VALUE.test(value), 'must be printable ASCII, 1,024 characters at most.')

const jsonValue = z.json()

/** The schema of `credential.check`. */
export const checkSchema = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'),
  url: z.string(),
  headers: z.record(headerName, headerValue).default({}),
  body: z
    .union([
      z.strictObject({ form: z.record(z.string().min(1).max(128), z.string().max(4096)) }),
      z.strictObject({ json: jsonValue }),
    ])
    .optional(),
  identity: z.union([source, z.strictObject({ key: source, name: source })]).optional(),
  accept: z.strictObject({ status: status.default(200), body: members.default({}) }).prefault({}),
  reject: z
    .array(
      z.strictObject({
        status: statuses,
        body: members.optional(),
        header: headerName.optional(),
        text: z.string().min(1).max(256).optional(),
        expired: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(MOST_ROWS)
    .optional(),
  expires: source.optional(),
  scopes: source.optional(),
})

/** The schema of `credential.fields`. */
export const fieldsSchema = z
  .record(
    z
      .string()
      .refine((name) => FIELD_NAME.test(name), 'is not a name of a-z, 0-9 and _ that begins with a letter.'),
    z.strictObject({
      label: z.string().min(1).max(60).optional(),
      secret: z.boolean().default(true),
      environment: z
        .array(z.string().refine((name) => VARIABLE.test(name), 'must be a variable of A-Z, 0-9 and _.'))
        .max(10)
        .default([]),
    }),
  )
  .refine((fields) => Object.keys(fields).length > 0, 'must have at least one field.')
  .refine(
    (fields) => Object.values(fields).some(({ secret }) => secret),
    'must have at least one field that is secret.',
  )

/** A check as it was read, its defaults filled in. */
export type CredentialCheck = z.output<typeof checkSchema>

/** Fields as they were read. */
export type CredentialFieldBlocks = z.output<typeof fieldsSchema>

/** The fields of a `check` by their dotted paths, for suggestions. */
export const CHECK_FIELDS = [
  ...['check', 'check.method', 'check.url', 'check.headers', 'check.body', 'check.identity', 'check.accept'],
  ...['check.reject', 'check.expires', 'check.scopes', 'fields'],
] as const

const PLACEHOLDER = /\{(\w*)\}/g

/** Names of the fields that stand in a text as `{token}`. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/**
 * What is wrong with a check as a whole, as the path of the member and a predicate; absent where nothing is. `fields`: names of the
 * credential's fields.
 */
export function faultOfCheck(
  check: CredentialCheck,
  fields: readonly string[],
): { readonly path: readonly string[]; readonly fault: string } | undefined {
  if (check.url.includes('{')) {
    return { path: ['url'], fault: 'cannot hold a field: a credential is never part of an address.' }
  }
  if (check.method === 'GET' && check.body !== undefined) {
    return { path: ['body'], fault: 'needs `method: POST`.' }
  }
  if (check.identity === undefined && Object.keys(check.accept.body).length === 0) {
    return {
      path: ['identity'],
      fault:
        'is missing; for a service that says nobody’s name, say what a good answer holds in accept.body.',
    }
  }
  const headers = Object.entries(check.headers).map(([name, text]) => ({ path: ['headers', name], text }))
  const body = textsIn(check.body).map((text) => ({ path: ['body'], text }))
  for (const { path, text } of [...headers, ...body]) {
    if (text.includes('${{'))
      return { path, fault: 'takes a field of the credential as {token}, not as ${{ … }}.' }
    const stray = placeholdersIn(text).find((name) => !fields.includes(name))
    if (stray !== undefined) {
      return { path, fault: `names a field "${stray}"; the credential has ${fields.join(', ')}.` }
    }
  }
  return undefined
}

/** Every text in a value of JSON. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
