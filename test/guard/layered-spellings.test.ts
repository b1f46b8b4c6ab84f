/** T-126: a value we hold is taken out in spellings of spellings, in look-alike letters, and in pieces of a few characters. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createScrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { makeMessages } from './corpus/traffic.ts'
import { collect } from './layered/collect.ts'
import { CIPHERS } from './layered/ciphers.ts'
import { ENCODINGS } from './layered/encodings.ts'
import { ESCAPES } from './layered/escapes.ts'
import { LAYERS } from './layered/layers.ts'
import { LOOK_ALIKES } from './layered/look-alikes.ts'
import { PIECES } from './layered/pieces.ts'
import { SCRIPTS } from './layered/scripts.ts'
import { STRUCTURES } from './layered/structures.ts'
import { teller } from './layered/teller.ts'
import { TOLD } from './layered/told.ts'

/** The same in every run: what is found of a value hangs on its letters here and there, and a failure has to come back. */
const drawn = (name: string, length: number): string =>
  createHash('sha512')
    .update(name)
    .digest('base64')
    .replaceAll(/[^0-9A-Za-z]/g, '')
    .slice(0, length)

const VALUES: Readonly<Record<string, string>> = {
  'a token of known shape': `ghp_${drawn('token', 36)}`,
  'a key of no known shape': `sk0_${drawn('key', 20)}-${drawn('end', 11)}`,
}

describe.each(Object.entries(VALUES))('T-126 %s', (_, value) => {
  const scrubber = createScrubber([{ secret: Secret.fromText(value), kind: 'password' }])

  const spellings = {
    ...ESCAPES,
    ...ENCODINGS,
    ...LAYERS,
    ...LOOK_ALIKES,
    ...PIECES,
    ...SCRIPTS,
    ...CIPHERS,
    ...TOLD,
  }
  it.each(Object.entries(spellings))(
    'spelled %s is taken out of a text and of a stream',
    async (_name, spell) => {
      const text = `there stands ${spell(value)} , somebody mentioned`
      const told = teller(spell(value), spell(DECOY))
      const clean = scrubber.text(text)
      expect(told(text)).toBe(1)
      expect(clean).toContain('removed]')
      expect(clean.startsWith('there stands ')).toBe(true)
      expect(clean.endsWith('somebody mentioned')).toBe(true)
      expect(told(clean), clean).toBeLessThan(0.35)
      for (const size of [1, 7, 40]) {
        const streamed = await collect(scrubber.stream(), text, size)
        expect(told(streamed), `pieces of ${size}: ${streamed}`).toBeLessThan(0.4)
      }
    },
  )

  it.each(Object.entries(STRUCTURES))('spread as %s is taken out', (_name, spread) => {
    const given = spread(value)
    const told = teller(shown(given), shown(spread(DECOY)))
    expect(told(shown(given))).toBe(1)
    const clean = scrubber.value({ kept: 1, given })
    expect(told(shown(clean)), shown(clean)).toBeLessThan(0.35)
    expect(Object.keys(clean as object)).toEqual(['kept', 'given'])
  })
})

describe('T-126 what a value gives later in pieces', () => {
  const value = VALUES['a key of no known shape'] ?? ''
  const pieces = value.match(/.{1,3}/gs) ?? []
  class Teller {
    readonly #pieces = pieces
    get told(): readonly string[] {
      return this.#pieces
    }
    tell(): readonly string[] {
      return this.#pieces
    }
    toJSON(): unknown {
      return { pieces: this.#pieces }
    }
  }
  const scrubber = createScrubber([Secret.fromText(value)])
  const clean = <Value>(given: Value): Value => scrubber.value(given) as Value

  it.each<[string, () => unknown]>([
    ['a function', () => clean(() => pieces)()],
    ['a promise', () => clean(Promise.resolve(pieces))],
    ['a generator', () => [...clean(pieces.values())]],
    ['a getter', () => clean(new Teller()).told],
    ['a method', () => clean(new Teller()).tell()],
    ['toJSON', () => JSON.stringify(clean(new Teller()))],
    ['a function of a function', () => clean(() => () => ({ pieces }))()()],
  ])('by %s is taken out', async (_, give) => {
    const told = JSON.stringify(await give())
    expect(told).toContain('removed]')
    for (const piece of pieces) if (/^[A-Za-z0-9]{3}$/.test(piece)) expect(told).not.toContain(piece)
  })
})

/** No letter and no digit is in it: what is spelled of it are the labels alone. */
const DECOY = '§'.repeat(40)

function shown(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item instanceof Map || item instanceof Set) return [...(item as Iterable<unknown>)]
    return ArrayBuffer.isView(item) ? [...(item as unknown as Iterable<number>)] : item
  })
}

describe('T-126 what spells no live value', () => {
  const scrubber = createScrubber(Object.values(VALUES).map((value) => Secret.fromText(value)))
  const bare = createScrubber([])

  it('comes back as it is: ordinary messages, whole and under each encoding', () => {
    for (const message of makeMessages(1_500, 40, 2026)) {
      if (bare.text(message) === message) expect(scrubber.text(message)).toBe(message)
      for (const spell of Object.values({ ...ESCAPES, ...ENCODINGS })) {
        const spelled = spell(message.slice(0, 300))
        if (bare.text(spelled) === spelled) expect(scrubber.text(spelled)).toBe(spelled)
      }
    }
  })

  it('comes back as it is: lists, tables and rows of numbers and letters', () => {
    const values = [
      Array.from({ length: 400 }, (_, at) => (at * 37) % 128),
      Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [`k${at}`, String.fromCharCode(97 + (at % 26))]),
      ),
      [...'the quick brown fox jumps over the lazy dog 0123456789'],
      { rows: makeMessages(200, 20, 5).map((text, at) => ({ at, text, length: text.length })) },
    ]
    for (const value of values) expect(scrubber.value(value)).toEqual(bare.value(value))
  })
})
