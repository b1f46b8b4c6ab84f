/** A host ends in whatever way: nothing that it started lives on with a credential in its environment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programPath } from '../programs.ts'
import { environmentOf, isRunning } from './fixtures.ts'

const ODD_SERVER = fileURLToPath(new URL('odd-server.mjs', import.meta.url))

/** The watcher gives groups a second to end by themselves. */
const GONE_WITHIN = { timeout: 10_000, interval: 50 }

interface Started {
  readonly server: number
  readonly child: number
  readonly setsid: number
  readonly watcher: number
  readonly token: string
  readonly folder: { readonly cwd: string; readonly tmp: string }
}

/** A folder in which `npx odd` starts the odd server, as an installed package. */
let installed: string

beforeAll(() => {
  installed = mkdtempSync(join(tmpdir(), 'odd-package-'))
  mkdirSync(join(installed, 'node_modules', '.bin'), { recursive: true })
  mkdirSync(join(installed, 'node_modules', 'odd'))
  writeFileSync(
    join(installed, 'package.json'),
    JSON.stringify({ name: 'host', dependencies: { odd: '1.0.0' } }),
  )
  const manifest = { name: 'odd', version: '1.0.0', bin: { odd: 'odd.mjs' } }
  writeFileSync(join(installed, 'node_modules', 'odd', 'package.json'), JSON.stringify(manifest))
  const source = `#!/usr/bin/env node\nimport ${JSON.stringify(ODD_SERVER)}\n`
  writeFileSync(join(installed, 'node_modules', 'odd', 'odd.mjs'), source, { mode: 0o755 })
  symlinkSync('../odd/odd.mjs', join(installed, 'node_modules', '.bin', 'odd'))
})
afterAll(() => rmSync(installed, { recursive: true, force: true }))

const COMMANDS = {
  'started directly': () => [process.execPath, '', ODD_SERVER],
  'started by npx': () => ['npx', installed, '--no-install', 'odd'],
} as const

/** Starts a host, ends it, and gives what it had started; its own end is waited for. */
async function endHost(
  kind: keyof typeof COMMANDS,
  signal: NodeJS.Signals | 'exit' | 'crash',
): Promise<Started> {
  const host = spawn(process.execPath, [programPath('hostProcess'), ...COMMANDS[kind]()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(host, 'close')
  const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string]
  const started = JSON.parse(line) as Started
  for (const id of [started.server, started.child, started.setsid, started.watcher])
    expect(await isRunning(id)).toBe(true)
  host.kill(signal === 'exit' ? 'SIGUSR2' : signal === 'crash' ? 'SIGSEGV' : signal)
  await ended
  return started
}

const EVERY_WAY = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL', 'SIGQUIT', 'crash', 'exit'] as const

describe('a server with a timer', { timeout: 60_000 }, () => {
  it.each([
    ...EVERY_WAY.map((way) => ['started directly', way] as const),
    ...(['SIGTERM', 'SIGKILL', 'exit'] as const).map((way) => ['started by npx', way] as const),
  ])(
    'T-120 %s ends with a host that ends by %s, and so do its child and what left its group',
    async (kind, way) => {
      const { server, child, setsid, watcher, token, folder } = await endHost(kind, way)
      for (const [name, id] of Object.entries({ server, child, setsid, watcher }))
        await expect.poll(() => isRunning(id), { ...GONE_WITHIN, message: name }).toBe(false)
      expect(await processesWith(token)).toEqual([])
      expect(existsSync(dirname(dirname(folder.tmp)))).toBe(false)
    },
  )
})

describe('the watcher', () => {
  it('T-120 is told nothing secret, costs little memory, and ends by no signal meant for its host', async () => {
    const host = spawn(process.execPath, [programPath('hostProcess'), ...COMMANDS['started directly']()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(host, 'close')
    const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string]
    const { watcher, server, token } = JSON.parse(line) as Started
    expect(Object.keys(await environmentOf(watcher))).toEqual(['PATH'])
    expect(await readFile(`/proc/${watcher}/cmdline`, 'utf8')).not.toContain(token)
    const residentKiB = Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${watcher}/status`, 'utf8'))?.[1])
    expect(residentKiB).toBeLessThan(4_096)
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.kill(watcher, signal)
    expect(await isRunning(server)).toBe(true)
    host.kill('SIGKILL')
    await ended
    for (const id of [server, watcher]) await expect.poll(() => isRunning(id), GONE_WITHIN).toBe(false)
  }, 60_000)
})

/** Processes that were given this token in their environment. */
async function processesWith(token: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((id) => /^\d+$/.test(id))
  const found = await Promise.all(
    ids.map(async (id) => (await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '')).includes(token)),
  )
  return ids.filter((_, index) => found[index])
}
