import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import { type createAdmin, type RedisServer, startRedis, until } from '../servers/redis.ts'
import { claimed, newKey, unique } from './fixtures.ts'

/** What a user pasted; only its sealed form may reach the store. */
const CANARY = unique('canary-secret')

let server: RedisServer
let monitor: ReturnType<typeof createAdmin> | undefined
const monitored: string[] = []

beforeAll(async () => {
  const slow = ['--slowlog-log-slower-than', '0', '--slowlog-max-len', '100000']
  // Uncompressed, or a secret could be in a dump and not be found.
  const kept = ['--appendonly', 'yes', '--appendfsync', 'always', '--rdbcompression', 'no']
  server = await startRedis({ settings: [...kept, ...slow] })
  monitor = await server.admin.monitor()
  monitor.on('monitor', (_time: string, words: string[]) => monitored.push(words.join(' ')))
})
afterAll(async () => {
  monitor?.disconnect()
  await server.stop()
})

async function seal(text: string): Promise<Uint8Array> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, Buffer.from(text)))
}

/** The forms a text may hide in; a base64 form without its first and last characters is found at any alignment. */
function formsOf(text: string): Buffer[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
      .toString('base64')
      .slice(4, -4),
  )
  const forms = [text, ...base64, Buffer.from(text).toString('hex'), encodeURIComponent(text)]
  return [...forms.map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')]
}

/** Every byte that Redis shows or keeps: MONITOR, SLOWLOG, a dump of all keys, the AOF and the RDB. */
async function sinks(): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  await server.admin.save()
  const last = unique('last')
  await server.admin.ping(last)
  await until('the monitor has seen all', async () => monitored.some((line) => line.endsWith(last)))
  found.set('MONITOR', Buffer.from(monitored.join('\n'), 'latin1'))
  found.set('SLOWLOG', Buffer.from(JSON.stringify(await server.admin.slowlog('GET', 100_000))))
  const dumps = await Promise.all((await server.admin.keys('*')).map((key) => server.admin.dumpBuffer(key)))
  found.set('DUMP', Buffer.concat(dumps.filter((dump) => dump !== null)))
  for (const path of readdirSync(server.folder, { recursive: true }).map(String)) {
    const file = join(server.folder, path)
    if (statSync(file).isFile())
      found.set(path.endsWith('.rdb') ? `RDB ${path}` : `AOF ${path}`, readFileSync(file))
  }
  return found
}

async function sinksWith(text: string): Promise<string[]> {
  const forms = formsOf(text)
  const hits = [...(await sinks())].filter(([, content]) => forms.some((form) => content.includes(form)))
  return [...new Set(hits.map(([name]) => name.split(' ')[0] ?? ''))].sort()
}

describe('T-065 what Redis shows and keeps', () => {
  it('holds no trace of a secret after it was parked, pending, answered, cached, evicted and forgotten', async () => {
    const store = await openRedisState({ url: server.url })
    for (let turn = 0; turn < 20; turn += 1) {
      const key = newKey()
      const { lease } = await claimed(store, key, 'm1')
      const sealed = await seal(CANARY)
      const pending = { sealed, until: Date.now() + 60_000 }
      const conversation = { record: '{"state":"collectInline"}', parked: sealed, pending }
      await store.save(lease, { conversation, expectedVersion: 0, answer: { messageId: 'm1', sealed } })
      await store.read(key, 'm1')
      await store.tokens.put(key.principal, 'account', { revision: 1, sealed }, 60_000)
      await store.tokens.get(key.principal, 'account')
      await store.tokens.evict(key.principal, 'account', 1)
      const boarding = await store.flights.join(key.principal, 'slot')
      if (boarding.kind === 'leading') await store.flights.land(boarding.flight, sealed)
      if (turn % 2 === 0) await store.forget(key.principal)
    }
    await store.close()
    expect(await sinksWith(CANARY)).toEqual([])
  })

  it('was searched in places that do see what passes: a marker in the clear is found in each', async () => {
    const store = await openRedisState({ url: server.url })
    const marker = unique('marker')
    const key = newKey()
    const { lease } = await claimed(store, key)
    const conversation = { record: JSON.stringify({ marker }), parked: undefined, pending: undefined }
    await store.save(lease, { conversation, expectedVersion: 0, answer: undefined })
    await store.close()
    expect(await sinksWith(marker)).toEqual(['AOF', 'DUMP', 'MONITOR', 'RDB', 'SLOWLOG'])
  })

  it('a deleted key lives on in the append-only file, which is why nothing in it may be secret', async () => {
    const store = await openRedisState({ url: server.url })
    const marker = unique('deleted')
    const key = newKey()
    const { lease } = await claimed(store, key)
    const conversation = { record: JSON.stringify({ marker }), parked: undefined, pending: undefined }
    await store.save(lease, { conversation, expectedVersion: 0, answer: undefined })
    await store.forget(key.principal)
    await store.close()
    expect(await sinksWith(marker)).toEqual(['AOF', 'MONITOR', 'SLOWLOG'])
  })
})
