/** The key under which a conversation's messages queue up: no two conversations share one, however their ids are cut. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPrincipal } from '../../../src/principal.ts'
import { keyText } from '../../../src/chat/turn/input.ts'

type Ids = readonly [formation: string, user: string, conversation: string]

const key = (...[formation, user, conversation]: Ids): string =>
  keyText({ principal: createPrincipal(formation, user), conversation })

describe('the key of a conversation', () => {
  it.each<[Ids, Ids]>([
    [
      ['f', 'ab', 'c'],
      ['f', 'a', 'bc'],
    ],
    [
      ['f', 'a', '1:b'],
      ['f', 'a1', ':b'],
    ],
    [
      ['f1', 'a', 'b'],
      ['f', '1a', 'b'],
    ],
    [
      ['f', 'a:b', 'c'],
      ['f', 'a', 'b:c'],
    ],
    [
      ['f', '1:a1', 'b'],
      ['f', '1:a', '1b'],
    ],
  ])('of %j is not that of %j', (one, other) => {
    expect(key(...one)).not.toBe(key(...other))
  })

  it('is another one for any two conversations', () => {
    const id = fc.stringMatching(/^[0-9:a-c]{1,4}$/)
    const ids: fc.Arbitrary<Ids> = fc.tuple(id, id, id)
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        expect(key(...one) === key(...other)).toBe(one.join('\n') === other.join('\n'))
      }),
      { numRuns: 2000 },
    )
  })
})
