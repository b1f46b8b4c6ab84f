/** Reads one `mcp/*.afs` file into a server. */
import { z } from 'zod'
import { readAuth } from './auth.ts'
import { checkBlock, oneOf } from './check-block.ts'
import { configuredText, readEnvironment } from './configured-text.ts'
import { readCredentialBlock } from './credential-block.ts'
import type { ServerDefinition, ServiceId, Template } from './formation.ts'
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
  'auth',
  'credential',
  'tools',
]

const serverFile = z.object({
  id: z
    .string()
    .refine((id) => ID.test(id), 'must be 1 to 64 letters, digits, dashes or underscores.')
    .optional(),
  ...PROGRAM_FIELDS,
  env: z.record(z.string(), configuredText).nullish(),
})

/** Reads a server; nothing when the file has problems, which are then noted. */
export function readServer(file: YamlFile, context: ServerContext): ReadServer | undefined {
  const { problems } = context
  const before = problems.count
  checkSchemaVersion(file, problems)
  const auth = readAuth(file, problems)
  const credential = readCredentialBlock(file, context.allowLoopback, problems)
  const tools = readDeclaredTools(file, problems)
  if (!isCommandType(file, problems)) return undefined
  const id = file.root['id'] ?? file.name.replace(/^.*\//, '').replace(/\.afs$/, '')
  const block = checkBlock(serverFile, { ...file.root, id }, file, [], [], problems)
  if (block === undefined) {
    suggestFields(file, problems)
    return undefined
  }
  const started = readProgram(file, block, context)
  const env = readEnvironment(file, ['env'], block.env ?? {}, problems)
  if (problems.count > before || started === undefined) return undefined
  const definition: ServerDefinition = {
    id: block.id ?? '',
    file: file.name,
    ...started,
    env,
    auth,
    credential,
    services: servicesOf([...Object.values(auth?.values ?? {}), ...Object.values(env)]),
    tools,
  }
  const { directory, disk, privatePaths, warnings } = context
  const surroundings = { directory, cwd: started.cwd, disk, privatePaths }
  for (const { template, message, isRefused } of reachOfServer(definition, surroundings)) {
    if (isRefused) problems.add(template.place, message)
    else warnings.add(template.place, message)
  }
  return problems.count > before ? undefined : { definition, file }
}

/** Every template of a server that may hold a user's credential, in the order of the file. */
export function credentialTemplates(server: ServerDefinition): readonly Template[] {
  const templates = [...Object.values(server.auth?.values ?? {}), ...Object.values(server.env)]
  return templates.sort((left, right) => left.place.line - right.place.line)
}

function servicesOf(templates: Template[]): ServiceId[] {
  templates.sort((left, right) => left.place.line - right.place.line)
  return [...new Set(templates.flatMap((template) => credentialParts(template).map((part) => part.service)))]
}

function isCommandType(file: YamlFile, problems: Problems): boolean {
  const type = file.root['type'] ?? ('url' in file.root && !('command' in file.root) ? 'http' : 'command')
  if (type === 'command') return true
  const message =
    type === 'http'
      ? 'is "http", which this version does not serve yet; use "command".'
      : oneOf(['command', 'http'], type)
  problems.add(file.placeOf(['type']), message)
  return false
}

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
