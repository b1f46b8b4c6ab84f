/**
 * T-114: what was taken out of a message is in nothing that the host's code is given afterwards: its agent, tools, callbacks, logger,
 * model and errors are handed what has no secret in it, whichever way the turn goes.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent, Chat, ChatAnswer, TurnInput } from '../../../src/index.ts'
import { createCanary, handedOut, createGitHubToken } from '../../../src/testing/index.ts'
import type { CanarySecret } from '../../../src/testing/index.ts'
import type { Sink } from '../../../src/testing/sinks.ts'
import { openPartsStage, turnOf } from '../../flow/parts-stage.ts'
import type { PartsStage } from '../../flow/parts-stage.ts'

const GITHUB = ['github-classic', 'github-fine-grained', 'github-oauth'] as const
/** Codes that nothing shows but the question they answer. */
const CODES = ['password-of-eight', 'hex-key', 'uuid', 'quoted-password', 'percent-password'] as const
/** Known shapes of services that the formation does not have. */
const STRANGE = ['gitlab', 'slack-bot', 'openai', 'anthropic', 'notion', 'npm', 'stripe', 'sendgrid'] as const

let stage: PartsStage
let handed: Sink[] = []
const waiting: [string, unknown][] = []
const hand = async (name: string, value: unknown): Promise<void> =>
  void handed.push(...(await handedOut(name, value)))

beforeAll(async () => {
  stage = await openPartsStage({
    keyturn: {
      inspect: (event) => waiting.push(['inspection', event.type]),
      model: {
        model: 'recorded',
        client: {
          chat: {
            completions: {
              create(body) {
                waiting.push(['model request', body])
                return Promise.resolve({
                  choices: [{ message: { content: '{"intent":"none","service":null}' } }],
                })
              },
            },
          },
        },
      },
    },
  })
  stage.keyturn.onResolved((resolved) => hand('resolved', resolved))
})
afterAll(() => stage.close())

/** What an agent does with its request besides recording it. */
type Way = 'answers' | 'uses a tool' | 'streams' | 'throws' | 'has a tool that throws'

function agentThat(way: Way): Agent {
  return async (request) => {
    await hand('agent request', request)
    const { text, user } = request
    const work = user.tool('github', async (given: unknown, { fetch }) => {
      await hand('work', [given, fetch])
      const response = await fetch('/user')
      if (way === 'has a tool that throws') throw new Error(`no luck with ${text}`)
      return response.json()
    })
    if (way === 'answers') return `I heard: ${text}`
    if (way === 'throws') throw new RangeError(`The model is away (${text}).`)
    try {
      const result = await work({ text })
      await hand('tool result', result)
      const said = `Found ${JSON.stringify(result)}.`
      return way === 'streams' ? ReadableStream.from(said.split(' ')) : said
    } catch (error) {
      await hand('tool error', error)
      throw error
    }
  }
}

/** Everything that one person does, recorded. */
class Person {
  readonly #chat: Chat
  readonly #who: Partial<TurnInput>

  constructor(userId: string, way: Way) {
    this.#who = { userId, onProgress: (text) => waiting.push(['progress', text]) }
    this.#chat = stage.keyturn.agent(agentThat(way), {
      deliver: (message) => hand('delivery', message),
    })
  }

  async says(text: string, more: Partial<TurnInput> = {}): Promise<ChatAnswer | undefined> {
    // As adapters do: the platform's own event, and what else lies at hand, beside the facts.
    const transport = { channel: 'odd', attested: true, audience: 'self', event: { text } } as const
    const stream = this.#chat.stream(turnOf(text, { transport, ...this.#who, ...more }))
    try {
      for await (const piece of stream) await hand('piece', piece)
    } catch (error) {
      await hand('stream error', error)
    }
    const answer = await stream.answer.catch((error: unknown) => hand('chat error', error))
    await hand('chat answer', answer)
    return answer ?? undefined
  }
}

/** One way a conversation may go; `secret` is what is typed, `userId` a person of their own. */
type Flow = (secret: CanarySecret, userId: string, way: Way) => Promise<void>

const good = (token: string, login: string): void => void stage.known.set(token, login)

const WITH_TOKEN: Readonly<Record<string, Flow>> = {
  'is added in one message': async ({ text }, userId, way) => {
    good(text, userId)
    const person = new Person(userId, way)
    const answer = await person.says(`Add my GitHub token ${text}`)
    expect(answer?.text).toContain('Successfully added')
    await person.says('Show my repositories on GitHub')
  },
  'is asked for by a tool, and the request goes on': async ({ text }, userId) => {
    good(text, userId)
    const person = new Person(userId, 'uses a tool')
    expect((await person.says('What is new?'))?.reply?.form?.service).toBe('github')
    expect((await person.says(text))?.text).toContain('Successfully added')
  },
  'is asked for, and what goes on fails': async ({ text }, userId, way) => {
    good(text, userId)
    const person = new Person(userId, way)
    await person.says('Show my GitHub repositories')
    await person.says(text)
  },
  'is not accepted': async ({ text }, userId, way) => {
    const person = new Person(userId, way)
    const answer = await person.says(`Add my GitHub token ${text}`)
    expect(answer?.text).toContain('did not accept')
    await person.says('What now?')
  },
  'strays into a request': async ({ text }, userId, way) => {
    const person = new Person(userId, way)
    await person.says(`Look at this: ${text} is in my file, mend it`)
    await person.says('no')
  },
  'is delivered twice, at once and later': async ({ text }, userId, way) => {
    good(text, userId)
    const person = new Person(userId, way)
    await person.says('Show my GitHub repositories')
    const again = { messageId: `${userId}-again` }
    await Promise.all([person.says(text, again), person.says(text, again)])
    await new Person(userId, way).says(text, again)
  },
  'is aborted': async ({ text }, userId, way) => {
    good(text, userId)
    const stop = new AbortController()
    const onProgress = (): void => stop.abort()
    await new Person(userId, way).says(`Add my GitHub token ${text}`, { signal: stop.signal, onProgress })
    await new Person(userId, way).says(`Add my GitHub token ${text}`, { signal: AbortSignal.abort() })
  },
  'comes while two accounts are asked about': async ({ text }, userId) => {
    for (const login of ['one', 'two']) {
      const token = createGitHubToken()
      good(token, `${login}-${userId}`)
      const set = await stage.keyturn.credentials.set('GITHUB', { userId, value: token })
      expect(set.ok).toBe(true)
    }
    const person = new Person(userId, 'uses a tool')
    const asked = await person.says('What is new?')
    expect(asked?.reply?.choices).toHaveLength(2)
    await person.says(`1, and this is ${text}`)
    await person.says('1')
  },
  'is added on another page meanwhile': async ({ text }, userId) => {
    good(text, userId)
    const person = new Person(userId, 'uses a tool')
    await person.says('What is new?')
    await stage.keyturn.credentials.set('GITHUB', { userId, value: text })
    await expect
      .poll(() => handed.some((sink) => 'name' in sink && sink.name.startsWith('delivery')))
      .toBe(true)
  },
  'is parked by a host that hands on the raw message': async ({ text }, userId) => {
    good(text, userId)
    const { keyturn } = stage
    const turn = turnOf(`Show my GitHub repositories, ${text} is in one`, { userId })
    await hand('outcome', await keyturn.turn(turn))
    const error = await keyturn
      .user(turn)
      .tool(
        'github',
        () => 1,
      )(undefined)
      .then(String, (thrown: unknown) => thrown)
    const outcome = await keyturn.park(error, turn).catch((thrown: unknown) => thrown)
    await hand('parked', outcome)
    await hand('outcome', await keyturn.turn(turnOf('no', { userId })))
  },
}

const WITH_CODE: Readonly<Record<string, Flow>> = {
  'answers a question': async ({ text }, userId, way) => {
    good(text, userId)
    const person = new Person(userId, way)
    expect((await person.says('add my door account'))?.reply?.form?.service).toBe('door')
    expect((await person.says(text))?.text).toContain('Successfully added')
    await person.says('thank you')
  },
  'answers a question, and is redelivered': async ({ text }, userId, way) => {
    const person = new Person(userId, way)
    await person.says('add my door account')
    await person.says(text, { messageId: `${userId}-again` })
    await new Person(userId, way).says(text, { messageId: `${userId}-again` })
  },
  'is parked raw by the host after it answered a question': async ({ text }, userId) => {
    good(text, userId)
    const { keyturn } = stage
    await hand('outcome', await keyturn.turn(turnOf('add my door account', { userId })))
    const turn = turnOf(text, { userId })
    await hand('outcome', await keyturn.turn(turn))
    const error = await keyturn
      .user(turn)
      .tool(
        'github',
        () => 1,
      )(undefined)
      .then(String, (thrown: unknown) => thrown)
    await hand('parked', await keyturn.park(error, turn))
    good(`other-${userId}`, userId)
    await hand('resumed', await keyturn.turn(turnOf(`other-${userId}`, { userId })))
  },
  'is the password of a pair': async ({ text }, userId, way) => {
    good(`bob:${text}`, userId)
    const person = new Person(userId, way)
    await person.says('add my crm account')
    await person.says('bob')
    expect((await person.says(text))?.text).toContain('Successfully added')
  },
}

const WITH_STRANGE: Readonly<Record<string, Flow>> = {
  'passes to the agent beside a request': async ({ text }, userId, way) => {
    await new Person(userId, way).says(`Why does my script with ${text} not work?`)
  },
  'is all there is': async ({ text }, userId, way) => {
    await new Person(userId, way).says(text)
  },
}

let people = 0
const ways = fc.constantFrom<Way>('answers', 'uses a tool', 'streams', 'throws', 'has a tool that throws')

describe('T-114 what the host is given after a secret', () => {
  const check = (flows: Readonly<Record<string, Flow>>, shapes: Parameters<typeof createCanary>[0]) =>
    it.each(Object.entries(flows))('that %s holds nothing of it', async (_, flow) => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...(shapes?.shapes ?? [])), ways, async (shape, way) => {
          const canary = createCanary({ shapes: [shape] })
          const secret = canary.secret(shape)
          handed = []
          waiting.length = 0
          const logged = stage.logged.length
          people += 1
          await flow(secret, `person-${people}`, way)
          await hand('notes', [...waiting])
          await hand('log', stage.logged.slice(logged))
          const { findings, sinks } = canary.scan(handed)
          expect(findings.map(({ sink }) => sink)).toEqual([])
          expect(sinks.length).toBeGreaterThan(10)
        }),
        { numRuns: 6, endOnFailure: true },
      )
    })
  it('that comes while another turn keeps saving first holds nothing of it', async () => {
    const canary = createCanary({ shapes: CODES })
    let isLost = false
    const lost = await openPartsStage({
      wrap: (parts) => {
        const save: typeof parts.state.save = async (lease, save) => {
          if (!isLost) return parts.state.save(lease, save)
          await parts.state.release(lease)
          return 'lost'
        }
        const state = new Proxy(parts.state, {
          get: (target, name) => (name === 'save' ? save : (Reflect.get(target, name) as unknown)),
        })
        return { ...parts, state }
      },
    })
    handed = []
    for (const [index, { text }] of canary.secrets.entries()) {
      const userId = `lost-${index}`
      isLost = false
      await lost.keyturn.turn(turnOf('add my door account', { userId }))
      isLost = true
      await hand('outcome', await lost.keyturn.turn(turnOf(text, { userId })))
    }
    expect(canary.scan(handed).findings).toEqual([])
    expect(lost.asked.length).toBeGreaterThan(4)
    await lost.close()
  })

  check(WITH_TOKEN, { shapes: GITHUB })
  check(WITH_CODE, { shapes: CODES })
  check(WITH_STRANGE, { shapes: STRANGE })
})
