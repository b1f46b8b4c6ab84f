/** The state port on Redis 7 or newer: one server, a group under Sentinels, or a cluster; shared by all instances. */
import { type Clock, type Logger, silentLogger, systemClock } from '../../ports.ts'
import { connectRedis } from './client.ts'
import { createRedisConversations } from './conversations.ts'
import { createRedisFlights } from './flights.ts'
import { createRedisKeys } from './keys.ts'
import { readRedisUrl, type RedisTarget } from './target.ts'
import { createRedisTokenCache } from './token-cache.ts'
import type { StateBackend } from '../backend.ts'

/** Options of `openRedisState`; exactly one of `url` and `target` is needed. */
export interface RedisStateOptions {
  /** As `readRedisUrl` takes it. */
  readonly url?: string | undefined
  /** What a URL cannot say: options of `ioredis` for TLS, credentials, name look-up. Those this store relies on win over them. */
  readonly target?: RedisTarget | undefined
  /**
   * Default: the system's clock. With it, leases and expiries go by the server's own time, so instances whose clocks
   * disagree agree on them; any other clock is used as it is.
   */
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
  /** What the keys begin with. Default `keyturn:`. */
  readonly prefix?: string | undefined
  /** How long a command may take, in milliseconds. Default 1,000. */
  readonly commandTimeoutMs?: number | undefined
}

/**
 * Opens the state store on Redis. Resolves also while Redis is down: its operations then reject with
 * `STATE_UNAVAILABLE` until it is back.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for a URL or prefix that cannot be used.
 */
export async function openRedisState(options: RedisStateOptions): Promise<StateBackend> {
  const keys = createRedisKeys(options.prefix)
  const target = options.target ?? readRedisUrl(options.url ?? '')
  const clock = options.clock ?? systemClock
  const client = await connectRedis({
    target,
    logger: options.logger ?? silentLogger,
    now: clock === systemClock ? () => 0 : () => clock.now(),
    commandTimeoutMs: options.commandTimeoutMs,
  })
  return {
    ...createRedisConversations(client, keys, clock),
    tokens: createRedisTokenCache(client, keys),
    flights: createRedisFlights(client, keys),
    close: () => client.close(),
  }
}
