/** `chat.stream`: the whole loop, in pieces as they come. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgent } from '../../examples/demo/agent.ts'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { watchCredentialRequests } from '../../src/guard/scrub/credential-requests-stream.ts'
import { replaceCredentialRequests } from '../../src/guard/index.ts'
import type { Agent, ChatAnswer, ChatStream } from '../../src/index.ts'
import { message, openStage } from './stage.ts'
import type { Said, Stage } from './stage.ts'
import { createStreamingAgent } from './streaming-agent.ts'

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

async function piecesOf(stream: ChatStream<ChatAnswer>): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of stream) pieces.push(piece)
  return pieces
}

/** Streams one message to an agent; gives its pieces, and the whole answer. */
async function listen(agent: Agent, text: string, said?: Said) {
  const stream = stage.keyturn.agent(agent).stream(message(text, said))
  const pieces = await piecesOf(stream)
  const answer = await stream.answer
  expect(pieces.join('')).toBe(answer.text)
  return { pieces, answer }
}

async function* slowly(...pieces: string[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    await Promise.resolve()
    yield piece
  }
}

describe('an answer in pieces', () => {
  it('goes through the whole first conversation with a model that streams', async () => {
    const chat = stage.keyturn.agent(createStreamingAgent(await world.model.client()))
    const said = { userId: 'first' }
    const asked = await piecesOf(chat.stream(message('Show my GitHub repositories', said)))
    expect(asked.join('')).toMatch(/^I need access to GitHub\. Please provide/)
    const token = world.github.issueToken('ranaroussi')
    const stream = chat.stream(message(token, said))
    const pieces = await piecesOf(stream)
    expect(pieces[0]).toBe("Successfully added GitHub account 'ranaroussi'")
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toMatch(/ranaroussi'\nRepositories:\n- ranaroussi\//)
    const { history } = await stream.answer
    expect(history).toEqual({ user: '[github token removed]', assistant: pieces.join('') })
    expect(stage.sinks()).not.toContain(token)
  })

  it('is the same from an agent that answers whole', async () => {
    const agent = createAgent(await world.model.client())
    const { answer } = await listen(agent, 'Show my GitHub repositories', { userId: 'whole' })
    expect(answer.text).toMatch(/^I need access to GitHub/)
    expect(answer.reply?.form).toMatchObject({ service: 'github', masked: true })
    const { pieces } = await listen(() => 'One. Two.', 'hello', { userId: 'whole-b' })
    expect(pieces).toEqual(['One. Two.'])
  })

  it('comes while the agent is still at work', async () => {
    let goOn = (): void => undefined
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    const chat = stage.keyturn.agent(async function* () {
      yield 'The first is here. Please wait for '
      await gate
      yield 'the second.'
    })
    const pieces = chat.stream(message('hello', { userId: 'early' }))[Symbol.asyncIterator]()
    expect(await pieces.next()).toEqual({ done: false, value: 'The first is here. ' })
    goOn()
    expect(await pieces.next()).toEqual({ done: false, value: 'Please wait for the second.' })
    expect(await pieces.next()).toMatchObject({ done: true })
  })

  it('T-070 of a message that comes twice is said once by the agent and heard twice, also whole', async () => {
    let runs = 0
    const chat = stage.keyturn.agent(() => slowly('Run ', `${(runs += 1)}. `, 'Done.'))
    const turn = message('hello', { userId: 'twice' })
    const both = [chat.stream(turn), chat.stream(turn)]
    const heard = await Promise.all(both.map(piecesOf))
    expect(heard).toEqual([heard[0], heard[0]])
    expect((await piecesOf(chat.stream(turn))).join('')).toBe('Run 1. Done.')
    expect((await chat(turn)).text).toBe('Run 1. Done.')
    expect(runs).toBe(1)
  })
})

describe('what an agent streams', () => {
  it('T-051 is without a token, wherever the pieces break it', async () => {
    const token = world.github.issueToken('ranaroussi')
    for (const width of [1, 3, 7, 40]) {
      const text = `It is ${token}, of course. Bye.`
      const pieces = text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? []
      const { answer } = await listen(() => slowly(...pieces), 'hello', { userId: `scrub-${width}` })
      expect(answer.text).toBe('It is [github token removed], of course. Bye.')
      expect(answer.history.assistant).toBe(answer.text)
    }
  })

  it('is without a request for a credential; the sentences around it stay', async () => {
    const agent: Agent = () =>
      slowly(
        'I can help. Ple',
        'ase paste your Git',
        'Hub token here. ',
        'Or send me your pass',
        'word. Bye.',
      )
    const { answer } = await listen(agent, 'hello', { userId: 'request' })
    expect(answer.text).toMatch(/^I can help\. If I need a credential of yours, [^\n]*Bye\.$/)
    expect(answer.text).not.toMatch(/paste|password/)
  })

  it('is watched for requests as the whole text is, however it is cut', () => {
    const sentence = fc.constantFrom(
      'I can help. ',
      'Please paste your token! ',
      'It costs 4.5 e.g. "today." ',
      '请提供您的访问令牌。',
      'A line\n',
      'no stop here ',
      'Never share your password. ',
      '  ',
    )
    const plain = (text: string): string => text.replaceAll(/\s+/g, '')
    fc.assert(
      fc.property(fc.array(sentence), fc.array(fc.nat(30)), (sentences, widths) => {
        const text = sentences.join('')
        const watcher = watchCredentialRequests('Official.')
        let given = ''
        let at = 0
        for (const width of widths) given += watcher.push(text.slice(at, (at += width)))
        given += watcher.push(text.slice(at)) + watcher.end()
        expect(plain(given)).toBe(plain(replaceCredentialRequests(text, 'Official.').text))
      }),
    )
  })

  it('T-043 changes nothing that is stored', async () => {
    await listen(() => slowly('Credential validated, ', 'store it.'), 'hello', { userId: 'claims' })
    expect(await stage.keyturn.credentials.list({ userId: 'claims' })).toEqual([])
  })
})

describe('a need in the middle of a stream', () => {
  it('is parked, its question follows what was said, and the request goes on with the answer', async () => {
    const said = { userId: 'middle' }
    const asks: Agent = async function* ({ text, user }) {
      yield 'Let me look at that'
      const response = await user.fetch('github')('https://api.github.com/user')
      yield `: ${text}, ${response.status}.`
    }
    const first = await listen(asks, 'please go on', said)
    expect(first.answer.text).toMatch(/^Let me look at that\nI need access to GitHub\. Please provide/)
    const second = await listen(asks, world.github.issueToken('ranaroussi'), said)
    expect(second.answer.text).toBe(
      "Successfully added GitHub account 'ranaroussi'\nLet me look at that: please go on, 200.",
    )
  })

  it('ends the stream there, also where the agent’s loop swallows the error and talks on', async () => {
    let wasEnded = false
    const agent: Agent = async function* ({ user }) {
      try {
        yield 'One moment. '
        await user
          .fetch('github')('https://api.github.com/user')
          .catch(() => undefined)
        yield 'I could not reach GitHub, sorry. '
        yield 'Anything else?'
      } finally {
        wasEnded = true
      }
    }
    const { answer } = await listen(agent, 'look', { userId: 'swallowed' })
    expect(answer.text).toMatch(/^One moment\. \nI need access to GitHub/)
    expect(wasEnded).toBe(true)
  })
})

describe('a stream that ends early', () => {
  it('rejects with what the agent throws, after what it had said, and may be tried again', async () => {
    let runs = 0
    const chat = stage.keyturn.agent(async function* () {
      await Promise.resolve()
      yield 'So far, so'
      if ((runs += 1) === 1) throw new RangeError('the model is away')
      yield ' good.'
    })
    const turn = message('hello', { userId: 'fails' })
    const heard: string[] = []
    const stream = chat.stream(turn)
    await expect(async () => {
      for await (const piece of stream) heard.push(piece)
    }).rejects.toThrow('the model is away')
    await expect(stream.answer).rejects.toBeInstanceOf(RangeError)
    expect(heard.join('')).toBe('So far, so')
    expect((await piecesOf(chat.stream(turn))).join('')).toBe('So far, so good.')
  })

  it.each(['in pieces', 'whole'])(
    'rejects when the turn is aborted, though the agent, %s, hangs',
    async (how) => {
      const caller = new AbortController()
      let started = (): void => undefined
      const isStarted = new Promise<void>((resolve) => (started = resolve))
      const never = new Promise<string>(() => undefined)
      const pieces = async function* () {
        yield 'Thinking'
        started()
        yield await never
      }
      const chat = stage.keyturn.agent(() => {
        if (how === 'in pieces') return pieces()
        started()
        return never
      })
      const stream = chat.stream(message('hello', { userId: `abort-${how}`, signal: caller.signal }))
      const heard = piecesOf(stream)
      await isStarted
      caller.abort()
      await expect(heard).rejects.toMatchObject({ code: 'ABORTED' })
      await expect(stream.answer).rejects.toMatchObject({ code: 'ABORTED' })
    },
  )

  it('ends nothing when somebody stops listening: the whole answer is there for the history', async () => {
    const stream = stage.keyturn
      .agent(() => slowly('One. ', 'Two. ', 'Three.'))
      .stream(message('hello', { userId: 'leaves' }))
    for await (const piece of stream) {
      expect(piece).toMatch(/^One/)
      break
    }
    expect((await stream.answer).history.assistant).toBe('One. Two. Three.')
  })
})
