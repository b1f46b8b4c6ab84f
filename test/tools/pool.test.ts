/** Ends reach calls wherever they are in the pool: waiting for a place, for a server that starts, or for an answer. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import type { Connections, ToolCall } from '../../src/tools/connections.ts'
import { createConnections, type ConnectionsOptions } from '../../src/tools/create-connections.ts'
import { ProcessGroup, runningGroups } from '../../src/tools/stdio/process-group.ts'
import type { HeldCredential } from '../../src/vault/vault.ts'
import { credential, formation, isRunning, makeToken, oddServer, user } from './fixtures.ts'

const token = makeToken('acme-')
const opened: Connections[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connections) => connections.close()))
  vi.restoreAllMocks()
})

function open(options: Partial<ConnectionsOptions> = {}): Connections {
  const connections = createConnections({ formation, secrets: () => undefined, ...options })
  opened.push(connections)
  return connections
}

const callOf = (who: string, more: Partial<ToolCall> = {}): ToolCall => ({
  server: oddServer(),
  principal: user(who),
  credentials: [credential('acme', { token }, `account-of-${who}`)],
  tool: 'pid',
  arguments: {},
  ...more,
})

/** What became of a call, and how long that took. Milliseconds. */
async function fate(call: Promise<unknown>): Promise<{ readonly code: string; readonly tookMs: number }> {
  const began = performance.now()
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const code = isKeyturnError(error) ? `${error.code}: ${error.message}` : 'done'
  return { code, tookMs: performance.now() - began }
}

const ENDED = 'TOOL_UNAVAILABLE: The credential was taken out of use while the tool was being called.'

describe('the end of a credential', () => {
  it('T-119 is told at once to callers that wait for a place, who would wait for ten seconds', async () => {
    const connections = open({ limits: { maxProcesses: 1, waitTimeoutMs: 20_000 } })
    const busy = connections.call(callOf('bob', { tool: 'slow', arguments: { text: 'done', ms: 8_000 } }))
    await vi.waitFor(() => expect(runningGroups()).toHaveLength(1), { timeout: 10_000 })
    const waiting = [fate(connections.call(callOf('alice'))), fate(connections.call(callOf('alice')))]
    await new Promise((resolve) => setTimeout(resolve, 50))
    await connections.end(user('alice'), 'account-of-alice')
    for (const { code, tookMs } of await Promise.all(waiting)) {
      expect(code).toBe(ENDED)
      expect(tookMs).toBeLessThan(4_000)
    }
    await connections.end(user('bob'))
    await expect(busy).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE' })
  })

  it('T-119 ends a server that is starting, and tells every caller that waits for it', async () => {
    const connections = open()
    const server = oddServer({ ODD_SLOW_START: '60000' })
    const waiting = Array.from({ length: 3 }, () => fate(connections.call(callOf('alice', { server }))))
    await vi.waitFor(() => expect(runningGroups()).toHaveLength(1), { timeout: 10_000 })
    const [pid = 0] = runningGroups()
    const began = performance.now()
    await connections.end(user('alice'), 'account-of-alice')
    expect(await isRunning(pid)).toBe(false)
    expect(performance.now() - began).toBeLessThan(10_000)
    for (const { code } of await Promise.all(waiting)) expect(code).toBe(ENDED)
  })

  it('T-119 lets no server start for a call that was let in before', async () => {
    const connections = open()
    const start = vi.spyOn(ProcessGroup, 'start')
    for (const one of ['confirm says no', 'told while confirming']) {
      const ended = new AbortController()
      const confirm = (): Promise<boolean> => {
        if (one !== 'confirm says no') ended.abort()
        return Promise.resolve(one !== 'confirm says no')
      }
      const held = { ...credential('acme', { token }, one), confirm, ended: ended.signal }
      expect((await fate(connections.call(callOf('alice', { credentials: [held] })))).code).toBe(ENDED)
    }
    expect(start).not.toHaveBeenCalled()
    expect(runningGroups()).toEqual([])
  })

  it('T-119 lets no call through to a server that runs already', async () => {
    const connections = open()
    await connections.call(callOf('alice'))
    const held = {
      ...credential('acme', { token }, 'account-of-alice'),
      confirm: () => Promise.resolve(false),
    }
    expect((await fate(connections.call(callOf('alice', { credentials: [held] })))).code).toBe(ENDED)
  })

  it('T-119 by another instance ends the process within seconds, though nobody calls; others stay', async () => {
    const ended = new Set<string>()
    const findEnded = (held: readonly HeldCredential[]) =>
      Promise.resolve(held.filter(({ accountId }) => ended.has(accountId)))
    const connections = open({ findEnded })
    for (const who of ['alice', 'bob']) await connections.call(callOf(who))
    const [alices = 0, bobs = 0] = runningGroups()
    ended.add('account-of-alice')
    await expect.poll(() => isRunning(alices), { timeout: 8_000 }).toBe(false)
    expect(await isRunning(bobs)).toBe(true)
  })
})
