/** Redis servers that work together: a primary and its replica under a Sentinel, and a cluster of three. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, type RedisServer, startRedis, until } from './redis.ts'

/** The name under which the Sentinel knows the primary. */
const GROUP = 'main'

/** A primary with one replica, watched by one Sentinel. */
export interface SentinelGroup {
  readonly name: string
  readonly sentinels: readonly { readonly host: string; readonly port: number }[]
  readonly sentinel: RedisServer
  /** Both data servers; the first was the primary at the start. */
  readonly servers: readonly RedisServer[]
  /** The port of the server that is the primary now. */
  primaryPort(): Promise<number>
  /** Whether the Sentinel is done with every failover: asked before, it already names a primary that it may yet give up. */
  isSettled(): Promise<boolean>
  /** Whether the Sentinel could make the server on this port the primary: it follows, and answers. */
  hasReplica(port: number): Promise<boolean>
  stop(): Promise<void>
}

/** Options of `startSentinelGroup`. */
export interface SentinelGroupOptions {
  /** Settings of both data servers, as `startRedis` takes them. */
  readonly settings?: readonly string[]
  /** A primary that is silent for so long counts as down. Default: 1,000 ms. */
  readonly downAfterMs?: number
}

/** Starts a Sentinel group. */
export async function startSentinelGroup(options: SentinelGroupOptions = {}): Promise<SentinelGroup> {
  const { settings = [], downAfterMs = 1_000 } = options
  const shared = [...settings, '--repl-diskless-sync-delay', '0']
  const primary = await startRedis({ settings: shared })
  const replica = await startRedis({
    settings: ['--replicaof', '127.0.0.1', String(primary.port), ...shared],
  })
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-sentinel-'))
  const sentinelFile = join(folder, 'sentinel.conf')
  const lines = [
    `sentinel monitor ${GROUP} 127.0.0.1 ${primary.port} 1`,
    `sentinel down-after-milliseconds ${GROUP} ${downAfterMs}`,
    `sentinel failover-timeout ${GROUP} 2000`,
    '',
  ]
  writeFileSync(sentinelFile, lines.join('\n'))
  await until('the replica follows', async () =>
    (await replica.admin.info('replication')).includes('master_link_status:up'),
  )
  const sentinel = await startRedis({ sentinelFile })
  await until('the Sentinel knows the replica', async () => {
    const replicas = await sentinel.admin.call('SENTINEL', 'REPLICAS', GROUP)
    return Array.isArray(replicas) && replicas.length === 1
  })
  return {
    name: GROUP,
    sentinels: [{ host: '127.0.0.1', port: sentinel.port }],
    sentinel,
    servers: [primary, replica],
    async primaryPort() {
      const address = await sentinel.admin.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', GROUP)
      return Number((address as string[])[1])
    },
    async isSettled() {
      const fields = (await sentinel.admin.call('SENTINEL', 'MASTER', GROUP)) as string[]
      return valueOf(fields, 'flags') === 'master'
    },
    async hasReplica(port) {
      const replicas = (await sentinel.admin.call('SENTINEL', 'REPLICAS', GROUP)) as string[][]
      return replicas.some(
        (fields) =>
          valueOf(fields, 'port') === String(port) &&
          valueOf(fields, 'master-link-status') === 'ok' &&
          valueOf(fields, 'flags') === 'slave',
      )
    },
    async stop() {
      await Promise.all([sentinel, primary, replica].map((server) => server.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A Sentinel's answer is a list of names, each with its value behind it. */
function valueOf(fields: readonly string[], name: string): string {
  return fields[fields.indexOf(name) + 1] ?? ''
}

/** Three primaries that share the slots. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  stop(): Promise<void>
}

const SLOTS = 16_384

/** Starts a cluster of three and waits until every node says that it is whole. */
export async function startCluster(): Promise<RedisCluster> {
  const ports: number[] = []
  while (ports.length < 3) {
    const port = await findFreePort()
    if (!ports.includes(port)) ports.push(port)
  }
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const nodes = await Promise.all(
    ports.map((port) =>
      startRedis({ port, settings: [...settings, '--cluster-port', String(port + 10_000)] }),
    ),
  )
  for (const [index, { admin }] of nodes.entries()) {
    const from = Math.floor((index * SLOTS) / nodes.length)
    const to = Math.floor(((index + 1) * SLOTS) / nodes.length) - 1
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', from, to)
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  }
  const [first] = nodes
  for (const port of ports.slice(1))
    await first?.admin.call('CLUSTER', 'MEET', '127.0.0.1', port, port + 10_000)
  await until('every node of the cluster says it is whole', async () => {
    const infos = await Promise.all(nodes.map(({ admin }) => admin.call('CLUSTER', 'INFO')))
    return infos.every(
      (info) => String(info).includes('cluster_state:ok') && String(info).includes('cluster_known_nodes:3'),
    )
  })
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}
