/**
 * collect-inline: asks for a credential in the chat and takes it, field by field.
 *
 * `examining` looks at what was given before anybody else is asked: is it this service's, is it whole, can it be sent?
 * `offering` is for a secret that nobody asked for. Ten malformed secrets end the dialogue.
 *
 * Long because each refusal of a secret is a state with its own words.
 */
import { serviceOf } from './check-store.ts'
import { steps } from './setup.ts'
import type { AccountFact, Context, HelpNext, HelpTopic, Want } from './vocabulary.ts'

const wantOf = (context: Context): Want =>
  context.turn.want ?? {
    service: '',
    server: null,
    why: 'add',
    named: null,
    subject: null,
    label: null,
    field: null,
  }

/** The account whose credential is asked for anew. */
const subjectOf = (context: Context): AccountFact | undefined =>
  context.turn.store?.accounts.find((account) => account.id === context.turn.want?.subject)

const topicOf = (context: Context): HelpTopic =>
  context.turn.reading?.kind === 'help' ? context.turn.reading.topic : 'general'

/** What somebody who asked for help can do next. */
function nextOf({ kept, turn }: Context): HelpNext {
  if (turn.store?.entry !== 'inline' || kept.question === 'elsewhere') return 'elsewhere'
  if (kept.question === 'add') return 'confirm'
  return kept.question === 'retry' ? 'retry' : 'paste'
}

/** The chart of this step. */
export const collectInline = steps.createStateConfig({
  id: 'collectInline',
  initial: 'examining',
  states: {
    asking: {
      entry: [
        'awaitFirstField',
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.ask',
            facts: {
              service: serviceOf(context),
              why: subjectOf(context)?.active === false ? 'rejected' : wantOf(context).why,
              field: null,
              account: subjectOf(context) ?? null,
            },
          }),
        },
        'askForSecret',
      ],
      always: '#resting',
    },
    examining: {
      invoke: {
        src: 'collectInline',
        input: ({ context }) => ({
          secret: context.turn.secret ?? '',
          // Only a field that is awaited is put together with what was given before.
          pending: wantOf(context).field === null ? null : context.turn.pendingSecret,
          want: wantOf(context),
        }),
        onDone: {
          target: 'examined',
          actions: { type: 'takeExamination', params: ({ event }) => ({ examination: event.output }) },
        },
        onError: '#failed',
      },
    },
    examined: {
      always: [
        { guard: 'otherService', target: 'refusingOtherService' },
        { guard: 'malformedTooOften', target: 'givingUp' },
        { guard: 'malformed', target: 'refusingMalformed' },
        { guard: 'incomplete', target: 'askingNextField' },
        { target: '#dedupe', actions: 'takeExamined' },
      ],
    },
    /** A token of another service is never sent to this one. */
    refusingOtherService: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.wrongService',
            facts: {
              service: serviceOf(context),
              found: context.turn.examination?.kind === 'other-service' ? context.turn.examination.found : '',
            },
          }),
        },
        'askForSecret',
      ],
      always: '#resting',
    },
    refusingMalformed: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.malformed',
            facts: {
              service: serviceOf(context),
              problem:
                context.turn.examination?.kind === 'malformed' ? context.turn.examination.problem : 'empty',
            },
          }),
        },
        'askForSecret',
        'countMalformed',
      ],
      always: '#resting',
    },
    givingUp: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.tooManyMalformed',
            facts: { service: serviceOf(context) },
          }),
        },
        'closeQuestion',
      ],
      always: '#resting',
    },
    askingNextField: {
      entry: [
        'awaitNextField',
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.ask',
            facts: {
              service: serviceOf(context),
              why: wantOf(context).why,
              field: wantOf(context).field,
              account: null,
            },
          }),
        },
        'askForSecret',
      ],
      always: '#resting',
    },
    offering: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.offerAdd',
            facts: {
              service: context.turn.want?.service ?? null,
              late: context.turn.reading?.kind === 'secret' && context.turn.reading.late,
            },
          }),
        },
        'askWhetherToAdd',
      ],
      always: '#resting',
    },
    /** "No" to an offer: the secret is forgotten, the rest of that message goes on. */
    declined: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.discarded',
            facts: { service: context.kept.want?.service ?? null },
          }),
        },
      ],
      always: [
        { guard: 'requestWaits', target: '#resuming' },
        { target: '#resting', actions: 'closeQuestion' },
      ],
    },
    cancelled: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.cancelled',
            // Where the question was "which one?", nothing was being connected.
            facts: {
              service: context.kept.question === 'account' ? null : (context.kept.want?.service ?? null),
            },
          }),
        },
        'closeQuestion',
      ],
      always: '#resting',
    },
    helping: {
      entry: {
        type: 'say',
        params: ({ context }) => ({
          key: 'collect-inline.help',
          facts: {
            service: serviceOf(context),
            topic: topicOf(context),
            next: nextOf(context),
          },
        }),
      },
      always: '#resting',
    },
    /** Waits for the secret. */
    waiting: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': [
          { guard: 'awaited', target: '#checkStore', actions: 'receiveNews' },
          { actions: 'receiveNews' },
        ],
      },
    },
    /** Waits for a yes to adding a secret that nobody asked for. */
    offered: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
      },
    },
  },
})
