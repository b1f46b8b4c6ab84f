/** Long random conversations: a record that crosses JSON loses nothing, and the chart agrees with a plain second telling. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANSWER_MS } from '../../machines/questions.ts'
import { nothingKept } from '../../machines/kept.ts'
import type { Event } from '../../machines/conversation.ts'
import type { Kept } from '../../machines/kept.ts'
import { answersOf, handles, NOW, secretsOf } from './alphabet.ts'
import { essentialsOf, referenceTurn } from './reference.ts'
import type { Ask } from './reference.ts'
import { converse, playTurn } from './settle-on-command.ts'
import type { Answering, PlayedTurn } from './settle-on-command.ts'

/** One turn as dice: what happens, and which of its answers each actor gives. */
interface Throw {
  what: number
  answers: number[]
}

const RUNS = 1_000
/** Far more than it needs, for machines that are busy with something else. Milliseconds. */
const PATIENCE_MS = 180_000
const TURNS = { minLength: 10, maxLength: 11 }

const turns = fc.array(
  fc.record({
    what: fc.nat({ max: 999 }),
    answers: fc.array(fc.nat({ max: 9_999 }), { minLength: 12, maxLength: 12 }),
  }),
  TURNS,
)

/** What happens next to a conversation that stands at `kept`; mostly messages, now and then too late. */
function eventOf({ what }: Throw, kept: Kept, index: number): Event {
  const at = NOW + index * 60_000 + (what % 17 === 0 ? ANSWER_MS : 0)
  const turnId = `turn-${index}`
  const service = what % 3 === 0 ? 'slack' : 'github'
  if (what < 100) return { type: 'need.met', turnId, at, service }
  if (what < 250) {
    const again = what % 2 === 0 && kept.resumed !== null ? kept.resumed.turnId : turnId
    const why = what % 4 < 2 ? 'rejected' : 'use'
    const answered = what % 5 === 0 ? ({ answered: true } as const) : {}
    return { type: 'need.raised', turnId: again, at, service, server: null, why, account: null, ...answered }
  }
  if (what < 280)
    return { type: 'answer.told', turnId: what % 2 === 0 ? (kept.askedIn ?? turnId) : turnId, at }
  const secrets = what % 11 === 0 ? { pending: {}, held: null } : secretsOf(kept)
  return { type: 'message.received', turnId, at, message: handles.message, ...secrets }
}

/** Answers by the dice; actors seldom break, or the walk would get nowhere. */
const answering =
  ({ answers }: Throw): Answering =>
  ({ actor }, soFar) => {
    const dice = answers[soFar.length] ?? 0
    const [breaks, ...outputs] = answersOf(actor)
    const chosen = dice % 41 === 0 ? breaks : outputs[dice % outputs.length]
    if (chosen === undefined) throw new Error('An actor without an answer.')
    return chosen
  }

/** What a turn came to, as a value to compare. */
const upshot = ({ calls, end, context, states }: PlayedTurn): unknown => [
  calls.map(({ actor, state, input }) => [actor, state, input]),
  end,
  context,
  states.at(-1),
]

/** Compares as text first, which is quick, and only explains a difference at length; order of keys does not count. */
function expectSame(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) expect(one).toEqual(other)
}

/** The plain second telling of a turn that the machine played, asked the same answers in the same order. */
function toldAgain(turn: PlayedTurn): unknown {
  const calls = [...turn.calls]
  const ask: Ask = (actor) => {
    const call = calls.shift()
    if (call?.actor !== actor || call.answer === 'breaks')
      throw new Error(`The machine asked ${call?.actor ?? 'nobody'} where ${actor} is to be asked.`)
    return call.answer.output as never
  }
  const { after, outcome } = referenceTurn(essentialsOf(turn.before), turn.event, ask)
  return { ...after, outcome, unasked: calls }
}

describe('a random conversation', () => {
  it(
    'comes to the same with a machine that lives on, with one made anew from JSON, and in a plain second telling',
    () => {
      const questions = new Set<string>()
      let met = 0
      fc.assert(
        fc.property(turns, (thrown) => {
          let saved = JSON.stringify(nothingKept)
          let living = converse(nothingKept)
          thrown.forEach((dice, index) => {
            const kept = JSON.parse(saved) as Kept
            const event = eventOf(dice, kept, index)
            const anew = playTurn(kept, event, answering(dice))
            expectSame(upshot(anew), upshot(living.play(event, answering(dice))))
            met += 1
            if (anew.end === 'failed') {
              // Nothing is saved of a turn that failed, and its machine is not used again.
              living.stop()
              living = converse(JSON.parse(saved) as Kept)
              return
            }
            const { kept: next, turn } = anew.context
            expectSame({ ...essentialsOf(next), outcome: turn.outcome, unasked: [] }, toldAgain(anew))
            questions.add(next.question)
            saved = JSON.stringify(next)
          })
          living.stop()
        }),
        { numRuns: RUNS },
      )
      expect(met).toBeGreaterThanOrEqual(RUNS * TURNS.minLength)
      expect(questions.size).toBe(9)
    },
    PATIENCE_MS,
  )
})
