/** T-126: what an agent says to a user holds none of that user's stored secrets, of whatever shape and in whatever spelling. */
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent, ChatAnswer, TurnInput } from '../../../src/index.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { openPartsStage, turnOf } from '../../flow/parts-stage.ts'
import type { PartsStage } from '../../flow/parts-stage.ts'

/** Nothing tells it from any other word. */
const code = `${randomText(9)}-${randomText(17)}`
const userId = 'owner'
let stage: PartsStage

beforeAll(async () => {
  stage = await openPartsStage()
  stage.known.set(code, 'owner-at-door')
  const chat = stage.keyturn.agent(() => 'nothing')
  await chat(turnOf('Add my door account', { userId }))
  const added = await chat(turnOf(code, { userId }))
  expect(added.text).toContain('Successfully added')
})
afterAll(() => stage.close())

type Spell = (value: string) => string
const SPELLINGS: Readonly<Record<string, Spell>> = {
  'as it is': (value) => value,
  'its first fifteen characters': (value) => value.slice(0, 15),
  reversed: (value) => [...value].reverse().join(''),
  'in base64': (value) => Buffer.from(value).toString('base64'),
  'in hexadecimal': (value) => Buffer.from(value).toString('hex'),
  'in base64 of base64': (value) => Buffer.from(Buffer.from(value).toString('base64')).toString('base64'),
  'letter by letter': (value) => [...value].join(' '),
  'in code of Markdown': (value) => `\`${value}\``,
  'in full width': (value) =>
    value.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  'in parts': (value) =>
    (value.match(/.{1,5}/g) ?? []).map((part, at) => `part ${at + 1}: ${part}`).join(', '),
  'percent-encoded': (value) => value.replace(/./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
}

/** The most of a spelling that a text shows in a row. */
function longestShown(shown: string, spelled: string): number {
  let longest = 0
  for (let from = 0; from < spelled.length; from++)
    while (from + longest < spelled.length && shown.includes(spelled.slice(from, from + longest + 1)))
      longest++
  return longest
}

async function hear(agent: Agent, more: Partial<TurnInput> = {}) {
  const pieces: string[] = []
  const stream = stage.keyturn.agent(agent).stream({ ...turnOf('hello', { userId }), ...more })
  let thrown: unknown
  try {
    for await (const piece of stream) pieces.push(piece)
  } catch (error) {
    thrown = error
  }
  const answer: ChatAnswer | undefined = await stream.answer.catch(() => undefined)
  return { answer, pieces, thrown }
}

describe.each(Object.entries(SPELLINGS))('T-126 a stored secret of no known shape, %s', (_, spell) => {
  const spelled = spell(code)
  const limit = Math.max(9, Math.ceil((spelled.length / code.length) * 9))
  const expectNone = (value: unknown): void => {
    const shown = inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: null })
    expect(longestShown(shown, spelled), shown).toBeLessThan(limit)
  }

  it('is in no answer, and not in its history', async () => {
    const { answer, pieces } = await hear(() => `Your code is ${spelled} , keep it`)
    expect(answer?.text).toMatch(/^Your code is .*keep it$/)
    expectNone([answer, pieces])
  })

  it('is in no piece of a stream, however it is cut', async () => {
    for (const size of [1, 4, 11]) {
      const { answer, pieces } = await hear(async function* () {
        await Promise.resolve()
        const text = `Your code is ${spelled} , keep it`
        for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
      })
      expect(answer?.text).toMatch(/^Your code is .*keep it$/)
      expectNone([answer, pieces.join('')])
    }
  })

  it('is in no progress', async () => {
    const told: string[] = []
    const agent: Agent = ({ turn }) => {
      turn.onProgress?.(`looking with ${spelled}`)
      return 'done'
    }
    await hear(agent, { onProgress: (words) => told.push(words) })
    expect(told).toHaveLength(1)
    expectNone(told)
  })

  it.each<[string, (text: string) => unknown]>([
    ['its message', (text) => new RangeError(`no luck with ${text}`)],
    ['its cause', (text) => new Error('no luck', { cause: new Error(text) })],
    [
      'what lies beside it',
      (text) => Object.assign(new Error('no luck'), { request: { headers: { 'x-key': text } } }),
    ],
    ['a text that is thrown', (text) => text],
    ['all of several', (text) => new AggregateError([new Error('one'), new Error(text)], 'no luck')],
  ])('is in no error: %s', async (_kind, make) => {
    const { thrown } = await hear(() => {
      throw make(spelled)
    })
    expect(thrown).toBeDefined()
    expectNone(thrown)
  })
})

describe('T-114 a stored secret of no known shape that is typed again', () => {
  it.each<[string, string]>([
    ['alone among words', `is ${code} still good?`],
    ['in a quotation', `what does "${code}" mean to you`],
    ['in code', `const door = open("${code}")\nwhy does this fail?`],
    ['in a long text', `${'look at this page. '.repeat(40)}${code}. What is it?`],
    [
      'in parts',
      `the first part is ${code.slice(0, 14)} and the second part is ${code.slice(14)}, how long is it?`,
    ],
    ['in base64', `decode ${Buffer.from(code).toString('base64')} for me`],
  ])('%s is in nothing that the agent is told, and not in the history', async (_, text) => {
    const told: unknown[] = []
    const { answer } = await hear(
      (request) => {
        told.push(request.text, request.turn)
        return 'I see'
      },
      { text },
    )
    for (const spelled of [code.slice(0, 14), code.slice(14), Buffer.from(code).toString('base64')])
      expect(inspect([told, answer], { depth: 8, maxStringLength: null })).not.toContain(spelled)
    expect(answer?.history.user).toContain('removed]')
  })

  it.each<[string, readonly string[], RegExp]>([
    ['as a name for an account', [`rename my door account to ${code}`], /What should .* be called/],
    ['as a name that is asked for', ['rename my door account', code], /removed\]|What should/],
    ['in a name for an account', [`rename my door account to my ${code}`], /What should .* be called/],
    ['as the name of what is to be deleted', [`delete my door account ${code}`], /no Door account/],
    ['as the answer to a yes or no', ['delete my door account', code], /no clear yes/],
    ['as the name of the one to use', [`use my door account ${code}`], /door|Door/],
  ])('%s is kept nowhere, and not in the history of what we answer', async (_, texts, answered) => {
    const chat = stage.keyturn.agent(({ text }) => `I see: ${text}, about door`)
    const conversationId = `answers ${_}`
    const answers: ChatAnswer[] = []
    for (const text of texts) answers.push(await chat(turnOf(text, { userId, conversationId })))
    expect(answers.at(-1)?.text).toMatch(answered)
    const accounts = await stage.keyturn.credentials.list({ userId })
    const instructions = await stage.keyturn.user({ userId, conversationId }).instructions()
    const shown = inspect([answers, accounts, instructions], { depth: 8, maxStringLength: null })
    for (const part of [code.slice(0, 14), code.slice(14)]) expect(shown).not.toContain(part)
    await chat(turnOf('cancel', { userId, conversationId }))
  })

  it('as a label that code gives another account is left out; an ordinary word stays', async () => {
    const other = randomText(20)
    for (const [value, login] of [
      [other, 'second-at-door'],
      [randomText(20), 'third-at-door'],
    ] as const) {
      stage.known.set(value, login)
      const label = login === 'second-at-door' ? `  ${code} ` : 'of the office'
      await stage.keyturn.credentials.set('DOOR', { userId, value, label })
    }
    const accounts = await stage.keyturn.credentials.list({ userId })
    const labels = Object.fromEntries(accounts.map(({ identity, label }) => [identity.name, label]))
    expect(labels).toMatchObject({ 'second-at-door': undefined, 'third-at-door': 'of the office' })
    for (const account of ['second-at-door', 'third-at-door'])
      expect(await stage.keyturn.credentials.delete('DOOR', { userId, account })).toMatchObject({ ok: true })
  })

  it('what tells none is told as it was typed', async () => {
    const told: string[] = []
    const text = 'Why does `const door = open("x7-Kq")` fail?\n\nAlpha 1, bravo 2 — “so” 🎉'
    await hear(({ text: heard }) => (told.push(heard), 'I see'), { text })
    expect(told).toEqual([text])
  })
})

describe('T-126 what tells no stored secret', () => {
  it.each([
    'Your door account is fine; its code is stored.',
    'const door = await open({ id: "owner-at-door", retries: 3 })\n',
    'd41d8cd98f00b204e9800998ecf8427e is the MD5 of nothing.',
    'Alpha, bravo, charlie: 1 2 3, a b c — “done” 🎉 · ok',
  ])('is said as it is: %s', async (text) => {
    const { answer } = await hear(() => text)
    expect(answer?.text).toBe(text)
  })

  it('an error that tells none is the very error', async () => {
    const error = new RangeError('The model is away.')
    const { thrown } = await hear(() => {
      throw error
    })
    expect(thrown).toBe(error)
  })
})
