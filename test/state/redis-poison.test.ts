import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisKeys } from '../../src/state/redis/keys.ts'
import { openRedisState } from '../../src/state/redis/state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { bytes, claimed, newKey, saved, saving } from './fixtures.ts'

const keys = createRedisKeys()
let server: RedisServer
let store: StateBackend

beforeAll(async () => {
  server = await startRedis()
  store = await openRedisState({ url: server.url })
})
afterAll(async () => {
  await store.close()
  await server.stop()
})

describe('what somebody else wrote into Redis', () => {
  it('T-078 values of another type, without an owner, or with a version that is none, are a fresh start and no loop', async () => {
    const far = String(Date.now() + 86_400_000)
    const until = far.padStart(16, '0')
    const whole = `${'1'.padStart(16, '0')}${'2'.padStart(8, '0')}{}0`
    const poison: ((name: string) => Promise<unknown>)[] = [
      (name) => server.admin.set(name, 'text'),
      (name) => server.admin.set(name, 'x'.repeat(1_048_576)),
      (name) => server.admin.rpush(name, 'a', 'b'),
      (name) => server.admin.hset(name, { f: '7', l: 'held', e: far, x: far }),
      (name) => server.admin.hset(name, { o: name, f: 'seven', w: 'none', x: 'never' }),
      (name) => server.admin.set(name, `${until}${name}`),
      (name) => server.admin.set(name, `${until}${name}zzz`),
      (name) => server.admin.set(name, `${until}${name}${whole.replace('1{', '9{').replace('0002', '0900')}`),
      (name) => server.admin.set(name, `${until}${name}${whole.slice(0, -1)}7`),
      (name) => server.admin.set(name, `${until}${name}${whole.replace('1', '0')}`),
      (name) => server.admin.set(name, `never-never-ever${name}${whole}`),
      (name) => server.admin.set(name, `${until}another key${whole}`),
    ]
    for (const write of poison) {
      const key = newKey()
      for (const name of [keys.lease(key), keys.conversation(key), keys.pending(key)]) await write(name)
      expect((await store.read(key, 'm')).stored).toBeUndefined()
      const { lease, stored } = await claimed(store, key, 'm')
      expect(stored).toBeUndefined()
      const answer = { messageId: 'm', sealed: bytes('answer') }
      expect(await store.save(lease, saving('{"fresh":true}', 0, answer))).toBe('saved')
      expect(await store.read(key, 'm')).toMatchObject({
        stored: { record: '{"fresh":true}', version: 1, pending: undefined },
        answer: bytes('answer'),
      })
    }
  })

  it('T-079 a value copied from one user to another is not believed, by no way of reading it', async () => {
    const alice = newKey('alice')
    const bob = newKey('bob')
    const pending = { sealed: bytes('sealed for alice'), until: Date.now() + 60_000 }
    const { lease } = await claimed(store, alice)
    const conversation = { record: '{"who":"alice"}', parked: undefined, pending }
    await store.save(lease, {
      conversation,
      expectedVersion: 0,
      answer: { messageId: 'm', sealed: bytes('hers') },
    })
    await store.tokens.put(alice.principal, 'account', { revision: 1, sealed: bytes('hers') }, 60_000)
    const flight = await store.flights.join(alice.principal, 'slot')
    if (flight.kind === 'leading') await store.flights.land(flight.flight, bytes('valid'))
    const copies = [
      [keys.lease(alice), keys.lease(bob)],
      [keys.conversation(alice), keys.conversation(bob)],
      [keys.pending(alice), keys.pending(bob)],
      [keys.answer(alice, 'm'), keys.answer(bob, 'm')],
      [keys.token(alice.principal, 'account'), keys.token(bob.principal, 'account')],
      [keys.flight(alice.principal, 'slot'), keys.flight(bob.principal, 'slot')],
    ]
    for (const [from = '', to = ''] of copies) expect(await server.admin.copy(from, to)).toBe(1)
    expect(await store.read(bob, 'm')).toEqual({ stored: undefined, answer: undefined })
    expect((await claimed(store, bob, 'm')).stored).toBeUndefined()
    expect(await store.tokens.get(bob.principal, 'account')).toBeUndefined()
    expect((await store.flights.join(bob.principal, 'slot')).kind).toBe('leading')
    await saved(store, { ...bob, conversation: 'another' }, '{}')
    await server.admin.copy(keys.pending(alice), keys.pending({ ...bob, conversation: 'another' }))
    expect((await store.read({ ...bob, conversation: 'another' }, undefined)).stored?.pending).toBeUndefined()
    expect((await store.read(alice, 'm')).answer).toEqual(bytes('hers'))
  })

  it('every key has an end, and all of them are listed for their owner', async () => {
    await server.admin.flushall()
    const key = newKey()
    const { lease } = await claimed(store, key)
    const pending = { sealed: bytes('sealed'), until: Date.now() + 60_000 }
    const conversation = { record: '{}', parked: bytes('parked'), pending }
    await store.save(lease, {
      conversation,
      expectedVersion: 0,
      answer: { messageId: 'm', sealed: bytes('a') },
    })
    await store.claim(newKey(), undefined)
    await store.tokens.put(key.principal, 'account', { revision: 1, sealed: bytes('e') }, 60_000)
    await store.flights.join(key.principal, 'slot')
    const names = await server.admin.keys('*')
    expect(names.length).toBeGreaterThanOrEqual(8)
    for (const name of names) expect(await server.admin.pttl(name)).toBeGreaterThan(0)
    expect(await server.admin.pttl(keys.pending(key))).toBeLessThanOrEqual(60_000)
    const own = names.filter(
      (name) => name.includes(key.principal.formation) && name !== keys.index(key.principal),
    )
    expect((await server.admin.zrange(keys.index(key.principal), '0', '-1')).sort()).toEqual(own.sort())
    await store.forget(key.principal)
    expect((await server.admin.keys('*')).filter((name) => name.includes(key.principal.formation))).toEqual(
      [],
    )
  })
})
