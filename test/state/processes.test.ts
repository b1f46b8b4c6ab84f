import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openState } from '../../src/state/open-state.ts'
import { programPath } from '../programs.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { bytes, claimed, createTestClock, newKey, saving } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyturn-processes-'))

let server: RedisServer

beforeAll(async () => {
  server = await startRedis()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['SQLite', 'Redis'])('several processes on one %s', (kind) => {
  const path = join(folder, 'new', 'state.db')
  const backend = (): string => (kind === 'Redis' ? server.url : `sqlite:${path}`)
  const redisUrl = (): string | undefined => (kind === 'Redis' ? server.url : undefined)

  it('four that count in one conversation lose no count, from a store that is new on', async () => {
    const key = newKey()
    const { formation, user } = key.principal
    const counts = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = [programPath('countingProcess'), backend(), formation, user, key.conversation, '25']
        return Number((await promisify(execFile)(process.execPath, child)).stdout)
      }),
    )
    expect(counts).toEqual([25, 25, 25, 25])
    const store = await openState({ redisUrl: redisUrl(), path })
    const { stored } = await store.read(key, undefined)
    await store.close()
    expect(stored).toMatchObject({ record: '{"count":100}', version: 100 })
  }, 90_000)

  it('T-077 one that was paused past its lease, while another finished, loses and does not answer', async () => {
    const key = newKey()
    const { formation, user } = key.principal
    const parameters = [programPath('pausingProcess'), backend(), formation, user, key.conversation]
    const paused = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(paused.stdout, 'data')
    paused.kill('SIGSTOP')
    const clock = createTestClock(Date.now() + 31_000)
    const other = await openState({ redisUrl: redisUrl(), path, clock })
    const { lease } = await claimed(other, key, 'm1')
    const answer = { messageId: 'm1', sealed: bytes('from the other') }
    expect(await other.save(lease, saving('{"by":"the other"}', 0, answer))).toBe('saved')
    paused.kill('SIGCONT')
    paused.stdin.write('go on\n')
    const [said] = (await once(paused.stdout, 'data')) as [Buffer]
    expect(said.toString()).toBe('not renewed, lost\n')
    expect(await other.read(key, 'm1')).toMatchObject({
      stored: { record: '{"by":"the other"}', version: 1 },
      answer: bytes('from the other'),
    })
    await other.close()
  }, 60_000)
})

describe('the files of SQLite state', () => {
  it('are readable by their owner alone', () => {
    const files = readdirSync(join(folder, 'new')).map((file) => join(folder, 'new', file))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(statSync(file).mode & 0o077).toBe(0)
  })
})
