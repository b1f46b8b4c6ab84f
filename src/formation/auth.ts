/** Reads the `auth` block of a server in each of its spellings. */
import { z } from 'zod'
import { checkBlock, oneOf } from './check-block.ts'
import { configuredText, readEnvironment, readTemplate } from './configured-text.ts'
import { CARRIER_FIELDS, readCarrier, readHeaders } from './http-auth.ts'
import type { AuthType, ServerAuth, ServerDefinition, Template } from './formation.ts'
import { isNearName } from './nearest-name.ts'
import type { Problems } from './problems.ts'
import type { YamlFile } from './yaml/file.ts'

/** Types that are served, and the one that a later part will serve. `oauth2` is `bearer` for whoever connects instead of pasting. */
const AUTH_TYPES = ['bearer', 'basic', 'api_key', 'env', 'header', 'oauth2'] as const

const common = { type: z.enum(AUTH_TYPES).optional(), accept_inline: z.boolean().optional() }

const SCHEMAS = {
  bearer: z.strictObject({ ...common, token: configuredText }),
  oauth2: z.strictObject({ ...common, token: configuredText }),
  basic: z.strictObject({ ...common, username: configuredText, password: configuredText }),
  api_key: z
    .strictObject({
      ...common,
      token: configuredText.optional(),
      key: configuredText.optional(),
      ...CARRIER_FIELDS,
    })
    .refine(
      ({ token, key }) => (token === undefined) !== (key === undefined),
      'must have one of token and key.',
    ),
  env: z.object(common).catchall(configuredText),
  header: z.object(common).catchall(configuredText),
} as const

/** An environment variable as they are usually written; a block without a type that has one is of type `env`. */
const VARIABLE = /^[A-Z][A-Z0-9_]*$/

/**
 * Reads a block. Without a `type` it is `bearer` where it has a `token`, `basic` where it has a `username`, `env` where it has
 * names in capitals. Nothing when it has problems, which are then noted. `of`: how the server is reached; a process takes variables, a
 * server over HTTP takes headers.
 */
export function readAuth(
  file: YamlFile,
  of: ServerDefinition['type'],
  problems: Problems,
): ServerAuth | undefined {
  const block = file.root['auth']
  if (block === undefined) return undefined
  const place = file.placeOf(['auth'])
  if (typeof block !== 'object' || block === null || Array.isArray(block)) {
    problems.add(place, block === null ? 'is empty.' : 'must be a block of fields.')
    return undefined
  }
  const type = 'type' in block ? block.type : guessType(Object.keys(block))
  if (type === 'oauth2' && !describesClient(file)) {
    const message =
      'is "oauth2", which needs the client of this deployment; add credential.oauth2 with client_id.'
    problems.add(file.placeOf(['auth', 'type']), message)
    return undefined
  }
  if (type === (of === 'http' ? 'env' : 'header')) {
    const message =
      of === 'http'
        ? 'is "env", but a server over HTTP has no environment of ours; use "header" and name its headers.'
        : 'is "header", but a command takes no headers; use "env" and name its variables.'
    problems.add(file.placeOf('type' in block ? ['auth', 'type'] : ['auth']), message)
    return undefined
  }
  if (!isServed(type)) {
    problems.add(file.placeOf(['auth', 'type']), oneOf(AUTH_TYPES, type))
    return undefined
  }
  const schema = SCHEMAS[type]
  const known = Object.keys(schema.shape)
  const checked = checkBlock(schema, block, file, ['auth'], known, problems)
  if (checked === undefined) return undefined
  const { accept_inline: acceptInline = false, type: _, ...entries } = checked
  if (type === 'env' || type === 'header')
    return { type, acceptInline, values: readNamed(file, entries, type, problems) }
  // How it was come by makes no difference to the tool: it is a bearer token (RFC 6750).
  if (type === 'oauth2') return { type: 'bearer', acceptInline, values: readFields(file, entries, problems) }
  if (type !== 'api_key') return { type, acceptInline, values: readFields(file, entries, problems) }
  const { header, query, ...key } = entries as z.output<(typeof SCHEMAS)['api_key']>
  const values = readFields(file, key, problems)
  if (of === 'http')
    return { type, acceptInline, values, carrier: readCarrier(file, { header, query }, problems) }
  for (const name of ['header', 'query'].filter((one) => one in block))
    problems.add(file.placeOf(['auth', name]), 'is for servers over HTTP; a command is given a variable.')
  return { type, acceptInline, values }
}

function describesClient(file: YamlFile): boolean {
  const block = file.root['credential']
  return typeof block === 'object' && block !== null && 'oauth2' in block
}

function isServed(type: unknown): type is AuthType | 'oauth2' {
  return typeof type === 'string' && Object.hasOwn(SCHEMAS, type)
}

function guessType(names: readonly string[]): AuthType {
  if (names.includes('token')) return 'bearer'
  if (names.includes('username') || names.includes('password')) return 'basic'
  return names.some((name) => VARIABLE.test(name)) ? 'env' : 'bearer'
}

type Entries = Readonly<Record<string, string | number | boolean | undefined>>

function readFields(file: YamlFile, entries: Entries, problems: Problems): Record<string, Template> {
  const values: Record<string, Template> = {}
  for (const [name, value] of Object.entries(entries)) {
    if (value === undefined) continue
    const template = readTemplate(file, ['auth', name], value, 'auth', problems)
    // `key` is the other spelling of an API key's `token`.
    if (template !== undefined) values[name === 'key' ? 'token' : name] = template
  }
  return values
}

/** Every name is allowed there but one that is surely a misspelt field of ours. */
function readNamed(
  file: YamlFile,
  entries: Entries,
  type: 'env' | 'header',
  problems: Problems,
): Record<string, Template> {
  const named: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(entries)) {
    const meant = VARIABLE.test(name)
      ? undefined
      : Object.keys(common).find((known) => isNearName(name, known))
    if (meant !== undefined) {
      problems.add(file.placeOf(['auth', name]), 'is not a known field.', `auth.${meant}`)
    } else if (name === 'token') {
      const message = `is not a known field of type ${type}; name the ${NAMED[type].what}, or use type bearer.`
      problems.add(file.placeOf(['auth', name]), message, 'auth.type')
    } else if (value !== undefined) named[name] = value
  }
  if (Object.keys(named).length === 0) {
    const { what, such } = NAMED[type]
    problems.add(file.placeOf(['auth']), `names no ${what}, such as ${such}.`)
  }
  const read = type === 'env' ? readEnvironment : readHeaders
  return read(file, ['auth'], named, problems)
}

const NAMED = {
  env: { what: 'environment variable', such: 'GITHUB_TOKEN' },
  header: { what: 'header', such: 'Notion-Token' },
} as const
