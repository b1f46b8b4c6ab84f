/**
 * collect-inline: asks for a credential in the chat and takes it, field by field.
 *
 * `examining` looks at what was given before anybody else is asked: is it this service's, is it whole, can it be sent? A token of
 * another service is offered there, and what was wished for waits. `offering` is for a secret that nobody asked for.
 * `wondering` asks about a message that may be the password. Ten malformed secrets end the dialogue.
 *
 * Long because each refusal of a secret is a state with its own words.
 */
import { lockedUntil, minutesLocked, pendingSecret, serviceOf } from './facts.ts'
import { awaitsHeld } from './guards.ts'
import { steps } from './setup.ts'
import type { Context } from './conversation.ts'
import type { AccountFact, Want } from './kept.ts'
import type { HelpTopic } from './readings.ts'
import type { HelpNext, SayingFacts } from './sayings.ts'

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

/** What is wrong with a secret that cannot be tried. */
function malformedFacts(context: Context): SayingFacts['collect-inline.malformed'] {
  const found = context.turn.examination
  const facts = { service: serviceOf(context), field: wantOf(context).field }
  if (found?.kind !== 'malformed') return { ...facts, problem: 'empty' }
  const { problem, length } = found
  return { ...facts, problem, ...(length === undefined ? {} : { length }) }
}

/** The service whose secret is awaited while another one's comes. */
function awaitedService({ kept, turn }: Context): string | null {
  const waiting = [kept, ...kept.aside.toReversed()].find(({ question }) => question === 'secret')
  const service = waiting?.want?.service ?? null
  return service === turn.want?.service ? null : service
}

/** What somebody who asked for help can do next. */
function nextOf({ kept, turn }: Context): HelpNext {
  if (turn.store?.entry !== 'inline' || kept.question === 'elsewhere') return 'elsewhere'
  if (kept.question === 'add') return 'confirm'
  if (kept.question !== 'retry') return 'paste'
  return kept.pending ? 'retry' : 'wait'
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
          pending: wantOf(context).field === null ? null : pendingSecret(context),
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
        { guard: 'otherService', target: '#checkStore', actions: 'takeUpOther' },
        { guard: 'malformedTooOften', target: 'givingUp' },
        { guard: 'malformed', target: 'refusingMalformed' },
        { guard: 'incomplete', target: 'askingNextField' },
        { target: '#dedupe', actions: 'takeExamined' },
      ],
    },
    refusingMalformed: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.malformed',
            facts: malformedFacts(context),
          }),
        },
        'askForSecret',
        'countMalformed',
      ],
      always: '#resting',
    },
    givingUp: {
      entry: [
        { type: 'cause', params: 'gave-up' },
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.tooManyMalformed',
            facts: { service: serviceOf(context) },
          }),
        },
        'doNotPark',
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
    /** The field that is awaited, asked for once more. */
    askingAgain: {
      entry: [
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
        'askAgain',
      ],
      always: '#resting',
    },
    /** The message may be the awaited secret: nobody gets it, and its owner says whether it is. */
    wondering: {
      entry: [
        'holdBack',
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.isItYours',
            facts: { service: serviceOf(context), field: wantOf(context).field },
          }),
        },
        'askAgain',
      ],
      always: '#resting',
    },
    /** The message may be a secret, though none that is awaited: nobody gets it. */
    keepingBack: {
      entry: {
        type: 'say',
        params: ({ context }) => ({
          key: 'collect-inline.keptBack',
          facts: {
            service: context.turn.reading?.kind === 'held' ? context.turn.reading.service : '',
            awaited: awaitsHeld(context),
          },
        }),
      },
      always: [{ guard: 'awaitsHeld', target: '#resting', actions: 'askAgain' }, { target: '#resting' }],
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
              awaited: awaitedService(context),
            },
          }),
        },
        'askWhetherToAdd',
      ],
      always: '#resting',
    },
    /** The same offer once more, after something else was answered. */
    offeringAgain: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.offerAgain',
            facts: { service: context.kept.want?.service ?? null },
          }),
        },
        'askAgain',
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
    /** "No": a request that waits goes on without. */
    cancelled: {
      entry: {
        type: 'say',
        params: ({ context }) => ({
          key: 'collect-inline.cancelled',
          // Where the question was "which one?", nothing was being connected.
          facts: {
            service: ['account', 'name'].includes(context.kept.question)
              ? null
              : (context.kept.want?.service ?? null),
          },
        }),
      },
      always: [
        { guard: 'goesOnWithout', target: '#resuming' },
        { target: '#resting', actions: 'closeQuestion' },
      ],
    },
    helping: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.help',
            facts: {
              service: serviceOf(context),
              topic: topicOf(context),
              next: nextOf(context),
              minutes: lockedUntil(context) === null ? null : minutesLocked(context),
            },
          }),
        },
        'askAgain',
      ],
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
        'answer.told': { target: '#resting', actions: 'receiveTold' },
      },
    },
    /** Waits for a yes to adding a secret that nobody asked for. */
    offered: {
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
