/** `chat.stream` with a model that streams over the wire: fragments of tool calls, failures in the middle, several at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { Chat } from '../../src/index.ts'
import { message, openStage } from './stage.ts'
import type { Said, Stage } from './stage.ts'
import { createStreamingAgent } from './streaming-agent.ts'
import { startStreamingModel } from './streaming-model.ts'
import type { Step, StreamingModel } from './streaming-model.ts'

let world: World
let stage: Stage
let model: StreamingModel
let chat: Chat

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
  model = await startStreamingModel()
  chat = stage.keyturn.agent(createStreamingAgent(model.client))
})

afterAll(async () => {
  await stage.close()
  await model.close()
  await world.close()
})

/** A tool call in fragments of a few letters, as models send them. */
function fragments(name: string, given: object, call = 0): Step[] {
  const letters = JSON.stringify(given).match(/.{1,3}/gs) ?? []
  return [{ call, id: `call-${call}`, name }, ...letters.map((part) => ({ call, arguments: part }))]
}

const words = (text: string): Step[] => (text.match(/.{1,4}/gs) ?? []).map((say) => ({ say }))
const SEARCH = fragments('github_search_repositories', { query: 'user:@me' })

async function hear(text: string, said: Said): Promise<{ text: string; error?: unknown }> {
  let heard = ''
  try {
    for await (const piece of chat.stream(message(text, said))) heard += piece
    return { text: heard }
  } catch (error) {
    return { text: heard, error }
  }
}

const give = async (userId: string): Promise<string> => {
  const value = world.github.issueToken('ranaroussi')
  await stage.keyturn.credentials.set('GITHUB', { userId, value })
  return value
}

describe('a model that streams', () => {
  it('calls tools in fragments, two in one answer and words before them, and is given both results', async () => {
    const token = await give('fragments')
    const both = fragments('github_search_repositories', { query: 'user:@me' })
    const other = fragments('github_search_issues', { q: 'is:issue author:@me' }, 1)
    const mixed = both.flatMap((step, index) => [step, ...other.slice(index, index + 1)])
    model.answers = [
      [...words('Let me look. '), ...mixed, ...other.slice(both.length)],
      words('You have yfinance and notebook.'),
    ]
    expect(await hear('what do I have at GitHub?', { userId: 'fragments' })).toEqual({
      text: 'Let me look. You have yfinance and notebook.',
    })
    const last = model.requests.at(-1) ?? ''
    expect(last).toContain('ranaroussi/notebook')
    expect(last).toContain('Book the venue')
    expect(model.requests.join('\n')).not.toContain(token)
  })

  it('that calls a tool in the middle of its words has its question asked there, and goes on with the token', async () => {
    const said = { userId: 'asks-in-fragments' }
    model.answers = [[...words('One moment. '), ...SEARCH], [...SEARCH], words('You have two.')]
    const asked = await hear('look at what I have', said)
    expect(asked.text).toBe(
      'One moment. \nI need access to GitHub. Please provide your personal access token:',
    )
    const token = world.github.issueToken('ranaroussi')
    expect(await hear(token, said)).toEqual({
      text: "Successfully added GitHub account 'ranaroussi'\nYou have two.",
    })
    expect(model.requests.join('\n')).not.toContain(token)
    expect(model.requests.at(-1)).toContain('look at what I have')
  })

  it('that breaks off has what it said told, without half a token, and the same message may be sent again', async () => {
    const token = await give('breaks')
    const said = { userId: 'breaks', messageId: 'breaks-1' }
    model.answers = [[...words(`It was ${token.slice(0, 30)}`), 'break'], words('Here I am again.')]
    const first = await hear('tell me', said)
    expect(first.error).toBeDefined()
    // Half of it is enough to know whose it is.
    expect(first.text).toBe('It was [github token removed]')
    expect(await hear('tell me', said)).toEqual({ text: 'Here I am again.' })
    model.answers = [[...SEARCH], words('All well.')]
    expect(await hear('and my repositories?', { userId: 'breaks' })).toEqual({ text: 'All well.' })
  })

  it('that breaks off in the middle of a tool call calls no tool', async () => {
    const token = await give('half-a-call')
    const before = world.github.requests(token).length
    model.answers = [[...SEARCH.slice(0, -2), 'break']]
    expect((await hear('look', { userId: 'half-a-call' })).error).toBeDefined()
    expect(world.github.requests(token)).toHaveLength(before)
  })

  it('is let go of when the turn is aborted, and the conversation goes on', async () => {
    await give('aborts')
    const caller = new AbortController()
    model.answers = [[...words('Thinking about it. Please wait for '), 'hang'], words('Now I answer.')]
    const stream = chat.stream(message('think', { userId: 'aborts', signal: caller.signal }))
    const pieces = stream[Symbol.asyncIterator]()
    expect(await pieces.next()).toMatchObject({ value: 'Thinking about it. ' })
    expect(model.open.size).toBe(1)
    caller.abort()
    await expect(pieces.next()).rejects.toMatchObject({ code: 'ABORTED' })
    await expect.poll(() => model.open.size).toBe(0)
    expect(await hear('and now?', { userId: 'aborts' })).toEqual({ text: 'Now I answer.' })
  })

  it('twice at once in one conversation answers each message by itself, and takes one token for both', async () => {
    const said = { userId: 'at-once' }
    model.answers = [[...SEARCH]]
    const asked = await Promise.all([hear('my repositories, one', said), hear('my repositories, two', said)])
    for (const { text } of asked)
      expect(text).toBe('I need access to GitHub. Please provide your personal access token:')
    model.answers = [[...SEARCH], words('You have two.')]
    expect((await hear(world.github.issueToken('ranaroussi'), said)).text).toMatch(/\nYou have two\.$/)
    model.answers = [words('Answer A.'), words('Answer B.')]
    const heard = await Promise.all([hear('first', said), hear('second', said)])
    expect(heard.map(({ text }) => text).toSorted()).toEqual(['Answer A.', 'Answer B.'])
  })
})
