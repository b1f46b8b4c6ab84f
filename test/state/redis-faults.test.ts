import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
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

describe('a Redis that is gone for a while', () => {
  it('down at the start: the store opens, refuses, and works once Redis is there', async () => {
    const port = await findFreePort()
    const early = await openRedisState({
      url: `redis://127.0.0.1:${port}`,
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
    })
    expect(await reasonsOfAll(early)).toEqual(Array(5).fill('down'))
    expect(await reasonOf(early.read(newKey(), MARK))).toBe('down')
    const late = await startRedis({ port })
    await until('the store has found it', () => isUsable(early))
    await early.close()
    await late.stop()
  })

  it('down in the middle of a turn: it refuses at once; what was not on disk is gone, and the turn under way loses', async () => {
    const key = newKey()
    await saved(store, key, '{}')
    const { lease } = await claimed(store, key)
    await server.crash()
    const started = performance.now()
    await until('the loss is noticed', async () => (await reasonOf(store.read(key, undefined))) === 'down')
    expect(await reasonsOfAll(store)).toEqual(Array(5).fill('down'))
    expect(performance.now() - started).toBeLessThan(3_000)
    await server.restart()
    await until('the store works again', () => isUsable(store))
    expect(await store.save(lease, saving('{}', 1))).toBe('lost')
    expect((await store.read(key, undefined)).stored).toBeUndefined()
  })

  it('wiped in the middle of a turn: the turn loses its save and the conversation starts anew', async () => {
    for (let time = 0; time < 50; time += 1) {
      const key = newKey()
      await saved(store, key, '{"state":"collectInline"}')
      const { lease } = await claimed(store, key)
      await server.admin.flushall()
      expect(await store.renew(lease)).toBeUndefined()
      expect(await store.save(lease, saving('{}', 1))).toBe('lost')
      expect((await claimed(store, key)).stored).toBeUndefined()
      expect(await store.save(lease, saving('{}', 0))).toBe('lost')
    }
  })

  it('stopped for five command timeouts: each call is refused in time, and a save that was done meanwhile is done once', async () => {
    const key = newKey()
    const { lease } = await claimed(store, key)
    const save = saving('{"n":1}', 0, { messageId: 'm1', sealed: bytes('answer') })
    server.signal('SIGSTOP')
    const started = performance.now()
    expect(await reasonOf(store.save(lease, save))).toBe('timeout')
    expect(performance.now() - started).toBeLessThan(4 * COMMAND_TIMEOUT_MS)
    expect(await reasonOf(store.read(key, undefined))).toBe('timeout')
    await delay(5 * COMMAND_TIMEOUT_MS)
    server.signal('SIGCONT')
    await until('the store works again', () => isUsable(store))
    expect(await store.save(lease, save)).toBe('saved')
    expect(await store.read(key, 'm1')).toMatchObject({ stored: { version: 1 }, answer: bytes('answer') })
  })

  it('slow, but in time: nothing is lost', async () => {
    const key = newKey()
    await server.admin.call('CLIENT', 'PAUSE', COMMAND_TIMEOUT_MS / 5, 'ALL')
    await saved(store, key, '{"slow":true}')
    expect((await store.read(key, undefined)).stored?.record).toBe('{"slow":true}')
  })
})
