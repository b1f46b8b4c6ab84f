/** The durable mark that a secret is awaited: it outlives the conversation's state, an ordinary message, and hours. */
import { afterEach, describe, expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { openPartsStage, turnOf, type PartsStage } from './parts-stage.ts'

const HOUR_MS = 60 * 60_000

let stage: PartsStage
afterEach(() => stage.close())

async function ask(): Promise<void> {
  const asked = await stage.keyturn.turn(turnOf('Add my door account'))
  expect(asked.kind).toBe('reply')
}

/** As when Redis lost everything. */
const loseState = (): Promise<void> => stage.parts.state.forget(createPrincipal('parts', 'alice'))

describe('a password that comes late', () => {
  it.each([
    ['at once', 0, []],
    ['after an ordinary message', 0, ['show my calendar']],
    ['after two ordinary messages', 0, ['show my calendar', 'what is the weather like in Lisbon today?']],
    ['two hours later', 2 * HOUR_MS, []],
    ['two hours and an ordinary message later', 2 * HOUR_MS, ['show my calendar']],
    ['23 hours later', 23 * HOUR_MS, []],
  ] as const)(
    'is held back though the state of the conversation is lost: %s',
    async (_when, waitMs, messages) => {
      stage = await openPartsStage()
      await ask()
      await loseState()
      for (const message of messages) {
        const outcome = await stage.keyturn.turn(turnOf(message))
        // Whether it is let through or asked about is for the conversation to say.
        expect(['pass', 'reply']).toContain(outcome.kind)
      }
      stage.advance(waitMs)
      const password = 'hunter2hunter2'
      const outcome = await stage.keyturn.turn(turnOf(password))
      expect(outcome.kind).toBe('reply')
      expect(JSON.stringify([outcome, stage.logged])).not.toContain(password)
    },
  )
})

describe('the mark', () => {
  it('is set before the question is kept or told', async () => {
    const order: string[] = []
    const noting = <Part extends object>(part: Part, acts: readonly string[]): Part =>
      new Proxy(part, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]): unknown => {
            if (acts.includes(String(name))) order.push(String(name))
            return Reflect.apply(value, target, given)
          }
        },
      })
    stage = await openPartsStage({
      wrap: (parts) => ({
        ...parts,
        vault: noting(parts.vault, ['moveDialogue']),
        state: noting(parts.state, ['save']),
      }),
    })
    await ask()
    order.push('told')
    expect(order).toEqual(['moveDialogue', 'save', 'told'])
  })
})
