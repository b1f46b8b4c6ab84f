/**
 * manage-accounts: lists accounts and their use, sets a default, renames, removes. Removing asks, and takes only a plain yes to
 * its own question, while that was the last thing said.
 *
 * Long because each act on accounts is a state with its own words.
 */
import { listedAccounts, nobody, serviceOf } from './facts.ts'
import { subjectAccounts } from './guards.ts'
import { steps } from './setup.ts'
import type { Context } from './conversation.ts'
import type { ListedAccount } from './found.ts'
import type { AccountFact } from './kept.ts'
import type { HelpTopic } from './readings.ts'
import type { Saying } from './sayings.ts'

/** What is to be removed: the subject, or all that were named. */
const subjectsOf = (context: Context): AccountFact[] =>
  subjectAccounts(context).filter(
    ({ id }) => context.turn.want?.subject === null || id === context.turn.want?.subject,
  )

/** What was found to list, with what is in use. */
const listed = (context: Context): ListedAccount[] =>
  context.turn.management?.kind === 'listed' ? listedAccounts(context, context.turn.management.accounts) : []

const topicOf = ({ turn: { reading } }: Context): HelpTopic =>
  reading?.kind === 'help' ? reading.topic : 'general'

const serviceAsked = (context: Context): string | null => {
  const said = context.turn.reading
  return said?.kind === 'list' || said?.kind === 'usage' || said?.kind === 'expiry' ? said.service : null
}

const doneSaying = (context: Context): Saying => {
  const accounts = context.turn.management?.kind === 'done' ? context.turn.management.accounts : []
  const account = accounts[0] ?? nobody
  const service = serviceOf(context)
  const why = context.turn.want?.why
  if (why === 'remove') return { key: 'manage-accounts.removed', facts: { service, accounts } }
  if (why === 'forget' || why === 'log-out')
    return { key: 'manage-accounts.forgotten', facts: { why, accounts } }
  if (why === 'no-default') return { key: 'manage-accounts.defaultCleared', facts: { service } }
  if (context.turn.want?.why === 'rename')
    return { key: 'manage-accounts.renamed', facts: { service, account } }
  return { key: 'manage-accounts.defaultSet', facts: { service, account } }
}

/** The account that could not be renamed, and the one whose name that is. */
function takenSaying(context: Context): Saying {
  const done = context.turn.management
  const { account, holder } = done?.kind === 'label-taken' ? done : { account: nobody, holder: nobody }
  return { key: 'manage-accounts.labelTaken', facts: { service: serviceOf(context), account, holder } }
}

/** The account that is to be renamed. */
const toRename = (context: Context): AccountFact =>
  context.turn.management?.kind === 'label-missing'
    ? context.turn.management.account
    : (subjectsOf(context)[0] ?? nobody)

/** The chart of this step. */
export const manageAccounts = steps.createStateConfig({
  id: 'manageAccounts',
  initial: 'beginning',
  states: {
    beginning: {
      always: [
        { guard: 'removes', target: 'asking' },
        { guard: 'nameMissing', target: 'naming' },
        { target: 'acting' },
      ],
    },
    naming: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.whichName',
            facts: { service: serviceOf(context), account: toRename(context) },
          }),
        },
        'askForName',
      ],
      always: '#resting',
    },
    /** The name is another account's: which one instead? */
    namingAnew: {
      entry: [{ type: 'say', params: ({ context }) => takenSaying(context) }, 'askForName'],
      always: '#resting',
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
        { type: 'askWhetherToRemove', params: ({ context }) => ({ accounts: subjectsOf(context) }) },
      ],
      always: '#resting',
    },
    /** Everything there is, before it is asked whether all of it is to be forgotten. */
    askingAboutAll: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.confirmForget',
            facts: { why: context.turn.want?.why ?? 'forget', accounts: listed(context) },
          }),
        },
        { type: 'askWhetherToRemove', params: { accounts: [] } },
      ],
      always: '#resting',
    },
    acting: {
      invoke: {
        src: 'manageAccounts',
        input: ({ context: { turn } }) => ({
          reading: turn.reading,
          want: turn.want,
          confirmed: turn.confirmed,
        }),
        onDone: {
          target: 'acted',
          actions: { type: 'takeManagement', params: ({ event }) => ({ management: event.output }) },
        },
        onError: '#failed',
      },
    },
    acted: {
      always: [
        { guard: 'listsToForget', target: 'askingAboutAll' },
        {
          guard: 'listing',
          target: '#resting',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'manage-accounts.list',
              facts: {
                service: serviceAsked(context),
                accounts: listed(context),
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
        { guard: 'labelIsTaken', target: 'namingAnew' },
        { guard: 'labelIsMissing', target: 'naming' },
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
    /** Neither yes nor no: the removal is off. */
    unclear: {
      entry: [
        {
          type: 'say',
          params: ({ context }) => ({
            key: 'manage-accounts.unclear',
            facts: { service: context.kept.want?.service ?? null },
          }),
        },
        'leaveQuestion',
      ],
      always: '#resting',
    },
    /** What a removal does, for somebody who asks; the question again comes after it. */
    explaining: {
      entry: {
        type: 'say',
        params: ({ context }) => ({
          key: 'manage-accounts.aboutRemoval',
          facts: { service: context.kept.want?.service ?? null, topic: topicOf(context) },
        }),
      },
      always: '#resting',
    },
    /** Waits for the new name of an account. */
    awaitingName: {
      tags: 'rest',
      on: {
        'message.received': { target: '#detectNeed', actions: 'receiveMessage' },
        'need.raised': { target: '#checkStore', actions: 'receiveNeed' },
        'need.met': { actions: 'receiveNews' },
        'answer.told': { target: '#resting', actions: 'receiveTold' },
      },
    },
    /** Waits for a yes to removing an account. */
    confirming: {
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
