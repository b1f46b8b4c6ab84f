/**
 * A turn of the machine as a value: each answer of an actor gives the next one, and an earlier one can be gone back to.
 *
 * This is XState's own transition function without the interpreter around it, so that a walk can fork where an actor may
 * answer in several ways. `settle-on-command.ts` runs the same turns on the interpreter.
 */
import { createActor } from 'xstate'
import type { AnyActorScope, AnyTransitionDefinition, EventObject, SnapshotFrom } from 'xstate'
import type { turnMachine } from '../../machines/turn.ts'
import { nothingKept } from '../../machines/kept.ts'
import type { Event } from '../../machines/conversation.ts'
import type { Kept } from '../../machines/kept.ts'
import { asGiven, MOST_STEPS, statePath } from './settle-on-command.ts'
import type { ActorName, Answer, Call, PlayedTurn } from './settle-on-command.ts'
import { transitionName } from './transitions.ts'

type MachineSnapshot = SnapshotFrom<typeof turnMachine>

/** A turn on its way: at rest, failed, or waiting for an actor. */
export interface TurnInProgress extends Omit<PlayedTurn, 'end'> {
  end: 'rest' | 'failed' | undefined
  /** The actor that is waited for, while `end` is undefined. */
  waitsFor: Omit<Call, 'answer'> | undefined
  snapshot: MachineSnapshot
}

/** A machine to step through: the real one, or one that a negative control has sabotaged. */
export interface Steppable {
  begin(before: Kept, event: Event): TurnInProgress
  settle(turn: TurnInProgress, answer: Answer): TurnInProgress
}

const nothing = (): void => {}

/** Makes a machine steppable. */
export function steppable(machine: typeof turnMachine): Steppable {
  const dormant = createActor(machine, { input: { kept: nothingKept } })
  const scope: AnyActorScope = {
    self: dormant,
    id: 'walked',
    sessionId: 'walked',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
    system: dormant.system,
  }
  let states: string[] = []
  let taken: string[] = []
  dormant.system.inspect({
    next: (record) => {
      if (record.type !== '@xstate.microstep') return
      if (taken.length > MOST_STEPS) throw new Error(`The turn goes round in circles: ${states.join(' > ')}`)
      taken.push(...record._transitions.map((taking: AnyTransitionDefinition) => transitionName(taking)))
      states.push(statePath((record.snapshot as { value?: unknown }).value))
    },
  })

  /** One macrostep; what was passed through is added to the lists of the turn so far. */
  const step = (from: MachineSnapshot, event: EventObject, before: Pick<PlayedTurn, 'states' | 'taken'>) => {
    states = [...before.states]
    taken = [...before.taken]
    const snapshot = machine.transition(from, event as never, scope as never) as MachineSnapshot
    const [child, another] = Object.values(snapshot.children)
    if (another !== undefined) throw new Error('Two actors run at once.')
    const active = snapshot.status === 'active'
    if (active && child === undefined && !snapshot.hasTag('rest'))
      throw new Error(`The turn stands still in ${statePath(snapshot.value)}.`)
    const done = { snapshot, states, taken, context: snapshot.context }
    if (!active) return { ...done, end: 'failed' as const, waitsFor: undefined }
    if (child === undefined) return { ...done, end: 'rest' as const, waitsFor: undefined }
    const { input } = child.getSnapshot() as unknown as { input: Record<string, unknown> }
    const state = statePath(snapshot.value)
    const waitsFor = { actor: child.src as ActorName, state, input, context: snapshot.context }
    return { ...done, end: undefined, waitsFor }
  }

  return {
    begin: (before, event) => {
      const from = machine.getInitialSnapshot(scope as never, { kept: before }) as MachineSnapshot
      return {
        before,
        event,
        calls: [],
        ...step(from, event, { states: [statePath(from.value)], taken: [] }),
      }
    },
    settle: (turn, told) => {
      const { before, event, waitsFor } = turn
      const id = Object.keys(turn.snapshot.children)[0]
      if (waitsFor === undefined || id === undefined) throw new Error('No actor is waited for.')
      const answer = asGiven(waitsFor, told)
      const settled =
        answer === 'breaks'
          ? { type: `xstate.error.actor.${id}`, error: new Error('broken on command'), actorId: id }
          : { type: `xstate.done.actor.${id}`, output: answer.output, actorId: id }
      const calls = [...turn.calls, { ...waitsFor, answer }]
      return { before, event, calls, ...step(turn.snapshot, settled, turn) }
    },
  }
}
