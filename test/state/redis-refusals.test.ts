import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { startMixingProxy } from '../servers/mixing-proxy.ts'
import { findFreePort, type RedisServer, startRedis, until } from '../servers/redis.ts'
import { COMMAND_TIMEOUT_MS, isUsable, MARK, reasonOf, reasonsOfAll } from './faults.ts'
import { bytes, claimed, newKey, saved, saving } from './fixtures.ts'

let server: RedisServer
let store: StateBackend

beforeAll(async () => {
  server = await startRedis()
  store = await openRedisState({ url: server.url, commandTimeoutMs: COMMAND_TIMEOUT_MS })
})
afterAll(async () => {
  await store.close()
  await server.stop()
})
afterEach(async () => {
  await until('the store works again', () => isUsable(store))
})

describe('a Redis that refuses, drops or mixes up', () => {
  it('out of memory: nothing is written by halves, and reading, giving back and forgetting go on', async () => {
    const key = newKey()
    await saved(store, key, '{"n":1}', { messageId: 'm1', sealed: bytes('answer') })
    const { lease } = await claimed(store, key)
    await server.admin.config('SET', 'maxmemory', '1')
    expect(await reasonsOfAll(store)).toEqual(Array(5).fill('memory'))
    expect(await reasonOf(store.save(lease, saving('{"n":2}', 1)))).toBe('memory')
    expect(await store.read(key, 'm1')).toMatchObject({
      stored: { version: 1, record: '{"n":1}' },
      answer: bytes('answer'),
    })
    await store.release(lease)
    await store.forget(key.principal)
    expect(await store.read(key, 'm1')).toEqual({ stored: undefined, answer: undefined })
    await server.admin.config('SET', 'maxmemory', '0')
  })

  it('read-only: it refuses, and the store finds its way back', async () => {
    const key = newKey()
    await saved(store, key, '{"n":1}')
    await server.admin.call('REPLICAOF', '127.0.0.1', await findFreePort())
    expect(await reasonOf(store.claim(key, undefined))).toBe('read-only')
    await server.admin.call('REPLICAOF', 'NO', 'ONE')
    await until('the store works again', () => isUsable(store))
    expect((await store.read(key, undefined)).stored?.record).toBe('{"n":1}')
  })

  it('NOPERM: a user without a command is told so, without what it asked', async () => {
    for (const missing of [['-eval', '-evalsha'], ['-@write'], ['-hmget'], ['-@all']]) {
      await server.admin.call('ACL', 'SETUSER', 'narrow', 'reset', 'on', '>word', '~*', '+@all', ...missing)
      const narrow = await openRedisState({ url: `redis://narrow:word@127.0.0.1:${server.port}` })
      const key = newKey(MARK, MARK)
      const held = await claimed(store, key)
      const reasons = [
        await reasonOf(narrow.claim(newKey(MARK), MARK)),
        await reasonOf(narrow.save(held.lease, saving(JSON.stringify(MARK), 0))),
        await reasonOf(narrow.tokens.put(key.principal, MARK, { revision: 1, sealed: bytes(MARK) }, 1_000)),
      ]
      expect(reasons).toEqual(Array(3).fill('denied'))
      expect((await store.read(key, undefined)).stored).toBeUndefined()
      await narrow.close()
    }
    const wrong = await openRedisState({ url: `redis://narrow:${MARK}@127.0.0.1:${server.port}` })
    expect(await reasonOf(wrong.read(newKey(), undefined))).toBe('password')
    await wrong.close()
  })

  it('T-087 flooded until it evicts: the conversation starts anew, and a turn under way loses', async () => {
    const key = newKey()
    await saved(store, key, '{}')
    const { lease } = await claimed(store, key)
    await server.admin.config('SET', 'maxmemory-policy', 'allkeys-lru', 'maxmemory', '3mb')
    for (let batch = 0; batch < 40; batch += 1) {
      const flood = Array.from({ length: 50 }, (_, index) => [`flood:${batch}:${index}`, 'x'.repeat(4_096)])
      await server.admin.mset(Object.fromEntries(flood) as Record<string, string>)
    }
    expect((await store.read(key, undefined)).stored).toBeUndefined()
    expect(await store.save(lease, saving('{}', 1))).toBe('lost')
    await server.admin.flushall()
    await server.admin.config('SET', 'maxmemory-policy', 'noeviction', 'maxmemory', '0')
  })

  it('a reply that belongs to another call is never believed, and after one to a script the connection is left', async () => {
    const proxy = await startMixingProxy(server.port)
    const mixed = await openRedisState({ url: `redis://127.0.0.1:${proxy.port}` })
    const alice = newKey('alice')
    const bob = newKey('bob')
    await saved(mixed, alice, '{"who":"alice"}', { messageId: 'm', sealed: bytes('for alice') })
    for (let time = 0; time < 20; time += 1) {
      await until('the store works again', () => isUsable(mixed))
      await mixed.read(bob, 'm')
      proxy.mixNext()
      expect((await mixed.read(alice, 'm')).answer).toEqual(bytes('for alice'))
      expect(await mixed.read(bob, 'm')).toEqual({ stored: undefined, answer: undefined })
      await mixed.tokens.get(bob.principal, 'account')
      proxy.mixNext()
      expect((await mixed.claim(alice, 'm')).kind).toBe('answered')
      expect(await reasonOf(mixed.claim(bob, 'm'))).toBe('mixed')
    }
    await mixed.close()
    await proxy.stop()
  })

  it('a save that was lost is never told as saved by the reply of another save, and the connection is left', async () => {
    const proxy = await startMixingProxy(server.port)
    const mixed = await openRedisState({ url: `redis://127.0.0.1:${proxy.port}` })
    await saved(mixed, newKey(), '{}')
    for (let time = 0; time < 5; time += 1) {
      await until('the store works again', () => isUsable(mixed))
      const [first, second] = [await claimed(mixed, newKey()), await claimed(mixed, newKey())]
      await store.forget(second.lease.key.principal)
      const before = proxy.connections()
      proxy.mixNext()
      expect(await mixed.save(first.lease, saving('{"n":1}', 0))).toBe('saved')
      expect(await reasonOf(mixed.save(second.lease, saving('{"n":1}', 0)))).toBe('mixed')
      expect((await store.read(second.lease.key, undefined)).stored).toBeUndefined()
      await until('the store works again', () => isUsable(mixed))
      expect(proxy.connections()).toBe(before + 1)
    }
    await mixed.close()
    await proxy.stop()
  })

  it('a claim whose answer came too late is given back: the next turn has the conversation at once', async () => {
    for (let time = 0; time < 3; time += 1) {
      const key = newKey()
      await saved(store, key, '{}')
      server.signal('SIGSTOP')
      expect(await reasonOf(store.claim(key, undefined))).toBe('timeout')
      server.signal('SIGCONT')
      const resumed = performance.now()
      await until('it is claimed', () =>
        store.claim(key, undefined).then(
          ({ kind }) => kind === 'claimed',
          () => false,
        ),
      )
      // A lease lasts 30 s: without giving it back, nobody would have it until then.
      expect(performance.now() - resumed).toBeLessThan(10_000)
    }
  })

  it('everything of a user is forgotten, however many keys there are', async () => {
    const { principal } = newKey()
    const accounts = Array.from({ length: 2_300 }, (_, index) => `account-${index}`)
    for (let from = 0; from < accounts.length; from += 100) {
      const some = accounts.slice(from, from + 100)
      const sealed = bytes('sealed')
      await Promise.all(
        some.map((name) => store.tokens.put(principal, name, { revision: 1, sealed }, 60_000)),
      )
    }
    const own = async () => (await server.admin.keys(`*${principal.formation}*`)).length
    expect(await own()).toBe(2_301)
    await store.forget(principal)
    expect(await own()).toBe(0)
  })
})
