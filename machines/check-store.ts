/**
 * check-store: looks at what this user has of the service, and decides which step comes next.
 *
 * `placing` asks about a wish that names no service. `loading` asks the vault. `deciding` reads top to bottom: requests
 * about accounts, then a secret in hand (may it be collected here at all, is adding locked, was it asked for), then the
 * use of an account (never guessed), and at last the collecting of a new credential.
 *
 * Long because every way that a wish can go is one line of `deciding`.
 */
import { subjectAccounts } from './guards.ts'
import { steps } from './setup.ts'
import type { AccountFact, Context, ListedAccount } from './vocabulary.ts'

/** The service of the wish; the chart never looks at it before `placing` let it through. */
export const serviceOf = (context: Context): string => context.turn.want?.service ?? ''

const minutesLocked = (context: Context): number =>
  Math.max(1, Math.ceil(((context.turn.store?.lockedUntil ?? 0) - context.turn.at) / 60_000))

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
        { target: 'loading' },
      ],
    },
    loading: {
      invoke: {
        src: 'checkStore',
        input: ({ context }) => ({
          service: serviceOf(context),
          server: context.turn.want?.server ?? null,
          named: context.turn.want?.named ?? null,
          one: context.turn.want?.one,
          chosen: context.kept.chosen[serviceOf(context)],
        }),
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
        { guard: 'switching', target: '#askAccount.switching' },
        { guard: 'managingOne', target: '#manageAccounts', actions: 'takeSubject' },
        { guard: 'removingSeveral', target: '#manageAccounts' },
        { guard: 'managing', target: '#askAccount.asking' },
        { guard: 'holdsSecret', target: 'receiving' },
        { guard: 'namesUnknownAccount', target: '#askAccount.unknown' },
        { guard: 'settledUse', target: 'settled' },
        { guard: 'unsettledUse', target: '#askAccount.asking' },
        { guard: 'brokenUse', target: '#askAccount.askingAboutBroken' },
        { guard: 'entryInsecure', target: '#redirect.insecure' },
        { guard: 'entryShared', target: '#redirect.shared' },
        { guard: 'entryElsewhere', target: '#redirect.telling' },
        { guard: 'addingLocked', target: 'locked' },
        { target: '#collectInline.asking' },
      ],
    },
    /** A secret is in hand: may it be taken here? Refusals come before anything is done with it. */
    receiving: {
      always: [
        { guard: 'entryInsecure', target: '#redirect.insecure' },
        { guard: 'entryShared', target: '#redirect.shared' },
        { guard: 'entryElsewhere', target: '#redirect.notHere' },
        { guard: 'addingLocked', target: 'locked' },
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
    locked: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'lockout.locked',
            facts: { service: serviceOf(context), minutes: minutesLocked(context) },
          }),
        },
        'doNotPark',
        'closeQuestion',
      ],
      always: '#resting',
    },
  },
})

/** The accounts of a list, with what was picked in this conversation. */
export function listedAccounts(
  { kept }: Context,
  accounts: readonly (AccountFact & { service: string })[],
): ListedAccount[] {
  return accounts.map((account) => ({
    ...account,
    inUse: kept.chosen[account.service]?.ids.includes(account.id) ?? false,
  }))
}

/** The accounts an account question offers: those that fit a request about accounts, or all; for a use, those it can be. */
export function offeredAccounts(context: Context): AccountFact[] {
  const { want, store } = context.turn
  const choice = store?.choice
  if (want?.why === 'use') {
    if (choice?.kind === 'broken') return [...choice.usable, ...choice.accounts]
    return choice?.kind === 'ask' ? choice.accounts : []
  }
  const several = subjectAccounts(context)
  return several.length > 1 ? several : (store?.accounts ?? [])
}
