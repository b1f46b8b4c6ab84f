/**
 * lockout: reserves the right to ask the service once, before it is asked.
 *
 * A pause that is shorter than a request waits keeps the request. All slots in flight: the user is asked for a moment of patience. The same secret already in flight: what came of that
 * one is the answer to this one.
 */
import { minutesLocked, serviceOf } from './facts.ts'
import { waitsForLock } from './guards.ts'
import { steps } from './setup.ts'

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
        { type: 'cause', params: 'gave-up' },
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'lockout.locked',
            facts: {
              service: serviceOf(context),
              minutes: minutesLocked(context),
              waits: waitsForLock(context),
            },
          }),
        },
      ],
      always: 'pausing',
    },
    /** "Try again" once the pause is over. A request that would be forgotten before goes; a question that waits comes first. */
    pausing: {
      always: [
        { guard: 'waitsForLock', target: '#resting', actions: 'waitForLock' },
        { guard: 'servesAndNothingWaits', target: '#resting', actions: 'waitWithoutRequest' },
        { target: '#resting', actions: ['doNotPark', 'closeQuestion'] },
      ],
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
