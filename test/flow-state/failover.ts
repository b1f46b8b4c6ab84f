/** A primary that dies with writes which its replica never got, under a Sentinel that makes the replica the primary. */
import { type RedisServer, until } from '../servers/redis.ts'
import { startSentinelGroup } from '../servers/redis-groups.ts'
import type { FaultyRedis } from './faults.ts'

/** Starts the group. `under way`: people go on talking while nobody is primary; `over`: once there is a new one, which has forgotten. */
export async function startFailover(moment: 'under way' | 'over'): Promise<FaultyRedis> {
  const group = await startSentinelGroup({ settings: ['--appendonly', 'yes', '--rdbcompression', 'no'] })

  /** Who is what, by the Sentinel's word. */
  async function roles(): Promise<{ primary: RedisServer; replica: RedisServer }> {
    const [one, other] = group.servers
    if (one === undefined || other === undefined) throw new Error('The group has no servers.')
    const isOne = (await group.primaryPort()) === one.port
    return isOne ? { primary: one, replica: other } : { primary: other, replica: one }
  }

  let dead: RedisServer | undefined

  async function isOver(): Promise<boolean> {
    const { primary } = await roles()
    return primary !== dead && (await has(primary, 'role:master')) && (await group.isSettled())
  }

  async function isWhole(): Promise<boolean> {
    const { primary, replica } = await roles()
    if (!(await has(primary, 'role:master'))) return false
    if (!(await has(replica, `master_port:${primary.port}`))) {
      await replica.admin.call('REPLICAOF', '127.0.0.1', primary.port)
      return false
    }
    return (await has(replica, 'master_link_status:up')) && (await group.hasReplica(replica.port))
  }

  return {
    url: `redis+sentinel://127.0.0.1:${group.sentinel.port}/${group.name}`,
    folders: group.servers.map(({ folder }) => folder),
    async arm() {
      const { primary, replica } = await roles()
      replica.signal('SIGSTOP')
      await primary.admin.call('CLIENT', 'KILL', 'TYPE', 'replica')
    },
    async begin() {
      const { primary, replica } = await roles()
      dead = primary
      await primary.crash()
      replica.signal('SIGCONT')
      if (moment === 'over') await until('the replica is the primary', isOver)
    },
    async end() {
      await until('the replica is the primary', isOver)
      await dead?.restart()
      // By itself the Sentinel would look for its replicas only every ten seconds.
      await group.sentinel.admin.call('SENTINEL', 'RESET', group.name)
      await until('the group is whole again', isWhole, 60_000)
    },
    async dump() {
      await Promise.all(group.servers.map(({ admin }) => admin.save()))
    },
    stop: () => group.stop(),
  }
}

async function has({ admin }: RedisServer, fact: string): Promise<boolean> {
  return String(await admin.info('replication')).includes(fact)
}
