/** A secret cannot be printed, serialised, cloned or kept past its turn. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../src/index.ts'
import { NeedError, readNeed } from '../src/need.ts'
import { Secret, SecretPool } from '../src/secret.ts'

const value = `secret-${crypto.randomUUID()}`

describe('T-068 a secret', () => {
  it('shows [secret] however it is looked at', () => {
    const secret = Secret.fromText(value)
    const looks = [
      String(secret),
      // What a template literal does; written so because the lint rule knows that it says nothing useful.
      ''.concat(secret as unknown as string),
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 20, showHidden: true }),
      inspect(secret, { customInspect: false, showHidden: true }),
      inspect(structuredClone({ ...secret })),
    ]
    for (const look of looks) expect(look).not.toContain(value)
    expect(looks[0]).toBe('[secret]')
  })

  it('lends a copy that is zeroed when the work is done, also when it fails', () => {
    const secret = Secret.fromText(value)
    let lent: Buffer = Buffer.alloc(0)
    expect(() =>
      secret.use((bytes) => {
        lent = bytes
        throw new RangeError('broken')
      }),
    ).toThrow('broken')
    expect(lent.every((byte) => byte === 0)).toBe(true)
    expect(secret.reveal()).toBe(value)
  })

  it('is gone when its turn has ended', () => {
    const pool = new SecretPool()
    const handle = pool.put(Secret.fromText(value))
    const secret = pool.get(handle)
    pool.clear()
    expect(pool.get(handle)).toBeUndefined()
    let thrown: unknown
    try {
      secret?.reveal()
    } catch (error) {
      thrown = error
    }
    expect(isKeyturnError(thrown, 'SECRET_GONE')).toBe(true)
    expect(inspect(thrown)).not.toContain(value)
  })
})

describe('a need', () => {
  it('is read back from its JSON, with its code', () => {
    const need = { service: 'github', server: null, why: 'use', account: null } as const
    for (const code of ['ACCOUNT_REQUIRED', 'CREDENTIAL_REQUIRED'] as const) {
      const error = new NeedError(code, need)
      expect(readNeed(JSON.parse(JSON.stringify(error)))).toEqual(need)
    }
    expect(readNeed(new Error('no need'))).toBeUndefined()
  })
})
