/**
 * dedupe: finds out whether this user has given this very secret before, so that the service is not asked again.
 *
 * A duplicate of an account that still works ends the adding; a duplicate of a rejected one is checked anew.
 */
import { nobody, serviceOf } from './facts.ts'
import { steps } from './setup.ts'
import type { Context } from './conversation.ts'
import type { AccountFact } from './kept.ts'

/** The account a duplicate belongs to. */
export const duplicateOf = (context: Context): AccountFact =>
  context.turn.stored?.account ?? context.turn.duplicate ?? nobody

/** The chart of this step. */
export const dedupe = steps.createStateConfig({
  id: 'dedupe',
  initial: 'comparing',
  states: {
    comparing: {
      invoke: {
        src: 'dedupe',
        input: ({ context }) => ({ secret: context.turn.secret ?? '', service: serviceOf(context) }),
        onDone: {
          target: 'compared',
          actions: { type: 'takeDuplicate', params: ({ event }) => ({ duplicate: event.output }) },
        },
        onError: '#failed',
      },
    },
    compared: {
      always: [{ guard: 'alreadyStored', target: 'already' }, { target: '#lockout' }],
    },
    already: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'dedupe.already',
            facts: { service: serviceOf(context), account: duplicateOf(context) },
          }),
        },
        'takeStored',
      ],
      always: '#validate.finishing',
    },
  },
})
