/**
 * Looks at a Redis the way an operator should: will it lose the state, show it to others, or refuse to work at all?
 *
 * Long because each finding stands with the words that say how to mend it.
 */
import { Cluster, type Redis } from 'ioredis'
import { isKeyturnError } from '../../errors.ts'
import { createPrincipal } from '../../principal.ts'
import { createToken } from '../owner.ts'
import { createRedisConnection } from './connection.ts'
import { openRedisState, type RedisStateOptions } from './state.ts'
import { readRedisUrl, type RedisTarget } from './target.ts'
import type { StateBackend } from '../backend.ts'

/**
 * `unusable`: a trial of every operation failed. `eviction`: state may be dropped when memory is short. `persistence`:
 * a restart loses all of it. `tls`, `password`: it is not on this machine and talks in the clear, or to anybody.
 * `version`: older than 7. `unchecked`: the user may not look at the settings.
 */
export type RedisWarningKind =
  'eviction' | 'password' | 'persistence' | 'tls' | 'unchecked' | 'unusable' | 'version'

/** One thing to mend, as `keyturn doctor` and the start print it. Never holds a URL or a password. */
export interface RedisWarning {
  readonly kind: RedisWarningKind
  readonly message: string
}

const OLDEST_VERSION = 7

/** Inspects the Redis that `openRedisState` would open with the same options. A server that is down is a warning, not an error. */
export async function inspectRedis(options: RedisStateOptions): Promise<readonly RedisWarning[]> {
  const target = options.target ?? readRedisUrl(options.url ?? '')
  const warnings = [...inspectPath(target), ...(await tryOperations(options))]
  const client = createRedisConnection(target, options.commandTimeoutMs)
  client.on('error', () => undefined)
  try {
    await client.connect()
    const nodes = client instanceof Cluster ? client.nodes('master') : [client]
    for (const node of nodes) warnings.push(...(await inspectNode(node)))
  } catch {
    // That it cannot be reached was found by the trial above.
  } finally {
    client.disconnect()
  }
  return warnings.filter(({ kind }, index) => warnings.findIndex((other) => other.kind === kind) === index)
}

function inspectPath(target: RedisTarget): RedisWarning[] {
  if (hostsOf(target).every(isLoopback)) return []
  const { tls, password } = target.options
  const warnings: RedisWarning[] = []
  if (tls === undefined) {
    warnings.push({
      kind: 'tls',
      message: 'Redis is on another machine and not reached over TLS. Use rediss:.',
    })
  }
  if (password === undefined) {
    warnings.push({
      kind: 'password',
      message:
        'Redis is on another machine and asks for no password. Make a user with one, and name it in REDIS_URL.',
    })
  }
  return warnings
}

/** Runs every operation once, for a principal of its own, and removes what that left. */
async function tryOperations(options: RedisStateOptions): Promise<RedisWarning[]> {
  const store = await openRedisState(options)
  try {
    await tryAll(store)
    return []
  } catch (error) {
    return [
      {
        kind: 'unusable',
        message: isKeyturnError(error) ? error.message : 'Redis failed in an unknown way.',
      },
    ]
  } finally {
    await store.close()
  }
}

async function tryAll(store: StateBackend): Promise<void> {
  const principal = createPrincipal('keyturn-doctor', createToken())
  const key = { principal, conversation: 'trial' }
  const sealed = new Uint8Array(1)
  const claim = await store.claim(key, undefined, 'trial')
  if (claim.kind === 'claimed') {
    await store.claim(key, undefined, 'another')
    await store.renew(claim.lease)
    const conversation = { record: '{}', parked: sealed, pending: { sealed, until: Date.now() + 60_000 } }
    const answer = { messageId: 'trial', sealed }
    await store.save(claim.lease, { conversation, expectedVersion: 0, answer })
    await store.release(claim.lease)
  }
  await store.read(key, 'trial')
  await store.tokens.put(principal, 'trial', { revision: 1, sealed }, 60_000)
  await store.tokens.get(principal, 'trial')
  await store.tokens.evict(principal, 'trial', 1)
  const boarding = await store.flights.join(principal, 'trial')
  if (boarding.kind === 'leading') await store.flights.abandon(boarding.flight)
  await store.forget(principal)
}

async function inspectNode(node: Redis): Promise<RedisWarning[]> {
  const warnings: RedisWarning[] = []
  const version = /redis_version:(\d+)/.exec(await node.info('server').catch(() => ''))?.[1]
  if (version !== undefined && Number(version) < OLDEST_VERSION) {
    warnings.push({
      kind: 'version',
      message: `Redis is version ${version}. Use ${OLDEST_VERSION} or newer.`,
    })
  }
  const policy = await readSetting(node, 'maxmemory-policy')
  const save = await readSetting(node, 'save')
  const appendOnly = await readSetting(node, 'appendonly')
  if (policy === undefined || save === undefined || appendOnly === undefined) {
    const message =
      'The user of Redis may not read its settings (CONFIG GET). Check maxmemory-policy and persistence by hand.'
    return [...warnings, { kind: 'unchecked', message }]
  }
  if (policy !== 'noeviction') {
    warnings.push({
      kind: 'eviction',
      message: `Redis drops keys when memory is short (maxmemory-policy ${policy}), open dialogues among them. Set noeviction.`,
    })
  }
  if (save === '' && appendOnly !== 'yes') {
    warnings.push({
      kind: 'persistence',
      message: 'Redis keeps nothing on disk, so its restart ends all open dialogues. Set appendonly yes.',
    })
  }
  return warnings
}

async function readSetting(node: Redis, name: string): Promise<string | undefined> {
  const found: unknown = await node.config('GET', name).catch(() => undefined)
  return Array.isArray(found) && found[0] === name ? String(found[1]) : undefined
}

function hostsOf(target: RedisTarget): readonly string[] {
  if (target.kind === 'cluster') return target.nodes.map(({ host }) => host)
  const { path, sentinels, host } = target.options
  if (path !== undefined) return []
  if (sentinels !== undefined) return sentinels.map((sentinel) => sentinel.host ?? 'localhost')
  return [host ?? 'localhost']
}

/** 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), also inside IPv6, and the name that means them (RFC 6761 §6.3). */
function isLoopback(host: string): boolean {
  return /^(localhost|(::ffff:)?127(\.\d{1,3}){3}|::1)$/i.test(host)
}
