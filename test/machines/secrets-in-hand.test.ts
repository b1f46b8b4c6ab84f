/** Which secret a step works on when several came up in one dialogue. */
import { describe, expect, it } from 'vitest'
import { first, handles } from './alphabet.ts'
import { adds, asksFor, dialogue, lastTurn, pastes, says, store } from './dialogue.ts'

describe('a secret that waits for a yes', () => {
  it('gives way to a newer one that comes with its own wish', () => {
    const turn = lastTurn([{ detectNeed: pastes(null) }, { detectNeed: adds('github', handles.given) }])
    // The older one is nobody's yet: it is asked about once more.
    expect(says(turn)).toEqual(['validate.added', 'collect-inline.offerAgain'])
    expect(turn.calls.map((call) => call.actor)).toContain('storeCredential')
    expect(turn.calls.find((call) => call.actor === 'collectInline')?.input).toMatchObject({
      secret: handles.given,
    })
  })
})

describe('a secret of several fields that waits for another try', () => {
  const gathered = [
    { detectNeed: adds('jira') },
    {
      detectNeed: pastes('jira'),
      collectInline: { kind: 'incomplete', partial: handles.partial, nextField: 'password' },
    },
    { detectNeed: pastes('jira'), validate: { kind: 'unknown', reason: 'timeout' } },
  ] as const

  it('is tried again whole', () => {
    const turn = lastTurn([...gathered, { detectNeed: { kind: 'again' } }])
    expect(turn.calls.find((call) => call.actor === 'collectInline')?.input).toMatchObject({
      secret: handles.pending,
      pending: null,
      want: { field: null },
    })
  })

  it('is not mixed with a new one: that begins at its first field', () => {
    const turn = lastTurn([...gathered, { detectNeed: pastes('jira') }])
    expect(turn.calls.find((call) => call.actor === 'collectInline')?.input).toMatchObject({
      secret: handles.given,
      pending: null,
      want: { field: null },
    })
  })

  it('had its second field put together with the first', () => {
    const [, , second] = dialogue(gathered)
    expect(second?.calls.find((call) => call.actor === 'collectInline')?.input).toMatchObject({
      secret: handles.given,
      pending: handles.pending,
      want: { field: 'password' },
    })
  })
})

describe('a wish to add, said again', () => {
  it('is told again where to add it, though an account is there already', () => {
    const checkStore = store({ accounts: [first], entry: 'elsewhere' })
    const turn = lastTurn([
      { detectNeed: adds('github'), checkStore },
      { detectNeed: adds('github'), checkStore },
    ])
    expect(says(turn)).toEqual(['redirect.elsewhere'])
  })

  it('does not lose the request that waits', () => {
    const turns = dialogue([
      { detectNeed: asksFor('github'), checkStore: store({ entry: 'elsewhere' }) },
      { detectNeed: adds('github'), checkStore: store({ entry: 'elsewhere' }) },
    ])
    expect(turns[1]?.context.kept).toMatchObject({ question: 'elsewhere', parked: true })
  })
})
