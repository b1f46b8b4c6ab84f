import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showName } from '../../src/providers/account-name.ts'
import { createIdentity } from '../../src/providers/identity.ts'

describe('the identity of an account', () => {
  it('is a text key and a shown name', () => {
    expect(createIdentity(1234567, 'ranaroussi')).toEqual({ key: '1234567', name: 'ranaroussi' })
    expect(createIdentity('u-1', 'alice@acme.com')).toEqual({ key: 'u-1', name: 'alice@acme.com' })
  })

  it.each([undefined, null, '', {}, [], true, Number.NaN, 1.5, 2 ** 60, 'x'.repeat(129), '\ud800'])(
    'is none for the key %j',
    (key) => expect(createIdentity(key, 'name')).toBeUndefined(),
  )

  it('shows its key where the service gives no name that can be shown', () => {
    for (const name of [undefined, null, {}, '', '\u202e', '\u200b'])
      expect(createIdentity(7, name)?.name).toBe('7')
  })

  it('shows a name in its own script, and two names as two', () => {
    expect(createIdentity(7, '田中')?.name).toBe('田中')
    expect(createIdentity(7, 'Ål')?.name).not.toBe(createIdentity(7, 'Öl')?.name)
  })

  it('T-110 never makes one key of two, whatever the service calls its accounts', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(id, id, (one, other) => {
        const [identity, another] = [createIdentity(one, one), createIdentity(other, other)]
        // An id that is too long once it is written out is refused, which makes no key at all.
        fc.pre(identity !== undefined && another !== undefined)
        expect(identity?.key === another?.key).toBe(one === other)
      }),
    )
    expect(createIdentity('é', '')?.key).not.toBe(createIdentity('e\u0301', '')?.key)
    expect(createIdentity('а', '')?.key).not.toBe(createIdentity('a', '')?.key)
    expect(createIdentity('%41', '')?.key).not.toBe(createIdentity('A', '')?.key)
  })

  it('always has a short plain key and a name that is shown as it is', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer(), fc.anything())
    fc.assert(
      fc.property(anything, anything, (key, name) => {
        const identity = createIdentity(key, name)
        if (identity === undefined) return
        expect(identity.key).toMatch(/^[A-Za-z0-9._@+%-]{1,128}$/)
        expect(identity.name).not.toBe('')
        expect(showName(identity.name)).toBe(identity.name)
      }),
    )
  })
})
