/**
 * ask-account: asks which account is meant, or of which service, and waits for the answer. Never guesses.
 *
 * While `waiting`, any message is read. What the answer is for (use, switch, default, rename, remove) stands in the wish.
 */
import { serviceOf, storeQuestion } from './facts.ts'
import { subjectAccounts } from './guards.ts'
import { steps } from './setup.ts'
import type { Context } from './conversation.ts'
import type { AccountFact, Kept } from './kept.ts'
import type { Saying } from './sayings.ts'

/** The accounts an account question offers: those that fit a request about accounts, or all; for a use, those it can be. */
function offeredAccounts(context: Context): AccountFact[] {
  const { want, store } = context.turn
  const choice = store?.choice
  if (want?.why === 'use') {
    if (choice?.kind === 'broken') return [...choice.usable, ...choice.accounts]
    return choice?.kind === 'ask' ? choice.accounts : []
  }
  const several = subjectAccounts(context)
  return several.length > 1 ? several : (store?.accounts ?? [])
}

const whichSaying = (service: string, accounts: AccountFact[], oneAtATime = false): Saying => ({
  key: 'ask-account.which',
  facts: { service, accounts, ...(oneAtATime ? { oneAtATime } : {}) },
})

const wantsOneAtATime = ({ turn: { store } }: Context): boolean =>
  store?.choice.kind === 'ask' && store.choice.why === 'one-at-a-time'

const brokenSaying = (service: string, offered: AccountFact[]): Saying => ({
  key: 'ask-account.broken',
  facts: {
    service,
    accounts: offered.filter(({ active }) => !active),
    usable: offered.filter(({ active }) => active),
  },
})

/** The account that a use was to replace is what the question was about. */
function againSaying({ want, offered }: Kept): Saying {
  const isAboutBroken = want?.why === 'use' && want.subject !== null
  const service = want?.service ?? ''
  return isAboutBroken ? brokenSaying(service, offered) : whichSaying(service, offered, want?.one === 'tool')
}

/** The chart of this step. */
export const askAccount = steps.createStateConfig({
  id: 'askAccount',
  initial: 'waiting',
  states: {
    askingService: {
      entry: [
        { type: 'cause', params: 'offers-services' },
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
          params: ({ context }) =>
            whichSaying(serviceOf(context), offeredAccounts(context), wantsOneAtATime(context)),
        },
        { type: 'askAboutAccount', params: ({ context }) => ({ accounts: offeredAccounts(context) }) },
      ],
      always: '#resting',
    },
    /** One that could have been meant cannot be used: another, or a new credential for it? */
    askingAboutBroken: {
      entry: [
        { type: 'say', params: ({ context }) => brokenSaying(serviceOf(context), offeredAccounts(context)) },
        { type: 'askAboutAccount', params: ({ context }) => ({ accounts: offeredAccounts(context) }) },
      ],
      always: '#resting',
    },
    /** Fewer than all that were to be removed: which of them? */
    askingFewer: {
      invoke: {
        src: 'checkStore',
        input: ({ context }) => storeQuestion(context),
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
        { type: 'cause', params: 'offers-services' },
        {
          type: 'say',
          params: ({ context: { kept } }) =>
            kept.question === 'account'
              ? againSaying(kept)
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
