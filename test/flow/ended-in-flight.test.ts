/**
 * Once an end of a credential is acknowledged (deleted, replaced, rejected, its user deleted), nothing leaves that a call had begun
 * before, wherever the call stands at that moment: each await of a call is held in its turn while the end is carried out, by this
 * instance or by another one on the same vault.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { Keyturn, KeyturnOptions, User } from '../../src/index.ts'
import { openKeyturn } from '../../src/index.ts'
import { createKeyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import { Pause, pausingParts } from './pausing-parts.ts'

const HOUR_MS = 3_600_000

/** Processes end within this: a pool looks every second whether its credentials are still in use. */
const GONE_WITHIN = { timeout: 8_000, interval: 50 }

let world: World
let here: Keyturn
let hereForOthers: Keyturn
let elsewhere: Keyturn
let pause = new Pause(0)
let offsetMs = 0
let users = 0

beforeAll(async () => {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
  // A server that starts in no time stands in for GitHub's own: it is started for almost every await.
  const server = fileURLToPath(new URL('../tools/odd-server.mjs', import.meta.url))
  const path = join(world.formationDirectory, 'mcp', 'github.afs')
  const definition = parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  writeFileSync(path, stringify({ ...definition, args: [server], env: { ODD_GITHUB: world.github.url } }))
  const options: KeyturnOptions = {
    formation: world.formation,
    databaseUrl: false,
    redisUrl: false,
    fetch: world.fetch,
    clock: { now: () => Date.now() + offsetMs },
  }
  elsewhere = await openKeyturn(options)
  const held: KeyturnOptions['fetch'] = async (input, init) => {
    await pause.pass('before fetch')
    return world.fetch(input, init)
  }
  here = createKeyturn(pausingParts(await openParts({ ...options, fetch: held }), () => pause, 'both'))
  // Behind the last statement of a call stands nothing that another instance could stop: only awaits before a statement count.
  hereForOthers = createKeyturn(pausingParts(await openParts(options), () => pause, 'before'))
})
afterAll(async () => {
  await Promise.all([here, hereForOthers, elsewhere].map((keyturn) => keyturn.close()))
  await world.close()
})

type Call = (user: User) => Promise<() => Promise<unknown>>

const CALLS = {
  fetch: (user) => Promise.resolve(() => user.fetch('github')('/user/repos')),
  function: (user) => {
    const work = user.tool('github', async (_: undefined, { fetch }) => {
      await fetch('/user/repos')
      await pause.pass('in the work of the function')
      return (await fetch('/user/repos')).status
    })
    return Promise.resolve(() => work(undefined))
  },
  tool: async (user) => {
    const tool = (await user.tools()).find(({ originalName }) => originalName === 'ask_github')
    if (tool === undefined) throw new Error('the server has no such tool')
    return () => tool.call({ text: '/user/repos' })
  },
} as const satisfies Record<string, Call>

const give = (keyturn: Keyturn, userId: string, value: string) =>
  keyturn.credentials.set('GITHUB', { userId, value })

const ENDS = {
  'a delete': async (keyturn: Keyturn, userId: string) => {
    expect(await keyturn.credentials.delete('GITHUB', { userId })).toMatchObject({ ok: true })
  },
  'a replacement': async (keyturn: Keyturn, userId: string) => {
    const replaced = await give(keyturn, userId, world.github.issueToken('ranaroussi'))
    expect(replaced).toMatchObject({ ok: true, outcome: 'replaced' })
  },
  'a rejection': async (keyturn: Keyturn, userId: string, token: string) => {
    world.github.revokeToken(token)
    const call = keyturn.user({ userId, conversationId: 'rejecting' }).fetch('github')('/user')
    await expect(call).rejects.toMatchObject({ code: 'CREDENTIAL_REQUIRED' })
  },
  'the deletion of its user': async (keyturn: Keyturn, userId: string) => {
    expect(await keyturn.users.delete({ userId })).toMatchObject({ removed: 1 })
  },
} as const

/** Processes that were given this token in their environment. */
async function processesWith(token: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((id) => /^\d+$/.test(id))
  const found = await Promise.all(
    ids.map(async (id) => (await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '')).includes(token)),
  )
  return ids.filter((_, index) => found[index])
}

/** Holds the call at one of its awaits, ends its credential, and lets it go on; the name of the await, if there is one. */
async function endAt(
  at: number,
  given: {
    readonly call: Call
    readonly end: keyof typeof ENDS
    readonly keyturn: Keyturn
    readonly by: Keyturn
    readonly isDue: boolean
  },
): Promise<string | undefined> {
  const userId = `user-${(users += 1)}`
  const token = world.github.issueToken('ranaroussi')
  expect(await give(given.keyturn, userId, token)).toMatchObject({ outcome: 'added' })
  pause = new Pause(at)
  const call = await given.call(given.keyturn.user({ userId, conversationId: 'talk' }))
  if (given.isDue) offsetMs += 2 * HOUR_MS
  pause.begin()
  const outcome = call().then(
    () => 'over',
    () => 'over',
  )
  const held = await Promise.race([outcome, pause.reached.then(() => 'held')])
  if (held === 'over') {
    pause.goOn()
    return undefined
  }
  const name = pause.names[at] ?? ''
  await ENDS[given.end](given.by, userId, token)
  const before = world.github.requests(token).length
  pause.goOn()
  await outcome
  expect(world.github.requests(token).length - before, `requests after ${given.end} at ${name}`).toBe(0)
  if (given.call !== CALLS.tool) return name
  await expect
    .poll(() => processesWith(token), { ...GONE_WITHIN, message: `processes after ${given.end} at ${name}` })
    .toEqual([])
  return name
}

/** Holds the call at each of its awaits, with one of the ends at each, or with all of them; the names of the awaits. */
async function endAtEach(
  given: Omit<Parameters<typeof endAt>[1], 'end'>,
  { first, isEvery }: { readonly first: number; readonly isEvery: boolean },
): Promise<string[]> {
  const names: string[] = []
  for (let at = 0; ; at += 1) {
    const turned = EVERY_END.map((_, index) => EVERY_END[(index + first + at) % EVERY_END.length])
    for (const end of turned.filter((one) => one !== undefined).slice(0, isEvery ? EVERY_END.length : 1)) {
      const name = await endAt(at, { ...given, end })
      if (name === undefined) return names
      names.push(name)
    }
  }
}

const EVERY_END = Object.keys(ENDS) as (keyof typeof ENDS)[]

describe.each(['fetch', 'function', 'tool'] as const)(
  'a call in flight (%s)',
  { timeout: 180_000 },
  (kind) => {
    const call = CALLS[kind]

    it.each([false, true])(
      'T-119 sends nothing after an end here is acknowledged, at whichever await (check due: %s)',
      async (isDue) => {
        const turn = { first: isDue ? 2 : 0, isEvery: kind === 'fetch' }
        const names = await endAtEach({ call, keyturn: here, by: here, isDue }, turn)
        expect(names.length).toBeGreaterThan(6)
        expect(names).toContain('after vault.open')
        expect(names).toContain('after credential.confirm')
        if (isDue) expect(names).toContain('before vault.markChecked')
        if (isDue || kind !== 'tool') expect(names).toContain('before fetch')
      },
    )

    it.each([false, true])(
      'T-119 sends nothing after an end by another instance is acknowledged (check due: %s)',
      async (isDue) => {
        const turn = { first: isDue ? 3 : 1, isEvery: kind === 'fetch' }
        const names = await endAtEach({ call, keyturn: hereForOthers, by: elsewhere, isDue }, turn)
        expect(names.length).toBeGreaterThan(3)
        expect(names).toContain('before credential.confirm')
      },
    )
  },
)
