/**
 * detect-need: reads a message and finds out what it wants from us, if anything.
 *
 * `reading` asks the actor, which knows the words; `routing` first lets the open question take what belongs to it, then
 * serves what was asked for anew, and passes the rest on. An open question stays open while other things are passed on.
 */
import { steps } from './setup.ts'

/** The chart of this step. */
export const detectNeed = steps.createStateConfig({
  id: 'detectNeed',
  initial: 'reading',
  states: {
    reading: {
      invoke: {
        src: 'detectNeed',
        input: ({ context }) => ({
          message: context.turn.message ?? '',
          question: context.kept.question,
          offered: context.kept.offered,
        }),
        onDone: {
          target: 'routing',
          actions: { type: 'takeReading', params: ({ event }) => ({ reading: event.output }) },
        },
        onError: '#failed',
      },
    },
    routing: {
      always: [
        { guard: 'choosesService', target: '#checkStore', actions: 'takeUpService' },
        { guard: 'choosesAccount', target: '#checkStore', actions: ['takeUpChoice', 'rememberChoice'] },
        { guard: 'givesSecret', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'repeatsTheWish', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'acceptsOffer', target: '#checkStore', actions: 'takeUpOffer' },
        {
          guard: 'acceptsOfferBlindly',
          target: '#resting',
          actions: { type: 'say', params: { key: 'ask-account.whichService', facts: { why: 'add' } } },
        },
        { guard: 'declinesOffer', target: '#collectInline.declined' },
        { guard: 'confirmsRemoval', target: '#manageAccounts', actions: 'takeUpQuestion' },
        { guard: 'declinesRemoval', target: '#manageAccounts.declined' },
        { guard: 'triesAgain', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'declines', target: '#collectInline.cancelled' },
        { guard: 'asksWhichAgain', target: '#askAccount.repeating' },
        { guard: 'asksForHelp', target: '#checkStore', actions: 'takeUpHelp' },
        { guard: 'asksForList', target: '#manageAccounts' },
        { guard: 'managesAccount', target: '#checkStore', actions: 'wish' },
        { guard: 'wantsSomething', target: '#checkStore', actions: 'wish' },
        { target: '#resting' },
      ],
    },
  },
})
