/** A Keyturn whose servers are `listing-server.mjs`, and Acme, the service that they work with: it knows whose each token is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFormation, openKeyturn } from '../../src/index.ts'
import type { Keyturn, KeyturnOptions, User, UserTool } from '../../src/index.ts'
import { makeToken } from './fixtures.ts'

/** What `listing-server.mjs` is told, and what its file says besides. */
export interface AcmeServer {
  /** How it behaves: see the server. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Whether it works with an account of Acme. Default true. */
  readonly isPersonal?: boolean
  /** The address of a server over HTTP, in place of a program. */
  readonly url?: string
  /** The program in place of `listing-server.mjs`. */
  readonly command?: string
  readonly args?: readonly string[]
  /** `tools:` of its file. */
  readonly tools?: readonly unknown[]
  /** Another service than `acme`. */
  readonly service?: string
}

/** The service. */
export interface Acme {
  readonly url: string
  /** Logins by token; a token that is not here is rejected. */
  readonly people: Map<string, string>
  /** The tokens that came, in order. Nobody's is enough for `/owners-only`, which is answered with 401. */
  readonly asked: string[]
  /** Answers with this status in place of the ordinary one. */
  fails: number | undefined
  /** A new token of somebody. */
  issue(login: string): string
  close(): Promise<void>
}

/** Starts the service on a free port of 127.0.0.1. */
export async function startAcme(): Promise<Acme> {
  const people = new Map<string, string>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
    asked.push(token)
    const login = people.get(token)
    const isKnown = login !== undefined && request.url !== '/owners-only'
    const status = acme.fails ?? (isKnown ? 200 : 401)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status === 200 ? { login, organisations: `${login}-secret-org` } : {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const acme: Acme = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people,
    asked,
    fails: undefined,
    issue(login) {
      const token = makeToken('acme-')
      people.set(token, login)
      return token
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return acme
}

/** A Keyturn with these servers, in a folder of its own. */
export interface AcmeStage {
  keyturn: Keyturn
  readonly folder: string
  readonly logged: string[]
  user(userId: string, conversationId?: string): User
  /** The tools of a user, as a model sees them. */
  tools(userId: string): Promise<readonly UserTool[]>
  /** Their original names, in order. */
  names(userId: string): Promise<string[]>
  /** One tool by its original name. */
  tool(userId: string, originalName: string): Promise<UserTool>
  /** Moves the clock. */
  advance(milliseconds: number): void
  /** Ends this Keyturn and opens another on the same folder. */
  restart(servers?: Readonly<Record<string, AcmeServer>>): Promise<void>
  /** Makes a server behave otherwise from its next start on, though it is started alike. */
  become(id: string, options: AcmeServer['options']): void
  /** How the server was started so far: `bare` or `credential`, in order. */
  starts(id: string): string[]
  close(): Promise<void>
}

const LISTING = join(import.meta.dirname, 'listing-server.mjs')

/** Opens it. Every server is of the service `acme`, checked at `acme.url`; a name with `unchecked` in it is of a service without a check. */
export async function openAcmeStage(
  acme: Acme,
  servers: Readonly<Record<string, AcmeServer>>,
  options: Partial<KeyturnOptions> = {},
): Promise<AcmeStage> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-acme-'))
  const logged: string[] = []
  let offsetMs = 0
  const log = (facts: object, text: string): void => void logged.push(`${text} ${JSON.stringify(facts)}`)
  const startsFile = (id: string): string => join(folder, `${id}.starts`)
  const becomesFile = (id: string): string => join(folder, `${id}.becomes`)
  const write = (all: Readonly<Record<string, AcmeServer>>): void => {
    rmSync(join(folder, 'mcp'), { recursive: true, force: true })
    mkdirSync(join(folder, 'mcp'))
    const userCredentials = { encryption: { iterations: 100_000 } }
    writeFileSync(join(folder, 'formation.afs'), JSON.stringify({ user_credentials: userCredentials }))
    for (const [id, server] of Object.entries(all)) {
      writeFileSync(startsFile(id), '')
      const files = { starts: startsFile(id), becomes: becomesFile(id) }
      writeFileSync(join(folder, 'mcp', `${id}.afs`), JSON.stringify(fileOf(acme, id, server, files)))
    }
  }
  const open = async (): Promise<Keyturn> =>
    openKeyturn({
      formation: await readFormation(join(folder, 'formation.afs'), { allowLoopback: true }),
      databaseUrl: false,
      redisUrl: false,
      clock: { now: () => Date.now() + offsetMs },
      logger: { debug: log, info: log, warn: log, error: log },
      ...options,
    })
  write(servers)
  const stage: AcmeStage = {
    keyturn: await open(),
    folder,
    logged,
    user: (userId, conversationId = 'talk') => stage.keyturn.user({ userId, conversationId }),
    tools: (userId) => stage.user(userId).tools(),
    names: async (userId) => (await stage.tools(userId)).map(({ originalName }) => originalName),
    async tool(userId, originalName) {
      const tool = (await stage.tools(userId)).find((one) => one.originalName === originalName)
      if (tool === undefined) throw new Error(`${userId} has no tool ${originalName}`)
      return tool
    },
    advance: (milliseconds) => {
      offsetMs += milliseconds
    },
    async restart(others) {
      await stage.keyturn.close()
      if (others !== undefined) write(others)
      stage.keyturn = await open()
    },
    become: (id, options) => writeFileSync(becomesFile(id), JSON.stringify(options)),
    starts: (id) =>
      readFileSync(startsFile(id), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    async close() {
      await stage.keyturn.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stage
}

function fileOf(acme: Acme, id: string, server: AcmeServer, files: object): object {
  const { service = id.includes('unchecked') ? 'unchecked' : 'acme', isPersonal = true, tools } = server
  const told = JSON.stringify({ service: acme.url, ...files, ...server.options })
  const program = {
    type: 'command',
    command: server.command ?? process.execPath,
    args: server.args ?? (server.command === undefined ? [LISTING, told] : []),
  }
  const start = {
    ...(server.url === undefined ? program : { type: 'http', url: server.url }),
    ...(tools === undefined ? {} : { tools }),
  }
  if (!isPersonal) return { id, ...start }
  const credential = { hosts: [new URL(acme.url).host], check: { url: `${acme.url}/me`, identity: 'login' } }
  return {
    id,
    ...start,
    auth: {
      type: 'bearer',
      accept_inline: true,
      token: `\${{ user.credentials.${service.toUpperCase()} }}`,
    },
    ...(service === 'unchecked'
      ? { env: { ACME_TOKEN: '${{ user.credentials.UNCHECKED }}' } }
      : { credential }),
  }
}
