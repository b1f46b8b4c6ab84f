import { afterAll, beforeAll } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { describeStateContract } from './contract.ts'

let server: RedisServer | undefined
let url = process.env['REDIS_URL']

beforeAll(async () => {
  if (url !== undefined) return
  server = await startRedis()
  url = server.url
})
afterAll(() => server?.stop())

describeStateContract('Redis', (clock) => openRedisState({ url, clock, commandTimeoutMs: 10_000 }))
