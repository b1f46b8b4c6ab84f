/**
 * check-store: looks at what this user has of the service, and decides which step comes next.
 *
 * `placing` asks about a wish that names no service. `loading` asks the vault. `deciding` reads top to bottom: requests
 * about accounts, then a secret in hand (may it be collected here at all, is adding locked, was it asked for), then the
 * use of an account (never guessed), and at last the collecting of a new credential.
 *
 * Long because every way that a wish can go is one line of `deciding`.
 */
import { listedAccounts, serviceOf, storeQuestion } from './facts.ts'
import { steps } from './setup.ts'

/** The chart of this step. */
export const checkStore = steps.createStateConfig({
  id: 'checkStore',
  initial: 'placing',
  states: {
    placing: {
      always: [
        { guard: 'toolStillRefuses', target: '#validate.toolRefuses' },
        { guard: 'holdsUnplacedSecret', target: '#collectInline.offering', actions: 'mentionOthers' },
        { guard: 'namesNoService', target: '#askAccount.askingService' },
        { guard: 'declinedInThisTurn', target: 'declined' },
        { target: 'loading' },
      ],
    },
    loading: {
      invoke: {
        src: 'checkStore',
        input: ({ context }) => storeQuestion(context),
        onDone: {
          target: 'deciding',
          actions: { type: 'takeStore', params: ({ event }) => ({ store: event.output }) },
        },
        onError: '#failed',
      },
    },
    deciding: {
      always: [
        { guard: 'wantsHelp', target: '#collectInline.helping' },
        {
          guard: 'managingNothing',
          target: '#resting',
          actions: {
            type: 'say',
            params: ({ context }) => ({ key: 'ask-account.none', facts: { service: serviceOf(context) } }),
          },
        },
        { guard: 'managingUnknown', target: '#askAccount.unknown' },
        { guard: 'clearsDefault', target: '#manageAccounts.acting' },
        { guard: 'switching', target: '#askAccount.switching' },
        { guard: 'managingOne', target: '#manageAccounts', actions: 'takeSubject' },
        { guard: 'removingSeveral', target: '#manageAccounts' },
        { guard: 'managing', target: '#askAccount.asking' },
        { guard: 'holdsSecret', target: 'receiving' },
        { guard: 'namesUnknownAccount', target: '#askAccount.unknown' },
        { guard: 'settledUse', target: 'settled' },
        { guard: 'unsettledUse', target: '#askAccount.asking' },
        { guard: 'brokenUse', target: '#askAccount.askingAboutBroken' },
        { guard: 'declinedAndMentioned', target: '#resting', actions: 'doNotPark' },
        { guard: 'declinedAndNeeded', target: 'declined' },
        { guard: 'entryInsecure', target: '#redirect.insecure' },
        { guard: 'entryShared', target: '#redirect.shared' },
        { guard: 'entryConnects', target: '#redirect.connecting' },
        { guard: 'entryElsewhere', target: '#redirect.telling' },
        { guard: 'addingLocked', target: '#lockout.locked' },
        { target: '#collectInline.asking' },
      ],
    },
    /** A secret is in hand: may it be taken here? Refusals come before anything is done with it. */
    receiving: {
      always: [
        { guard: 'entryInsecure', target: '#redirect.insecure' },
        { guard: 'entryShared', target: '#redirect.shared' },
        { guard: 'entryConnects', target: '#redirect.notHere' },
        { guard: 'entryElsewhere', target: '#redirect.notHere' },
        { guard: 'addingLocked', target: '#lockout.locked' },
        { guard: 'straySecret', target: '#collectInline.offering', actions: 'mentionOthers' },
        { target: '#collectInline', actions: 'mentionOthers' },
      ],
    },
    /** An account is there for the use. Asked for in this very message: pass it on. Else go on with what was parked. */
    settled: {
      entry: ['takeSettled', 'rememberNamed'],
      always: [
        { guard: 'fromThisMessage', target: '#resting', actions: 'doNotPark' },
        { guard: 'requestWaits', target: '#resuming' },
        { target: 'found' },
      ],
    },
    /** The credential came from elsewhere and no request waits for it. */
    found: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.list',
            facts: {
              service: serviceOf(context),
              accounts: listedAccounts(
                context,
                (context.turn.store?.accounts ?? []).map((account) => ({
                  ...account,
                  service: serviceOf(context),
                })),
              ),
            },
          }),
        },
        'closeQuestion',
      ],
      always: '#resting',
    },
    /** The user said no to what is needed: that is told, and not asked again. */
    declined: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'collect-inline.declinedBefore',
            facts: { service: serviceOf(context) },
          }),
        },
        'doNotPark',
      ],
      always: '#resting',
    },
  },
})
