/**
 * validate: asks the service whether the credential is good and whose it is, and stores it.
 *
 * Only a definite rejection counts as one. Where the service cannot say, the secret is kept sealed for a while and the
 * user may say "try again". `finishing` goes on with the parked request, if there is one.
 *
 * Long because each answer of a service is a state with its own words.
 */
import { serviceOf } from './facts.ts'
import { duplicateOf } from './dedupe.ts'
import { steps } from './setup.ts'
import type { Context } from './conversation.ts'
import type { Saying } from './sayings.ts'

const addedOrReplaced = (context: Context): Saying => {
  const service = serviceOf(context)
  const account = duplicateOf(context)
  const { labelHolder = null, lookAlike = null } = context.turn.stored ?? {}
  if (context.turn.stored?.outcome === 'duplicate')
    return { key: 'dedupe.already', facts: { service, account } }
  if (context.turn.stored?.outcome === 'replaced')
    return { key: 'validate.replaced', facts: { service, account, labelHolder } }
  const checked = context.turn.stored?.checked ?? true
  return { key: 'validate.added', facts: { service, account, checked, labelHolder, lookAlike } }
}

/** The chart of this step. */
export const validate = steps.createStateConfig({
  id: 'validate',
  initial: 'validating',
  states: {
    validating: {
      invoke: {
        src: 'validate',
        input: ({ context }) => ({
          secret: context.turn.secret ?? '',
          service: serviceOf(context),
          slot: context.turn.slot ?? '',
        }),
        onDone: {
          target: 'validated',
          actions: { type: 'takeValidation', params: ({ event }) => ({ validation: event.output }) },
        },
        onError: '#failed',
      },
    },
    validated: {
      always: [
        { guard: 'accepted', target: 'storing' },
        { guard: 'rejectedForGood', target: '#lockout.locked' },
        { guard: 'rejected', target: 'refused' },
        { target: 'offeringRetry' },
      ],
    },
    storing: {
      invoke: {
        src: 'storeCredential',
        input: ({ context }) => ({
          secret: context.turn.secret ?? '',
          service: serviceOf(context),
          label: context.turn.want?.label ?? null,
          replaces: context.turn.want?.subject ?? null,
        }),
        onDone: {
          target: 'stored',
          actions: { type: 'takeStoredFacts', params: ({ event }) => ({ stored: event.output }) },
        },
        onError: '#failed',
      },
    },
    stored: {
      entry: ['takeStored', { type: 'say', params: ({ context }) => addedOrReplaced(context) }],
      always: [
        {
          guard: 'newAmongSeveral',
          target: 'finishing',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'validate.nowHave',
              facts: { service: serviceOf(context), accounts: context.turn.stored?.accounts ?? [] },
            }),
          },
        },
        { target: 'finishing' },
      ],
    },
    finishing: {
      always: [
        { guard: 'requestWaits', target: '#resuming' },
        { target: '#resting', actions: 'closeQuestion' },
      ],
    },
    /** The service does not accept it: say so, and ask for another. */
    refused: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'validate.rejected',
            facts: {
              service: serviceOf(context),
              attemptsLeft:
                context.turn.validation?.kind === 'rejected' ? context.turn.validation.attemptsLeft : null,
              expired: context.turn.validation?.kind === 'rejected' && context.turn.validation.expired,
              damaged: context.turn.validation?.kind === 'rejected' && context.turn.validation.damaged,
            },
          }),
        },
        'awaitFirstField',
        'askForSecret',
      ],
      always: '#resting',
    },
    /** The service could not say: nothing is counted, the secret waits sealed for "try again". */
    offeringRetry: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'validate.unknown',
            facts: {
              service: serviceOf(context),
              reason:
                context.turn.validation?.kind === 'unknown' ? context.turn.validation.reason : 'unavailable',
            },
          }),
        },
        'askWhetherToRetry',
      ],
      always: '#resting',
    },
    /** The same question once more, after something else was answered. */
    offeringAgain: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'validate.retryAgain',
            facts: { service: serviceOf(context), pending: context.kept.pending },
          }),
        },
        'askAgain',
      ],
      always: '#resting',
    },
    /** The service accepts the credential, the tool does not: asking once more would only go round in circles. */
    toolRefuses: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({ key: 'validate.toolRefuses', facts: { service: serviceOf(context) } }),
        },
        'doNotPark',
        'closeQuestion',
      ],
      always: '#resting',
    },
    waiting: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': [
          { guard: 'awaited', target: '#checkStore', actions: 'receiveNews' },
          { actions: 'receiveNews' },
        ],
        'answer.told': { target: '#resting', actions: 'receiveTold' },
      },
    },
  },
})
