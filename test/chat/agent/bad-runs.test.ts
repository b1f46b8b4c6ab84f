/** The loop around an agent: a run that failed runs again, and a message that cannot be read is answered, not thrown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent, TurnInput } from '../../../src/index.ts'
import { createGitHubToken } from '../../../src/testing/index.ts'
import { openPartsStage, turnOf } from '../../flow/parts-stage.ts'
import type { PartsStage } from '../../flow/parts-stage.ts'

let stage: PartsStage
beforeAll(async () => {
  stage = await openPartsStage()
})
afterAll(() => stage.close())

/** An agent that looks at GitHub, and fails as often as it is told to. */
function failing(times: number): { agent: Agent; runs: () => number } {
  let runs = 0
  const agent: Agent = async ({ user, text }) => {
    const login = await user.tool('github', async (_: unknown, { fetch }) => (await fetch('/user')).json())(
      {},
    )
    runs += 1
    if (runs <= times) throw new RangeError('The model is away.')
    return `${text}: ${JSON.stringify(login)}`
  }
  return { agent, runs: () => runs }
}

describe('a run that failed', () => {
  it('runs again under the same message id, as often as it fails, and once it went well no more', async () => {
    const { agent, runs } = failing(3)
    const chat = stage.keyturn.agent(agent)
    const userId = 'again'
    const token = createGitHubToken()
    stage.known.set(token, 'again')
    await chat(turnOf('What is new?', { userId }))
    const paste = turnOf(token, { userId })
    for (let time = 0; time < 3; time += 1) await expect(chat(paste)).rejects.toThrow('The model is away.')
    const answer = await chat(paste)
    expect(answer.text).toMatch(/^Successfully added[^]*\nWhat is new\?: .*again/)
    expect(await chat(paste)).toEqual(answer)
    expect(runs()).toBe(4)
    expect(stage.asked.filter((asked) => asked === token)).toHaveLength(5)
  })

  it('of an ordinary message, in pieces and whole, runs again too', async () => {
    let runs = 0
    const chat = stage.keyturn.agent(() => {
      runs += 1
      if (runs === 1) throw new TypeError('no')
      return `run ${runs}`
    })
    const turn = turnOf('hello', { userId: 'plain' })
    await expect(chat(turn)).rejects.toThrow('no')
    expect((await chat(turn)).text).toBe('run 2')
  })

  it('of somebody else, or of another conversation, is no leave to run twice', async () => {
    const { agent, runs } = failing(1)
    const [first, second] = [stage.keyturn.agent(agent), stage.keyturn.agent(agent)]
    const userId = 'other'
    const token = createGitHubToken()
    stage.known.set(token, 'other')
    await first(turnOf('What is new?', { userId }))
    const paste = turnOf(token, { userId })
    await expect(first(paste)).rejects.toThrow('away')
    expect((await second(paste)).text).toMatch(/already on it/)
    expect(runs()).toBe(1)
  })
})

describe('a message whose client made its ids wrongly', () => {
  it.each([
    ['no conversation', { conversationId: undefined as unknown as string }],
    ['a conversation id with blanks around it', { conversationId: ' talk' }],
    ['a conversation id of two lines', { conversationId: 'a\nb' }],
    ['an empty message id', { messageId: '' }],
    ['a message id that is an object', { messageId: {} as unknown as string }],
    ['a message id that is too long', { messageId: 'x'.repeat(257) }],
  ])('(%s) is answered with 400, and no agent runs', async (_, said) => {
    let runs = 0
    const chat = stage.keyturn.agent(() => {
      runs += 1
      return 'ran'
    })
    expect(await chat(turnOf('hello', said))).toMatchObject({ status: 400, history: { user: '' } })
    expect(runs).toBe(0)
  })
})

describe('a message that cannot be read', () => {
  const chat = (turn: TurnInput) => stage.keyturn.agent(() => 'ran')(turn)

  it.each([
    ['too long', 'x'.repeat(1024 * 1024 + 1), /longer than I can read/],
    ['too long in UTF-8 only', '漢'.repeat(400_000), /longer than I can read/],
    ['a number', 7 as unknown as string, /as text/],
    ['left out', undefined as unknown as string, /as text/],
    ['a list', ['hello'] as unknown as string, /as text/],
  ])('because it is %s is answered', async (_, text, words) => {
    const answer = await chat(turnOf(text, { userId: 'long' }))
    expect(answer.text).toMatch(words)
    expect(answer.status).toBe(/longer/.test(answer.text) ? 413 : 400)
    expect(answer.history).toEqual({ user: '', assistant: answer.text })
    const stream = stage.keyturn.agent(() => 'ran').stream(turnOf(text, { userId: 'long' }))
    const pieces: string[] = []
    for await (const piece of stream) pieces.push(piece)
    expect(pieces.join('')).toBe(answer.text)
  })

  it.each([
    ['no user', { userId: undefined as unknown as string }],
    ['a user id that is not exact', { userId: ' alice' }],
    ['a user id that is empty', { userId: '' }],
    ['a user id that is a number', { userId: 7 as unknown as string }],
    ['a user id with a line end', { userId: 'alice\n' }],
  ])('of a host that gives %s is the host’s mistake', async (_, said) => {
    await expect(chat(turnOf('hello', said))).rejects.toMatchObject({ code: 'PRINCIPAL_INVALID' })
  })
})
