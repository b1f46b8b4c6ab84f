/** A credential whose service told until when it lasts is not used a moment longer, is shown as expired, and is asked for again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { keyturnHere } from '../cli/command-line.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const HOUR_MS = 3_600_000
const ASKED = 'At GitHub, the personal access token of ranaroussi has expired. Please provide a new one:'

let world: World
let stage: Stage
/** When the tokens end that GitHub is asked about now; epoch milliseconds. */
let endsAt = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { keyturn: { fetch: tellingExpiry } })
})
afterAll(async () => {
  await stage.close()
  await world.close()
})

/** GitHub as it answers for a token with an end. */
async function tellingExpiry(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await world.fetch(input, init)
  const headers = new Headers(response.headers)
  const [day, time] = new Date(endsAt).toISOString().split(/[T.]/)
  headers.set('github-authentication-token-expiration', `${day ?? ''} ${time ?? ''} UTC`)
  return new Response(response.body, { status: response.status, headers })
}

describe('an expired credential', { timeout: 60_000 }, () => {
  it('is used until its time is over, then never again: shown as expired, and asked for anew', async () => {
    const token = world.github.issueToken('ranaroussi')
    endsAt = Date.now() + HOUR_MS / 2
    const { credentials } = stage.keyturn
    await credentials.set('GITHUB', { userId: 'alice', value: token })
    const chat = await stage.chat()
    expect(await chat('Show my GitHub repositories')).toContain('ranaroussi/')
    stage.advance(HOUR_MS / 2 + 1_000)
    const used = world.github.requests(token).length

    expect(await chat('Show my GitHub repositories')).toBe(ASKED)
    expect(world.github.requests(token)).toHaveLength(used)
    expect(await credentials.list({ userId: 'alice' })).toMatchObject([{ status: 'expired' }])
    expect(await credentials.status({ userId: 'alice' })).toMatchObject([{ state: 'needs-attention' }])
    const aside = { conversationId: 'aside' }
    expect(await stage.hear('Which accounts do I have?', aside)).toBe(
      'GitHub:\n  - ranaroussi, expired, needs to be added again',
    )

    endsAt = Date.now() + 100 * HOUR_MS
    expect(await chat(world.github.issueToken('ranaroussi'))).toContain('ranaroussi/')
    expect(await credentials.list({ userId: 'alice' })).toMatchObject([{ status: 'active', revision: 2 }])
    expect(world.github.requests(token)).toHaveLength(used)
  })

  it('whose service tells of an end in the past when it is checked again is not used', async () => {
    const token = world.github.issueToken('ranaroussi')
    endsAt = Date.now() + 1_000 * HOUR_MS
    await stage.keyturn.credentials.set('GITHUB', { userId: 'bob', value: token })
    const chat = await stage.chat()
    stage.advance(2 * HOUR_MS)
    endsAt = Date.now() - 10 * HOUR_MS
    const before = world.github.requests(token).filter(({ path }) => path !== '/user').length
    expect(await chat('Show my GitHub repositories', { userId: 'bob' })).toBe(ASKED)
    expect(world.github.requests(token).filter(({ path }) => path !== '/user')).toHaveLength(before)

    const run = (...args: readonly string[]) =>
      keyturnHere(['credentials', ...args, '--user', 'bob', '--formation', stage.formation])
    expect((await run('list')).stdout).toMatch(/^github\tranaroussi\t\texpired\t/)
    expect((await run('status')).stdout).toMatch(
      /^github\tneeds attention\t.*ranaroussi is expired, add it again/,
    )

    // Beside one that works it can be picked, to be removed, in a message of its own.
    endsAt = Date.now() + 1_000 * HOUR_MS
    const other = world.github.issueToken('muxi-ai')
    await stage.keyturn.credentials.set('GITHUB', { userId: 'bob', value: other })
    const removing = { userId: 'bob', conversationId: 'removing' }
    expect(await stage.hear('Remove my GitHub account', removing)).toMatch(
      /ranaroussi \(needs to be added again\) and muxi-ai/,
    )
    expect(await stage.hear('ranaroussi', removing)).toMatch(/^Remove your GitHub account 'ranaroussi'/)
  })
})
