import { describe, expect, it } from 'vitest'
import { createScrubber, type Scrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { makeCorpus } from './corpus/corpus.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

async function through(scrubber: Scrubber, chunks: readonly string[]): Promise<string[]> {
  const stream = scrubber.stream()
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  const written = (async () => {
    for (const chunk of chunks) await writer.write(chunk)
    await writer.close()
  })()
  const emitted: string[] = []
  for (let part = await reader.read(); !part.done; part = await reader.read()) emitted.push(part.value)
  await written
  return emitted
}

function split(text: string, random: Random, most: number): string[] {
  const chunks: string[] = []
  for (let at = 0; at < text.length;) {
    const size = random.between(1, most)
    chunks.push(text.slice(at, at + size))
    at += size
  }
  return chunks
}

describe('the stream', () => {
  const random = new Random(9)

  it('catches a token, a live value and its base64 at every split into two', async () => {
    const live = 'correct horse battery'
    const scrubber = createScrubber([Secret.fromText(live)])
    const base64 = Buffer.from(live).toString('base64')
    for (const value of [makeToken(random, 'github').value, live, base64]) {
      const text = `it is ${value} indeed`
      for (let at = 0; at <= text.length; at++) {
        const whole = (await through(scrubber, [text.slice(0, at), text.slice(at)])).join('')
        expect(whole).not.toContain(value.slice(2, -4))
        expect(whole.endsWith(' indeed')).toBe(true)
      }
    }
  })

  it('catches every secret of the corpus that the whole text loses, in pieces of any size', async () => {
    const scrubber = createScrubber([])
    for (const { text, secret, tier } of makeCorpus(21, 'tuned', 60)) {
      const whole = scrubber.text(text)
      for (const most of [1, 5, 30]) {
        const streamed = (await through(scrubber, split(text, random, most))).join('')
        if (tier === 'N') expect(streamed).toBe(text)
        if (secret !== undefined && !whole.includes(secret.value))
          expect(streamed).not.toContain(secret.value)
      }
    }
  })

  it('catches every encoding of a live value at every split, inside surrogate pairs too', async () => {
    const live = 'Zq81&\u{1f511}"<Kx77/é'
    const bytes = Buffer.from(live)
    const scrubber = createScrubber([Secret.fromText(live)])
    const forms = [
      live,
      JSON.stringify(live).slice(1, -1),
      encodeURIComponent(live),
      live.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      ...['', 'x', 'xy'].map((before) => Buffer.concat([Buffer.from(before), bytes]).toString('base64')),
    ]
    for (const form of forms) {
      const text = `it is ${form} indeed`
      for (let at = 0; at <= text.length; at++) {
        const whole = (await through(scrubber, [text.slice(0, at), text.slice(at)])).join('')
        expect(whole.includes(form.slice(4, -6)), `${form} at ${at}`).toBe(false)
        expect(whole.endsWith(' indeed')).toBe(true)
      }
    }
  })

  it('lets ordinary text flow with two words held back at most', async () => {
    const text = 'The meeting next week was moved because most of us travel then. '.repeat(4)
    const stream = createScrubber([Secret.fromText('Zx81qQ')]).stream()
    const writer = stream.writable.getWriter()
    const reader = stream.readable.getReader()
    let given = 0
    let seen = ''
    const drained = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        seen += part.value
        expect(given - seen.length).toBeLessThan(24)
      }
    })()
    for (const character of text) {
      given++
      await writer.write(character)
    }
    await writer.close()
    await drained
    expect(seen).toBe(text)
  })

  it('holds a private key until its last line, and takes out one that never ends', async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${random.text('abcDEF123', 64)}\n${random.text('abcDEF123', 64)}\n`
    const scrubber = createScrubber([])
    const ended = (await through(scrubber, split(`see ${key}-----END PRIVATE KEY----- ok`, random, 7))).join(
      '',
    )
    expect(ended).toBe('see [private key removed] ok')
    const cut = (await through(scrubber, split(`see ${key}`, random, 7))).join('')
    expect(cut).not.toContain(key.slice(40, 80))
  })
})
