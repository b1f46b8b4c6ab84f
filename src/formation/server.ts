/** Reads one `mcp/*.afs` file into a server. */
import { z } from 'zod'
import { readAuth } from './auth.ts'
import { checkBlock, oneOf } from './check-block.ts'
import { configuredText, readEnvironment } from './configured-text.ts'
import { readCredentialBlock } from './credential-block.ts'
import type { ServerCommon, ServerDefinition, ServiceId, Template } from './formation.ts'
import { HTTP_FIELDS, readHttpServer } from './http-server.ts'
import { isNearName } from './nearest-name.ts'
import type { Problems } from './problems.ts'
import { PROGRAM_FIELDS, readProgram } from './program.ts'
import { reachOfServer } from './reach.ts'
import { checkSchemaVersion } from './schema-version.ts'
import { readDeclaredTools } from './tools-block.ts'
import type { ServerContext } from './server-context.ts'
import { credentialParts } from './template.ts'
import type { YamlFile } from './yaml/file.ts'

/** A server and the file it came from. */
export interface ReadServer {
  readonly definition: ServerDefinition
  readonly file: YamlFile
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Fields of a server's file that are ours; all others belong to other tools. */
export const SERVER_FIELDS = [
  'schema',
  'id',
  'type',
  'command',
  'args',
  'env',
  'cwd',
  'url',
  'headers',
  'private_network',
  'auth',
  'credential',
  'tools',
]

const id = z
  .string()
  .refine((text) => ID.test(text), 'must be 1 to 64 letters, digits, dashes or underscores.')
  .optional()

const commandFile = z.object({
  id,
  ...PROGRAM_FIELDS,
  env: z.record(z.string(), configuredText).nullish(),
})

const httpFile = z.object({ id, ...HTTP_FIELDS })

/** Reads a server; nothing when the file has problems, which are then noted. */
export function readServer(file: YamlFile, context: ServerContext): ReadServer | undefined {
  const { problems } = context
  const before = problems.count
  checkSchemaVersion(file, problems)
  const type = readType(file, problems)
  const auth = readAuth(file, type ?? 'command', problems)
  const credential = readCredentialBlock(file, context.allowLoopback, problems)
  const tools = readDeclaredTools(file, problems)
  if (type === undefined) return undefined
  const common = { file: file.name, auth, credential, tools }
  const definition = type === 'http' ? readHttp(file, common, context) : readCommand(file, common, context)
  return definition === undefined || problems.count > before ? undefined : { definition, file }
}

type Common = Omit<ServerCommon, 'id' | 'services'>

function readCommand(file: YamlFile, common: Common, context: ServerContext): ServerDefinition | undefined {
  const { directory, disk, privatePaths, problems, warnings } = context
  const block = checkBlock(commandFile, withId(file), file, [], [], problems)
  if (block === undefined) {
    suggestFields(file, problems)
    return undefined
  }
  const before = problems.count
  const started = readProgram(file, block, context)
  const env = readEnvironment(file, ['env'], block.env ?? {}, problems)
  if (problems.count > before || started === undefined) return undefined
  const services = servicesOf([...Object.values(common.auth?.values ?? {}), ...Object.values(env)])
  const definition = { type: 'command', id: block.id ?? '', ...common, ...started, env, services } as const
  const surroundings = { directory, cwd: started.cwd, disk, privatePaths }
  for (const { template, message, isRefused } of reachOfServer(definition, surroundings)) {
    if (isRefused) problems.add(template.place, message)
    else warnings.add(template.place, message)
  }
  return definition
}

function readHttp(file: YamlFile, common: Common, context: ServerContext): ServerDefinition | undefined {
  const block = checkBlock(httpFile, withId(file), file, [], [], context.problems)
  if (block === undefined) {
    suggestFields(file, context.problems)
    return undefined
  }
  const reached = readHttpServer(file, block, context)
  if (reached === undefined) return undefined
  const services = servicesOf([
    ...Object.values(common.auth?.values ?? {}),
    ...Object.values(reached.headers),
  ])
  return { type: 'http', id: block.id ?? '', ...common, ...reached, services }
}

/** Without an id of its own a server is called like its file. */
function withId(file: YamlFile): object {
  return { ...file.root, id: file.root['id'] ?? file.name.replace(/^.*\//, '').replace(/\.afs$/, '') }
}

/** Every template of a server that may hold a user's credential, in the order of the file. */
export function credentialTemplates(server: ServerDefinition): readonly Template[] {
  const others = server.type === 'http' ? server.headers : server.env
  const templates = [...Object.values(server.auth?.values ?? {}), ...Object.values(others)]
  return templates.sort((left, right) => left.place.line - right.place.line)
}

function servicesOf(templates: Template[]): ServiceId[] {
  templates.sort((left, right) => left.place.line - right.place.line)
  return [...new Set(templates.flatMap((template) => credentialParts(template).map((part) => part.service)))]
}

function readType(file: YamlFile, problems: Problems): ServerDefinition['type'] | undefined {
  const type = file.root['type'] ?? ('url' in file.root && !('command' in file.root) ? 'http' : 'command')
  if (type !== 'http' && type !== 'command') {
    const isStream = type === 'streamable-http' || type === 'streamable_http' || type === 'streamableHttp'
    const message = isStream
      ? 'is written "http" here.'
      : type === 'sse'
        ? 'is "sse", which MCP has given up (2025-03-26); use "http" with the server\'s newer address.'
        : oneOf(['command', 'http'], type)
    problems.add(file.placeOf(['type']), message)
    return undefined
  }
  // An address beside a command is another tool's, and not read; a command beside an address may be meant to be the server.
  if (type === 'http')
    for (const name of COMMAND_ONLY.filter((one) => one in file.root))
      problems.add(file.placeOf([name]), 'is nothing that a server of type http has.')
  return type
}

const COMMAND_ONLY = ['command', 'args', 'env', 'cwd']

/** A field that is missing may be there under a misspelt name, which would otherwise be ignored as another tool's. */
function suggestFields(file: YamlFile, problems: Problems): void {
  for (const [name, meant] of misspeltFields(file)) {
    problems.add(file.placeOf([name]), 'is not a known field.', meant)
  }
}

/** Top-level names of a server's file that are nearly one of ours, each with the one that was probably meant. */
export function misspeltFields(file: YamlFile): (readonly [name: string, meant: string])[] {
  return Object.keys(file.root).flatMap((name) => {
    const meant = SERVER_FIELDS.find((field) => field.length > 2 && isNearName(name, field))
    return meant === undefined || SERVER_FIELDS.includes(name) ? [] : [[name, meant] as const]
  })
}
