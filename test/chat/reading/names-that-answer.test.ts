/** T-115: an account that is called by a word that answers a question is never taken for the answer, nor the answer for it. */
import { describe, expect, it } from 'vitest'
import { nothingKept } from '../../../machines/kept.ts'
import type { AccountFact, Kept } from '../../../machines/kept.ts'
import { readAccountAnswer } from '../../../src/chat/reading/accounts.ts'
import { readAnswer } from '../../../src/chat/reading/answer.ts'
import { createServices } from '../../../src/providers/create-services.ts'
import { makeFormation } from '../../providers/fixtures.ts'

const services = createServices(makeFormation([{ service: 'github' }]), {})
const called = (...names: string[]): AccountFact[] =>
  names.map((name, index) => ({ id: `id-${index}`, name, label: null, active: true, isDefault: false }))

function answer(question: 'account' | 'removal', text: string, offered: AccountFact[]) {
  const want = {
    service: 'github',
    server: null,
    why: question === 'account' ? 'use' : 'remove',
    named: null,
    subject: null,
    label: null,
    field: null,
  } as const
  const open: Kept = { ...nothingKept, question, want: { ...want }, offered, armed: true }
  return readAnswer(text.toLowerCase(), text, open, services)
}

describe('T-115 a word that answers and is the name of an account', () => {
  it.each(['yes', 'no', 'none', 'neither', 'cancel', 'ok', 'stop'])(
    '"%s" asks again which is meant, and removes nothing',
    (word) => {
      const offered = called('ranaroussi', word)
      expect(answer('account', word, offered)).toEqual({ kind: 'unsure' })
      expect(answer('removal', word, offered)).toEqual({ kind: 'only', accounts: [] })
      expect(answer('account', 'ranaroussi', offered)).toMatchObject({ kind: 'accounts', accounts: ['id-0'] })
    },
  )

  it.each([
    ['all', 'all'],
    ['all', 'all of them'],
    ['both', 'both'],
    ['both', 'both of them'],
    ['1', '1'],
    ['first', 'first'],
    ['everything', 'everything'],
  ])('an account called "%s" is not taken for "%s"', (name, text) => {
    const offered = called('ranaroussi', name)
    expect(readAccountAnswer(text, text, offered)).toBe('unclear')
    expect(answer('account', text, offered)).toEqual({ kind: 'unsure' })
    expect(answer('removal', text, offered)).toEqual({ kind: 'only', accounts: [] })
  })
})

describe('T-115 accounts called ann, ann-work and work', () => {
  const offered = called('ann', 'ann-work', 'work')

  it.each(['ann and work', 'ann, work', 'ann & work'])('"%s" means the two that are called so', (text) => {
    expect(answer('account', text, offered)).toMatchObject({ kind: 'accounts', accounts: ['id-0', 'id-2'] })
  })

  it.each(['ann work', 'ann - work', 'work ann'])('"%s" asks which of them is meant', (text) => {
    expect(answer('account', text, offered)).toEqual({ kind: 'unsure' })
  })

  it('each is meant by its own name', () => {
    for (const [index, { name }] of offered.entries())
      expect(answer('account', name, offered)).toMatchObject({ kind: 'accounts', accounts: [`id-${index}`] })
  })
})

describe('T-115 accounts whose names differ in letters that look alike', () => {
  const pairs = [
    ['paypal', 'p\u0430ypal', 'Paypal'],
    ['paypal', 'p\u0430ypal', 'p\u0430yp\u0430l'],
    ['apple', '\u0430pple', 'APPLE'],
    ['scope', 's\u0441ope', 'Scope'],
    ['alexa', 'al\u0435xa', 'Alexa'],
    ['home-office', 'h\u043eme-office', 'Home-Office'],
  ] as const

  it.each(pairs)('%s and %s: "%s" is neither to the letter, and asks', (one, other, said) => {
    expect(answer('account', said, called(one, other))).toEqual({ kind: 'unsure' })
  })

  it.each(pairs)('%s and %s: each is meant by its own letters', (one, other) => {
    const offered = called(one, other)
    expect(answer('account', one, offered)).toMatchObject({ accounts: ['id-0'] })
    expect(answer('account', other, offered)).toMatchObject({ accounts: ['id-1'] })
  })
})
