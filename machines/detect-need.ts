/**
 * detect-need: reads a message and finds out what it wants from us, if anything.
 *
 * `reading` asks the actor, which knows the words; `routing` first lets the open question take what belongs to it, then
 * serves what was asked for anew, and passes the rest on. What is neither an answer nor another matter gets the question
 * again, once (`unsure`). A question about a removal takes a plain yes or is off.
 *
 * Long because the order in which readings win is told in one place.
 */
import { offeredAnswer, questionFacts } from './facts.ts'
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
        { guard: 'mayBeTheSecret', target: '#collectInline.wondering', actions: 'takeUpHelp' },
        { guard: 'mayBeASecret', target: '#collectInline.keepingBack' },
        { guard: 'isTheSecret', target: '#checkStore', actions: 'takeUpHeld' },
        {
          guard: 'isNotTheSecret',
          target: '#collectInline.askingAgain',
          actions: ['dropHeld', 'takeUpHelp'],
        },
        { guard: 'choosesService', target: '#checkStore', actions: 'takeUpService' },
        {
          guard: 'choosesNearlyForUse',
          target: '#checkStore',
          actions: [
            'takeUpChoice',
            'rememberChoice',
            {
              type: 'say',
              params: ({ context }) => ({
                key: 'ask-account.taken',
                facts: {
                  service: context.kept.want?.service ?? '',
                  accounts: offeredAnswer(context),
                },
              }),
            },
          ],
        },
        { guard: 'choosesAccount', target: '#checkStore', actions: ['takeUpChoice', 'rememberChoice'] },
        { guard: 'namesAccount', target: '#manageAccounts.acting', actions: 'takeUpName' },
        { guard: 'givesSecret', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'givesAsideSecret', target: '#checkStore', actions: 'takeUpAsideSecret' },
        { guard: 'repeatsTheWish', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'acceptsOffer', target: '#checkStore', actions: 'takeUpOffer' },
        { guard: 'acceptsAsideOffer', target: '#checkStore', actions: 'takeUpAsideOffer' },
        { guard: 'acceptsOfferBlindly', target: '#askAccount.repeating' },
        { guard: 'declinesOffer', target: '#collectInline.declined' },
        { guard: 'confirmsRemoval', target: '#manageAccounts.acting', actions: 'takeUpConfirmed' },
        { guard: 'narrowsRemoval', target: '#checkStore', actions: 'takeUpFewer' },
        { guard: 'asksForFewer', target: '#askAccount.askingFewer', actions: 'takeUpHelp' },
        { guard: 'asksAboutRemoval', target: '#manageAccounts.explaining' },
        { guard: 'declinesRemoval', target: '#manageAccounts.declined' },
        { guard: 'isUnclearOnRemoval', target: '#manageAccounts.unclear' },
        { guard: 'startsOver', target: '#checkStore', actions: 'takeUpAnew' },
        { guard: 'triesAgain', target: '#checkStore', actions: 'takeUpQuestion' },
        { guard: 'declines', target: '#collectInline.cancelled', actions: 'noteDeclined' },
        { guard: 'asksWhichAgain', target: '#askAccount.repeating' },
        { guard: 'asksForHelp', target: '#checkStore', actions: 'takeUpHelp' },
        { guard: 'asksForPatience', target: 'waiting' },
        { guard: 'isUnclear', target: 'unsure' },
        {
          guard: 'leavesRemoval',
          target: 'serving',
          actions: [
            {
              type: 'say',
              params: ({ context }) => ({
                key: 'manage-accounts.kept',
                facts: { service: context.kept.want?.service ?? null },
              }),
            },
            'leaveQuestion',
          ],
        },
        { target: 'serving' },
      ],
    },
    /** What was asked for anew; the rest is for the agent. */
    serving: {
      always: [
        { guard: 'asksForList', target: '#manageAccounts' },
        { guard: 'leavesEverything', target: '#manageAccounts', actions: 'wish' },
        { guard: 'managesAccount', target: '#checkStore', actions: 'wish' },
        { guard: 'wantsSomething', target: '#checkStore', actions: 'wish' },
        { target: '#resting' },
      ],
    },
    /** The question again, for somebody who needs a moment. */
    waiting: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({ key: 'detect-need.noHurry', facts: questionFacts(context) }),
        },
        'askAgain',
      ],
      always: '#resting',
    },
    /** The question again, with what can be said to it. */
    unsure: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({ key: 'detect-need.unsure', facts: questionFacts(context) }),
        },
        'askOnceMore',
      ],
      always: '#resting',
    },
  },
})
