/**
 * Everything that can go wrong with a Redis, begun and ended at will, each on servers of its own.
 *
 * Long because each fault stands with its beginning and its end.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort, type RedisServer, startRedis } from '../servers/redis.ts'
import { startFailover } from './failover.ts'

/** A Redis that fails when told. */
export interface FaultyRedis {
  readonly url: string
  /** Where its files are. */
  readonly folders: readonly string[]
  /** Called before people begin to talk; what is written from then on may be lost by the fault. */
  arm(): Promise<void>
  begin(): Promise<void>
  end(): Promise<void>
  /** Writes a dump of all that is in memory, for a search of it. */
  dump(): Promise<void>
  stop(): Promise<void>
}

/**
 * One way to fail. `outage`: nothing can be saved meanwhile. `works`: everything can. `either`: some of it, at times, or what was
 * there is forgotten.
 */
export interface Fault {
  readonly name: string
  readonly effect: 'outage' | 'works' | 'either'
  /** The process is started anew while the fault lasts. */
  readonly restarts?: boolean
  /** How long a command may take under it. Milliseconds. */
  readonly commandTimeoutMs: number
  start(): Promise<FaultyRedis>
}

/** How long a command to Redis may take where waiting for it is part of the test: short. Milliseconds. */
const SHORT_TIMEOUT_MS = 500

/** What a process has by default. Milliseconds. */
const USUAL_TIMEOUT_MS = 1_000

/** A server is stopped for this many command timeouts. */
const STOPPED_TIMEOUTS = 5

/** Each command waits up to twice as long under a slow server. Milliseconds. */
const SLOW_MS = 100

/** What a server does again and again while a fault lasts. Milliseconds between two times. */
const AGAIN_MS = 10

/** Everything that is written can be found in the files, and uncompressed. */
const KEPT = ['--appendonly', 'yes', '--rdbcompression', 'no']

const USER = 'default'

type Act = (server: RedisServer) => Promise<unknown>

/** A fault of one server. */
function onServer(begin: Act, end: Act): () => Promise<FaultyRedis> {
  return async () => {
    const server = await startRedis({ settings: KEPT })
    return {
      url: server.url,
      folders: [server.folder],
      arm: () => Promise.resolve(),
      begin: async () => {
        await begin(server)
      },
      end: async () => {
        await end(server)
      },
      dump: async () => {
        await server.admin.save()
      },
      stop: () => server.stop(),
    }
  }
}

/** A fault that consists of doing something all the while. */
function allTheWhile(act: Act, end: Act = () => Promise.resolve()): () => Promise<FaultyRedis> {
  let isOver = true
  let loop: Promise<void> = Promise.resolve()
  return onServer(
    async (server) => {
      isOver = false
      await act(server)
      loop = (async () => {
        while (!isOver) {
          await act(server)
          await delay(AGAIN_MS)
        }
      })()
    },
    async (server) => {
      isOver = true
      await loop
      await end(server)
    },
  )
}

const crash: Act = (server) => server.crash()
const restart: Act = (server) => server.restart()

function stopped(): () => Promise<FaultyRedis> {
  let stoppedAt = 0
  return onServer(
    (server) => {
      stoppedAt = performance.now()
      server.signal('SIGSTOP')
      return Promise.resolve()
    },
    async (server) => {
      await delay(Math.max(0, stoppedAt + STOPPED_TIMEOUTS * SHORT_TIMEOUT_MS - performance.now()))
      server.signal('SIGCONT')
    },
  )
}

async function flood({ admin }: RedisServer): Promise<void> {
  const rows = Array.from({ length: 250 }, () => [`flood:${crypto.randomUUID()}`, 'x'.repeat(4_096)])
  await admin.mset(Object.fromEntries(rows) as Record<string, string>)
}

const short = { commandTimeoutMs: SHORT_TIMEOUT_MS }
const usual = { commandTimeoutMs: USUAL_TIMEOUT_MS }

/** All of them; those that take longest come first. */
export const FAULTS: readonly Fault[] = [
  { name: 'failing over', effect: 'either', ...usual, start: () => startFailover('under way') },
  { name: 'failed over with lost writes', effect: 'either', ...usual, start: () => startFailover('over') },
  { name: 'down at start', effect: 'outage', restarts: true, ...short, start: onServer(crash, restart) },
  { name: 'down in the middle', effect: 'outage', ...short, start: onServer(crash, restart) },
  {
    name: 'wiped',
    effect: 'either',
    ...usual,
    start: onServer(
      ({ admin }) => admin.flushall(),
      () => Promise.resolve(),
    ),
  },
  { name: 'stopped for five command timeouts', effect: 'outage', ...short, start: stopped() },
  {
    name: 'out of memory',
    effect: 'outage',
    ...usual,
    start: onServer(
      ({ admin }) => admin.config('SET', 'maxmemory', '1'),
      ({ admin }) => admin.config('SET', 'maxmemory', '0'),
    ),
  },
  {
    name: 'read-only',
    effect: 'outage',
    ...usual,
    start: onServer(
      async ({ admin }) => admin.call('REPLICAOF', '127.0.0.1', await findFreePort()),
      ({ admin }) => admin.call('REPLICAOF', 'NO', 'ONE'),
    ),
  },
  {
    name: 'denying commands (NOPERM)',
    effect: 'outage',
    ...usual,
    start: onServer(
      ({ admin }) => admin.call('ACL', 'SETUSER', USER, '-eval', '-evalsha'),
      ({ admin }) => admin.call('ACL', 'SETUSER', USER, '+@all'),
    ),
  },
  {
    name: 'asking for another password',
    effect: 'outage',
    ...usual,
    start: onServer(
      async ({ admin }) => {
        await admin.config('SET', 'requirepass', 'another')
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      },
      ({ admin }) => admin.config('SET', 'requirepass', ''),
    ),
  },
  {
    name: 'slow',
    effect: 'works',
    ...usual,
    start: allTheWhile(({ admin }) => admin.call('CLIENT', 'PAUSE', SLOW_MS, 'ALL')),
  },
  {
    name: 'forgetting its scripts',
    effect: 'works',
    ...usual,
    start: allTheWhile(({ admin }) => admin.script('FLUSH')),
  },
  {
    name: 'closing connections',
    effect: 'either',
    ...usual,
    start: allTheWhile(({ admin }) => admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')),
  },
  {
    name: 'flooded until it evicts',
    effect: 'either',
    ...usual,
    start: allTheWhile(
      async (server) => {
        await server.admin.config('SET', 'maxmemory-policy', 'allkeys-lru', 'maxmemory', '3mb')
        await flood(server)
      },
      async ({ admin }) => {
        await admin.config('SET', 'maxmemory-policy', 'noeviction', 'maxmemory', '0')
        await admin.flushall()
      },
    ),
  },
]
