import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  IV_BYTES,
  KEY_BYTES,
  decryptGcm,
  encryptGcm,
  hkdfSha256,
  hmacSha256,
  importKey,
  pbkdf2Sha256,
} from '../../src/vault/sealing/crypto.ts'

interface Case {
  readonly tcId: number
  readonly result: 'valid' | 'invalid' | 'acceptable'
}

type Hex<Names extends string> = Readonly<Record<Names, string>>

type GcmCase = Case &
  Hex<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag'> & { readonly keySize: number; readonly ivSize: number }

function read<Shape extends Case>(name: string): Shape[] {
  const text = readFileSync(join(import.meta.dirname, 'vectors', `${name}.jsonl`), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Shape)
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}

function isOurs(vector: GcmCase): boolean {
  return vector.keySize === KEY_BYTES * 8 && vector.ivSize === IV_BYTES * 8
}

describe('T-001 the published vectors of Wycheproof', () => {
  const gcm = read<GcmCase>('aes_gcm')

  it('AES-256-GCM encrypts and decrypts as stated, and opens nothing that is invalid', () => {
    const ours = gcm.filter(isOurs)
    expect(ours.length).toBeGreaterThan(60)
    for (const vector of ours) {
      const [key, iv, aad, message] = [
        importKey(bytes(vector.key)),
        bytes(vector.iv),
        bytes(vector.aad),
        bytes(vector.msg),
      ]
      const sealed = { ciphertext: bytes(vector.ct), tag: bytes(vector.tag) }
      const opened = decryptGcm(key, iv, aad, sealed)
      if (vector.result === 'valid') {
        expect(opened, `case ${vector.tcId}`).toEqual(message)
        expect(encryptGcm(key, iv, aad, message), `case ${vector.tcId}`).toEqual(sealed)
      } else {
        expect(opened, `case ${vector.tcId}`).toBeUndefined()
      }
    }
  })

  it('AES-GCM with any other size of key or nonce is refused', () => {
    expect(gcm).toHaveLength(316)
    expect(gcm.filter((vector) => vector.keySize === 256)).toHaveLength(105)
    for (const vector of gcm.filter((other) => !isOurs(other))) {
      const open = (): unknown =>
        decryptGcm(importKey(bytes(vector.key)), bytes(vector.iv), bytes(vector.aad), {
          ciphertext: bytes(vector.ct),
          tag: bytes(vector.tag),
        })
      expect(open, `case ${vector.tcId}`).toThrow(RangeError)
    }
  })

  it('HKDF-SHA-256 gives what is stated, and refuses sizes it cannot give', () => {
    const cases = read<Case & Hex<'ikm' | 'salt' | 'info' | 'okm'> & { readonly size: number }>('hkdf_sha256')
    expect(cases).toHaveLength(86)
    for (const vector of cases) {
      const derive = (): Buffer =>
        hkdfSha256(bytes(vector.ikm), bytes(vector.salt), bytes(vector.info), vector.size)
      if (vector.result === 'invalid') expect(derive, `case ${vector.tcId}`).toThrow()
      else expect(derive().toString('hex'), `case ${vector.tcId}`).toBe(vector.okm)
    }
  })

  it('HMAC-SHA-256 gives what is stated', () => {
    const cases = read<Case & Hex<'key' | 'msg' | 'tag'> & { readonly tagSize: number }>('hmac_sha256')
    expect(cases).toHaveLength(174)
    for (const vector of cases) {
      const tag = hmacSha256(bytes(vector.key), bytes(vector.msg)).toString('hex', 0, vector.tagSize / 8)
      expect(tag === vector.tag, `case ${vector.tcId}`).toBe(vector.result === 'valid')
    }
  })

  it('PBKDF2-HMAC-SHA-256 gives what is stated', async () => {
    const cases = read<
      Case & Hex<'password' | 'salt' | 'dk'> & { readonly iterationCount: number; readonly dkLen: number }
    >('pbkdf2_hmacsha256')
    expect(cases).toHaveLength(60)
    for (const vector of cases) {
      const key = await pbkdf2Sha256(
        bytes(vector.password),
        bytes(vector.salt),
        vector.iterationCount,
        vector.dkLen,
      )
      expect(key.toString('hex') === vector.dk, `case ${vector.tcId}`).toBe(vector.result === 'valid')
    }
  })
})
