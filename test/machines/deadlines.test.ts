/** What comes after a question's time to answer has run out. */
import { describe, expect, it } from 'vitest'
import { ANSWER_MS } from '../../machines/questions.ts'
import { first, handles, NOW } from './alphabet.ts'
import { asksFor, lastTurn, says, store } from './dialogue.ts'

describe('after its deadline', () => {
  const late = NOW + ANSWER_MS
  const elsewhere = { detectNeed: asksFor('github'), checkStore: store({ entry: 'elsewhere' }) }
  const news = { type: 'need.met', service: 'github' } as const

  it('a parked request does not go on by itself when the credential is added elsewhere', () => {
    const checkStore = store({ accounts: [first] })
    const inTime = lastTurn([elsewhere, { event: { ...news, at: late - 1 }, checkStore }])
    expect(inTime.context.turn.outcome).toBe('resume')
    const tooLate = lastTurn([elsewhere, { event: { ...news, at: late }, checkStore }])
    expect(tooLate.context.turn.outcome).toBe('pass')
    expect(tooLate.calls).toEqual([])
  })

  it('an awaited secret is offered, not taken', () => {
    const turn = lastTurn([
      { detectNeed: asksFor('github') },
      {
        event: { type: 'message.received', at: late },
        detectNeed: {
          kind: 'secret',
          service: 'github',
          secret: handles.given,
          late: true,
          standing: 'alone',
        },
      },
    ])
    expect(says(turn)).toEqual(['collect-inline.offerAdd'])
    expect(turn.context.kept).toMatchObject({ question: 'add', pending: true, parked: false })
  })
})
