import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScrubber, scrub } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { makeCorpus } from './corpus/corpus.ts'

/** Texts that stand at a token boundary on both sides. */
const surroundings = fc.string({ unit: 'grapheme', maxLength: 40 })
const secretValue = fc
  .string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 40 })
  .filter((value) => value.trim().length >= 4)
const longValue = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 60 })
  .filter((value) => value.isWellFormed())

function forms(value: string): Record<string, string> {
  const bytes = Buffer.from(value)
  return {
    raw: value,
    json: JSON.stringify(value).slice(1, -1),
    url: encodeURIComponent(value),
    html: value.replace(
      /[&<>"]/g,
      (unit) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[unit] ?? unit,
    ),
    hex: bytes.toString('hex'),
    'hex in capitals': bytes.toString('hex').toUpperCase(),
    base64: bytes.toString('base64'),
    'base64 after one byte': Buffer.concat([Buffer.from('x'), bytes]).toString('base64'),
    'base64 after two bytes': Buffer.concat([Buffer.from('xy'), bytes, Buffer.from('z')]).toString('base64'),
    base64url: bytes.toString('base64url'),
  }
}

describe('scrub', () => {
  it('T-051 no text with a live value of four characters or more at a token boundary holds it afterwards', () => {
    fc.assert(
      fc.property(surroundings, secretValue, surroundings, (before, value, after) => {
        const clean = scrub(`${before} ${value} ${after}`, { secrets: [Secret.fromText(value)] })
        expect(clean.includes(` ${value} `)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('T-051 no text with a longer live value in any encoding, anywhere, holds that form afterwards', () => {
    fc.assert(
      fc.property(surroundings, longValue, surroundings, (before, value, after) => {
        for (const [name, form] of Object.entries(forms(value))) {
          const clean = scrub(before + form + after, { secrets: [Secret.fromText(value)] })
          const core = name.startsWith('base64') ? form.slice(4, -6) : form
          if (core.length >= 8) expect(clean.includes(core), name).toBe(false)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(surroundings, longValue, surroundings, (before, value, after) => {
        const scrubber = createScrubber([Secret.fromText(value)])
        const once = scrubber.text(before + value + after)
        expect(scrubber.text(once)).toBe(once)
      }),
      { numRuns: 200 },
    )
    for (const { text } of makeCorpus(31, 'tuned', 100)) expect(scrub(scrub(text))).toBe(scrub(text))
  })

  it('gives texts without secrets back byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(scrub(text, { secrets: [Secret.fromText('never-in-there-9')] })).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves a short value inside a longer word alone', () => {
    expect(scrub('concatenate', { secrets: [Secret.fromText('cate')] })).toBe('concatenate')
  })

  it('T-061 takes out a password without any pattern', () => {
    expect(scrub('login failed for hunter2', { secrets: [Secret.fromText('hunter2')] })).toBe(
      'login failed for [secret removed]',
    )
  })

  it('T-058 takes out a value with a line break, a zero byte and letters beyond ASCII, raw and escaped', () => {
    const value = 'first\nsecond\0Schlüssel'
    const scrubber = createScrubber([{ secret: Secret.fromText(value), service: 'acme', kind: 'password' }])
    expect(scrubber.text(`x ${value} y`)).toBe('x [acme password removed] y')
    expect(scrubber.text(JSON.stringify({ value }))).toBe('{"value":"[acme password removed]"}')
  })

  it('never makes a marker that holds the secret', () => {
    for (const value of ['secret', 'removed', 'token', 'github', 'secret removed']) {
      const clean = scrub(`it is ${value} indeed`, {
        secrets: [{ secret: Secret.fromText(value), service: 'github', kind: 'token' }],
      })
      expect(clean.includes(value)).toBe(false)
    }
  })

  it('T-045 leaves nothing of a value that was asked for, nor a part that says the rest', () => {
    const value = 'Zq81-Kx77-Pl09'
    const answer = scrub(`Your token is ${value}.`, { secrets: [Secret.fromText(value)] })
    expect(answer).toBe('Your token is [secret removed].')
    expect(answer).not.toContain(value.slice(0, 4))
  })

  it('T-056 errors keep their class and lose the value in message, stack and fields', () => {
    const value = 'live-Value_9931'
    const error = Object.assign(new TypeError(`401 for ${value}`), {
      url: `https://api.example.com/?t=${value}`,
      status: 401,
    })
    const clean = createScrubber([Secret.fromText(value)]).value(error) as TypeError & {
      url: string
      status: number
    }
    expect(clean).toBeInstanceOf(TypeError)
    expect([clean.message, clean.url, clean.stack].join('')).not.toContain(value)
    expect(clean.status).toBe(401)
  })

  it('keeps the shape of structured values, cycles, maps and bytes included', () => {
    const value = 'live-Value_9931'
    const input: Record<string, unknown> = {
      list: [1, null, value],
      map: new Map([['k', value]]),
      bytes: Buffer.from(`a ${value}`),
    }
    input['self'] = input
    const clean = createScrubber([Secret.fromText(value)]).value(input) as typeof input
    expect(clean['list']).toEqual([1, null, '[secret removed]'])
    expect((clean['map'] as Map<string, string>).get('k')).toBe('[secret removed]')
    expect(String(clean['bytes'])).toBe('a [secret removed]')
    expect(clean['self']).toBe(clean)
    expect((input['list'] as unknown[])[2]).toBe(value)
  })

  it('reads a text together with its key', () => {
    expect(createScrubber([]).value({ password: 'Tr0mbone!42', note: 'fine' })).toEqual({
      password: '[password removed]',
      note: 'fine',
    })
  })
})
