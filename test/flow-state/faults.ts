/** Everything that can go wrong with a Redis, begun and ended at will. */
import { findFreePort, type RedisServer } from '../servers/redis.ts'

/** One way to fail. `isOutage`: nothing can be saved meanwhile; a wiped one only has forgotten. */
export interface Fault {
  readonly name: string
  readonly isOutage: boolean
  begin(server: RedisServer): Promise<void>
  end(server: RedisServer): Promise<void>
}

const USER = 'default'

/** All of them (issue 5, item 3; failing over is in `test/state/redis-failover.test.ts`). */
export const FAULTS: readonly Fault[] = [
  {
    name: 'down',
    isOutage: true,
    begin: (server) => server.crash(),
    end: (server) => server.restart(),
  },
  {
    name: 'wiped',
    isOutage: false,
    begin: async (server) => {
      await server.admin.flushall()
    },
    end: () => Promise.resolve(),
  },
  {
    name: 'stopped',
    isOutage: true,
    begin: (server) => Promise.resolve(server.signal('SIGSTOP')),
    end: (server) => Promise.resolve(server.signal('SIGCONT')),
  },
  {
    name: 'out of memory',
    isOutage: true,
    begin: async (server) => {
      await server.admin.config('SET', 'maxmemory', '1')
    },
    end: async (server) => {
      await server.admin.config('SET', 'maxmemory', '0')
    },
  },
  {
    name: 'read-only',
    isOutage: true,
    begin: async (server) => {
      await server.admin.call('REPLICAOF', '127.0.0.1', await findFreePort())
    },
    end: async (server) => {
      await server.admin.call('REPLICAOF', 'NO', 'ONE')
    },
  },
  {
    name: 'NOPERM',
    isOutage: true,
    begin: async (server) => {
      await server.admin.call('ACL', 'SETUSER', USER, '-eval', '-evalsha')
    },
    end: async (server) => {
      await server.admin.call('ACL', 'SETUSER', USER, '+@all')
    },
  },
]
