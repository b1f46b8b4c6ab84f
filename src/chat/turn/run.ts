/** Runs the machine from one rest state to the next. */
import { createActor } from 'xstate'
import type { InspectionEvent } from 'xstate'
import { turnMachine } from '../../../machines/turn.ts'
import type { Context, Event } from '../../../machines/conversation.ts'
import type { Kept } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import { bindTurn, turnActors } from '../actors/actors.ts'
import type { TurnScope } from '../scope.ts'
import { KeyturnError } from '../../errors.ts'

/** Put together once: that takes as long as a whole turn. */
const machine = turnMachine.provide({ actors: turnActors })

/** Sees what the machine does; only ever handles, ids and names. For tests and development. */
export type Inspect = (event: InspectionEvent) => void

/** Options of `runTurn`. */
export interface RunOptions {
  /** The message's reading, where it was read already. */
  readonly known?: Reading | undefined
  readonly inspect?: Inspect | undefined
}

/**
 * Sends one event to a conversation at rest and waits until it rests again.
 *
 * @throws whatever an actor threw: an outage, or a bug; then nothing is to be saved.
 */
export async function runTurn(
  scope: TurnScope,
  kept: Kept,
  event: Event,
  options: RunOptions = {},
): Promise<Context> {
  const { known, inspect } = options
  let failure: unknown
  const actor = createActor(machine, { input: { kept }, ...(inspect === undefined ? {} : { inspect }) })
  bindTurn(actor.system, {
    scope,
    kept,
    known,
    onFailure(error) {
      failure ??= error
    },
  })
  actor.start()
  try {
    actor.send(event)
    const context = await new Promise<Context>((resolve, reject) => {
      const look = () => {
        const snapshot = actor.getSnapshot()
        if (snapshot.status === 'active' && snapshot.hasTag('rest')) resolve(snapshot.context)
        else if (snapshot.status === 'done') resolve(snapshot.context)
        else if (snapshot.status === 'error')
          reject(new KeyturnError('INTERNAL', 'The machine of a turn broke.'))
      }
      actor.subscribe({ next: look, error: look, complete: look })
      look()
    })
    if (context.turn.outcome === 'failed')
      throw failure instanceof Error ? failure : new KeyturnError('INTERNAL', 'A step of a turn broke.')
    return context
  } finally {
    actor.stop()
  }
}
