/** A granted credential in a vault, and processes that use it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Secret } from '../../src/secret.ts'
import type { Account } from '../../src/vault/vault.ts'
import { CHAT, user, type World } from '../vault/world.ts'
import type { RenewingTask } from './renewing-process.ts'
import type { RotatingServer } from './rotating-server.ts'

/** Stores a grant of `server` whose access token ended a minute ago. */
export async function storeEnded(world: World, server: RotatingServer, userId: string): Promise<Account> {
  const { access, refresh } = server.begin()
  const vault = await world.open({ clock: { now: () => Date.now() } })
  const { account } = await vault.add(
    user(userId),
    {
      service: 'acme',
      identity: { key: 'id-1', name: 'ranaroussi' },
      fields: { token: Secret.fromText(access) },
      grant: {
        clientId: 'keyturn-test',
        issuer: undefined,
        expiresAt: Date.now() - 60_000,
        renewFrom: Date.now() - 120_000,
        refreshToken: Secret.fromText(refresh),
      },
      checked: true,
    },
    CHAT,
  )
  await vault.close()
  return account
}

/** What a process says at its end; nothing where it was killed. */
export interface Used {
  readonly used: readonly string[]
  readonly count: number
  readonly moments: number
}

/** Runs `renewing-process.ts`, compiled at `program`; with `killAfterMs` it is killed so long after it began its work. */
export async function runRenewing(
  program: string,
  task: RenewingTask,
  killAfterMs?: number,
): Promise<Used | undefined> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data: Buffer) => {
    if (output === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    output += data.toString('utf8')
  })
  child.stderr.on('data', (data: Buffer) => (errors += data.toString('utf8')))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  if (signal === 'SIGKILL') return undefined
  if (code !== 0) throw new Error(`A process failed: ${errors}`)
  return JSON.parse(output.split('\n').at(-2) ?? '') as Used
}
