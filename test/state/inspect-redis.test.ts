import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectRedis, type RedisWarningKind } from '../../src/state/redis/inspect.ts'
import type { RedisStateOptions } from '../../src/state/redis/state.ts'
import { findFreePort, type RedisServer, startRedis } from '../servers/redis.ts'

let server: RedisServer

beforeAll(async () => {
  server = await startRedis({ settings: ['--appendonly', 'yes'] })
})
afterAll(() => server.stop())

async function kindsOf(options: RedisStateOptions): Promise<RedisWarningKind[]> {
  return (await inspectRedis(options)).map(({ kind }) => kind)
}

describe('the inspection of a Redis', () => {
  it('finds nothing to mend in one that keeps its data, drops none and is on this machine, and leaves nothing behind', async () => {
    const before = await server.admin.dbsize()
    expect(await inspectRedis({ url: server.url })).toEqual([])
    expect(await server.admin.dbsize()).toBe(before)
  })

  it('warns of a policy that may drop state', async () => {
    for (const policy of ['allkeys-lru', 'allkeys-random', 'volatile-ttl']) {
      await server.admin.config('SET', 'maxmemory-policy', policy)
      const warnings = await inspectRedis({ url: server.url })
      expect(warnings.map(({ kind }) => kind)).toEqual(['eviction'])
      expect(warnings[0]?.message).toContain(policy)
    }
    await server.admin.config('SET', 'maxmemory-policy', 'noeviction')
  })

  it('warns of one that keeps nothing on disk, and takes either way of keeping it', async () => {
    await server.admin.config('SET', 'appendonly', 'no')
    expect(await kindsOf({ url: server.url })).toEqual(['persistence'])
    await server.admin.config('SET', 'save', '3600 1')
    expect(await kindsOf({ url: server.url })).toEqual([])
    await server.admin.config('SET', 'save', '')
    await server.admin.config('SET', 'appendonly', 'yes')
  })

  it('warns of no TLS and no password off loopback, and only there', async () => {
    const port = await findFreePort()
    const asked = async (url: string): Promise<RedisWarningKind[]> =>
      (await kindsOf({ url, commandTimeoutMs: 50 })).filter((kind) => kind === 'tls' || kind === 'password')
    expect(await asked(`redis://redis.invalid:${port}`)).toEqual(['tls', 'password'])
    expect(await asked(`redis://:word@redis.invalid:${port}`)).toEqual(['tls'])
    expect(await asked(`rediss://:word@redis.invalid:${port}`)).toEqual([])
    expect(await asked(`redis+cluster://127.0.0.1:${port},redis.invalid:${port}`)).toEqual([
      'tls',
      'password',
    ])
    for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '[::1]']) {
      expect(await asked(`redis://${host}:${port}`)).toEqual([])
    }
  }, 60_000)

  it('says of one that is down that it cannot be used', async () => {
    const warnings = await inspectRedis({ url: `redis://127.0.0.1:${await findFreePort()}` })
    expect(warnings.map(({ kind }) => kind)).toEqual(['unusable'])
  })

  it('says of a user that may not do what is needed, or not look, what is missing', async () => {
    await server.admin.call('ACL', 'SETUSER', 'narrow', 'on', '>word', '~*', '+@all', '-zadd')
    await server.admin.call('ACL', 'SETUSER', 'blind', 'on', '>word', '~keyturn:*', '+@all', '-config')
    const url = (user: string): string => `redis://${user}:word@127.0.0.1:${server.port}`
    const narrow = await inspectRedis({ url: url('narrow') })
    expect(narrow.map(({ kind }) => kind)).toEqual(['unusable'])
    expect(narrow[0]?.message).toContain('ACL')
    expect(await kindsOf({ url: url('blind') })).toEqual(['unchecked'])
    expect(await kindsOf({ url: url('blind').replace('word', 'wrong') })).toEqual(['unusable'])
  })
})
