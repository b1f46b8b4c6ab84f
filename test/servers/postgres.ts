/** A PostgreSQL server for tests: the one of `DATABASE_URL`, else one of our own on 127.0.0.1 with its data in a temporary folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type PostgresBinary, findPostgres } from './postgres-binary.ts'

/** A running server. */
export interface PostgresServer {
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>
  /** Ends the server at once, as a crash would; not for a server of `DATABASE_URL`. */
  crash(): Promise<void>
  /** Starts it again on the same port after a crash. */
  restart(): Promise<void>
  /** Removes its databases, and the server and its data if it is our own. */
  stop(): Promise<void>
}

const run = promisify(execFile)
const START_TIMEOUT_MS = 20_000
const POLL_MS = 50

/**
 * Starts a server, or takes the one of `DATABASE_URL`.
 *
 * `isSynced: false` leaves syncing to disk out: nothing is lost when processes die, only when the machine does, and tests
 * that make many databases take half the time.
 */
export async function startPostgres(options: { readonly isSynced?: boolean } = {}): Promise<PostgresServer> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return useServer(given)
  const server = new OwnServer(findPostgres(), options.isSynced ?? true)
  await server.initialise()
  await server.restart()
  return server
}

class OwnServer implements PostgresServer {
  readonly #binary: PostgresBinary
  readonly #data: string
  readonly #isSynced: boolean
  #port = 0
  #process: ChildProcess | undefined

  constructor(binary: PostgresBinary, isSynced: boolean) {
    this.#binary = binary
    this.#isSynced = isSynced
    this.#data = mkdtempSync(join(tmpdir(), 'keyturn-postgres-data-'))
  }

  async initialise(): Promise<void> {
    const { folder, user } = this.#binary
    if (user !== undefined) chownSync(this.#data, user.uid, user.gid)
    const options = [
      '-D',
      this.#data,
      '-U',
      'keyturn',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ]
    await run(join(folder, 'initdb'), options, { ...user, cwd: this.#data })
    this.#port = await findFreePort()
  }

  async restart(): Promise<void> {
    const { folder, user } = this.#binary
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.#port}`,
      'unix_socket_directories=',
      'max_connections=200',
      `fsync=${this.#isSynced ? 'on' : 'off'}`,
    ]
    const options = ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])]
    this.#process = spawn(join(folder, 'postgres'), options, { ...user, cwd: this.#data, stdio: 'ignore' })
    await waitUntilReady(this.#url('postgres'))
  }

  async crash(): Promise<void> {
    await this.#end('SIGQUIT')
  }

  createDatabase(): Promise<string> {
    return createDatabase(this.#url('postgres'))
  }

  async stop(): Promise<void> {
    // At once: its data goes anyway.
    await this.#end('SIGQUIT')
    rmSync(this.#data, { recursive: true, force: true })
    this.#binary.dispose()
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#process
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }

  #url(database: string): string {
    return `postgres://keyturn@127.0.0.1:${this.#port}/${database}`
  }
}

function useServer(url: string): PostgresServer {
  const made: string[] = []
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('The server of DATABASE_URL is not ours to end.'))
  return {
    async createDatabase() {
      const address = await createDatabase(url)
      made.push(new URL(address).pathname.slice(1))
      return address
    },
    crash: refuse,
    restart: refuse,
    async stop() {
      for (const name of made) await query(url, `drop database if exists "${name}" with (force)`)
    },
  }
}

async function createDatabase(url: string): Promise<string> {
  const name = `keyturn_${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}`
  await query(url, `create database "${name}"`)
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      return await query(url, 'select 1')
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
