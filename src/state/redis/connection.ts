/** How a connection to Redis is made: nothing waits for one that is not there, and nothing is sent again by itself. */
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type { RedisTarget } from './target.ts'

/** How long a command may take before the state counts as unavailable: 1 s. */
const COMMAND_TIMEOUT_MS = 1_000

/** How long a connection may take to be made, and how long opening the store waits for the first one: 2 s. */
export const CONNECT_TIMEOUT_MS = 2_000

/** The pause before connecting again: 50 ms, doubling to 2 s, and up to a quarter more so that instances spread out. */
const LONGEST_PAUSE_MS = 2_000

/** A cluster that moves slots is followed this many times before the call fails. */
const MAX_REDIRECTIONS = 4

/** The options every single connection gets, over which the host's own may not win. */
function connectionOptions(commandTimeoutMs: number): RedisOptions & { replyMapping: 'legacy' } {
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disableClientInfo: true,
    replyMapping: 'legacy',
    retryStrategy: pauseMs,
    // After a failover the old primary answers READONLY: leave it, and look for the new one. The command is not sent again.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  }
}

/** Makes the client of a target, not yet connected, with the options this store relies on. */
export function createRedisConnection(
  target: RedisTarget,
  commandTimeoutMs = COMMAND_TIMEOUT_MS,
): Redis | Cluster {
  const own = connectionOptions(commandTimeoutMs)
  if (target.kind === 'cluster') {
    return new Cluster([...target.nodes], {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRedirections: MAX_REDIRECTIONS,
      clusterRetryStrategy: pauseMs,
      clusterNodeRetryStrategy: pauseMs,
      redisOptions: { ...target.options, ...own },
    })
  }
  return new Redis({ ...target.options, ...own })
}

function pauseMs(attempt: number): number {
  const base = Math.min(50 * 2 ** Math.min(attempt - 1, 10), LONGEST_PAUSE_MS)
  return Math.round(base * (1 + Math.random() / 4))
}
