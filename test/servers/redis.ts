/**
 * Redis servers for tests, on 127.0.0.1 and free ports, with their files in a folder that goes with them.
 *
 * Tests that only need some Redis take `REDIS_URL` where it is set; those that stop, wipe or fill a server start their own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findRedis } from './redis-binary.ts'

/** A running server of our own. */
export interface RedisServer {
  readonly port: number
  /** `redis://127.0.0.1:PORT`, without a password. */
  readonly url: string
  /** Where its AOF, RDB and configuration are. */
  readonly folder: string
  /** A plain client for the test itself; closed with the server. */
  readonly admin: Redis
  /** Sends a signal: `SIGSTOP` and `SIGCONT` pause and resume it. */
  signal(name: NodeJS.Signals): void
  /** Ends the process without a word, as a crash does; files stay. */
  crash(): Promise<void>
  /** Starts it again on the same port and files. */
  restart(): Promise<void>
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

/** Options of `startRedis`. */
export interface RedisServerOptions {
  /** Configuration as on the command line: `['--appendonly', 'yes']`. Default: no persistence. */
  readonly settings?: readonly string[] | undefined
  readonly password?: string | undefined
  /** Ask for a port of one's own, for instance one whose cluster bus port is still below 65536. */
  readonly port?: number | undefined
  /** Run as a Sentinel, with the configuration file at this path. */
  readonly sentinelFile?: string | undefined
}

/** Starts a server and waits until it answers. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const binary = await findRedis()
  const port = options.port ?? (await findFreePort())
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-redis-'))
  const base = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--daemonize',
    'no',
  ]
  const password = options.password === undefined ? [] : ['--requirepass', options.password]
  const first = options.sentinelFile === undefined ? [] : [options.sentinelFile]
  const last = options.sentinelFile === undefined ? [] : ['--sentinel']
  const admin = createAdmin(port, options.password)

  function launch(): ChildProcess {
    const parameters = [...first, ...base, ...password, ...(options.settings ?? []), ...last]
    const started = spawn(binary.command, parameters, {
      stdio: 'ignore',
      env: { ...process.env, ...binary.environment },
      argv0: 'redis-server',
    })
    endWithThisProcess(started)
    return started
  }

  let child = launch()
  await untilReady(admin, () => child.exitCode)

  async function crash(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    admin,
    signal: (name) => void child.kill(name),
    crash,
    async restart() {
      child = launch()
      await untilReady(admin, () => child.exitCode)
    },
    async stop() {
      admin.disconnect()
      await crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A shell beside the server waits for the end of this process, however that comes, and then ends the server: a pipe is closed by
 * the system also where no handler of ours runs any more.
 */
function endWithThisProcess(server: ChildProcess): void {
  const { pid } = server
  if (pid === undefined) return
  const script = 'read -r _; kill -9 "$1" 2>/dev/null'
  const stdio = ['pipe', 'ignore', 'ignore'] as const
  const watcher = spawn('sh', ['-c', script, 'sh', String(pid)], { stdio: [...stdio], detached: true })
  watcher.on('error', () => undefined)
  watcher.unref()
  server.once('exit', () => watcher.kill('SIGKILL'))
}

/** A client that keeps trying to connect and never prints; for the tests' own questions. */
export function createAdmin(port: number, password?: string): Redis {
  const admin = new Redis({ port, password, maxRetriesPerRequest: null, retryStrategy: () => 30 })
  admin.on('error', () => undefined)
  return admin
}

/** Waits until a condition holds, or fails after a time. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`After ${timeoutMs} ms still not: ${what}`)
    await delay(20)
  }
}

/** A free port below 50,000, so that a cluster bus port 10,000 above it is a port too. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 30_000)
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

async function untilReady(admin: Redis, exitCode: () => number | null): Promise<void> {
  await until('the Redis server answers', async () => {
    if (exitCode() !== null) throw new Error(`The Redis server ended at once with code ${exitCode()}.`)
    if (admin.status !== 'ready') return false
    return (await admin.ping()) === 'PONG'
  })
}
