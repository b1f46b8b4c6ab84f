import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { createRedisKeys } from '../../src/state/redis/keys.ts'
import { openRedisState } from '../../src/state/redis/state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { until } from '../servers/redis.ts'
import {
  type RedisCluster,
  type SentinelGroup,
  startCluster,
  startSentinelGroup,
} from '../servers/redis-groups.ts'
import { COMMAND_TIMEOUT_MS, isUsable } from './faults.ts'
import { bytes, claimed, newKey, saved, saving } from './fixtures.ts'

const addresses = (servers: readonly { port: number }[]): string =>
  servers.map(({ port }) => `127.0.0.1:${port}`).join(',')

describe('a primary that fails over under a Sentinel', () => {
  let group: SentinelGroup
  let store: StateBackend

  beforeAll(async () => {
    group = await startSentinelGroup()
    const url = `redis+sentinel://${addresses(group.sentinels)}/${group.name}`
    store = await openRedisState({ url, commandTimeoutMs: COMMAND_TIMEOUT_MS })
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await group.stop()
  })

  it('takes what was replicated with it, loses what was not, and no turn that was under way wins by it', async () => {
    const [primary, replica] = group.servers
    if (primary === undefined || replica === undefined) throw new Error('the group has no servers')
    const kept = newKey()
    await saved(store, kept, '{"n":1}', { messageId: 'm1', sealed: bytes('answer') })
    const names = [createRedisKeys().conversation(kept), createRedisKeys().answer(kept, 'm1')]
    await until('the replica has it', async () => (await replica.admin.exists(...names)) === names.length)
    replica.signal('SIGSTOP')
    await primary.admin.call('CLIENT', 'KILL', 'TYPE', 'replica')
    const { lease } = await claimed(store, kept)
    const lost = newKey()
    const lostLease = await saved(store, lost, '{"n":1}', { messageId: 'm1', sealed: bytes('gone') })
    await primary.crash()
    replica.signal('SIGCONT')
    await until('the replica is the primary', async () => (await group.primaryPort()) === replica.port)
    await until('the store follows', () => isUsable(store))
    expect(await store.read(kept, 'm1')).toMatchObject({
      stored: { record: '{"n":1}', version: 1 },
      answer: bytes('answer'),
    })
    expect(await store.save(lease, saving('{"n":2}', 1))).toBe('lost')
    expect(await store.read(lost, 'm1')).toEqual({ stored: undefined, answer: undefined })
    expect(await store.save(lostLease, saving('{"n":1}', 0))).toBe('lost')
    expect((await claimed(store, lost)).stored).toBeUndefined()
  }, 60_000)

  it('does so again when the old primary comes back as a replica, with writers all the while', async () => {
    const [old] = group.servers
    await old?.restart()
    await old?.admin.call('REPLICAOF', '127.0.0.1', await group.primaryPort())
    await until('the old primary follows', async () =>
      String(await old?.admin.info('replication')).includes('master_link_status:up'),
    )
    const key = newKey()
    let acknowledged = 0
    let running = true
    const writer = (async () => {
      while (running) {
        const claim = await store.claim(key, undefined).catch(() => undefined)
        if (claim?.kind !== 'claimed') {
          // Refusals come at once: without a pause nothing else in this process would run.
          await delay(5)
          continue
        }
        const version = claim.stored?.version ?? 0
        const outcome = await store
          .save(claim.lease, saving(`{"n":${version + 1}}`, version))
          .catch(() => 'unknown')
        if (outcome === 'saved') acknowledged += 1
      }
    })()
    await until('some turns were saved', async () => acknowledged > 20)
    await until('the Sentinel knows the new replica and fails over to it', () =>
      group.sentinel.admin.call('SENTINEL', 'FAILOVER', group.name).then(
        () => true,
        () => false,
      ),
    )
    await until('the old primary is the primary again', async () => (await group.primaryPort()) === old?.port)
    const before = acknowledged
    await until('turns are saved again', async () => acknowledged > before + 20)
    running = false
    await writer
    const stored = (await store.read(key, undefined)).stored
    expect(stored?.record).toBe(`{"n":${stored?.version}}`)
    expect(stored?.version).toBeGreaterThan(20)
  }, 60_000)
})

describe('a cluster that loses a node', () => {
  let cluster: RedisCluster
  let store: StateBackend

  beforeAll(async () => {
    cluster = await startCluster()
    for (const { admin } of cluster.nodes) await admin.config('SET', 'cluster-require-full-coverage', 'no')
    store = await openRedisState({
      url: `redis+cluster://${addresses(cluster.nodes)}`,
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
    })
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await cluster.stop()
  })

  it('goes on for the users on its other nodes, refuses the others in time, and serves all when it is back', async () => {
    const { formation } = newKey().principal
    const keys = Array.from({ length: 30 }, (_, user) => ({
      principal: createPrincipal(formation, `user ${user}`),
      conversation: 'chat',
    }))
    await Promise.all(keys.map((key) => saved(store, key, '{}')))
    const sizes = await Promise.all(cluster.nodes.map(({ admin }) => admin.dbsize()))
    expect(Math.min(...sizes)).toBeGreaterThan(0)
    await cluster.nodes[0]?.crash()
    const outcomes = await Promise.all(
      keys.map(async (key) => {
        const started = performance.now()
        const kind = await store.read(key, undefined).then(
          ({ stored }) => (stored === undefined ? 'missing' : 'read'),
          (error: unknown) => (error as { code?: string }).code,
        )
        expect(performance.now() - started).toBeLessThan(5_000)
        return kind
      }),
    )
    expect(new Set(outcomes)).toEqual(new Set(['read', 'STATE_UNAVAILABLE']))
    await cluster.nodes[0]?.restart()
    await until('every user is served', async () =>
      (
        await Promise.all(
          keys.map((key) =>
            store.claim(key, undefined).then(
              () => true,
              () => false,
            ),
          ),
        )
      ).every(Boolean),
    )
  }, 60_000)
})
