/**
 * What a transition may claim about the context; each name is true or false by itself.
 *
 * Long because every claim a chart may make stands in one list.
 */
import type { AccountChoice, AccountFact, Choice, Context, Question, Reading } from './vocabulary.ts'

type Claim = (argument: { context: Context }) => boolean

const reading = (context: Context): Reading => context.turn.reading ?? { kind: 'none' }
const question = (context: Context): Question => context.kept.question

/** Which accounts the store found a use to go out with. */
const choiceOf = (context: Context): AccountChoice => context.turn.store?.choice ?? { kind: 'none' }

/** What holds for the conversation, once a message comes: choices made for the request before it have ended. */
export function lastingChoices(chosen: Readonly<Record<string, Choice>>): Record<string, Choice> {
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([service, { ids, once, before }]) => {
      const held = once ? before : ids
      return held === undefined ? [] : [[service, { ids: held, once: false }]]
    }),
  )
}

/** The accounts a use settles on; none when it must be asked. */
export function settledAccounts(context: Context): AccountFact[] {
  const choice = choiceOf(context)
  return choice.kind === 'use' ? choice.accounts : []
}

/** The accounts that a management request can be about: usable or not, named or the only one. */
export function subjectAccounts(context: Context): AccountFact[] {
  const accounts = context.turn.store?.accounts ?? []
  const named = context.turn.want?.named ?? null
  if (named !== null) return accounts.filter((account) => named.includes(account.id))
  return accounts.length === 1 ? accounts : []
}

/**
 * Whether this turn is about the open question: it answers it, or brings the credential it waits for. A turn about another
 * service leaves the question, and the request parked with it, as they are.
 */
export function servesTheQuestion(context: Context): boolean {
  const { kept, turn } = context
  if (turn.origin === 'answer' || turn.origin === 'outside' || turn.want === null) return true
  const waiting = ['secret', 'retry', 'elsewhere', 'add'].includes(kept.question)
  return waiting && kept.want?.service === turn.want.service
}

const managing = (context: Context): boolean =>
  context.turn.want !== null && ['switch', 'default', 'rename', 'remove'].includes(context.turn.want.why)

/** An account is to be used. Whoever says "add" once more, while a request waits for a credential, wants to add. */
const wantsUse = (context: Context): boolean =>
  context.turn.want?.why === 'use' && reading(context).kind !== 'add'

/** An account was picked from those that were offered, with what is wrong with it. */
const pickedAnyway = (context: Context): boolean =>
  context.turn.origin === 'answer' && reading(context).kind === 'accounts'

/** One name fits several accounts, and which of them is meant has to be asked. */
const fitsSeveral = (context: Context): boolean =>
  context.turn.want?.one === 'named' && subjectAccounts(context).length > 1

const aboutTheOpenQuestion = (context: Context, service: string | null): boolean =>
  service === null || service === context.kept.want?.service

/** Guards by the name the charts use. */
export const guards = {
  asksAboutService: ({ context }) => question(context) === 'service',
  asksAboutAccount: ({ context }) => question(context) === 'account',
  asksForSecret: ({ context }) => question(context) === 'secret',
  asksWhetherToAdd: ({ context }) => question(context) === 'add',
  asksWhetherToRemove: ({ context }) => question(context) === 'removal',
  asksWhetherToRetry: ({ context }) => question(context) === 'retry',
  waitsForElsewhere: ({ context }) => question(context) === 'elsewhere',

  choosesService: ({ context }) => question(context) === 'service' && reading(context).kind === 'service',
  /** An answer to "which one?" that names none of them, or a question about it. */
  asksWhichAgain: ({ context }) => {
    const said = reading(context).kind
    const asksForService =
      question(context) === 'service' || (question(context) === 'add' && context.kept.want?.service === null)
    return asksForService
      ? ['help', 'unclear'].includes(said)
      : question(context) === 'account' && said === 'unclear'
  },
  choosesAccount: ({ context }) => {
    const said = reading(context)
    return question(context) === 'account' && said.kind === 'accounts' && said.accounts.length > 0
  },
  givesSecret: ({ context }) => {
    if (!['secret', 'retry'].includes(question(context))) return false
    const said = reading(context)
    if (said.kind === 'secret') return !said.late
    return said.kind === 'add' && said.secret !== null && aboutTheOpenQuestion(context, said.service)
  },
  repeatsTheWish: ({ context }) => {
    const said = reading(context)
    if (said.kind !== 'add' || said.secret !== null || !aboutTheOpenQuestion(context, said.service))
      return false
    return ['secret', 'retry', 'elsewhere'].includes(question(context))
  },
  acceptsOffer: ({ context }) => {
    if (question(context) !== 'add' || context.turn.pendingSecret === null) return false
    const said = reading(context)
    const known = context.kept.want?.service !== null
    if (said.kind === 'yes') return known
    if (said.kind === 'service') return true
    return said.kind === 'add' && said.secret === null && (known || said.service !== null)
  },
  /** A yes to an offer whose service nobody knows; a wish that brings its own secret is not about the offer. */
  acceptsOfferBlindly: ({ context }) => {
    if (question(context) !== 'add' || context.turn.pendingSecret === null) return false
    const said = reading(context)
    return said.kind === 'yes' || (said.kind === 'add' && said.secret === null)
  },
  declines: ({ context }) => question(context) !== 'none' && ['no', 'cancel'].includes(reading(context).kind),
  declinesOffer: ({ context }) =>
    question(context) === 'add' && ['no', 'cancel'].includes(reading(context).kind),
  declinesRemoval: ({ context }) =>
    question(context) === 'removal' && ['no', 'cancel'].includes(reading(context).kind),
  confirmsRemoval: ({ context }) => question(context) === 'removal' && reading(context).kind === 'yes',
  /** "Done", while a secret is awaited: it may have been added elsewhere. */
  triesAgain: ({ context }) => {
    const said = reading(context).kind
    if (question(context) === 'secret') return said === 'again'
    return ['retry', 'elsewhere'].includes(question(context)) && ['again', 'yes'].includes(said)
  },
  asksForHelp: ({ context }) =>
    ['secret', 'retry', 'elsewhere', 'add'].includes(question(context)) && reading(context).kind === 'help',
  wantsSomething: ({ context }) => ['add', 'secret', 'use'].includes(reading(context).kind),
  managesAccount: ({ context }) => ['switch', 'default', 'rename', 'remove'].includes(reading(context).kind),
  asksForList: ({ context }) => ['list', 'usage'].includes(reading(context).kind),
  holdsUnplacedSecret: ({ context }) => context.turn.secret !== null && context.turn.want?.service === null,
  namesNoService: ({ context }) => (context.turn.want?.service ?? null) === null,

  managing: ({ context }) => managing(context),
  managingNothing: ({ context }) => managing(context) && (context.turn.store?.accounts.length ?? 0) === 0,
  managingUnknown: ({ context }) =>
    managing(context) && context.turn.want?.named !== null && subjectAccounts(context).length === 0,
  managingOne: ({ context }) =>
    managing(context) && context.turn.want?.why !== 'switch' && subjectAccounts(context).length === 1,
  switching: ({ context }) =>
    context.turn.want?.why === 'switch' && !fitsSeveral(context) && subjectAccounts(context).length > 0,
  /** "Both", said of a removal. */
  removingSeveral: ({ context }) =>
    context.turn.want?.why === 'remove' &&
    context.turn.want.named !== null &&
    !fitsSeveral(context) &&
    subjectAccounts(context).length > 1,
  removalUnconfirmed: ({ context }) =>
    context.turn.want?.why === 'remove' &&
    (context.turn.origin !== 'answer' || question(context) !== 'removal'),
  answersOwnQuestion: ({ context }) => context.turn.origin === 'answer',

  wantsHelp: ({ context }) => context.turn.origin === 'answer' && reading(context).kind === 'help',
  holdsSecret: ({ context }) => context.turn.secret !== null,
  straySecret: ({ context }) => context.turn.want?.why === 'stray',
  straySecretAlone: ({ context }) => context.turn.reading?.kind === 'secret' && context.turn.reading.alone,
  entryInsecure: ({ context }) => context.turn.store?.entry === 'insecure',
  entryShared: ({ context }) => context.turn.store?.entry === 'shared',
  entryElsewhere: ({ context }) => context.turn.store?.entry === 'elsewhere',
  addingLocked: ({ context }) => (context.turn.store?.lockedUntil ?? 0) > context.turn.at,

  namesUnknownAccount: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'unknown',
  settledUse: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'use',
  unsettledUse: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'ask',
  /** One that could have been meant cannot be used, and others can: asked about, unless it was picked knowing that. */
  brokenUse: ({ context }) => {
    const choice = choiceOf(context)
    return wantsUse(context) && choice.kind === 'broken' && choice.usable.length > 0 && !pickedAnyway(context)
  },
  fromThisMessage: ({ context }) => context.turn.origin === 'message',
  requestWaits: ({ context }) => context.turn.park || (context.kept.parked && servesTheQuestion(context)),
  ownRequestWaits: ({ context }) => context.turn.park,
  toolStillRefuses: ({ context, event }: { context: Context; event?: unknown }) => {
    const raised = event as { type?: string; why?: string; turnId?: string } | undefined
    return (
      raised?.type === 'need.raised' &&
      raised.why === 'rejected' &&
      context.kept.resumed?.why === 'rejected' &&
      context.kept.resumed.turnId === raised.turnId
    )
  },

  otherService: ({ context }) => context.turn.examination?.kind === 'other-service',
  malformed: ({ context }) => context.turn.examination?.kind === 'malformed',
  malformedTooOften: ({ context }) =>
    context.turn.examination?.kind === 'malformed' && context.kept.malformed >= 9,
  incomplete: ({ context }) => context.turn.examination?.kind === 'incomplete',
  alreadyStored: ({ context }) => context.turn.duplicate?.active === true,
  reserved: ({ context }) => context.turn.admission?.kind === 'reserved',
  lockedOut: ({ context }) => context.turn.admission?.kind === 'locked',
  joinedValid: ({ context }) =>
    context.turn.admission?.kind === 'joined' && context.turn.admission.outcome === 'valid',
  joinedRejected: ({ context }) =>
    context.turn.admission?.kind === 'joined' && context.turn.admission.outcome === 'rejected',
  joinedUnknown: ({ context }) =>
    context.turn.admission?.kind === 'joined' && context.turn.admission.outcome === 'unknown',
  accepted: ({ context }) => context.turn.validation?.kind === 'valid',
  rejectedForGood: ({ context }) =>
    context.turn.validation?.kind === 'rejected' && context.turn.validation.lockedUntil !== null,
  rejected: ({ context }) => context.turn.validation?.kind === 'rejected',
  duplicateAfterAll: ({ context }) => context.turn.stored?.outcome === 'duplicate',
  replacedAccount: ({ context }) => context.turn.stored?.outcome === 'replaced',
  newAmongSeveral: ({ context }) =>
    context.turn.stored?.outcome === 'added' && context.turn.stored.accounts.length > 1,
  accountGone: ({ context }) => context.turn.management?.kind === 'gone',
  labelIsRefused: ({ context }) =>
    context.turn.management?.kind === 'label-taken' || context.turn.management?.kind === 'label-missing',
  listing: ({ context }) => context.turn.management?.kind === 'listed',
  showingUse: ({ context }) => context.turn.management?.kind === 'used',
  awaited: ({ context, event }: { context: Context; event?: unknown }) => {
    const met = event as { type?: string; service?: string; at?: number } | undefined
    return (
      met?.type === 'need.met' &&
      (context.kept.questionUntil ?? 0) > (met.at ?? 0) &&
      met.service === context.kept.want?.service &&
      ['secret', 'retry', 'elsewhere'].includes(question(context))
    )
  },
} satisfies Record<string, Claim>
