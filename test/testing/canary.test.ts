/** T-054: the canary is not blind. What is planted is found wherever and however it is spelled, and what is clean is left alone. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createCanary } from '../../src/testing/canary.ts'
import { spell } from '../../src/testing/encodings.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { SECRET_SHAPES } from '../../src/testing/secret-shapes.ts'
import type { Sink } from '../../src/testing/sinks.ts'
import { BINARY_PLANTS, closeDatabases, COMMAND_PLANTS, type Plant, TEXT_PLANTS } from './sink-plants.ts'

const canary = createCanary()
const root = mkdtempSync(join(tmpdir(), 'keyturn-canary-'))
afterEach(closeDatabases)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const bytes = (value: Uint8Array): Sink[] => [{ kind: 'bytes', name: 'bytes', bytes: value }]
const names = (sinks: Iterable<Sink>): string[] => canary.scan(sinks).findings.map(({ secret }) => secret)

/** Spellings of one secret as `[encoding, bytes]`. */
const spellings = (name: string): (readonly [string, Buffer])[] =>
  spell(canary.secret(name).text).map(({ encoding, bytes: spelled }) => [encoding, spelled] as const)

describe('T-054 a needle is found', () => {
  it('in every shape, in every spelling', () => {
    const missed: string[] = []
    let tried = 0
    for (const { name, text, fields } of canary.secrets) {
      // A user name is what its account is called: it is shown, and no trace.
      const { username: _, ...hidden } = fields
      for (const value of new Set([text, ...Object.values(hidden)])) {
        for (const { encoding, bytes: spelled } of spell(value)) {
          // Four characters, backwards or cut out of another text's base64, are a coincidence and not a trace.
          if (name === 'password-of-four' && /reversed|shifted by [1-4]|decimal/.test(encoding)) continue
          tried += 1
          const haystack = Buffer.concat([Buffer.from('a: '), spelled, Buffer.from(' , b')])
          if (!names(bytes(haystack)).includes(name)) missed.push(`${name} in ${encoding}`)
        }
      }
    }
    expect(missed).toEqual([])
    expect(tried).toBeGreaterThan(400)
    expect(canary.secrets.length).toBeGreaterThanOrEqual(20)
  })

  const plants: (readonly [string, Plant, readonly string[]])[] = [
    ...Object.entries(BINARY_PLANTS).map(
      ([name, plant]) => [name, plant, ['github-classic', 'quoted-password', 'unicode-password']] as const,
    ),
    ...Object.entries(TEXT_PLANTS).map(
      ([name, plant]) => [name, plant, ['github-classic', 'slack-bot']] as const,
    ),
    ...Object.entries(COMMAND_PLANTS).map(([name, plant]) => [name, plant, ['github-classic']] as const),
  ]
  it.each(plants)('in %s, in every spelling', { timeout: 90_000 }, async (sink, plant, secrets) => {
    const missed: string[] = []
    for (const secret of secrets) {
      for (const [encoding, spelled] of spellings(secret)) {
        if (sink in COMMAND_PLANTS && spelled.includes(0)) continue
        // A header holds single bytes only.
        if (sink === 'headers' && encoding.endsWith('between')) continue
        const found = names(await plant(spelled, mkdtempSync(join(root, 'plant-'))))
        closeDatabases()
        if (!found.includes(secret)) missed.push(`${secret} in ${encoding}`)
      }
    }
    expect(missed).toEqual([])
  })

  it('in the command line of a running process', async () => {
    const { text } = canary.secret('slack-app')
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', text])
    await new Promise((resolve) => child.once('spawn', resolve))
    const found = names([{ kind: 'process', processId: child.pid ?? 0 }])
    child.kill()
    expect(found).toEqual(['slack-app'])
  })

  it('by any 12 bytes of it', () => {
    for (const { text } of [canary.secret('hex-key'), canary.secret('quoted-password')]) {
      const secret = Buffer.from(text)
      for (let start = 0; start + 12 <= secret.length; start += 1) {
        expect(names(bytes(secret.subarray(start, start + 12))), `from ${start}`).toHaveLength(1)
      }
    }
  })

  it('in compressed parts, whole or cut short, and in compressed parts of compressed parts', () => {
    const secret = Buffer.from(`${randomText(500)} ${canary.secret('jwt').text} ${randomText(500)}`)
    const junk = Buffer.from(randomText(300))
    for (const packed of [gzipSync(secret), deflateSync(secret), gzipSync(deflateSync(secret))]) {
      const [finding] = canary.scan(bytes(Buffer.concat([junk, packed, junk]))).findings
      expect(finding).toMatchObject({ secret: 'jwt', offset: 300 })
      expect(finding?.encoding).toMatch(/^gzip: /)
    }
    expect(names(bytes(gzipSync(secret).subarray(0, -200)))).toContain('jwt')
  })

  it('where it was made elsewhere and added', () => {
    const own = createCanary({ shapes: ['notion'] })
    const value = `ghp_${randomText(36)}`
    own.add('mine', value, 'ghp_')
    const text = Buffer.from(value).toString('hex')
    const [finding] = own.scan([{ kind: 'text', name: 'note', text }]).findings
    expect(finding).toEqual({ sink: 'note', secret: 'mine', encoding: 'hex', offset: 0 })
    expect(() => own.add('other', 'value', 'ghp_')).toThrow(RangeError)
    expect(() => own.secret('nobody')).toThrow(RangeError)
  })
})

describe('nothing is found', () => {
  it('in megabytes of random bytes and text, nor in what is public about a secret', () => {
    const random = new Uint8Array(2 * 1024 * 1024)
    for (let at = 0; at < random.length; at += 65_536)
      crypto.getRandomValues(random.subarray(at, at + 65_536))
    const text = Buffer.from(random).toString('base64')
    const known = Object.values(SECRET_SHAPES).map((make) =>
      make()
        .filter(({ isSecret }) => !isSecret)
        .map((piece) => piece.text)
        .join(''),
    )
    const other = createCanary().secrets.filter(({ name }) => name !== 'password-of-four')
    const sinks: Sink[] = [
      ...bytes(random),
      { kind: 'text', name: 'base64', text },
      {
        kind: 'object',
        name: 'what is public',
        value: [known, known.map((value) => spell(value).map((one) => one.bytes))],
      },
      { kind: 'object', name: 'secrets of another canary', value: other },
    ]
    expect(canary.scan(sinks).findings).toEqual([])
  })

  it('where a short password is a part of a longer word', () => {
    const { text } = canary.secret('password-of-four')
    expect(names([{ kind: 'text', name: 'text', text: `x${text}x _${text} ${text}9` }])).toEqual([])
    expect(names([{ kind: 'text', name: 'text', text: `password: ${text}` }])).toEqual(['password-of-four'])
  })

  it('in fewer than 8 secret bytes', () => {
    const { text } = canary.secret('github-classic')
    expect(
      names([{ kind: 'text', name: 'text', text: `${text.slice(0, 4 + 7)} ${text.slice(20, 31)}` }]),
    ).toEqual([])
  })
})

describe('a report', () => {
  it('says where and how, and never what', () => {
    const sinks: Sink[] = canary.secrets.map(({ name, text }) => ({
      kind: 'text',
      name,
      text: `${text} ${text}`,
    }))
    const report = canary.scan(sinks)
    expect(report.findings.length).toBeGreaterThan(canary.secrets.length)
    expect(canary.scan([{ kind: 'object', name: 'report', value: report }]).findings).toEqual([])
  })

  it('names what was read and how much, and refuses a sink that is not there', () => {
    const folder = mkdtempSync(join(root, 'folder-'))
    writeFileSync(join(folder, 'one'), 'four')
    symlinkSync('/etc/passwd', join(folder, 'link'))
    const { sinks } = canary.scan([{ kind: 'folder', path: folder }])
    expect(sinks).toContainEqual({ name: join(folder, 'one'), bytes: 4 })
    expect(sinks.some(({ name }) => name.endsWith('link'))).toBe(false)
    expect(() => canary.scan([{ kind: 'file', path: join(folder, 'none') }])).toThrow(/ENOENT/)
    expect(() => canary.scan([{ kind: 'process', processId: 2 ** 22 + 1 }])).toThrow(/ENOENT/)
  })
})

it('secrets are new in every canary', () => {
  const [one, other] = [createCanary().secrets, createCanary().secrets]
  for (const [index, { text }] of one.entries()) expect(other[index]?.text).not.toBe(text)
})
