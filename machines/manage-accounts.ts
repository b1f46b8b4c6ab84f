/**
 * manage-accounts: lists accounts and their use, sets a default, renames, removes. Removing asks once.
 *
 * Long because each thing that can become of an act has a sentence of its own.
 */
import { listedAccounts, serviceOf } from './check-store.ts'
import { subjectAccounts } from './guards.ts'
import { steps } from './setup.ts'
import type { AccountFact, Context, Saying } from './vocabulary.ts'

const nobody: AccountFact = { id: '', name: '', label: null, active: false, isDefault: false }

/** What is to be removed: the subject, or all that were named. */
const subjectsOf = (context: Context): AccountFact[] =>
  subjectAccounts(context).filter(
    ({ id }) => context.turn.want?.subject === null || id === context.turn.want?.subject,
  )

const serviceAsked = (context: Context): string | null => {
  const said = context.turn.reading
  return said?.kind === 'list' || said?.kind === 'usage' ? said.service : null
}

const doneSaying = (context: Context): Saying => {
  const accounts = context.turn.management?.kind === 'done' ? context.turn.management.accounts : []
  const account = accounts[0] ?? nobody
  const service = serviceOf(context)
  if (context.turn.want?.why === 'remove')
    return { key: 'manage-accounts.removed', facts: { service, accounts } }
  if (context.turn.want?.why === 'rename')
    return { key: 'manage-accounts.renamed', facts: { service, account } }
  return { key: 'manage-accounts.defaultSet', facts: { service, account } }
}

/** A rename that cannot be done: what is missing of it, or whose name it is. */
function labelSaying(context: Context): Saying {
  const done = context.turn.management
  const service = serviceOf(context)
  if (done?.kind === 'label-taken')
    return {
      key: 'manage-accounts.labelTaken',
      facts: { service, account: done.account, holder: done.holder },
    }
  const account = done?.kind === 'label-missing' ? done.account : nobody
  return { key: 'manage-accounts.labelMissing', facts: { service, account } }
}

/** The chart of this step. */
export const manageAccounts = steps.createStateConfig({
  id: 'manageAccounts',
  initial: 'beginning',
  states: {
    beginning: {
      always: [{ guard: 'removalUnconfirmed', target: 'asking' }, { target: 'acting' }],
    },
    asking: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.confirmRemoval',
            facts: { service: serviceOf(context), accounts: subjectsOf(context) },
          }),
        },
        'askWhetherToRemove',
      ],
      always: '#resting',
    },
    acting: {
      invoke: {
        src: 'manageAccounts',
        input: ({ context }) => ({ reading: context.turn.reading, want: context.turn.want }),
        onDone: {
          target: 'acted',
          actions: { type: 'takeManagement', params: ({ event }) => ({ management: event.output }) },
        },
        onError: '#failed',
      },
    },
    acted: {
      always: [
        {
          guard: 'listing',
          target: '#resting',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'manage-accounts.list',
              facts: {
                service: serviceAsked(context),
                accounts: listedAccounts(
                  context,
                  context.turn.management?.kind === 'listed' ? context.turn.management.accounts : [],
                ),
              },
            }),
          },
        },
        {
          guard: 'showingUse',
          target: '#resting',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'manage-accounts.usage',
              facts: {
                service: serviceAsked(context),
                uses: context.turn.management?.kind === 'used' ? context.turn.management.uses : [],
              },
            }),
          },
        },
        {
          guard: 'labelIsRefused',
          target: 'ending',
          actions: { type: 'say', params: ({ context }) => labelSaying(context) },
        },
        {
          guard: 'accountGone',
          target: 'ending',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'manage-accounts.gone',
              facts: { service: context.turn.want?.service ?? null },
            }),
          },
        },
        { target: 'ending', actions: { type: 'say', params: ({ context }) => doneSaying(context) } },
      ],
    },
    /** A question that this act answered is closed; one about something else stays open. */
    ending: {
      always: [
        { guard: 'answersOwnQuestion', target: '#resting', actions: 'closeQuestion' },
        { target: '#resting' },
      ],
    },
    declined: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.kept',
            facts: { service: context.kept.want?.service ?? null },
          }),
        },
        'closeQuestion',
      ],
      always: '#resting',
    },
    /** Waits for a yes to removing an account. */
    confirming: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
      },
    },
  },
})
