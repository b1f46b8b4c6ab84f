/** A secret cannot be printed, serialised, cloned or kept past its turn. */
import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { resolveTemplate } from '../src/formation/resolve.ts'
import { isKeyturnError } from '../src/index.ts'
import { NeedError, readNeed } from '../src/tools/need.ts'
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

  it('is not shown by anything that holds one: fields, pools, what came of resolving, an error that has it', () => {
    const pool = new SecretPool()
    pool.put(Secret.fromText(value))
    const secrets = (): string => value
    const place = { file: 'mcp/a.afs', line: 1, field: 'env.A' }
    const template = { parts: [{ kind: 'secret', name: 'A' } as const], place }
    const holders: object[] = [
      { username: Secret.fromText('alice'), password: Secret.fromText(value) },
      pool,
      pool.all(),
      new Map([['token', Secret.fromText(value)]]),
      resolveTemplate(template, { secrets }),
      Object.assign(new Error('failed'), { secret: Secret.fromText(value) }),
    ]
    const encodings = [
      value,
      Buffer.from(value).toString('base64').slice(0, -4),
      Buffer.from(value).toString('hex'),
    ]
    const bytes = [...Buffer.from(value)].join(', ')
    for (const holder of holders) {
      const said = new PassThrough()
      new Console(said).table([holder])
      new Console(said).dir(holder, { depth: 20, showHidden: true })
      new Console(said).log('%o %O %j %s', holder, holder, holder, holder)
      const looks = [
        String(said.read()),
        inspect(holder, { depth: 20, showHidden: true, customInspect: false }),
        JSON.stringify(holder),
        cloned(holder),
      ]
      for (const look of looks) for (const form of [...encodings, bytes]) expect(look).not.toContain(form)
    }
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

/** What a structured clone shows: a class with methods of its own cannot be cloned, which is as good. */
function cloned(holder: object): string {
  try {
    return inspect(structuredClone(holder), { depth: 20, showHidden: true })
  } catch {
    return 'not cloned'
  }
}
