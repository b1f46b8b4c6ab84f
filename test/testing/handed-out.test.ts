/** The walker is not blind: a secret that is planted in any place that host code can get at is found there, and nowhere else. */
import { describe, expect, it } from 'vitest'
import { createCanary, handedOut } from '../../src/testing/index.ts'

const canary = createCanary({ shapes: ['github-classic'] })
const secret = canary.secret('github-classic').text

class Holder {
  readonly #hidden: string
  constructor(hidden: string) {
    this.#hidden = hidden
  }
  get shown(): string {
    return this.#hidden
  }
}

class Heir extends Holder {}

class Printed {
  readonly #hidden: string
  constructor(hidden: string) {
    this.#hidden = hidden
  }
  toString(): string {
    return this.#hidden
  }
}

const PLACES: Readonly<Record<string, (text: string) => unknown>> = {
  'the value itself': (text) => text,
  'a property': (text) => ({ a: [{ b: text }] }),
  'a name': (text) => ({ [text]: 1 }),
  'a symbol': (text) => ({ [Symbol(text)]: 1 }),
  'a property under a symbol': (text) => ({ [Symbol('kept')]: text }),
  'a property that does not enumerate': (text) => Object.defineProperty({}, 'kept', { value: text }),
  'a getter': (text) => ({
    get kept() {
      return text
    },
  }),
  'a getter that throws': (text) => ({
    get kept() {
      throw new Error(text)
    },
  }),
  'an inherited getter': (text) => new Heir(text),
  'an inherited property': (text) => Object.create({ kept: text }) as object,
  'what it prints as': (text) => ({ printed: new Printed(text) }),
  'what JSON tells': (text) => ({ toJSON: () => ({ text }) }),
  'a map': (text) => new Map([['key', { text }]]),
  'a key of a map': (text) => new Map([[text, 1]]),
  'a set': (text) => new Set([{ text }]),
  headers: (text) => new Headers({ authorization: text }),
  'a URL': (text) => new URL(`https://a.example/?b=${text}`),
  'a message of an error': (text) => new Error(text),
  'the cause of an error': (text) => new Error('no', { cause: { deep: text } }),
  'the errors of an error': (text) => new AggregateError([new Error(text)], 'no'),
  'a property of an error': (text) => Object.assign(new Error('no'), { input: { text } }),
  'a property of a function': (text) => Object.assign(() => undefined, { kept: text }),
  'the name of a function': (text) => ({ [text]: () => undefined })[text],
  bytes: (text) => Buffer.from(text),
  'a buffer': (text) => new TextEncoder().encode(text).buffer,
  'a promise': (text) => Promise.resolve({ text }),
  'a promise that fails': (text) => Promise.reject(new Error(text)),
  'a blob': (text) => new Blob([text]),
  'a response': (text) => new Response(text),
  'a reason of a signal': (text) => AbortSignal.abort(text),
  'a weak reference': (text) => new WeakRef({ text }),
  'a cycle': (text) => {
    const ring: Record<string, unknown> = { text }
    ring['ring'] = ring
    return ring
  },
}

describe('what can be got at', () => {
  it.each(Object.entries(PLACES))('includes %s', async (_, make) => {
    expect(canary.scan(await handedOut('value', make(secret))).findings.length).toBeGreaterThan(0)
    expect(canary.scan(await handedOut('value', make('nothing of the kind'))).findings).toEqual([])
  })

  it('is told with the way to it', async () => {
    const value = { turn: { text: secret } }
    const { findings } = canary.scan(await handedOut('request', value))
    expect(findings.map(({ sink }) => sink)).toContain('request.turn.text')
  })

  it('has an end, or is no proof', async () => {
    const endless = {
      get more(): unknown {
        return Object.create(endless) as unknown
      },
    }
    await expect(handedOut('endless', endless)).rejects.toThrow(RangeError)
  })
})
