/**
 * The connection to Redis: runs scripts, believes only replies that name their own operation, and lets no error out
 * that could carry a command's arguments.
 *
 * Nothing waits for a connection that is not there, and nothing is sent again by the client: a caller hears at once
 * that the state cannot be reached, and every script may be run twice.
 */
import type { Cluster, Redis } from 'ioredis'
import { KeyturnError } from '../../errors.ts'
import type { Logger } from '../../ports.ts'
import { createToken } from '../owner.ts'
import { CONNECT_TIMEOUT_MS, createRedisConnection } from './connection.ts'
import { failRedis, type RedisFault, reasonOf } from './error.ts'
import type { RedisTarget } from './target.ts'
import type { LuaScript } from './scripts/script.ts'

/** One element of a script's reply. */
export type ReplyElement = Buffer | number | null

/** An open connection. */
export interface RedisClient {
  /**
   * Runs a script with keys and arguments (ARGV from 3 on) and returns its reply without the operation's name.
   *
   * @throws KeyturnError `STATE_UNAVAILABLE` with the fact `reason`, or `CLOSED`.
   */
  run(
    script: LuaScript,
    keys: readonly string[],
    parameters: readonly (string | number | Uint8Array)[],
    operation?: string,
  ): Promise<readonly ReplyElement[]>
  /**
   * Reads several keys of one principal at once, without a script: some half of the time. The reply does not name its call,
   * so each value has to.
   */
  readAll(keys: readonly string[]): Promise<readonly (Buffer | null)[]>
  /** Reads fields of one key, without a script; nothing of a key that holds something else. Of its reply the same is true. */
  readFields(key: string, fields: readonly string[]): Promise<readonly (Buffer | null)[]>
  /** The time to judge expiries by, in epoch milliseconds; 0 where the server's own time does that. */
  now(): number
  close(): Promise<void>
}

/** Options of `connectRedis`. */
export interface RedisClientOptions {
  readonly target: RedisTarget
  readonly logger: Logger
  /** Epoch milliseconds to give to scripts, or 0 for the server's own time. */
  readonly now: () => number
  readonly commandTimeoutMs?: number | undefined
}

/** Connects; resolves also when Redis is down, because an agent must start without it. */
export async function connectRedis(options: RedisClientOptions): Promise<RedisClient> {
  const { logger, target } = options
  const client = createRedisConnection(target, options.commandTimeoutMs)
  const defined = new Set<string>()
  let closed = false

  let whyDown: RedisFault = 'down'

  client.on('error', (error: unknown) => {
    whyDown = reasonOf(error)
    logger.warn({ backend: 'redis', reason: whyDown }, 'the connection to Redis failed')
  })
  client.on('ready', () => {
    whyDown = 'down'
    logger.info({ backend: 'redis' }, 'connected to Redis')
  })
  await firstConnection(client)

  async function run(
    script: LuaScript,
    keys: readonly string[],
    parameters: readonly (string | number | Uint8Array)[],
    operation = createToken(),
  ): Promise<readonly ReplyElement[]> {
    if (!defined.has(script.name)) {
      client.defineCommand(script.name, { lua: script.lua })
      defined.add(script.name)
    }
    const parts = parameters.map((value) => (value instanceof Uint8Array ? toBuffer(value) : value))
    const call = (client as unknown as Record<string, ScriptCall | undefined>)[`${script.name}Buffer`]
    const reply = await attempt(() =>
      call?.call(client, keys.length, ...keys, operation, options.now(), ...parts),
    )
    return believe(reply, operation)
  }

  async function attempt<Reply>(command: () => Promise<Reply> | undefined): Promise<Reply | undefined> {
    if (closed) throw new KeyturnError('CLOSED', 'The state store was closed. Open it again.')
    try {
      return await command()
    } catch (error) {
      const reason = reasonOf(error)
      throw failRedis(reason === 'down' ? whyDown : reason)
    }
  }

  function believe(reply: unknown, operation: string): readonly ReplyElement[] {
    const [name, ...rest] = Array.isArray(reply) ? (reply as ReplyElement[]) : []
    if (Buffer.isBuffer(name) && name.toString('latin1') === operation) return rest
    // Replies have come apart from their calls: nothing on this connection can be believed any more.
    logger.error({ backend: 'redis', reason: 'mixed' }, 'a reply of another call came back; reconnecting')
    client.disconnect(true)
    throw failRedis('mixed')
  }

  return {
    run,
    now: options.now,
    async readAll(keys) {
      return (await attempt(() => client.mgetBuffer(...keys))) ?? []
    },
    async readFields(key, fields) {
      return (await attempt(() => client.hmgetBuffer(key, ...fields).catch(noFieldsOfOthers))) ?? []
    },
    async close() {
      closed = true
      client.disconnect()
    },
  }
}

/** A key that somebody made something else of holds nothing. */
function noFieldsOfOthers(error: unknown): [] {
  if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return []
  throw error
}

type ScriptCall = (...parameters: readonly unknown[]) => Promise<unknown>

async function firstConnection(client: Redis | Cluster): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CONNECT_TIMEOUT_MS)
  })
  await Promise.race([client.connect().catch(() => undefined), patience])
  clearTimeout(timer)
}

function toBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
