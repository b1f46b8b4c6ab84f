/** What the tests of MCP connections share: servers as a formation would describe them, credentials, and looks into /proc. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type {
  AuthType,
  Formation,
  CommandServer,
  Template,
  TemplatePart,
} from '../../src/formation/formation.ts'
import { parseTemplate } from '../../src/formation/template.ts'
import type { Logger } from '../../src/ports.ts'
import { createPrincipal, type Principal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import type { OpenedCredential } from '../../src/vault/vault.ts'
import { makeFormation } from '../providers/fixtures.ts'

/** A token of GitHub's shape, made anew in each run. */
export { makeToken } from '../providers/fixtures.ts'

const place = { file: 'mcp/test.afs', line: 1, field: 'auth' }

/** A configured text, read as the formation reads it. */
export function template(text: string): Template {
  const result = parseTemplate(text, place)
  if (!result.ok) throw new Error(result.message)
  return result.template
}

/** How a test server is described. */
export interface ServerSketch {
  readonly id?: string
  readonly command?: string
  readonly args: readonly string[]
  readonly type?: AuthType
  readonly auth?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** A server as `mcp/*.afs` would describe it. */
export function makeServer({
  id = 'test',
  command = process.execPath,
  args,
  type = 'env',
  auth = {},
  env = {},
}: ServerSketch): CommandServer {
  const values = templates(auth)
  const environment = templates(env)
  const parts = [...Object.values(values), ...Object.values(environment)].flatMap(
    (one): readonly TemplatePart[] => one.parts,
  )
  const services = parts.flatMap((part) => (part.kind === 'credential' ? [part.service] : []))
  return {
    type: 'command',
    id,
    file: place.file,
    command: template(command),
    args: args.map(template),
    env: environment,
    cwd: undefined,
    auth: Object.keys(auth).length === 0 ? undefined : { type, acceptInline: true, values },
    credential: undefined,
    services: [...new Set(services)],
    tools: [],
  }
}

/** The server that misbehaves on request, with an `acme` credential. */
export function oddServer(env: Readonly<Record<string, string>> = {}, id = 'odd'): CommandServer {
  const path = fileURLToPath(new URL('odd-server.mjs', import.meta.url))
  return makeServer({
    id,
    args: [path],
    type: 'bearer',
    auth: { token: '${{ user.credentials.ACME }}' },
    env,
  })
}

/** The formation of all these tests. */
export const formation: Formation = makeFormation([{ service: 'github' }, { service: 'acme' }])

/** A user of that formation. */
export function user(id: string): Principal {
  return createPrincipal(formation.id, id)
}

/** A credential as the vault would open it. */
export function credential(
  service: string,
  fields: Readonly<Record<string, string>>,
  account = 'account-1',
  revision = 1,
): OpenedCredential {
  const secrets = Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, Secret.fromText(text)]),
  )
  return {
    account: {
      id: account,
      service,
      identity: { key: account, name: account },
      login: undefined,
      label: undefined,
      isDefault: false,
      status: 'active',
      checked: true,
      scopes: undefined,
      revision,
      createdAt: 0,
      updatedAt: 0,
      lastUsedAt: undefined,
      lastCheckedAt: undefined,
      expiresAt: undefined,
    },
    fields: secrets,
    grant: undefined,
    confirm: () => Promise.resolve(true),
    ended: new AbortController().signal,
    dispose: () => {
      for (const secret of Object.values(secrets)) secret.dispose()
    },
  }
}

/** A logger that keeps every line as text. */
export function keepingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  const keep = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`)
  return { lines, debug: keep, info: keep, warn: keep, error: keep }
}

/** The environment a process was started with. */
export async function environmentOf(pid: number): Promise<Record<string, string>> {
  const entries = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter((entry) => entry !== '')
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  )
}

/** Whether a process is there and no zombie. */
export async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return status !== undefined && !/\) [ZX] /.test(status)
}

function templates(texts: Readonly<Record<string, string>>): Record<string, Template> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, template(text)]))
}
