/** "Both", said to what works with one account at a time; and "both" as an answer, remembered in the conversation as one account is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { Chat } from '../../src/index.ts'
import { message, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const ASKED = 'You have two GitHub accounts: ranaroussi and muxi-ai. Which one?'
const ONE_ONLY =
  'You have two GitHub accounts: ranaroussi and muxi-ai. This works with one account at a time. Which one?'

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** A user with two accounts and an agent that asks GitHub who it is, as the README's own does; `runs` counts how often it ran. */
async function somebody(userId: string) {
  for (const login of ['ranaroussi', 'muxi-ai'])
    await stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken(login) })
  let runs = 0
  const chat: Chat = stage.keyturn.agent(async ({ user }) => {
    runs += 1
    if (runs > 20) throw new Error('The agent runs for ever.')
    const response = await user.fetch('github')('https://api.github.com/user')
    return `You are ${((await response.json()) as { login: string }).login}.`
  })
  const hear = async (text: string) => (await chat(message(text, { userId }))).text
  return { hear, runs: () => runs }
}

describe('"both", said to what works with one account at a time', () => {
  it('is answered so until one is named, and the loop ends', async () => {
    const { hear, runs } = await somebody('fetches')
    expect(await hear('Who am I at GitHub?')).toBe(ASKED)
    for (const answer of ['both', 'all of them', 'ranaroussi and muxi-ai'])
      expect(await hear(answer)).toBe(ONE_ONLY)
    expect(await hear('muxi-ai')).toBe('You are muxi-ai.')
    expect(runs()).toBeLessThan(5)
    expect(await hear('Who am I at GitHub?')).toBe('You are muxi-ai.')
  })

  it('is asked about where both were chosen for the conversation before', async () => {
    const { hear } = await somebody('switches')
    expect(await hear('switch to both my GitHub accounts')).toContain('in this conversation')
    expect(await hear('Who am I at GitHub?')).toBe(ONE_ONLY)
    expect(await hear('both')).toBe(ONE_ONLY)
    expect(await hear('which ones are there?')).toMatch(/Which one\?$/)
    expect(await hear('the first')).toBe('You are ranaroussi.')
    expect(await hear('Who am I at GitHub?')).toBe('You are ranaroussi.')
  })

  it('is asked about where a request names both, and the request goes on with the one', async () => {
    const { hear } = await somebody('names')
    expect(await hear('Show PRs from both my GitHub accounts')).toBe(ONE_ONLY)
    expect(await hear('ranaroussi')).toBe('You are ranaroussi.')
  })

  it('is a need that says so, also after it went through JSON', async () => {
    await somebody('needs')
    const who = { userId: 'needs', conversationId: 'talk' }
    await stage.hear('switch to both my GitHub accounts', { userId: 'needs' })
    const failing = stage.keyturn.user(who).fetch('github')('https://api.github.com/user')
    const error: unknown = await failing.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ACCOUNT_REQUIRED', need: { single: true } })
    const copy = JSON.parse(JSON.stringify(error)) as unknown
    const outcome = await stage.keyturn.park(copy, message('Who am I?', { userId: 'needs' }))
    expect(outcome).toMatchObject({ kind: 'reply', reply: { text: ONE_ONLY } })
  })
})

describe('"both" as an answer', () => {
  it('holds for the conversation, as one account does, until something else is said', async () => {
    const userId = 'remembers'
    await somebody(userId)
    const hear = await stage.chat()
    const say = (text: string) => hear(text, { userId })
    const both = /^Open pull requests:\n\[ranaroussi\]\n[^]*\[muxi-ai\]\n/
    expect(await say('Show my GitHub PRs')).toBe(ASKED)
    expect(await say('both')).toMatch(both)
    expect(await say('Show my GitHub PRs')).toMatch(both)
    expect(await say('Show my GitHub PRs from muxi-ai')).not.toMatch(/ranaroussi/)
    expect(await say('Show my GitHub PRs')).toMatch(both)
    await say('use muxi-ai')
    expect(await say('Show my GitHub PRs')).not.toMatch(/\[ranaroussi\]/)
  })
})
