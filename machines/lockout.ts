/**
 * lockout: reserves the right to ask the service once, before it is asked.
 *
 * All slots in flight: the user is asked for a moment of patience. The same secret already in flight: what came of that
 * one is the answer to this one.
 */
import { serviceOf } from './check-store.ts'
import { steps } from './setup.ts'
import type { Context } from './vocabulary.ts'

/** Rounded up; a lock that began in this very turn is as long as it says, however long the turn took. */
const minutesLocked = (context: Context): number => {
  const { admission, validation, at } = context.turn
  if (admission?.kind === 'locked') return Math.max(1, Math.ceil((admission.lockedUntil - at) / 60_000))
  const until = validation?.kind === 'rejected' ? (validation.lockedUntil ?? at) : at
  return Math.max(1, Math.floor((until - at) / 60_000))
}

/** The chart of this step. */
export const lockout = steps.createStateConfig({
  id: 'lockout',
  initial: 'reserving',
  states: {
    reserving: {
      invoke: {
        src: 'lockout',
        input: ({ context }) => ({ secret: context.turn.secret ?? '', service: serviceOf(context) }),
        onDone: {
          target: 'reserved',
          actions: [
            { type: 'takeAdmission', params: ({ event }) => ({ admission: event.output }) },
            'takeSlot',
          ],
        },
        onError: '#failed',
      },
    },
    reserved: {
      always: [
        { guard: 'reserved', target: '#validate' },
        { guard: 'lockedOut', target: 'locked' },
        { guard: 'joinedValid', target: 'joined' },
        { guard: 'joinedRejected', target: '#validate.refused' },
        { guard: 'joinedUnknown', target: '#validate.offeringRetry' },
        { target: 'busy' },
      ],
    },
    /** The same secret came in twice at once, and the other one was stored. */
    joined: {
      invoke: {
        src: 'dedupe',
        input: ({ context }) => ({ secret: context.turn.secret ?? '', service: serviceOf(context) }),
        onDone: {
          target: 'joinedStored',
          actions: { type: 'takeDuplicate', params: ({ event }) => ({ duplicate: event.output }) },
        },
        onError: '#failed',
      },
    },
    joinedStored: {
      always: [{ guard: 'alreadyStored', target: '#dedupe.already' }, { target: 'busy' }],
    },
    locked: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'lockout.locked',
            facts: { service: serviceOf(context), minutes: minutesLocked(context) },
          }),
        },
        'closeQuestion',
      ],
      always: '#resting',
    },
    busy: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({ key: 'lockout.busy', facts: { service: serviceOf(context) } }),
        },
        'askWhetherToRetry',
      ],
      always: '#resting',
    },
  },
})
