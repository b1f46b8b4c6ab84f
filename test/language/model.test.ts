/**
 * The contract with a host's model, on a scripted endpoint: what it is asked, what it may answer, and that everything else is
 * "unsure". No model can be had here: how well one understands is measured by `npm run bench -- understanding --model …`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { MODEL_READINGS, MODEL_TOPICS } from '../../prompts/languages/model.ts'
import { createModelReader, Reader, understand } from '../../src/language/index.ts'
import type { ModelReader, Situation } from '../../src/language/index.ts'
import { NOTHING_OPEN, SERVICES, situationOf } from './labelled.ts'
import { startEndpoint } from './scripted-endpoint.ts'
import type { ScriptedEndpoint } from './scripted-endpoint.ts'

let endpoint: ScriptedEndpoint
let model: ModelReader
const ids = SERVICES.map(({ id }) => id)
const reader = new Reader(LANGUAGES, SERVICES)

beforeAll(async () => {
  endpoint = await startEndpoint()
  const client = { baseURL: endpoint.baseURL, apiKey: 'none' }
  model = createModelReader({ client, model: 'scripted' }, ids)
})
afterAll(() => endpoint.close())

const nothing = { service: null, accounts: [], label: null, topic: null }
const account = situationOf('account', 'en')
const removal = situationOf('removal', 'en')

function answered(answer: object, text = 'something about my accounts', situation: Situation = NOTHING_OPEN) {
  endpoint.answer({ content: JSON.stringify({ ...nothing, ...answer }) })
  return model.read(text, situation)
}

describe('what a model is asked', () => {
  it('is the gated message as data, the question, services and accounts by numbers, and a closed schema', async () => {
    endpoint.asked.length = 0
    await answered({ kind: 'unsure' }, 'the [github token removed] one', account)
    const [asked] = endpoint.asked
    expect(asked?.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(asked?.messages[1]?.content).toBe('"the [github token removed] one"')
    const instruction = asked?.messages[0]?.content ?? ''
    expect(instruction).toContain('asked which of the offered accounts')
    expect(instruction).toContain('{"number":"1","service":"github","name":"ranaroussi","label":"personal"}')
    expect(asked?.response_format.json_schema.strict).toBe(true)
    expect(asked?.response_format.json_schema.schema).toMatchObject({
      additionalProperties: false,
      required: ['kind', 'service', 'accounts', 'label', 'topic'],
    })
  })

  it('is only what the rules leave open', async () => {
    endpoint.asked.length = 0
    endpoint.answer({ content: JSON.stringify({ ...nothing, kind: 'remove', service: 'github' }) })
    for (const text of ['show my calendar', 'what is GitHub?', 'write a poem about GitHub', 'hello', 'delete my GitHub account'])
      await understand(reader, model, text, NOTHING_OPEN)
    expect(endpoint.asked).toEqual([])
    const open = await understand(reader, model, 'my github account is acting up, what now', NOTHING_OPEN)
    expect(endpoint.asked.length).toBe(1)
    expect(open.reading).toMatchObject({ kind: 'remove', service: 'github' })
  })

  it('is cut where the message is long', async () => {
    endpoint.asked.length = 0
    await answered({ kind: 'unsure' }, 'x'.repeat(100_000))
    expect(endpoint.asked[0]?.messages[1]?.content.length).toBeLessThan(1_000)
  })
})

describe('what a model may answer', () => {
  it.each([
    [{ kind: 'not-about-this' }, { kind: 'none' }],
    [{ kind: 'use', service: 'jira' }, { kind: 'use', service: 'jira', accounts: null }],
    [{ kind: 'use', accounts: ['2'] }, { kind: 'use', service: 'github', accounts: ['muxi-ai'] }],
    [{ kind: 'add', service: 'slack' }, { kind: 'add', service: 'slack', label: null }],
    [{ kind: 'list' }, { kind: 'list', service: null }],
    [{ kind: 'usage', service: 'github' }, { kind: 'usage', service: 'github' }],
    [{ kind: 'expiry', accounts: ['1'] }, { kind: 'expiry', service: 'github', accounts: ['ranaroussi'] }],
    [{ kind: 'switch', accounts: ['2'] }, { kind: 'switch', service: 'github', accounts: ['muxi-ai'], near: true }],
    [{ kind: 'default', accounts: ['1'] }, { kind: 'default', service: 'github', accounts: ['ranaroussi'], near: true }],
    [{ kind: 'no-default' }, { kind: 'no-default', service: null }],
    [{ kind: 'remove', accounts: ['3'] }, { kind: 'remove', service: 'slack', accounts: ['acme-corp'], near: true }],
    [{ kind: 'undo' }, { kind: 'undo' }],
    [{ kind: 'forget-everything' }, { kind: 'forget-everything' }],
    [{ kind: 'log-out-everywhere' }, { kind: 'log-out-everywhere' }],
    [{ kind: 'help', topic: 'storage' }, { kind: 'help', topic: 'storage', service: null }],
  ])('%o', async (answer, reading) => {
    expect(await answered(answer)).toMatchObject(reading)
  })

  it('is a name that stands in the message, letter by letter, or none', async () => {
    const rename = { kind: 'rename', accounts: ['2'], label: 'Büro' }
    expect(await answered(rename, 'nenn den zweiten doch lieber Büro')).toMatchObject({ label: 'Büro' })
    expect(await answered(rename, 'give the second one a better name')).toMatchObject({ label: null, unfinished: true })
    expect(await answered({ ...rename, kind: 'name' }, 'Büro', situationOf('name', 'de'))).toEqual({ kind: 'name', label: 'Büro' })
    expect(await answered({ ...rename, kind: 'name' }, 'office', situationOf('name', 'de'))).toEqual({ kind: 'unsure' })
  })

  it('is an account that was offered, and said to be understood only nearly', async () => {
    expect(await answered({ kind: 'accounts', accounts: ['2'] }, 'mmh', account)).toEqual({
      kind: 'accounts',
      accounts: ['muxi-ai'],
      all: false,
      by: 'near',
    })
    expect(await answered({ kind: 'accounts', accounts: ['1', '2'] }, 'mmh', account)).toMatchObject({ all: true })
    expect(await answered({ kind: 'accounts', accounts: ['3'] }, 'mmh', account)).toEqual({ kind: 'unsure' })
    expect(await answered({ kind: 'accounts', accounts: ['1'] }, 'mmh', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
  })

  it('is no yes, no "try again" and no secret: there is no word for them', () => {
    const words: readonly string[] = MODEL_READINGS
    for (const word of ['yes', 'again', 'secret', 'held', 'confirm']) expect(words).not.toContain(word)
    expect(MODEL_TOPICS.length).toBe(14)
  })

  it('proposes a removal, and never confirms one', async () => {
    for (const kind of MODEL_READINGS) {
      const reading = await answered({ kind, service: 'github', accounts: ['1'], label: 'x', topic: 'what' }, 'x', removal)
      expect(['yes', 'again']).not.toContain(reading.kind)
      if (reading.kind === 'accounts' || reading.kind === 'only') expect(reading).toBe('not an answer to a removal')
    }
    for (const kind of ['yes', 'confirm', 'Yes', 'remove!'])
      expect(await answered({ kind, accounts: ['1'] }, 'x', removal)).toEqual({ kind: 'unsure' })
  })
})

describe('everything else a model does counts as unsure', () => {
  it.each([
    ['no JSON', 'I think the user wants to remove GitHub.'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a kind of its own', JSON.stringify({ ...nothing, kind: 'remove-everything' })],
    ['a service that the formation has not', JSON.stringify({ ...nothing, kind: 'add', service: 'bank' })],
    ['an account by its id', JSON.stringify({ ...nothing, kind: 'remove', accounts: ['muxi-ai'] })],
    ['an account that was not shown', JSON.stringify({ ...nothing, kind: 'remove', accounts: ['4'] })],
    ['a field of its own', JSON.stringify({ ...nothing, kind: 'list', sql: 'drop table' })],
    ['a field that is missing', JSON.stringify({ kind: 'list' })],
    ['help with nothing', JSON.stringify({ ...nothing, kind: 'help' })],
    ['a use of no service', JSON.stringify({ ...nothing, kind: 'use' })],
    ['an answer to a question that was not asked', JSON.stringify({ ...nothing, kind: 'no' })],
    ['a label that is a book', JSON.stringify({ ...nothing, kind: 'rename', label: 'x'.repeat(65) })],
    ['an answer without end', JSON.stringify({ ...nothing, kind: 'list', label: null }) + ' '.repeat(5_000)],
    ['another language', JSON.stringify({ ...nothing, kind: 'liste' })],
    ['a fence around it', `\`\`\`json\n${JSON.stringify({ ...nothing, kind: 'list' })}\n\`\`\``],
  ])('%s', async (_name, content) => {
    endpoint.answer({ content })
    expect(await model.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
  })

  it.each([
    ['an endpoint that refuses', { status: 401 } as const],
    ['an endpoint that is broken', { status: 500 } as const],
    ['an endpoint that is busy', { status: 429 } as const],
    ['a page', { body: '<html>' } as const],
    ['a completion without choices', { body: '{"choices":[]}' } as const],
    ['a message without content', { content: null } as const],
    ['a line that is cut', 'hang-up' as const],
  ])('%s', async (_name, script) => {
    endpoint.asked.length = 0
    endpoint.answer(script)
    expect(await model.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
    expect(endpoint.asked.length).toBe(1)
  })

  it('an endpoint that is not there', async () => {
    const absent = createModelReader({ client: { baseURL: 'http://127.0.0.1:9/v1', apiKey: 'none' }, model: 'm' }, ids)
    expect(await absent.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
  })

  it('an endpoint that is slow: two seconds are enough', async () => {
    endpoint.answer('never')
    const begin = performance.now()
    expect(await model.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
    const tookMs = performance.now() - begin
    expect(tookMs).toBeGreaterThan(1_500)
    expect(tookMs).toBeLessThan(4_000)
  })

  it('a client that minds no signal, and one that throws', async () => {
    const never = { chat: { completions: { create: () => new Promise<never>(() => undefined) } } }
    const deaf = createModelReader({ client: never, model: 'm', timeoutMs: 50 }, ids)
    expect(await deaf.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
    const broken = {
      chat: {
        completions: {
          create: () => {
            throw new TypeError('no')
          },
        },
      },
    }
    const throwing = createModelReader({ client: broken, model: 'm' }, ids)
    expect(await throwing.read('my github account', NOTHING_OPEN)).toEqual({ kind: 'unsure' })
  })

  it('a turn that is over', async () => {
    endpoint.answer('never')
    expect(await model.read('my github account', NOTHING_OPEN, AbortSignal.abort())).toEqual({ kind: 'unsure' })
  })

  it('and then what the rules said holds', async () => {
    endpoint.answer({ content: 'nonsense' })
    const unsure = await understand(reader, model, 'hmm', removal)
    expect(unsure.reading).toEqual({ kind: 'unsure' })
    const none = await understand(reader, model, 'my github account is acting up, what now', NOTHING_OPEN)
    expect(none.reading).toEqual({ kind: 'none' })
  })
})
