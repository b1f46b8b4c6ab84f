/**
 * redirect: sends people where credentials may be given, when this chat is not the place.
 *
 * `telling` and the refusals keep the request parked: once the credential is there, the request goes on. A secret that
 * was pasted anyway is forgotten, and its owner is told to treat it as exposed.
 */
import { serviceOf } from './facts.ts'
import { steps } from './setup.ts'

/** The chart of this step. */
export const redirect = steps.createStateConfig({
  id: 'redirect',
  initial: 'waiting',
  states: {
    telling: {
      entry: [
        { type: 'cause', params: 'sends-elsewhere' },
        {
          type: 'say',
          params: ({ context }) => ({ key: 'redirect.elsewhere', facts: { service: serviceOf(context) } }),
        },
        'waitForElsewhere',
      ],
      always: '#resting',
    },
    /** The user is sent to the service, and what it grants is taken without another word in this chat. */
    connecting: {
      entry: [
        { type: 'cause', params: 'connects' },
        {
          type: 'say',
          params: ({ context }) => ({ key: 'redirect.connect', facts: { service: serviceOf(context) } }),
        },
        'waitForElsewhere',
      ],
      always: '#resting',
    },
    insecure: {
      entry: [
        { type: 'cause', params: 'denied-insecure' },
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'redirect.insecure',
            facts: { service: serviceOf(context), pasted: context.turn.secret !== null },
          }),
        },
        'waitForElsewhere',
      ],
      always: '#resting',
    },
    shared: {
      entry: [
        { type: 'cause', params: 'denied-shared' },
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'redirect.shared',
            facts: { service: serviceOf(context), pasted: context.turn.secret !== null },
          }),
        },
        'waitForElsewhere',
      ],
      always: '#resting',
    },
    notHere: {
      entry: [
        { type: 'cause', params: 'denied-here' },
        {
          type: 'say',
          params: ({ context }) => ({ key: 'redirect.notHere', facts: { service: serviceOf(context) } }),
        },
      ],
      always: [{ guard: 'ownRequestWaits', target: '#resuming' }, { target: '#resting' }],
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
