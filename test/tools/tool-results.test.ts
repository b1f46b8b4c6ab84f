/** T-129: what a function of the host's gives back, now or later, holds no credential. */
import { inspect } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { isKeyturnError, KeyturnError } from '../../src/errors.ts'
import { runTool } from '../../src/tools/run-tool.ts'
import type { CredentialFields } from '../../src/secret.ts'
import { createServices } from '../../src/providers/create-services.ts'
import { NeedError, readNeed } from '../../src/tools/need.ts'
import { makeFormation, makeToken, tokenFields } from '../providers/fixtures.ts'

const github = createServices(makeFormation([{ service: 'github' }])).get('github')
const token = makeToken()
const [front, back] = [token.slice(0, 17), token.slice(17)]
let fields: CredentialFields

beforeEach(() => {
  fields = tokenFields(token)
})

async function resultOf(work: () => unknown): Promise<unknown> {
  const outcome = await runTool(github, fields, work)
  if (outcome.kind !== 'result') throw outcome.error
  return outcome.result
}

/** Everything that can be got out of a value, by whoever is given it. */
async function drain(value: unknown): Promise<string> {
  if (typeof value === 'function')
    return drain(await (async () => (value as () => unknown)())().catch((error: unknown) => error))
  if (value instanceof Response)
    return `${value.url} ${value.statusText} ${JSON.stringify([...value.headers])} ${await value.text()}`
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) {
    const pieces: unknown[] = []
    for await (const piece of value as AsyncIterable<unknown>)
      pieces.push(piece instanceof Uint8Array ? Buffer.from(piece).toString('latin1') : piece)
    return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : inspect(pieces)
  }
  if (typeof value === 'object' && value !== null && 'next' in value)
    return inspect([...(value as unknown as Iterable<unknown>)])
  if (typeof value === 'object' && value !== null && !(value instanceof Error)) {
    const parts = await Promise.all(Object.values(value).map(drain))
    return `${inspect(value, { depth: 9, showHidden: true })} ${parts.join(' ')}`
  }
  return typeof value === 'string' ? value : inspect(value, { depth: 9, showHidden: true })
}

const stream = (...pieces: unknown[]): ReadableStream<unknown> => ReadableStream.from(pieces)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function* later(...pieces: unknown[]): AsyncGenerator {
  for (const piece of pieces) yield await Promise.resolve(piece)
}

function* now(...pieces: unknown[]): Generator {
  yield* pieces
}

describe('T-129 a result of a function of the host’s', () => {
  it.each<[string, () => unknown]>([
    ['a response of text', () => new Response(`it is ${token}.`)],
    ['a response of JSON', () => Response.json({ echo: token })],
    ['a response with a header', () => new Response('it', { headers: { 'x-echo': `it ${token}` } })],
    ['a response with a status text', () => new Response('it', { statusText: token })],
    [
      'a response in two pieces',
      () => new Response(stream(bytes(`it is ${front}`), bytes(back)) as ReadableStream<Uint8Array>),
    ],
    [
      'a response of no text',
      () =>
        new Response(bytes(`it is ${token}`), { headers: { 'content-type': 'application/octet-stream' } }),
    ],
    ['a response in an object', () => ({ it: { response: new Response(token) } })],
    ['a stream of text', () => stream('it is ', front, back, ' and')],
    ['a stream of bytes', () => stream(bytes(`it is ${front}`), bytes(`${back} and`))],
    ['a stream of objects', () => stream({ it: token }, { it: [token] })],
    ['a stream in a list', () => [stream('it ', token)]],
    ['an asynchronous generator', () => later('it is ', front, back, '.')],
    ['an asynchronous generator of objects', () => later({ it: token })],
    ['a generator', () => now('it', token)],
    ['a generator of pieces', () => now('it is ', front, back)],
    ['a function', () => () => `it is ${token}`],
    ['an asynchronous function', () => () => Promise.resolve({ it: token })],
    [
      'a function that throws',
      () => () => {
        throw new Error(`it is ${token}`)
      },
    ],
    ['a function that rejects', () => () => Promise.reject(new Error(`it is ${token}`))],
    ['a function that gives a function', () => () => () => `it is ${token}`],
    ['a function with a member', () => Object.assign(() => 'it', { token })],
    ['a method', () => ({ it: () => token })],
    ['a promise in an object', () => ({ it: Promise.resolve(() => `it is ${token}`) })],
  ])('%s gives no credential, and the rest', async (_what, work) => {
    const given = await resultOf(work)
    const said = await drain(given)
    expect(said).toContain('it')
    expect(said).not.toContain(token)
    expect(said).not.toContain(back)
    expect(inspect(given, { depth: 9, showHidden: true })).not.toContain(token)
  })

  it('of bytes that hold no credential comes back as it was', async () => {
    const picture = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 251)
    const headers = { 'content-type': 'image/png' }
    const given = (await resultOf(() => new Response(picture, { headers, status: 206 }))) as Response
    expect([given.status, given.headers.get('content-type')]).toEqual([206, 'image/png'])
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(picture)
  })

  it('can be read as what it is: JSON, a clone, a class made anew', async () => {
    const given = (await resultOf(() => Response.json({ a: [1, 'é'] }, { status: 201 }))) as Response
    expect([given.ok, given.status, await given.clone().json(), await given.json()]).toEqual([
      true,
      201,
      { a: [1, 'é'] },
      { a: [1, 'é'] },
    ])
    class Point {
      x: string
      constructor(x: string) {
        this.x = x
      }
    }
    const Made = (await resultOf(() => Point)) as typeof Point
    expect(new Made('left').x).toBe('left')
    expect(new Made(token).x).not.toContain(token)
  })

  it.each([204, 304])('without a body has none: %d', async (status) => {
    const given = (await resultOf(() => new Response(null, { status }))) as Response
    expect([given.status, await given.text()]).toEqual([status, ''])
  })

  it('that was read already, or that is the error of a fetch, is given on', async () => {
    const used = new Response('it')
    await used.text()
    expect(await ((await resultOf(() => used)) as Response).text()).toBe('')
    expect(((await resultOf(() => Response.error())) as Response).type).toBe('error')
  })

  it('that is a stream nobody reads to its end is ended', async () => {
    let isEnded = false
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue('piece '),
      cancel: () => {
        isEnded = true
      },
    })
    const given = (await resultOf(() => source)) as ReadableStream<string>
    for await (const piece of given) {
      expect(piece).toContain('piece')
      break
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(isEnded).toBe(true)
  })
})

describe('T-129 an error of Keyturn that a function of the host’s throws', () => {
  it('keeps its code and its way out, and no credential', async () => {
    const thrown = new KeyturnError('TOOL_UNAVAILABLE', `cannot use ${token}`, { header: token })
    const outcome = await runTool(github, fields, () =>
      Promise.reject(Object.assign(thrown, { cause: { token } })),
    )
    if (outcome.kind !== 'failed') throw new Error('not failed')
    expect(isKeyturnError(outcome.error, 'TOOL_UNAVAILABLE')).toBe(true)
    expect([outcome.error instanceof KeyturnError, outcome.error.retryable]).toEqual([true, true])
    expect(outcome.error.message).toContain('cannot use ')
    expect(inspect(outcome.error, { depth: 9, showHidden: true })).not.toContain(token)
    expect(JSON.stringify(outcome.error)).not.toContain(token)
  })

  it('is still a need that can be parked', async () => {
    const need = { service: 'github', server: null, why: 'rejected', account: 'a1' } as const
    const outcome = await runTool(github, fields, () =>
      Promise.reject(new NeedError('CREDENTIAL_REQUIRED', need)),
    )
    if (outcome.kind !== 'failed') throw new Error('not failed')
    expect(outcome.error).toBeInstanceOf(NeedError)
    expect(readNeed(outcome.error)).toEqual(need)
  })
})
