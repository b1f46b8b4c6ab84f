/**
 * ask-account: asks which account is meant, or of which service, and waits for the answer. Never guesses.
 *
 * While `waiting`, any message is read. What the answer is for (use, switch, default, rename, remove) stands in the wish.
 */
import { serviceOf } from './facts.ts'
import { subjectAccounts, usableAccounts } from './guards.ts'
import { steps } from './setup.ts'
import type { AccountFact, Context } from './vocabulary.ts'

/** The accounts a question offers: all for requests about accounts, the usable ones for a use. */
function offeredAccounts(context: Context): AccountFact[] {
  const managing =
    context.turn.want !== null && ['default', 'rename', 'remove'].includes(context.turn.want.why)
  const several = subjectAccounts(context)
  if (managing && several.length > 1) return several
  return managing ? (context.turn.store?.accounts ?? []) : usableAccounts(context)
}

/** The chart of this step. */
export const askAccount = steps.createStateConfig({
  id: 'askAccount',
  initial: 'waiting',
  states: {
    askingService: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'ask-account.whichService',
            facts: { why: context.turn.want?.why ?? 'add' },
          }),
        },
        'askAboutService',
      ],
      always: '#resting',
    },
    asking: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'ask-account.which',
            facts: { service: serviceOf(context), accounts: offeredAccounts(context) },
          }),
        },
        { type: 'askAboutAccount', params: ({ context }) => ({ accounts: offeredAccounts(context) }) },
      ],
      always: '#resting',
    },
    /** Fewer than all that were to be removed: which of them? */
    askingFewer: {
      invoke: {
        src: 'checkStore',
        input: ({ context }) => ({ service: serviceOf(context), server: null }),
        onDone: {
          target: 'asking',
          actions: { type: 'takeStore', params: ({ event }) => ({ store: event.output }) },
        },
        onError: '#failed',
      },
    },
    /** The open question once more, for somebody who asks about it. */
    repeating: {
      entry: [
        {
          type: 'say',
          params: ({ context: { kept } }) =>
            kept.question === 'account'
              ? {
                  key: 'ask-account.which',
                  facts: { service: kept.want?.service ?? '', accounts: kept.offered },
                }
              : { key: 'ask-account.whichService', facts: { why: kept.want?.why ?? 'add' } },
        },
        'askAgain',
      ],
      always: '#resting',
    },
    unknown: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'ask-account.notFound',
            facts: {
              service: context.turn.want?.service ?? null,
              accounts: context.turn.store?.accounts ?? [],
            },
          }),
        },
        'doNotPark',
      ],
      always: '#resting',
    },
    switching: {
      entry: [
        'rememberSwitch',
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'ask-account.switched',
            facts: { service: serviceOf(context), accounts: subjectAccounts(context) },
          }),
        },
      ],
      always: [
        { guard: 'answersOwnQuestion', target: '#resting', actions: 'closeQuestion' },
        { target: '#resting' },
      ],
    },
    /** Waits for the name of a service. */
    choosingService: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
        'answer.told': { target: '#resting', actions: 'receiveTold' },
      },
    },
    waiting: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
        'answer.told': { target: '#resting', actions: 'receiveTold' },
      },
    },
  },
})
