import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Ciphertext,
  type CryptoKey,
  IV_BYTES,
  decryptGcm,
  deriveKey,
  encryptGcm,
  hkdfSha256,
  importKey,
  randomBytes,
} from '../../src/vault/sealing/crypto.ts'
import { SUITE, openEnvelope, parseEnvelope, sealEnvelope } from '../../src/vault/sealing/envelope.ts'
import { lengthPrefixed, splitLengthPrefixed } from '../../src/vault/sealing/length-prefix.ts'
import { pad, unpad } from '../../src/vault/sealing/padding.ts'

const key = importKey(randomBytes(32))
const place = lengthPrefixed('the place')
const plain = Buffer.from('test-secret')

function seal(): Buffer {
  return sealEnvelope(key, 1, place, plain)
}

describe('an envelope', () => {
  it('opens in its place and nowhere else', () => {
    const envelope = seal()
    expect(openEnvelope(key, 1, place, envelope)).toEqual(plain)
    expect(openEnvelope(key, 1, lengthPrefixed('the', ' place'), envelope)).toBe('corrupt')
    expect(openEnvelope(key, 2, place, envelope)).toBe('corrupt')
    expect(openEnvelope(importKey(randomBytes(32)), 1, place, envelope)).toBe('corrupt')
  })

  it('T-002 never repeats a part that is meant to be random, in 10,000 of one secret', () => {
    const seen = {
      messageId: new Set<string>(),
      commitment: new Set<string>(),
      iv: new Set<string>(),
      ciphertext: new Set<string>(),
    }
    for (let count = 0; count < 10_000; count++) {
      const parsed = parseEnvelope(seal())
      if (typeof parsed === 'string') throw new Error(parsed)
      for (const part of ['messageId', 'commitment', 'iv', 'ciphertext'] as const)
        seen[part].add(parsed[part].toString('hex'))
    }
    for (const values of Object.values(seen)) expect(values.size).toBe(10_000)
  })

  it('T-004 does not open with any single bit turned', () => {
    const envelope = seal()
    for (let bit = 0; bit < envelope.byteLength * 8; bit++) {
      const altered = Buffer.from(envelope)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(openEnvelope(key, 1, place, altered), `bit ${bit}`).toBeTypeOf('string')
    }
  })

  it('T-005 does not open when it is shorter or longer by any number of bytes', () => {
    const envelope = seal()
    for (let length = 0; length < envelope.byteLength; length++) {
      expect(openEnvelope(key, 1, place, envelope.subarray(0, length))).toBeTypeOf('string')
    }
    expect(openEnvelope(key, 1, place, Buffer.concat([envelope, Buffer.alloc(1)]))).toBe('corrupt')
  })

  it('T-006 of another format or suite, or no envelope at all, is refused as such', () => {
    for (const [offset, value] of [
      [2, 0],
      [2, 2],
      [2, 255],
      [4, 0],
      [4, 255],
      [3, 1],
    ] as const) {
      const altered = seal()
      altered[offset] = value
      expect(openEnvelope(key, 1, place, altered)).toBe('format')
    }
    for (const other of [
      'plain',
      '{"a":1}',
      '',
      null,
      undefined,
      7,
      {},
      Buffer.from('plain'),
      Buffer.alloc(0),
    ]) {
      expect(openEnvelope(key, 1, place, other)).toBe('format')
    }
  })

  it('T-011 with the commitment of another key is refused before it is decrypted', () => {
    const other = importKey(randomBytes(32))
    const parsed = parseEnvelope(seal())
    if (typeof parsed === 'string') throw new Error(parsed)
    const forged = seal()
    hkdfSha256(other, parsed.messageId, lengthPrefixed('kt/com/v1', SUITE), 32).copy(forged, 9 + 32)
    expect(openEnvelope(key, 1, place, forged)).toBe('corrupt')
    expect(openEnvelope(other, 1, place, forged)).toBe('corrupt')
  })

  it('T-011 whose ciphertext is good under two keys opens under the committed one only', () => {
    const other = importKey(randomBytes(32))
    const messageId = randomBytes(32)
    const iv = randomBytes(IV_BYTES)
    const [left, right] = [key, other].map((from) =>
      deriveKey(from, messageId, lengthPrefixed('kt/enc/v1', SUITE)),
    )
    if (left === undefined || right === undefined) throw new Error('no keys')
    const twoKeyed = sealForTwoKeys(left, right, iv, place)
    for (const single of [left, right]) expect(decryptGcm(single, iv, place, twoKeyed)).toBeDefined()

    const head = Buffer.from('4b5401000100000001', 'hex')
    const commitment = hkdfSha256(key, messageId, lengthPrefixed('kt/com/v1', SUITE), 32)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(twoKeyed.ciphertext.byteLength)
    const forged = Buffer.concat([head, messageId, commitment, iv, length, twoKeyed.ciphertext, twoKeyed.tag])
    expect(parseEnvelope(forged)).toBeTypeOf('object')
    expect(openEnvelope(other, 1, place, forged)).toBe('corrupt')
  })

  it('T-112 never throws, whatever bytes it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(openEnvelope(key, 1, place, bytes)).toBeTypeOf('string')
        const framed = Buffer.concat([seal().subarray(0, 85), bytes])
        expect(openEnvelope(key, 1, place, framed)).toBeTypeOf('string')
      }),
      { numRuns: 2_000 },
    )
  })

  it('hides the length of what is in it within steps of 64 bytes', () => {
    const lengths = [1, 40, 63].map((length) => sealEnvelope(key, 1, place, Buffer.alloc(length)).byteLength)
    expect(new Set(lengths).size).toBe(1)
    expect(sealEnvelope(key, 1, place, Buffer.alloc(64)).byteLength).toBe((lengths[0] ?? 0) + 64)
  })
})

describe('the pieces of an envelope', () => {
  it('padding comes off as it went on, and nothing else comes off', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(unpad(pad(bytes))).toEqual(Buffer.from(bytes))
      }),
    )
    for (const odd of [
      Buffer.alloc(0),
      Buffer.alloc(64),
      Buffer.alloc(63, 0x80),
      Buffer.concat([Buffer.from([0x80]), Buffer.alloc(127)]),
    ]) {
      expect(unpad(odd)).toBeUndefined()
    }
  })

  it('two different lists of parts never give the same bytes, and every list comes apart again', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 5 })
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const [first, second] = [lengthPrefixed(...left), lengthPrefixed(...right)]
        expect(splitLengthPrefixed(first)).toEqual(left.map((part) => Buffer.from(part)))
        const isEqual =
          left.length === right.length &&
          left.every((part, index) => Buffer.from(part).equals(right[index] ?? Buffer.alloc(0)))
        expect(first.equals(second)).toBe(isEqual)
      }),
    )
    expect(lengthPrefixed('a:b', 'c')).not.toEqual(lengthPrefixed('a', 'b:c'))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void splitLengthPrefixed(Buffer.from(bytes))),
    )
  })
})

/**
 * A one-block ciphertext whose tag is right under both keys ("invisible salamanders"). The tag is linear in the block `c`:
 * `tag = tag(0) + c·H²`, so `c = (tag₁(0) + tag₂(0)) / (H₁² + H₂²)` in GF(2¹²⁸).
 */
function sealForTwoKeys(left: CryptoKey, right: CryptoKey, iv: Buffer, data: Buffer): Ciphertext {
  const ONE = Buffer.from('80000000000000000000000000000000', 'hex')
  const keyStream = (by: CryptoKey): Buffer => encryptGcm(by, iv, data, Buffer.alloc(16)).ciphertext
  const tagOf = (by: CryptoKey, block: Buffer): Buffer =>
    encryptGcm(by, iv, data, exclusiveOr(keyStream(by), block)).tag
  const atZero = [left, right].map((by) => tagOf(by, Buffer.alloc(16)))
  const squares = [left, right].map((by, index) => exclusiveOr(tagOf(by, ONE), atZero[index]))
  const block = multiply(sum(atZero), invert(sum(squares)))
  const ciphertext = Buffer.from(block.toString(16).padStart(32, '0'), 'hex')
  return { ciphertext, tag: tagOf(left, ciphertext) }
}

function sum(blocks: readonly Buffer[]): bigint {
  return blocks.reduce((total, block) => total ^ BigInt(`0x${block.toString('hex')}`), 0n)
}

function exclusiveOr(left: Buffer, right: Buffer | undefined): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right?.[index] ?? 0)))
}

/** Multiplication as GCM writes its field: the first bit is the coefficient of 1 (NIST SP 800-38D, 6.3). */
function multiply(left: bigint, right: bigint): bigint {
  let product = 0n
  let shifted = right
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((left >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ (0xe1n << 120n) : shifted >> 1n
  }
  return product
}

/** The element to the power of 2¹²⁸ - 2. */
function invert(element: bigint): bigint {
  let inverse = 1n << 127n
  let power = element
  for (let bit = 1; bit < 128; bit++) {
    power = multiply(power, power)
    inverse = multiply(inverse, power)
  }
  return inverse
}
