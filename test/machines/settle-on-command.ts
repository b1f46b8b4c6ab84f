/**
 * One turn of the machine in the hands of a test: its actors answer only when told to, and every step is written down.
 *
 * The machine under test is the real one, run by XState's own interpreter; only the eight actors are ours. Everything is
 * synchronous, so thousands of turns are played in a second.
 */
import { createActor } from 'xstate'
import type { AnyTransitionDefinition, InspectionEvent, PromiseActorLogic } from 'xstate'
import { turnMachine } from '../../machines/turn.ts'
import { chooseAccounts } from '../../src/credentials/choose.ts'
import type { Context, Event } from '../../machines/conversation.ts'
import type {
  Admission,
  Examination,
  ManagementFacts,
  StoreFacts,
  StoreQuestion,
  StoredFacts,
  ValidationFacts,
} from '../../machines/found.ts'
import type { AccountFact, Kept } from '../../machines/kept.ts'
import type { Reading } from '../../machines/readings.ts'
import { transitionName } from './transitions.ts'

/** What each actor answers with; which accounts are meant is decided by the real function, from what the actor was asked. */
export interface Outputs {
  detectNeed: Reading
  checkStore: Omit<StoreFacts, 'choice'>
  collectInline: Examination
  dedupe: AccountFact | null
  lockout: Admission
  validate: ValidationFacts
  storeCredential: StoredFacts
  manageAccounts: ManagementFacts
}

/** The actors by name. */
export type ActorName = keyof Outputs

/** An answer given on command; `breaks`: the actor rejects, as it does for a bug or an outage. */
export type Answer = { output: unknown } | 'breaks'

/** One invocation of an actor within a turn. */
export interface Call {
  actor: ActorName
  /** Where the machine stood, such as `lockout.joined`. */
  state: string
  input: Record<string, unknown>
  answer: Answer
  /** What the machine knew when it asked. */
  context: Context
}

/** A turn from one rest state to the next, or to `failed`. */
export interface PlayedTurn {
  before: Kept
  event: Event
  calls: Call[]
  /** The leaf states passed through, in order, the first and the last at rest. */
  states: string[]
  /** The names of the transitions taken. */
  taken: string[]
  end: 'rest' | 'failed'
  context: Context
}

/**
 * More steps than any turn can need, which may take up five questions one after another, with ten steps each: beyond it the turn is
 * taken to go round in circles.
 */
export const MOST_STEPS = 150

/** A logic that settles when it is sent `settled` or `broken`, and never by itself. */
function onCommand<Output, Input>(): PromiseActorLogic<Output, Input> {
  return {
    config: undefined,
    getInitialSnapshot: (_scope, input) => ({ status: 'active', output: undefined, error: undefined, input }),
    getPersistedSnapshot: (snapshot) => snapshot,
    transition: (snapshot, event) => {
      if (event.type === 'settled')
        return { ...snapshot, status: 'done', output: event['output'] as Output, error: undefined }
      if (event.type === 'broken')
        return { ...snapshot, status: 'error', output: undefined, error: new Error('broken on command') }
      return snapshot
    },
  }
}

/** The real machine with actors that settle on command. */
export const commandedMachine = turnMachine.provide({
  actors: {
    detectNeed: onCommand(),
    checkStore: onCommand(),
    collectInline: onCommand(),
    dedupe: onCommand(),
    lockout: onCommand(),
    validate: onCommand(),
    storeCredential: onCommand(),
    manageAccounts: onCommand(),
  },
})

/** `{ lockout: 'joined' }` as `lockout.joined`. */
export function statePath(value: unknown): string {
  if (typeof value === 'string') return value
  return Object.entries(value as Record<string, unknown>)
    .map(([name, inner]) => `${name}.${statePath(inner)}`)
    .join('+')
}

/** An answer as the actor gives it to what it was asked. */
export function asGiven({ actor, input }: Omit<Call, 'answer'>, answer: Answer): Answer {
  if (actor !== 'checkStore' || answer === 'breaks') return answer
  const facts = answer.output as Outputs['checkStore']
  const choice = chooseAccounts(facts.accounts, input as unknown as StoreQuestion)
  return { output: { ...facts, choice } }
}

/** Says what an actor does, given what it was asked and what was answered before in this turn. */
export type Answering = (call: Omit<Call, 'answer'>, soFar: readonly Call[]) => Answer

/** A live machine that plays turn after turn. */
export interface Conversation {
  /**
   * Plays one turn.
   *
   * @throws Error when the machine goes round in circles, throws, or stands still outside a rest state.
   */
  play(event: Event, answer: Answering): PlayedTurn
  stop(): void
}

/** Starts a machine on XState's interpreter from what was kept; `inspect` sees every record of its inspection. */
export function converse(kept: Kept, inspect?: (record: InspectionEvent) => void): Conversation {
  let states: string[] = []
  let taken: string[] = []
  let broken: unknown
  const actor = createActor(commandedMachine, {
    input: { kept },
    inspect: (record) => {
      inspect?.(record)
      if (record.type !== '@xstate.microstep') return
      if (taken.length > MOST_STEPS) throw new Error(`The turn goes round in circles: ${states.join(' > ')}`)
      taken.push(...record._transitions.map((taking: AnyTransitionDefinition) => transitionName(taking)))
      states.push(statePath((record.snapshot as { value?: unknown }).value))
    },
  })
  actor.subscribe({ error: (error) => (broken = error) })
  actor.start()

  const settleAll = (answer: Answering): Call[] => {
    const calls: Call[] = []
    for (;;) {
      if (broken !== undefined) throw broken instanceof Error ? broken : new Error('The machine broke.')
      const snapshot = actor.getSnapshot()
      const child = Object.values(snapshot.children)[0]
      if (snapshot.status !== 'active' || child === undefined) return calls
      const { input } = child.getSnapshot() as unknown as { input: Record<string, unknown> }
      const { context, value } = snapshot
      const call = { actor: child.src as ActorName, state: statePath(value), input, context }
      const given = asGiven(call, answer(call, calls))
      calls.push({ ...call, answer: given })
      child.send(given === 'breaks' ? { type: 'broken' } : { type: 'settled', output: given.output })
    }
  }
  return {
    play: (event, answer) => {
      const { context, value } = actor.getSnapshot()
      states = [statePath(value)]
      taken = []
      actor.send(event)
      const calls = settleAll(answer)
      const last = actor.getSnapshot()
      if (last.status === 'active' && !last.hasTag('rest'))
        throw new Error(`The turn stands still in ${statePath(last.value)}.`)
      const end = last.status === 'active' ? 'rest' : 'failed'
      return { before: context.kept, event, calls, states, taken, end, context: last.context }
    },
    stop: () => actor.stop(),
  }
}

/** Plays one turn on a machine of its own; see `Conversation.play`. */
export function playTurn(before: Kept, event: Event, answer: Answering): PlayedTurn {
  const conversation = converse(before)
  const turn = conversation.play(event, answer)
  conversation.stop()
  return turn
}
