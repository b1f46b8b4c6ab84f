/** All that came of a program ends with it, whatever ended first, and its folders are removed. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Connections } from '../../src/tools/connections.ts'
import { createConnections } from '../../src/tools/create-connections.ts'
import { watcherId } from '../../src/tools/stdio/host-watcher.ts'
import { runningGroups } from '../../src/tools/stdio/process-group.ts'
import { credential, formation, isRunning, makeServer, makeToken, oddServer, user } from './fixtures.ts'

const token = makeToken('acme-')
const opened: Connections[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connections) => connections.close()))
})

function open(): Connections {
  const connections = createConnections({ formation, secrets: () => undefined })
  opened.push(connections)
  return connections
}

async function ask(connections: Connections, tool: string, server = oddServer()) {
  const credentials = [credential('acme', { token })]
  const outcome = await connections.call({
    server,
    principal: user('alice'),
    credentials,
    tool,
    arguments: {},
  })
  return outcome.kind === 'result' ? String(outcome.result.content[0]?.['text']) : outcome.kind
}

/** The folders of the only server that runs. */
async function foldersOf(connections: Connections): Promise<{ readonly cwd: string; readonly tmp: string }> {
  return JSON.parse(await ask(connections, 'folder')) as { cwd: string; tmp: string }
}

describe('a server', () => {
  it('T-128 works in an empty folder that nobody else may enter, another for each process, and gone with it', async () => {
    const [one, other] = [open(), open()]
    const folders = [await foldersOf(one), await foldersOf(other)]
    expect(new Set(folders.flatMap(({ cwd, tmp }) => [cwd, tmp])).size).toBe(4)
    for (const { cwd, tmp } of folders) {
      expect([readdirSync(cwd), readdirSync(tmp)]).toEqual([[], []])
      for (const folder of [cwd, tmp, dirname(cwd), dirname(dirname(cwd))])
        expect(statSync(folder).mode & 0o777).toBe(0o700)
    }
    await one.close()
    const [gone, kept] = folders.map(({ cwd }) => existsSync(dirname(cwd)))
    expect([gone, kept]).toEqual([false, true])
  })

  it('T-120 ends with its child and with what left its group, when its credential is ended', async () => {
    const connections = open()
    const ids = [Number(await ask(connections, 'pid'))]
    for (const tool of ['child', 'setsid']) ids.push(Number(await ask(connections, tool)))
    await connections.end(user('alice'), 'account-1')
    expect(await Promise.all(ids.map(isRunning))).toEqual([false, false, false])
  })

  it('T-120 that dies by itself takes with it what it started', async () => {
    const connections = open()
    const [pid, setsid] = [Number(await ask(connections, 'pid')), Number(await ask(connections, 'setsid'))]
    const { tmp } = await foldersOf(connections)
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isRunning(setsid), { timeout: 8_000 }).toBe(false)
    await expect.poll(() => existsSync(tmp)).toBe(false)
  })

  it('that cannot be started leaves neither a folder nor a group', async () => {
    const connections = open()
    const { tmp } = await foldersOf(connections)
    const parent = dirname(dirname(tmp))
    const before = readdirSync(parent)
    const missing = makeServer({ command: 'keyturn-no-such-command', args: [] })
    for (const server of [missing, { ...missing, args: makeServer({ args: ['a'] }).args }])
      await expect(ask(connections, 'pid', { ...server, services: ['acme'] })).rejects.toMatchObject({
        code: 'TOOL_UNAVAILABLE',
      })
    await expect.poll(() => readdirSync(parent)).toEqual(before)
    expect(runningGroups()).toHaveLength(1)
  })
})

describe('the watcher', () => {
  it('T-120 is one for all servers, and another takes its place when it is killed', async () => {
    const connections = open()
    await ask(connections, 'pid')
    const first = watcherId()
    await ask(open(), 'pid')
    expect(watcherId()).toBe(first)
    // One that dies right after its start would be started again and again.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    process.kill(first ?? 0, 'SIGKILL')
    await expect.poll(() => watcherId() ?? first).not.toBe(first)
    expect(await isRunning(watcherId() ?? 0)).toBe(true)
  })
})
