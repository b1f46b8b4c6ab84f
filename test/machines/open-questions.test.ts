/** What an open question, and the request parked with it, survive. */
import { describe, expect, it } from 'vitest'
import type { Reading } from '../../machines/readings.ts'
import { first, handles, NOW } from './alphabet.ts'
import { adds, asksFor, lastTurn, store } from './dialogue.ts'

describe('an open question about one service', () => {
  const open = { detectNeed: asksFor('slack') }
  const stillOpen = { question: 'secret', parked: true, want: { service: 'slack' } }

  it('keeps its own parked request when another service is used in between', () => {
    const turn = lastTurn([open, { detectNeed: asksFor('github'), checkStore: store({ accounts: [first] }) }])
    expect(turn.context.turn).toMatchObject({ outcome: 'pass', park: false })
    expect(turn.context.kept).toMatchObject(stillOpen)
  })

  it('stays open, and its request does not go on, when a credential of another service is added in between', () => {
    const turn = lastTurn([open, { detectNeed: adds('github', handles.given) }])
    expect(turn.context.turn.outcome).toBe('reply')
    expect(turn.context.kept).toMatchObject(stillOpen)
  })

  it('stays open when adding for another service turns out to be locked', () => {
    const checkStore = store({ lockedUntil: NOW + 60_000 })
    const turn = lastTurn([open, { detectNeed: adds('github'), checkStore }])
    // By the words of this store it is locked, too, once it is taken up again.
    expect(turn.context.kept).toMatchObject({ ...stillOpen, question: 'retry' })
  })

  it('is answered by a credential of its own service, however that came', () => {
    const elsewhere = { detectNeed: asksFor('slack'), checkStore: store({ entry: 'insecure' }) }
    const turn = lastTurn([elsewhere, { detectNeed: adds('slack', handles.given) }])
    expect(turn.context.turn.outcome).toBe('resume')
    expect(turn.context.kept).toMatchObject({ question: 'none', parked: false })
  })
})

describe('an open question about accounts', () => {
  const which = {
    detectNeed: asksFor('slack'),
    checkStore: store({ accounts: [first, { ...first, id: 'a3' }] }),
  }

  it('stays open when accounts of another service are switched', () => {
    const switches: Reading = { kind: 'switch', service: 'github', accounts: [first.id] }
    const turn = lastTurn([which, { ...which, detectNeed: switches }])
    expect(turn.context.kept).toMatchObject({ question: 'account', parked: true, want: { service: 'slack' } })
  })
})
