/** T-125: what an MCP server answers and what a model gives as arguments is parsed, bounded and typed at the door. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { createConnections } from '../../src/tools/create-connections.ts'
import { isRejectedError, isRejectedResult } from '../../src/tools/rejection.ts'
import { naughty, oddJson } from '../odd-json.ts'
import { credential, formation, makeToken, oddServer, user } from './fixtures.ts'

const token = makeToken('acme-')
const connections = createConnections({ formation, secrets: () => undefined })
const call = (tool: string, given: unknown) =>
  connections.call({
    server: oddServer(),
    principal: user('alice'),
    credentials: [credential('acme', { token })],
    tool,
    arguments: given as Record<string, unknown>,
    signal: undefined,
  })

afterAll(() => connections.close())

describe('T-125 what an MCP server answers', () => {
  it('is a hint or none, never an exception, whatever JSON an error carries', () => {
    fc.assert(
      fc.property(oddJson, oddJson, oddJson, (message, data, status) => {
        expect(typeof isRejectedError({ message, data, ...{ status } })).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })

  it('is a hint or none, whatever stands in a result', () => {
    const block = fc.record({ type: naughty, text: oddJson })
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 3 }),
        oddJson,
        fc.boolean(),
        (content, structuredContent, isError) => {
          expect(typeof isRejectedResult({ content, structuredContent, isError })).toBe('boolean')
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    { status: { toString: 1 } },
    { statusCode: { toString: 'x', valueOf: null } },
    { code: [[[]]] },
    [{ status: 401 }],
    { status: null, toJSON: 'no' },
    'a'.repeat(10_000),
  ])('is an outcome, and the next call works: error data %j', async (data) => {
    expect(await call('protocol_error', { text: 'no', data })).toMatchObject({ kind: 'failed' })
    expect(await call('say', { text: 'still here' })).toMatchObject({ kind: 'result' })
  })
})

/** One object in another, so many deep. */
function nested(depth: number): object {
  let inner: object = {}
  for (let at = 1; at < depth; at++) inner = { inner }
  return inner
}

const cyclic: Record<string, unknown> = { text: 'x' }
cyclic['self'] = cyclic
const cyclicList: unknown[] = []
cyclicList.push(cyclicList)

describe('T-125 arguments', () => {
  it.each<[string, unknown]>([
    ['that hold themselves', cyclic],
    ['that hold a list that holds itself', { list: cyclicList }],
    ['129 deep', nested(129)],
    ['100,000 deep', nested(100_000)],
    ['with 100,001 values', { list: Array(100_001).fill(0) }],
    ['with a sparse list of four billion', { list: Array(2 ** 32 - 1) }],
    ['of more than 10 MiB', { text: 'x'.repeat(10 * 1024 * 1024 + 1) }],
    ['with a function', { text: () => 'x' }],
    ['with a number that JSON has not', { text: Number.NaN }],
    ['with a bigint', { text: 1n }],
    ['with a symbol', { text: Symbol('x') }],
    ['with an instance', { text: new Map([['a', 1]]) }],
    ['with an invalid date', { text: new Date(Number.NaN) }],
    [
      'with a member that throws',
      {
        get text(): string {
          throw new Error(token)
        },
      },
    ],
    [
      'that throw whatever is asked',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error(token)
          },
        },
      ),
    ],
    ['that are a text', 'text'],
    ['that are a list', ['text']],
    ['that are null', null],
  ])('%s are refused by code and name, and the next call works', async (_what, given) => {
    const error: unknown = await call('say', given).catch((thrown: unknown) => thrown)
    expect(isKeyturnError(error, 'TOOL_ARGUMENT_REFUSED')).toBe(true)
    expect(String(error)).toContain('The call of say was refused: its arguments ')
    expect(String(error)).not.toContain(token)
    expect(await call('say', { text: 'still here' })).toMatchObject({ kind: 'result' })
  })

  it('of plain JSON arrive as they were, a member that is called __proto__ too', async () => {
    const text = '{"text":"x","__proto__":{"a":1},"list":[null,true,1.5,{"é":"\\ud83d\\ude00"}]}'
    const outcome = await call('echo', JSON.parse(text))
    const said = outcome.kind === 'result' ? outcome.result.content[0]?.['text'] : undefined
    expect(JSON.parse(String(said))).toEqual(JSON.parse(text))
  })

  it('of any JSON arrive as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4, noNullPrototype: true }),
        async (given) => {
          const outcome = await call('echo', given)
          const said = outcome.kind === 'result' ? outcome.result.content[0]?.['text'] : undefined
          expect(JSON.parse(String(said))).toEqual(JSON.parse(JSON.stringify(given)))
        },
      ),
      { numRuns: 50 },
    )
  })
})
