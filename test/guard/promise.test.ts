/** What scrubbing promises, for any text and any secret: nothing of it stays, nothing else changes, nothing is kept. */
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScrubber, findSecrets, type Scrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { makeMessages } from './corpus/traffic.ts'

/** Any code points at all, and what people write. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
const anyValue = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 200 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 200 }),
    fc.string({ unit: 'binary', minLength: 4, maxLength: 200 }),
  )
  .filter((value) => value.isWellFormed() && [...value].length >= 4)
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The forms a value may turn up in; of base64 and hex from 8 bytes on, and only what no neighbour decides. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.replace(/[&<>"]/g, (unit) => ENTITIES[unit] ?? unit),
  ]
  if (bytes.length < 8) return forms
  forms.push(bytes.toString('hex'), bytes.toString('hex').toUpperCase())
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    forms.push(encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)))
  }
  return forms
}

/** Tells whether a form is in a text; one shorter than 8 characters counts where no letter, digit or `_` goes on with it. */
function holds(where: string, form: string): boolean {
  const bounded = [...form].length < 8
  for (let at = where.indexOf(form); at !== -1; at = where.indexOf(form, at + 1)) {
    const isWord = (place: number): boolean => /\w/.test(where.charAt(place))
    const end = at + form.length
    const inside = (isWord(at) && isWord(at - 1)) || (isWord(end - 1) && isWord(end))
    if (!bounded || !inside) return true
  }
  return false
}

async function streamed(scrubber: Scrubber, pieces: readonly string[]): Promise<string> {
  const stream = scrubber.stream()
  const writer = stream.writable.getWriter()
  const emitted = (async () => {
    let all = ''
    for await (const piece of stream.readable) all += piece
    return all
  })()
  for (const piece of pieces) await writer.write(piece)
  await writer.close()
  return emitted
}

describe('a live value of 4 to 200 characters', () => {
  it('T-051 is in no encoding in what any text becomes, nor changes it the second time', () => {
    fc.assert(
      fc.property(text, anyValue, text, (before, value, after) => {
        const scrubber = createScrubber([Secret.fromText(value)])
        for (const form of formsOf(value)) {
          const clean = scrubber.text(`${before} ${form} ${after}`)
          for (const other of formsOf(value)) expect(holds(clean, other), other).toBe(false)
          expect(scrubber.text(clean)).toBe(clean)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('T-051 is in no encoding in what a stream emits, in pieces of any sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        anyValue,
        text,
        fc.nat(10),
        fc.array(fc.nat(20), { maxLength: 30 }),
        async (...drawn) => {
          const [before, value, after, which, sizes] = drawn
          const forms = formsOf(value)
          const form = forms[which % forms.length] ?? value
          const whole = `${before} ${form} ${after}`
          const pieces: string[] = []
          let at = 0
          for (const size of sizes) pieces.push(whole.slice(at, (at += size)))
          const clean = await streamed(createScrubber([Secret.fromText(value)]), [...pieces, whole.slice(at)])
          expect(holds(clean, form), form).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('T-051 is caught at every split into two', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, fc.nat(10), async (value, which) => {
        const forms = formsOf(value)
        const form = forms[which % forms.length] ?? value
        const whole = `it is ${form} indeed`
        const scrubber = createScrubber([Secret.fromText(value)])
        for (let at = 0; at <= whole.length; at++) {
          const clean = await streamed(scrubber, [whole.slice(0, at), whole.slice(at)])
          expect(holds(clean, form), `${form} at ${at}`).toBe(false)
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('a text without secrets', () => {
  it('comes back byte for byte, whole and through the stream', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(20), { maxLength: 20 }), async (drawn, sizes) => {
        const scrubber = createScrubber([Secret.fromText('never-in-there-9')])
        expect(scrubber.text(drawn)).toBe(drawn)
        const pieces: string[] = []
        let at = 0
        for (const size of sizes) pieces.push(drawn.slice(at, (at += size)))
        expect(await streamed(scrubber, [...pieces, drawn.slice(at)])).toBe(drawn)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a message', () => {
  const messages = makeMessages(2_000, 100, 7)

  it('leaves no performance entry behind', async () => {
    let entries = 0
    const observer = new PerformanceObserver((list) => (entries += list.getEntries().length))
    observer.observe({ entryTypes: ['mark', 'measure'] })
    performance.mark('the observer sees what is marked')
    for (const message of messages) findSecrets(message)
    await new Promise((resolve) => setTimeout(resolve, 20))
    observer.disconnect()
    performance.clearMarks()
    expect(entries).toBe(1)
  })

  it('leaves no memory behind', { retry: 2 }, () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const scrubber = createScrubber([])
    const heapAfter = (rounds: number): number => {
      for (let round = 0; round < rounds; round++) for (const message of messages) scrubber.text(message)
      for (let round = 0; round < 3; round++) collect()
      return process.memoryUsage().heapUsed
    }
    heapAfter(5)
    const before = heapAfter(1)
    // A kept message would be 2 kB, a kept finding some 200 bytes.
    expect((heapAfter(20) - before) / (20 * messages.length)).toBeLessThan(100)
  })
})
