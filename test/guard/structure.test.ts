import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'

const SECRET = 'live-Value_9931'
const MARK = '[secret removed]'
const clean = <Value>(input: Value): Value => createScrubber([Secret.fromText(SECRET)]).value(input) as Value

/** Everything a value says of itself: shown with its hidden parts and getters, and as JSON. */
function told(value: unknown): string {
  const shown = inspect(value, { depth: Infinity, showHidden: true, getters: true, maxArrayLength: null })
  try {
    return `${shown} ${JSON.stringify(value) ?? ''}`
  } catch {
    return shown
  }
}

class Repository {
  readonly #token = SECRET
  readonly name = 'hello-world'
  get address(): string {
    return `https://example.com/${this.#token}`
  }
  get size(): number {
    return 7
  }
  toJSON(): object {
    return { name: this.name, token: this.#token }
  }
}

describe('scrubbing structured values', () => {
  it('T-051 no kind of value lets a secret through', async () => {
    const throwing = new DOMException(`failed with ${SECRET}`, 'AbortError')
    const kinds: Record<string, unknown> = {
      'a key': { [SECRET]: 1 },
      'a symbol': { [Symbol(SECRET)]: Symbol(SECRET) },
      'a key of a map': new Map([[SECRET, new Set([SECRET])]]),
      'an object as key of a map': new Map([[{ SECRET }, 1]]),
      'a class with private fields': new Repository(),
      'a prototype': Object.create({ token: SECRET }) as object,
      'an own toJSON': { toJSON: () => ({ token: SECRET }) },
      'a getter': Object.defineProperty({}, 'x', { get: () => SECRET, enumerable: true }),
      'a boxed text': new String(SECRET),
      'properties of a list': Object.assign([1], { extra: SECRET }),
      'properties of a date': Object.assign(new Date(0), { extra: SECRET }),
      'a pattern': new RegExp(SECRET),
      'an address': new URL(`https://example.com/?t=${SECRET}`),
      'its parameters': new URLSearchParams({ t: SECRET }),
      headers: new Headers({ authorization: `Bearer ${SECRET}` }),
      'an exception of the platform': throwing,
      'nested errors': new AggregateError([new Error('x', { cause: SECRET })], SECRET),
      bytes: Buffer.from(SECRET),
      'a frozen object': Object.freeze({ deep: Object.freeze([SECRET]) }),
    }
    for (const [name, value] of Object.entries(kinds)) {
      expect(told(value), name).not.toBe('')
      expect(told(clean(value)), name).not.toContain(SECRET)
    }
    await expect(clean({ later: Promise.resolve(SECRET) }).later).resolves.toBe(MARK)
    await expect(clean({ later: Promise.reject(new Error(SECRET)) }).later).rejects.toThrow(MARK)
  })

  it('T-051 bytes of any width and encoding keep their kind', () => {
    const text = `it is ${SECRET} or so.`
    const wide = new Uint16Array([...text].map((letter) => letter.charCodeAt(0)))
    const utf16 = clean(wide)
    expect(utf16).toBeInstanceOf(Uint16Array)
    expect(utf16.length).toBe(wide.length)
    expect(Buffer.from(utf16.buffer).toString('utf16le')).toContain(`it is ${MARK}`.slice(0, 20))
    const array = clean(new TextEncoder().encode(text))
    expect(Buffer.isBuffer(array)).toBe(false)
    expect(Buffer.from(array).toString()).toBe(`it is ${MARK} or so.`)
    const view = clean(new DataView(new TextEncoder().encode(text).buffer))
    expect(Buffer.from(view.buffer).toString()).not.toContain(SECRET)
    const raw = clean(new TextEncoder().encode(text).buffer)
    expect(Buffer.from(raw).toString()).toBe(`it is ${MARK} or so.`)
    const untouched = new Float64Array([1.5, 2.5])
    expect(clean(untouched)).toBe(untouched)
  })

  it('never throws, whatever a value does', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const refusing = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error(SECRET)
        },
      },
    )
    const throwing = Object.defineProperty({ kept: 1 }, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error(SECRET)
      },
    })
    expect(clean([proxy, refusing, throwing])).toEqual([
      '[unreadable]',
      '[unreadable]',
      { kept: 1, bad: '[unreadable]' },
    ])
    let deep: unknown = SECRET
    for (let depth = 0; depth < 100_000; depth++) deep = depth % 2 === 0 ? [deep] : { deep }
    expect(told(clean(deep))).toContain('[too deep]')
    const endless = (): object =>
      Object.defineProperties({}, { left: { get: endless }, right: { get: endless } })
    expect(clean(endless())).toBeTypeOf('object')
    expect(clean(new Array(4_000_000_000))).toHaveLength(4_000_000_000)
  })

  it('keeps classes, cycles, dates, holes, and entries whose keys become alike', () => {
    const repository = clean(new Repository())
    expect(repository).toBeInstanceOf(Repository)
    expect(repository.size).toBe(7)
    expect(JSON.stringify(repository)).toBe(`{"name":"hello-world","token":"${MARK}"}`)
    const cycle: { map: Map<string, unknown> } = { map: new Map() }
    cycle.map.set('self', cycle)
    const copy = clean(cycle)
    expect(copy.map.get('self')).toBe(copy)
    expect(clean(new Date(5))).toEqual(new Date(5))
    expect(1 in clean([1, , 3])).toBe(false) // eslint-disable-line no-sparse-arrays -- the hole is what is tested
    expect(
      Object.values(clean({ [`a ${SECRET}`]: 1, [`a ${SECRET.repeat(1)} `]: 2, [`b ${SECRET}`]: 3 })),
    ).toEqual([1, 2, 3])
    expect(clean({ [SECRET]: 1, [Buffer.from(SECRET).toString('hex')]: 2 })).toEqual({
      [MARK]: 1,
      [`${MARK}*`]: 2,
    })
    expect(
      clean(
        new Map([
          [SECRET, 1],
          [Buffer.from(SECRET).toString('hex'), 2],
        ]),
      ).size,
    ).toBe(2)
  })

  it('values of any shape without a secret come back equal, and with one never hold it', () => {
    const any = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(any, (value) => {
        expect(clean({ value })).toEqual({ value })
        expect(told(clean({ value, list: [{ value, secret: `x ${SECRET}` }] }))).not.toContain(SECRET)
      }),
      { numRuns: 100 },
    )
  })
})

describe('T-126 a list that spells a secret', () => {
  const bytes = [...Buffer.from(SECRET)]
  it.each<[string, unknown]>([
    ['bytes', bytes],
    ['a Buffer in JSON', Buffer.from(SECRET).toJSON()],
    ['bytes among others', [...Buffer.from('it is '), ...bytes, ...Buffer.from(', is it not?')]],
    ['bytes deep inside', { rows: [{ it: [bytes] }] }],
    ['characters', [...SECRET]],
    ['characters among others', { it: [...`it is ${SECRET} and`] }],
  ])('of %s is scrubbed', (_what, value) => {
    const text = JSON.stringify(clean(value))
    const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
    expect(Buffer.from(numbers.filter((number) => number < 256)).toString('latin1')).not.toContain(SECRET)
    expect(text.replaceAll(/[",[\]]/g, '')).not.toContain(SECRET)
  })

  it.each<[string, unknown]>([
    ['a row of small numbers', [1, 2, 3, 255, 0, 128, 7, 7, 7, 65, 66, 67]],
    ['letters', [...'the quick brown fox']],
    ['a histogram', Array.from({ length: 1000 }, (_, at) => (at * 31) % 256)],
  ])('of nothing secret comes back as it was: %s', (_what, value) => {
    expect(clean(value)).toEqual(value)
  })
})
