/** Bytes in base64 are looked at as bytes: noise comes back as it is, a value we hold is found at every alignment. */
import { createCipheriv, createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createScrubber, findSecrets, scrub } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

/** 225 kB are 300 kB in base64. */
const SIZE = 225_000

/** The same bytes for the same seed, on every machine. */
function noise(seed: number, size = SIZE): Buffer {
  const key = createHash('sha256').update(`noise ${seed}`).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size))
}

const live = `ghp_${randomText(36)}`
const scrubber = createScrubber([{ secret: Secret.fromText(live), service: 'github' }])
const image = (data: string) => ({ content: [{ type: 'image', data, mimeType: 'image/png' }] })

describe('300 kB of noise', () => {
  it(
    'come back identical for 1,000 seeds: as a picture, in a data: URI of a message, in an answer',
    { timeout: 240_000 },
    () => {
      for (let seed = 0; seed < 1_000; seed++) {
        const data = noise(seed).toString('base64')
        if (seed % 10 === 0) expect(scrubber.value(image(data))).toEqual(image(data))
        const message = `what is on ![this](data:image/png;base64,${data}) picture?`
        expect(findSecrets(message), `seed ${seed}`).toEqual([])
        if (seed % 10 === 0) expect(scrub(`Here it is:\n${data}\nDone.`)).toBe(`Here it is:\n${data}\nDone.`)
      }
    },
  )

  it.each<[string, (bytes: Buffer) => string]>([
    ['hexadecimal', (bytes) => bytes.toString('hex')],
    ['capital hexadecimal', (bytes) => bytes.toString('hex').toUpperCase()],
    ['base64url', (bytes) => bytes.toString('base64url')],
    ['lines of 76', (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')],
    ['lines of 64', (bytes) => bytes.toString('base64').replace(/.{64}/g, '$&\n')],
    ['a JSON string of lines', (bytes) => JSON.stringify(bytes.toString('base64').replace(/.{64}/g, '$&\n'))],
  ])('come back identical in %s', (_, write) => {
    for (let seed = 0; seed < 40; seed++)
      expect(findSecrets(write(noise(seed, 90_000))), `seed ${seed}`).toEqual([])
  })

  it('come back identical of any size, as a picture, a sound, a blob, and a buffer', () => {
    for (let size = 1; size < 4_000; size += 37) {
      const bytes = noise(size, size)
      const data = bytes.toString('base64')
      const result = {
        content: [
          { type: 'image', data, mimeType: 'image/png' },
          { type: 'audio', data, mimeType: 'audio/wav' },
          { type: 'resource', resource: { uri: 'file:///a', blob: data } },
        ],
        bytes,
      }
      expect(scrubber.value(result)).toEqual(result)
    }
  })

  it('come back identical from a stream', async () => {
    const text = `see data:image/png;base64,${noise(5).toString('base64')} there`
    const stream = createScrubber([]).stream()
    const writer = stream.writable.getWriter()
    const read = (async () => {
      let all = ''
      for await (const piece of stream.readable) all += piece
      return all
    })()
    for (let at = 0; at < text.length; at += 9_000) await writer.write(text.slice(at, at + 9_000))
    await writer.close()
    expect(await read).toBe(text)
  })
})

describe('a digest', () => {
  it.each(['sha256-', 'sha384-', 'sha512-', 'sha512:'])('behind %s is none, for 2,000 draws', (head) => {
    const random = new Random(5)
    for (let draw = 0; draw < 2_000; draw++)
      expect(findSecrets(`"integrity": "${head}${random.bytes(64).toString('base64')}",`)).toEqual([])
  })
})

describe('a value we hold', () => {
  it.each([0, 1, 2, 3, 4, 5])('is found in a picture at alignment %i', (shift) => {
    const bytes = noise(9)
    bytes.write(live, 90_000 + shift)
    for (const data of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ]) {
      const clean = JSON.stringify(scrubber.value(image(data)))
      expect(clean).toContain('[github token removed]')
      expect(clean.length).toBeLessThan(JSON.stringify(image(data)).length - 20)
      expect(scrubber.text(`data:image/png;base64,${data}`)).toContain('[github token removed]')
    }
  })

  it('is found in a buffer', () => {
    const bytes = noise(9)
    bytes.write(live, 90_000)
    expect(String(scrubber.value(bytes))).toContain('[github token removed]')
  })
})

describe('a token nobody knew', () => {
  const random = new Random(7)

  it('is found where such a body begins, behind it, and between lines', () => {
    for (const service of ['github', 'slack', 'gitlab', 'stripe', 'openai', 'npm', 'linear', 'anthropic']) {
      const { value } = makeToken(random, service)
      const data = noise(3).toString('base64')
      for (const text of [`${data}\n\n${value}\n\n${data}`, `data:text/plain;base64,${data} ${value}`, value])
        expect(findSecrets(text).map((finding) => finding.value)).toContain(value)
      expect(JSON.stringify(createScrubber([]).value(image(value)))).toContain('removed]')
    }
  })

  it('with good check digits is found amid url-safe bytes', () => {
    const { value } = makeToken(random, 'npm')
    const data = noise(3).toString('base64url')
    expect(
      findSecrets(data.slice(0, 5_000) + value + data.slice(5_000)).map((finding) => finding.value),
    ).toEqual([value])
  })
})

it('a message of a megabyte of bytes is read in a moment', () => {
  const text = `see data:image/png;base64,${noise(1, 780_000).toString('base64')}`
  findSecrets(text)
  const start = process.cpuUsage().user
  expect(findSecrets(text)).toEqual([])
  // A twentieth of a second is ten times what it takes.
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(500)
})
