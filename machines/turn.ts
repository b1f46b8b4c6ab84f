/**
 * One chat turn: from one rest state to the next, composed of the steps.
 *
 * idle           nothing is asked; the conversation belongs to the agent
 * detectNeed     what does the message want from us?
 * checkStore     what does this user have of that service, and what follows?
 * askAccount     which account, and of which service?
 * collectInline  asks for a credential and takes it
 * dedupe         was it given before?
 * lockout        may the service be asked about it?
 * validate       is it good, whose is it? store it
 * redirect       it has to be given elsewhere
 * manageAccounts lists, defaults, renames, removes
 * resuming       goes on with the parked request
 * returning      takes up a question that waited while something else was answered
 * resting        sees to it that an open question was the last thing said, or takes no bare answer any more
 * rested         finds the rest state of the open question
 * failed         an actor broke: nothing is saved
 *
 * States with the tag `rest` wait for a human; only there is anything saved, and from the record alone (`Kept`). The
 * state's name is not saved: it follows from the open question. No timers: deadlines are compared with the time on events.
 */
import { askAccount } from './ask-account.ts'
import { checkStore } from './check-store.ts'
import { collectInline } from './collect-inline.ts'
import { dedupe } from './dedupe.ts'
import { detectNeed } from './detect-need.ts'
import { lockout } from './lockout.ts'
import { manageAccounts } from './manage-accounts.ts'
import { redirect } from './redirect.ts'
import { steps } from './setup.ts'
import { validate } from './validate.ts'
import { freshTurn } from './conversation.ts'

/** Rises when a saved record of an older machine could be misread. */
export const MACHINE_VERSION = 2

/** The machine of a turn. */
export const turnMachine = steps.createMachine({
  id: 'turn',
  context: ({ input }) => ({ kept: input.kept, turn: freshTurn }),
  initial: 'rested',
  states: {
    idle: {
      tags: 'rest',
      on: {
        'message.received': { target: 'detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: 'checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
        'answer.told': { actions: 'receiveTold' },
      },
    },
    detectNeed,
    checkStore,
    askAccount,
    collectInline,
    dedupe,
    lockout,
    validate,
    redirect,
    manageAccounts,
    resuming: { id: 'resuming', entry: ['mentionOffers', 'resume'], always: 'resting' },
    returning: {
      entry: 'takeUpAgain',
      always: [
        { guard: 'asksWhetherToAdd', target: '#collectInline.offeringAgain' },
        { guard: 'asksWhetherToRetry', target: '#validate.offeringAgain' },
        { guard: 'awaitsNextField', target: '#collectInline.askingAgain' },
        { guard: 'forgetsAll', target: '#manageAccounts.acting' },
        { target: '#checkStore' },
      ],
    },
    resting: {
      id: 'resting',
      always: [
        { guard: 'questionWaits', target: 'returning' },
        { target: 'rested', actions: 'disarm' },
      ],
    },
    rested: {
      always: [
        { guard: 'asksAboutService', target: '#askAccount.choosingService' },
        { guard: 'asksAboutAccount', target: '#askAccount.waiting' },
        { guard: 'asksForName', target: '#manageAccounts.awaitingName' },
        { guard: 'asksForSecret', target: '#collectInline.waiting' },
        { guard: 'asksWhetherToAdd', target: '#collectInline.offered' },
        { guard: 'asksWhetherToRemove', target: '#manageAccounts.confirming' },
        { guard: 'asksWhetherToRetry', target: '#validate.waiting' },
        { guard: 'waitsForElsewhere', target: '#redirect.waiting' },
        { target: 'idle' },
      ],
    },
    failed: { id: 'failed', entry: 'fail', type: 'final' },
  },
})
