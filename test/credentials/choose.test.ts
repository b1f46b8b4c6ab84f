/** T-116: which account is meant, in every order; one that cannot be used has no other in its place. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountFact } from '../../machines/kept.ts'
import { chooseAccounts } from '../../src/credentials/choose.ts'
import type { AccountWish } from '../../src/credentials/choose.ts'

const account = (id: string, more: Partial<AccountFact> = {}): AccountFact => ({
  id,
  name: id,
  label: null,
  active: true,
  isDefault: false,
  ...more,
})

/** Ways of not being usable. */
const BROKEN: readonly (readonly [string, Partial<AccountFact>])[] = [
  ['rejected', { active: false }],
  ['expired', { active: false, expired: true }],
  ['damaged', { active: false, damaged: true }],
]
const nothing: AccountWish = { named: null, one: undefined, chosen: undefined }
const lasting = (...ids: string[]) => ({ ids, once: false })
const idsOf = (accounts: readonly AccountFact[]): string[] => accounts.map(({ id }) => id)

describe.each(BROKEN)('T-116 an account that is %s', (_, how) => {
  const [work, home] = [account('work', how), account('home')]

  it.each<[string, AccountFact[], AccountWish]>([
    ['named', [work, home], { ...nothing, named: ['work'] }],
    ['chosen in this conversation', [work, home], { ...nothing, chosen: lasting('work') }],
    ['chosen for this request', [work, home], { ...nothing, chosen: { ids: ['work'], once: true } }],
    ['the default', [account('work', { ...how, isDefault: true }), home], nothing],
    ['one of two', [work, home], nothing],
    ['one of three, of which two work', [work, home, account('lab')], nothing],
    ['named where another is chosen', [work, home], { ...nothing, named: ['work'], chosen: lasting('home') }],
    [
      'chosen where another is the default',
      [work, account('home', { isDefault: true })],
      { ...nothing, chosen: lasting('work') },
    ],
  ])('and %s is asked about, beside those that can be used', (_why, accounts, wish) => {
    const choice = chooseAccounts(accounts, wish)
    expect(choice).toMatchObject({ kind: 'broken', accounts: [{ id: 'work' }] })
    expect(choice.kind === 'broken' && idsOf(choice.usable)).toEqual(
      idsOf(accounts.filter(({ active }) => active)),
    )
  })

  it('and the only one is to be given again', () => {
    expect(chooseAccounts([work], nothing)).toMatchObject({ kind: 'broken', usable: [] })
  })

  it('stands in no way of one that is named, chosen or the default', () => {
    for (const wish of [
      { ...nothing, named: ['home'] },
      { ...nothing, chosen: lasting('home') },
    ])
      expect(chooseAccounts([work, home], wish)).toMatchObject({ kind: 'use', accounts: [{ id: 'home' }] })
    const fallback = account('home', { isDefault: true })
    expect(chooseAccounts([work, fallback], nothing)).toMatchObject({
      kind: 'use',
      accounts: [{ id: 'home' }],
    })
  })

  it('and one of several that are meant at once stays among them, so that its use tells what it needs', () => {
    for (const wish of [
      { ...nothing, named: ['work', 'home'] },
      { ...nothing, chosen: lasting('work', 'home') },
    ])
      expect(chooseAccounts([work, home], wish)).toEqual({ kind: 'use', accounts: [work, home] })
  })
})

describe('which account is meant', () => {
  const [one, two] = [account('one'), account('two')]

  it('is the named, else the chosen, else the default, else the only one, else asked', () => {
    const fallback = account('three', { isDefault: true })
    const all = [one, two, fallback]
    const wish = { ...nothing, named: ['one'], chosen: lasting('two') }
    expect(chooseAccounts(all, wish)).toEqual({ kind: 'use', accounts: [one] })
    expect(chooseAccounts(all, { ...wish, named: null })).toEqual({ kind: 'use', accounts: [two] })
    expect(chooseAccounts(all, nothing)).toEqual({ kind: 'use', accounts: [fallback] })
    expect(chooseAccounts([one], nothing)).toEqual({ kind: 'use', accounts: [one] })
    expect(chooseAccounts([one, two], nothing)).toEqual({ kind: 'ask', accounts: [one, two], why: 'several' })
    expect(chooseAccounts([], wish)).toEqual({ kind: 'none' })
    expect(chooseAccounts(all, { ...wish, named: ['gone'] })).toEqual({ kind: 'unknown' })
  })

  it('is asked where one name fits several, and where what asks works with one at a time', () => {
    const both = { ...nothing, named: ['one', 'two'] }
    expect(chooseAccounts([one, two], both)).toMatchObject({ kind: 'use' })
    expect(chooseAccounts([one, two], { ...both, one: 'named' })).toMatchObject({
      kind: 'ask',
      why: 'several',
    })
    expect(chooseAccounts([one, two], { ...both, one: 'tool' })).toMatchObject({ why: 'one-at-a-time' })
    expect(
      chooseAccounts([one, two], { ...nothing, one: 'tool', chosen: lasting('one', 'two') }),
    ).toMatchObject({
      why: 'one-at-a-time',
    })
    expect(chooseAccounts([one, two], { ...both, named: ['one'], one: 'tool' })).toMatchObject({
      kind: 'use',
    })
  })

  it('T-116 whatever the accounts, never uses one that was not meant, and alone only one that works', () => {
    const some = fc.record({ active: fc.boolean(), isDefault: fc.boolean() })
    const ids = fc.option(fc.subarray(['0', '1', '2', '3']))
    const wishes = fc.record({ named: ids, chosen: ids, one: fc.constantFrom(undefined, 'named', 'tool') })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 4 }), wishes, (states, { named, chosen, one }) => {
        const fallback = states.findIndex(({ isDefault }) => isDefault)
        const accounts = states.map(({ active }, index) =>
          account(String(index), { active, isDefault: index === fallback }),
        )
        const choice = chooseAccounts(accounts, {
          named,
          one,
          chosen: chosen === null ? undefined : lasting(...chosen),
        })
        if (choice.kind !== 'use') return
        const used = idsOf(choice.accounts)
        const picked = idsOf(accounts).filter((id) => chosen?.includes(id))
        const meant =
          named ?? (picked.length > 0 ? picked : fallback >= 0 ? [String(fallback)] : idsOf(accounts))
        expect(used.every((id) => meant.includes(id))).toBe(true)
        expect(choice.accounts.some(({ active }) => active)).toBe(true)
        if (named === null && picked.length === 0 && fallback < 0) expect(accounts).toHaveLength(1)
      }),
    )
  })
})
