/** Negative controls: the walk reports a chart that is made wrong on purpose, and names what is wrong with it. */
import { describe, expect, it } from 'vitest'
import { assign, createMachine } from 'xstate'
import { ANSWER_MS } from '../../machines/questions.ts'
import { turnMachine } from '../../machines/turn.ts'
import { nothingKept } from '../../machines/kept.ts'
import type { Kept } from '../../machines/kept.ts'
import { EARLIER_TURN, first, NOW, second } from './alphabet.ts'
import { explore } from './exploration.ts'
import { invariants } from './invariants.ts'
import { steppable } from './stepping.ts'

type Machine = typeof turnMachine

/** Far more than a walk needs, for machines that are busy with something else. Milliseconds. */
const PATIENCE_MS = 180_000
type Parts = Parameters<Machine['provide']>[0]
type Guards = NonNullable<Parts['guards']>

const always = (answer: boolean) => () => answer
const guarded = (guards: Guards): Machine => turnMachine.provide({ guards })

const want = { service: 'github', server: null, why: 'add' as const, named: null, subject: null, label: null }
const soon = NOW + ANSWER_MS
const rejectedOnce: Kept = { ...nothingKept, resumed: { turnId: EARLIER_TURN, why: 'rejected' } }
const chosenOnce: Kept = { ...nothingKept, chosen: { github: { ids: [first.id], once: true } } }
const chosenBefore: Kept = {
  ...nothingKept,
  chosen: { github: { ids: [first.id], once: true, before: [second.id] } },
}
const chosenForLong: Kept = { ...nothingKept, chosen: { github: { ids: [second.id], once: false } } }
const offering: Kept = {
  ...nothingKept,
  question: 'add',
  questionUntil: soon,
  want: { ...want, field: null },
  armed: true,
  askedIn: EARLIER_TURN,
  pending: true,
}

const asking: Kept = {
  ...nothingKept,
  question: 'secret',
  questionUntil: soon,
  want: { ...want, why: 'use', field: null },
  armed: true,
  askedIn: EARLIER_TURN,
  parked: true,
}
const removing: Kept = {
  ...nothingKept,
  question: 'removal',
  questionUntil: soon,
  want: { ...want, why: 'remove', named: [first.id], subject: first.id, field: null },
  offered: [first],
  armed: true,
  askedIn: EARLIER_TURN,
}
const passed: Kept = { ...asking, armed: false }
const offeredBefore: Kept = { ...offering, armed: false }

/** A machine, the invariant that it breaks, and where the walk begins if not at nothing. */
const sabotages: [invariant: string, machine: Machine, from?: Kept][] = [
  ['a turn goes on only with a parked request or with its own text', guarded({ requestWaits: always(true) })],
  ['a credential is stored only after the service', guarded({ accepted: always(true) })],
  ['the service is asked only with a reserved slot', guarded({ reserved: always(true) })],
  ['T-090', guarded({ entryInsecure: always(false) })],
  ['T-080', guarded({ addingLocked: always(false) })],
  ['T-080', guarded({ lockedOut: always(false), reserved: always(true) })],
  ['a secret of another service', guarded({ otherService: always(false) })],
  ['T-043', guarded({ holdsSecret: always(true) })],
  ['an account is removed only after a yes', guarded({ removes: always(false) })],
  [
    'an account is removed only after a yes',
    guarded({ isUnclearOnRemoval: always(false), confirmsRemoval: always(true) }),
    removing,
  ],
  ['a message that says nothing', guarded({ declines: always(true) })],
  ['a second rejection', guarded({ toolStillRefuses: always(false) }), rejectedOnce],
  [
    'whoever replies says something',
    turnMachine.provide({
      actions: { say: assign(({ context }) => ({ turn: { ...context.turn, outcome: 'reply' as const } })) },
    }),
  ],
  [
    'a question answered after its deadline',
    turnMachine.provide({
      actions: {
        receiveMessage: assign(({ context, event }) =>
          event.type === 'message.received'
            ? { turn: { ...context.turn, at: event.at, pendingSecrets: event.pending } }
            : {},
        ),
      },
    }),
  ],
  [
    'a choice made for one request',
    turnMachine.provide({
      actions: {
        receiveMessage: assign(({ context, event }) => ({ turn: { ...context.turn, at: event.at } })),
      },
    }),
    chosenOnce,
  ],
  [
    'what was chosen for the conversation',
    turnMachine.provide({
      actions: {
        receiveMessage: assign(({ context, event }) => ({
          kept: { ...context.kept, chosen: {} },
          turn: { ...context.turn, at: event.at },
        })),
      },
    }),
    chosenBefore,
  ],
  [
    'no choice for one request',
    turnMachine.provide({
      actions: {
        rememberNamed: assign(({ context }) => ({
          kept: { ...context.kept, chosen: { github: { ids: [first.id], once: true } } },
        })),
      },
    }),
    chosenForLong,
  ],
  [
    'no handle of a turn outlives it',
    turnMachine.provide({
      actions: {
        askForSecret: assign(({ context }) => ({
          kept: {
            ...context.kept,
            question: 'secret' as const,
            want: context.turn.want && { ...context.turn.want, label: context.turn.secret },
          },
        })),
      },
    }),
  ],
  [
    'a secret is kept only for a question that needs it',
    turnMachine.provide({
      actions: {
        closeQuestion: assign(({ context }) => ({ kept: { ...nothingKept, pending: context.kept.pending } })),
      },
    }),
    offering,
  ],
  ['a turn parks its own text only together', turnMachine.provide({ actions: { doNotPark: () => {} } })],
  ['T-127 whatever passes to the agent', turnMachine.provide({ actions: { disarm: () => {} } }), asking],
  [
    'a question that takes bare answers was put',
    turnMachine.provide({ actions: { disarm: () => {} } }),
    asking,
  ],
  ['a question that was not the last thing said', guarded({ declines: always(true) }), passed],
  ['after a message that passed, nothing leads', guarded({ acceptsOffer: always(true) }), offeredBefore],
  [
    'a message that may be a secret',
    guarded({ mayBeTheSecret: always(false), mayBeASecret: always(false) }),
    asking,
  ],
  ['an unclear answer gets the question again', guarded({ isUnclear: always(false) }), asking],
  // A removal that is off is closed twice over.
  [
    'no message leaves a removal open',
    turnMachine.provide({ actions: { leaveQuestion: () => {}, disarm: () => {} } }),
    removing,
  ],
  [
    'the request that was parked first',
    turnMachine.provide({
      actions: {
        askForSecret: assign(({ context }) => ({
          kept: { ...context.kept, question: 'secret' as const, parked: true },
          turn: { ...context.turn, asked: true },
        })),
      },
    }),
    asking,
  ],
  ['on a no, the request that waits', guarded({ goesOnWithout: always(false) }), asking],
]

describe('a sabotaged chart', () => {
  it.each(sabotages.map(([invariant], index) => [invariant, index] as const))(
    'breaks "%s…" (%i)',
    (invariant, index) => {
      const rule = invariants.find(({ title }) => title.startsWith(invariant))
      const [, machine, from] = sabotages[index] ?? []
      let caught = false
      explore(
        (turn) => {
          caught ||= rule?.broken(turn) === true
          return caught ? 'stop' : undefined
        },
        machine,
        from,
      )
      expect(caught).toBe(true)
    },
    PATIENCE_MS,
  )

  it('is reported when a turn goes round in circles', () => {
    const circling = createMachine({
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    })
    const { begin } = steppable(circling as unknown as Machine)
    const go = { type: 'go' } as never
    expect(() => begin(nothingKept, go)).toThrow('goes round in circles')
  })
})
