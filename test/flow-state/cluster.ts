/** One PostgreSQL, one Redis and a GitHub, on which a test opens as many Keyturns as it wants: here, or as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyturn, type Keyturn } from '../../src/keyturn.ts'
import { openParts, type OpenedParts } from '../../src/open/parts.ts'
import type { Clock } from '../../src/ports.ts'
import { writeFormation } from '../proof/state/formation.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { programPath } from '../programs.ts'
import type { Done, Envelope, Order, WorkerSetup } from '../proof/state/protocol.ts'
import { startPostgres } from '../servers/postgres.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

/** A Keyturn in this process. */
export interface Instance {
  readonly keyturn: Keyturn
  readonly parts: OpenedParts
}

/** A Keyturn in a process of its own. */
export interface WorkerProcess {
  /** Gives an order; settles with its outcome, or with `died`. */
  obey(order: Order): Promise<Done | 'died'>
  signal(name: NodeJS.Signals): void
}

/** The servers, and what was opened on them. */
export interface Cluster {
  readonly github: FakeGitHub
  readonly redis: RedisServer
  open(clock?: Clock): Promise<Instance>
  fork(): Promise<WorkerProcess>
  close(): Promise<void>
}

/** Starts them. */
export async function startInstances(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-instances-'))
  const [postgres, redis, github] = await Promise.all([
    startPostgres({ isSynced: false }),
    startRedis(),
    startFakeGitHub(),
  ])
  const setup: WorkerSetup = {
    formation: writeFormation(folder),
    databaseUrl: await postgres.createDatabase(),
    redisUrl: redis.url,
    githubApi: github.api,
    key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
    hasLease: true,
  }
  const opened: Instance[] = []
  const children: ChildProcess[] = []
  return {
    github,
    redis,
    async open(clock) {
      const { key, hasLease: _, ...shared } = setup
      const parts = await openParts({ ...shared, secrets: { CREDENTIAL_KEY: key }, clock })
      const instance = { keyturn: createKeyturn(parts), parts }
      opened.push(instance)
      return instance
    },
    async fork() {
      const parameters = [programPath('worker'), JSON.stringify(setup)]
      const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      children.push(child)
      await once(child, 'message')
      let orders = 0
      return {
        obey(order) {
          const id = (orders += 1)
          return new Promise((resolve) => {
            child.once('close', () => resolve('died'))
            child.on('message', (message: Envelope<Done>) => {
              if (message.id === id) resolve(message.content)
            })
            child.send({ id, content: order } satisfies Envelope<Order>)
          })
        },
        signal: (name) => void child.kill(name),
      }
    },
    async close() {
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(opened.map(({ keyturn }) => keyturn.close()))
      await Promise.all([postgres.stop(), redis.stop(), github.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
