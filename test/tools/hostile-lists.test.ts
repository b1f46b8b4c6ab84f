/** One bad server stops nobody: whatever it lists, and whether it answers at all. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServerDefinition } from '../../src/formation/formation.ts'
import type { Connections, ToolOutcome } from '../../src/tools/connections.ts'
import { createConnections, type ConnectionsOptions } from '../../src/tools/create-connections.ts'
import { credential, formation, keepingLogger, makeServer, makeToken, user } from './fixtures.ts'

const LISTING = fileURLToPath(new URL('listing-server.mjs', import.meta.url))
/** Compiled and run, it takes 2^30 steps to find that this text does not fit. */
const PATTERN = '^(a+)+$'
const VICTIM = `${'a'.repeat(30)}!`

const token = makeToken('acme-')
const opened: Connections[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connections) => connections.close()))
})

function open(options: Partial<ConnectionsOptions> = {}): Connections {
  const connections = createConnections({ formation, secrets: () => undefined, ...options })
  opened.push(connections)
  return connections
}

function listing(options: object, id = 'listing', isPersonal = true): ServerDefinition {
  return makeServer({
    id,
    args: [LISTING, JSON.stringify(options)],
    type: 'bearer',
    ...(isPersonal && { auth: { token: '${{ user.credentials.ACME }}' } }),
  })
}

function call(
  connections: Connections,
  server: ServerDefinition,
  tool: string,
  text: string,
): Promise<ToolOutcome> {
  const credentials = server.services.length > 0 ? [credential('acme', { token })] : []
  return connections.call({ server, principal: user('alice'), credentials, tool, arguments: { text } })
}

function listAs(connections: Connections, server: ServerDefinition, who: string) {
  const mine = credential('acme', { token }, `account-of-${who}`)
  const open = () => Promise.resolve([credential('acme', { token }, `account-of-${who}`)])
  return connections.listOwnTools(server, { principal: user(who), accounts: [mine.account], open })
}

/** The longest that everything else had to wait while this ran, in milliseconds. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  try {
    await work()
    // The histogram takes the last wait once it is over.
    await new Promise((resolve) => setTimeout(resolve, 20))
  } finally {
    delay.disable()
  }
  return delay.max / 1e6
}

/** What a machine with other things to do adds: the longest wait beside short work, spread over as long a time. */
async function longestDelayOfMachine(forMs: number): Promise<number> {
  return longestDelay(async () => {
    const until = performance.now() + forMs
    while (performance.now() < until) {
      const slice = performance.now() + 5
      while (performance.now() < slice);
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
}

/**
 * What a server can make us wait is seconds to hours; 2 s, or three times what the machine itself adds, is none of it. The best of three,
 * since a wait that the server makes is there each time.
 */
async function expectUndisturbed(work: (connections: Connections) => Promise<unknown>): Promise<void> {
  const tries: { readonly delayMs: number; readonly mostMs: number }[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const connections = open()
    const from = performance.now()
    const delayMs = await longestDelay(() => work(connections))
    const mostMs = Math.max(2_000, 3 * (await longestDelayOfMachine(performance.now() - from)))
    if (delayMs < mostMs) return
    tries.push({ delayMs, mostMs })
  }
  expect(tries).toEqual([])
}

describe('what a server sends is not run as a regular expression', () => {
  it.each([
    ['the pattern of a text', { type: 'string', pattern: PATTERN }],
    ['the pattern of an element', { type: 'array', items: { type: 'string', pattern: PATTERN } }],
    ['the pattern behind a reference', { $ref: '#/$defs/text' }],
    ['the pattern among alternatives', { anyOf: [{ type: 'number' }, { type: 'string', pattern: PATTERN }] }],
    ['the pattern of the names of members', { type: 'string', patternProperties: { [PATTERN]: {} } }],
  ])('T-122 in %s of a result’s schema', async (_what, text) => {
    const outputSchema = {
      type: 'object',
      $defs: { text: { type: 'string', pattern: PATTERN } },
      properties: { text },
      patternProperties: { [PATTERN]: { type: 'string', pattern: PATTERN } },
    }
    const server = listing({ tools: ['structured'], outputSchema })
    await expectUndisturbed(async (connections) => {
      expect(await connections.listTools(server)).toMatchObject({ tools: [{ name: 'structured' }] })
      expect(await call(connections, server, 'structured', VICTIM)).toMatchObject({
        kind: 'result',
        result: { structuredContent: { text: VICTIM }, isError: false },
      })
    })
  })

  it('T-122 nor is a result held back that does not fit its schema, which is for its reader to judge', async () => {
    const outputSchema = { type: 'object', properties: { text: { type: 'number' } }, required: ['other'] }
    const server = listing({ tools: ['structured', 'say'], outputSchema })
    const connections = open()
    for (const tool of ['structured', 'say'])
      expect(await call(connections, server, tool, 'x')).toMatchObject({
        kind: 'result',
        result: { isError: false },
      })
  })
})

describe('a list without measure', () => {
  it('T-122 of 100,000 tools keeps nobody waiting', async () => {
    const huge = listing({ many: 100_000 }, 'huge')
    await expectUndisturbed(async (connections) => {
      const [list, others] = await Promise.all([
        connections.listTools(huge),
        connections.listTools(listing({}, 'other')),
      ])
      expect(list).toMatchObject({ source: 'none', tools: [], failure: { reason: 'unreadable' } })
      expect(others.tools).toHaveLength(1)
    })
  })

  it('T-122 of 5,000 tools is shown as far as anybody could read it, and that is told', async () => {
    await expectUndisturbed(async (connections) => {
      expect((await connections.listTools(listing({ many: 5_000 }))).tools).toHaveLength(512)
    })
    const logger = keepingLogger()
    await open({ logger }).listTools(listing({ many: 600 }))
    expect(logger.lines.join('\n')).toMatch(/left out.*"shown":512/)
  })

  it('T-122 that has always another page ends', async () => {
    const { tools } = await open().listTools(listing({ pages: true }))
    expect(tools.map(({ name }) => name)).toEqual(Array.from({ length: 64 }, (_, page) => `say_${page}`))
  })

  it('T-122 of definitions that are none, too large or too deep holds the sound ones', async () => {
    await expectUndisturbed(async (connections) => {
      const { tools } = await connections.listTools(listing({ odd: true }))
      expect(tools.map(({ name }) => name)).toEqual(['sound', 'no_schema', 'long', 'no_text', 'no_token'])
      expect(tools[0]?.description).toBe('Is listed.')
      expect(tools.slice(2, 4).map(({ description }) => description)).toEqual(['', ''])
      expect(tools[1]?.inputSchema).toEqual({ type: 'object' })
    })
    const own = await listAs(open(), listing({ odd: true }), 'alice')
    expect(own?.map(({ name }) => name)).toEqual(['sound', 'no_schema', 'long', 'no_text'])
  })
})

describe('a server that does not answer', () => {
  it.each(['initialize', 'tools/list'])(
    'T-122 to %s is waited for once, and by nobody else; others are there at once',
    async (silentAt) => {
      const logger = keepingLogger()
      const connections = open({ logger, limits: { listTimeoutMs: 1_500 } })
      const silent = listing({ silentAt }, 'silent')
      const took = async (work: () => Promise<unknown>): Promise<number> => {
        const from = performance.now()
        await work()
        return performance.now() - from
      }
      const first = await took(async () => {
        expect(await connections.listTools(silent)).toMatchObject({
          source: 'none',
          failure: { reason: 'late' },
        })
      })
      expect(first).toBeGreaterThan(1_400)
      expect(first).toBeLessThan(6_000)
      expect(await took(() => connections.listTools(silent))).toBeLessThan(700)
      expect(await took(() => listAs(connections, silent, 'alice'))).toBeLessThan(6_000)
      expect(await took(() => listAs(connections, silent, 'alice'))).toBeLessThan(700)
      const others = listing({}, 'other')
      await expect.poll(async () => (await connections.listTools(others)).source).toBe('server')
      const told = logger.lines.filter((line) => /silent .*takes long to list/.test(line))
      expect(told).toHaveLength(1)
    },
  )

  it('T-122 takes four places and no more, whoever asks', async () => {
    const connections = open({ limits: { listTimeoutMs: 300, maxProcesses: 6 } })
    const silent = listing({ silentAt: 'initialize' }, 'silent')
    const asked = Array.from({ length: 12 }, (_, index) => listAs(connections, silent, `user-${index}`))
    expect(await Promise.all(asked)).toEqual(asked.map(() => undefined))
    const honest = open({ limits: { maxProcesses: 6 } })
    expect(await listAs(honest, listing({}, 'other'), 'alice')).toHaveLength(1)
    // The pool has two places left, which is enough for any other server.
    expect(await call(connections, listing({}, 'other'), 'say', 'hi')).toMatchObject({ kind: 'result' })
  })

  it('is there for the next turn, once it has answered after all', async () => {
    const connections = open({ limits: { listTimeoutMs: 200 } })
    const slow = listing({ startsInMs: 1_500 }, 'slow')
    expect(await connections.listTools(slow)).toMatchObject({ source: 'none' })
    await expect
      .poll(async () => (await connections.listTools(slow)).source, { timeout: 20_000 })
      .toBe('server')
  })
})

describe('a server that fails to start', () => {
  it('is left alone for longer and longer, and told of once; then it is tried again', async () => {
    let now = 0
    const logger = keepingLogger()
    const connections = open({ logger, clock: { now: () => now } })
    const folder = mkdtempSync(join(tmpdir(), 'keyturn-starts-'))
    const starts = join(folder, 'starts')
    const server = listing({ starts, exits: 'out of order' }, 'failing', false)
    const startsAfter = async (restMs: number): Promise<number> => {
      now += restMs
      for (let turn = 0; turn < 5; turn++)
        expect(await connections.listTools(server)).toMatchObject({ failure: { reason: 'ended' } })
      return readFileSync(starts, 'utf8').split('\n').length - 1
    }
    expect(await startsAfter(0)).toBe(1)
    for (const [index, restMs] of [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000].entries()) {
      expect(await startsAfter(restMs - 1)).toBe(index + 1)
      expect(await startsAfter(1)).toBe(index + 2)
    }
    expect(logger.lines.filter((line) => line.includes('could not be listed'))).toHaveLength(1)
    rmSync(folder, { recursive: true })
  })
})
