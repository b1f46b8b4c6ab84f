import { afterAll, beforeAll } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import {
  type RedisCluster,
  type SentinelGroup,
  startCluster,
  startSentinelGroup,
} from '../servers/redis-groups.ts'
import { describeStateContract } from './contract.ts'

let group: SentinelGroup
let cluster: RedisCluster

beforeAll(async () => {
  // A failover is no part of this contract: on a busy machine a primary may well be silent for a second.
  ;[group, cluster] = await Promise.all([startSentinelGroup({ downAfterMs: 60_000 }), startCluster()])
}, 60_000)
afterAll(() => Promise.all([group.stop(), cluster.stop()]))

const addresses = (servers: readonly { port: number }[]): string =>
  servers.map(({ port }) => `127.0.0.1:${port}`).join(',')

describeStateContract('Redis under a Sentinel', (clock) =>
  openRedisState({
    url: `redis+sentinel://${addresses(group.sentinels)}/${group.name}`,
    clock,
    commandTimeoutMs: 10_000,
  }),
)

describeStateContract('a Redis cluster of three', (clock) =>
  openRedisState({ url: `redis+cluster://${addresses(cluster.nodes)}`, clock, commandTimeoutMs: 10_000 }),
)
