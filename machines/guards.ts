/**
 * What a transition may claim about the context; each name is true or false by itself.
 *
 * Long because every claim a chart may make stands in one list.
 */
import { asideOffer, asideSecret, givenSecret, narrowed, outlastsLock, pendingSecret } from './facts.ts'
import type { Context } from './conversation.ts'
import type { AccountChoice } from './found.ts'
import type { AccountFact, Choice, Question } from './kept.ts'
import type { Reading } from './readings.ts'

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

const MANAGING: readonly string[] = ['switch', 'default', 'no-default', 'rename', 'remove']

const renames = (context: Context): boolean => context.turn.want?.why === 'rename'

const managing = (context: Context): boolean =>
  context.turn.want !== null && MANAGING.includes(context.turn.want.why)

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

const is = (context: Context, ...questions: readonly Question[]): boolean =>
  questions.includes(question(context))

const said = (context: Context, ...kinds: readonly Reading['kind'][]): boolean =>
  kinds.includes(reading(context).kind)

/** The open question was the last thing said, so that an answer in a word is for it. */
const armed = ({ kept }: Context): boolean => kept.question !== 'none' && kept.armed

/** What is no request of its own, and means something only to an open question. */
const ANSWERS: readonly Reading['kind'][] = [
  ...(['unsure', 'accounts', 'only', 'other-account', 'service', 'name', 'yes', 'no', 'later'] as const),
  ...(['cancel', 'start-over', 'again', 'help', 'undo'] as const),
]

/** Requests about accounts, answered without ending a question about a removal. */
const LOOKS: readonly Reading['kind'][] = ['list', 'usage', 'expiry']

const wantsSomething = (context: Context): boolean => said(context, 'add', 'secret', 'use')
const managesAccount = (context: Context): boolean =>
  said(context, 'switch', 'default', 'no-default', 'rename', 'remove')

/** A service that the user declined to connect, and nobody but the user brings up again. */
const declinedBefore = ({ kept, turn }: Context): boolean =>
  turn.want?.service != null &&
  ['use', 'rejected'].includes(turn.want.why) &&
  kept.declined.includes(turn.want.service)

const isRemovalArmed = (context: Context): boolean => is(context, 'removal') && armed(context)

/** An offer whose service nobody knows is taken by the name of any. */
const aboutTheOffer = ({ kept }: Context, service: string): boolean =>
  kept.want?.service === null || kept.want?.service === service

const requestWaits = (context: Context): boolean =>
  context.turn.park || (context.kept.parked && servesTheQuestion(context))

const forgetsAll = ({ turn: { want } }: Context): boolean =>
  want !== null && ['forget', 'log-out'].includes(want.why)

/** Whether what was held back came in the place of a secret of its service. */
export function awaitsHeld(context: Context): boolean {
  const heard = reading(context)
  if (heard.kind !== 'held' || heard.late) return false
  return is(context, 'secret', 'retry') && heard.service === context.kept.want?.service
}

/** A request waits, and the pause is over before it would be forgotten. */
export const waitsForLock = (context: Context): boolean => requestWaits(context) && outlastsLock(context)

/** Guards by the name the charts use. */
export const guards = {
  asksAboutService: ({ context }) => is(context, 'service'),
  asksAboutAccount: ({ context }) => is(context, 'account'),
  asksForName: ({ context }) => is(context, 'name'),
  asksForSecret: ({ context }) => is(context, 'secret'),
  asksWhetherToAdd: ({ context }) => is(context, 'add'),
  asksWhetherToRemove: ({ context }) => is(context, 'removal'),
  asksWhetherToRetry: ({ context }) => is(context, 'retry'),
  waitsForElsewhere: ({ context }) => is(context, 'elsewhere'),

  /** Something else was answered, and a question waits: it is taken up once more, so that it is the last thing said. */
  questionWaits: ({ context: { kept, turn } }) =>
    turn.outcome === 'reply' &&
    !turn.asked &&
    (kept.question === 'none' ? kept.aside.length > 0 : !turn.tookUpAgain),
  awaitsNextField: ({ context: { kept } }) => kept.question === 'secret' && kept.pending,

  mayBeTheSecret: ({ context }) => {
    const heard = reading(context)
    return heard.kind === 'held' && heard.fits && awaitsHeld(context)
  },
  awaitsHeld: ({ context }) => awaitsHeld(context),
  mayBeASecret: ({ context }) => said(context, 'held'),
  isTheSecret: ({ context }) =>
    context.kept.held && armed(context) && said(context, 'yes') && context.turn.heldSecret !== null,
  isNotTheSecret: ({ context }) => context.kept.held && armed(context) && said(context, 'no'),

  choosesService: ({ context }) => is(context, 'service') && armed(context) && said(context, 'service'),
  /** By a place in the list, "both", a name that is nearly right: only while nothing else was said. */
  choosesAccount: ({ context }) => {
    const heard = reading(context)
    if (!is(context, 'account') || heard.kind !== 'accounts' || heard.accounts.length === 0) return false
    return armed(context) || heard.by === 'name'
  },
  /** What is used is said; where there is more to be asked or told, the account stands in that. */
  choosesNearlyForUse: ({ context }) => {
    const heard = reading(context)
    const isNear = heard.kind === 'accounts' && heard.by === 'near' && heard.accounts.length > 0
    return is(context, 'account') && armed(context) && isNear && context.kept.want?.why === 'use'
  },
  namesAccount: ({ context }) => is(context, 'name') && armed(context) && said(context, 'name'),
  givesSecret: ({ context }) => {
    if (!is(context, 'secret', 'retry') || givenSecret(context) === null) return false
    const heard = reading(context)
    if (heard.kind === 'secret') return !heard.late && aboutTheOpenQuestion(context, heard.service)
    return heard.kind === 'add' && aboutTheOpenQuestion(context, heard.service)
  },
  givesAsideSecret: ({ context }) => asideSecret(context) >= 0,
  repeatsTheWish: ({ context }) => {
    const heard = reading(context)
    if (heard.kind !== 'add' || heard.secret !== null || !aboutTheOpenQuestion(context, heard.service))
      return false
    return is(context, 'secret', 'retry', 'elsewhere')
  },
  /** "Add it", said of the service by its name, is a word of its own; a yes belongs to the question. */
  acceptsOffer: ({ context }) => {
    if (!is(context, 'add') || pendingSecret(context) === null) return false
    const heard = reading(context)
    const known = context.kept.want?.service !== null
    if (heard.kind === 'yes') return known && armed(context)
    if (heard.kind === 'service') return armed(context) && aboutTheOffer(context, heard.service)
    if (heard.kind !== 'add' || heard.secret !== null) return false
    return heard.service === null ? known && armed(context) : aboutTheOffer(context, heard.service)
  },
  acceptsAsideOffer: ({ context }) => asideOffer(context) >= 0,
  /** A yes to an offer whose service nobody knows; a wish that brings its own secret is not about the offer. */
  acceptsOfferBlindly: ({ context }) => {
    if (!is(context, 'add') || !armed(context) || pendingSecret(context) === null) return false
    const heard = reading(context)
    return heard.kind === 'yes' || (heard.kind === 'add' && heard.secret === null && heard.service === null)
  },
  declinesOffer: ({ context }) => is(context, 'add') && armed(context) && said(context, 'no', 'cancel'),
  confirmsRemoval: ({ context }) => isRemovalArmed(context) && said(context, 'yes'),
  narrowsRemoval: ({ context }) => isRemovalArmed(context) && narrowed(context) !== null,
  /** "Not both": which of them, is not said. */
  asksForFewer: ({ context }) => {
    const heard = reading(context)
    const isSeveral = (context.kept.want?.named?.length ?? 0) > 1
    return isRemovalArmed(context) && isSeveral && heard.kind === 'only' && heard.accounts.length === 0
  },
  asksAboutRemoval: ({ context }) => isRemovalArmed(context) && said(context, 'help'),
  declinesRemoval: ({ context }) =>
    isRemovalArmed(context) && said(context, 'no', 'cancel', 'later', 'undo', 'start-over'),
  isUnclearOnRemoval: ({ context }) => isRemovalArmed(context) && said(context, ...ANSWERS),
  /** A request that is none about what was to be removed: the removal is off, and that is said. */
  leavesRemoval: ({ context }) =>
    isRemovalArmed(context) &&
    (said(context, 'add', 'secret', 'forget-everything', 'log-out-everywhere') ||
      (managesAccount(context) && !said(context, 'remove'))),
  startsOver: ({ context }) =>
    is(context, 'secret', 'retry', 'elsewhere') && armed(context) && said(context, 'start-over'),
  /** "Done", while a secret is awaited: it may have been added elsewhere. */
  triesAgain: ({ context }) => {
    if (!armed(context)) return false
    if (is(context, 'secret')) return said(context, 'again')
    return is(context, 'retry', 'elsewhere') && said(context, 'again', 'yes')
  },
  declines: ({ context }) => armed(context) && said(context, 'no', 'cancel'),
  asksWhichAgain: ({ context }) => {
    const isUnplaced = is(context, 'add') && context.kept.want?.service === null
    return armed(context) && (is(context, 'service', 'account') || isUnplaced) && said(context, 'help')
  },
  asksForHelp: ({ context }) =>
    armed(context) && is(context, 'secret', 'retry', 'elsewhere', 'add') && said(context, 'help'),
  asksForPatience: ({ context }) => armed(context) && said(context, 'later'),
  /** Neither an answer nor another matter: the question is put again, once. */
  isUnclear: ({ context }) => armed(context) && !context.kept.repeated && said(context, ...ANSWERS),
  leavesEverything: ({ context }) => said(context, 'forget-everything', 'log-out-everywhere'),
  wantsSomething: ({ context }) => wantsSomething(context),
  managesAccount: ({ context }) => managesAccount(context),
  asksForList: ({ context }) => said(context, ...LOOKS),
  holdsUnplacedSecret: ({ context }) => context.turn.secret !== null && context.turn.want?.service === null,
  namesNoService: ({ context }) => (context.turn.want?.service ?? null) === null,

  managing: ({ context }) => managing(context),
  managingNothing: ({ context }) => managing(context) && (context.turn.store?.accounts.length ?? 0) === 0,
  managingUnknown: ({ context }) =>
    managing(context) && context.turn.want?.named !== null && subjectAccounts(context).length === 0,
  clearsDefault: ({ context }) => context.turn.want?.why === 'no-default',
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
  removes: ({ context }) => context.turn.want?.why === 'remove',
  forgetsAll: ({ context }) => forgetsAll(context),
  nameMissing: ({ context }) => renames(context) && context.turn.want?.unnamed === true,
  answersOwnQuestion: ({ context }) => context.turn.origin === 'answer',

  wantsHelp: ({ context }) => context.turn.origin === 'answer' && reading(context).kind === 'help',
  holdsSecret: ({ context }) => context.turn.secret !== null,
  straySecret: ({ context }) => context.turn.want?.why === 'stray',
  entryInsecure: ({ context }) => context.turn.store?.entry === 'insecure',
  entryShared: ({ context }) => context.turn.store?.entry === 'shared',
  entryConnects: ({ context }) => context.turn.store?.entry === 'connect',
  entryElsewhere: ({ context }) => context.turn.store?.entry === 'elsewhere',
  addingLocked: ({ context }) => (context.turn.store?.lockedUntil ?? 0) > context.turn.at,
  waitsForLock: ({ context }) => waitsForLock(context),
  servesAndNothingWaits: ({ context: { kept, turn } }) => {
    const isOpen = kept.question !== 'none' && !servesTheQuestion({ kept, turn })
    return kept.aside.length === 0 && !isOpen
  },

  namesUnknownAccount: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'unknown',
  settledUse: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'use',
  unsettledUse: ({ context }) => wantsUse(context) && choiceOf(context).kind === 'ask',
  /** One that could have been meant cannot be used, and others can: asked about, unless it was picked knowing that. */
  brokenUse: ({ context }) => {
    const choice = choiceOf(context)
    return wantsUse(context) && choice.kind === 'broken' && choice.usable.length > 0 && !pickedAnyway(context)
  },
  /** The request that goes on without an account needs it all the same: the user said no a moment ago. */
  declinedInThisTurn: ({ context }) => {
    const { want, turnId, origin } = context.turn
    const { resumed } = context.kept
    return origin === 'tool' && resumed?.turnId === turnId && resumed.declined === want?.service
  },
  declinedAndMentioned: ({ context }) => context.turn.origin === 'message' && declinedBefore(context),
  declinedAndNeeded: ({ context }) => context.turn.origin === 'tool' && declinedBefore(context),
  fromThisMessage: ({ context }) => context.turn.origin === 'message',
  requestWaits: ({ context }) => requestWaits(context),
  /** On a no, a request goes on without, unless it had its answer already. */
  goesOnWithout: ({ context }) => requestWaits(context) && context.kept.want?.answered !== true,
  ownRequestWaits: ({ context }) => context.turn.park,
  toolStillRefuses: ({ context, event }: { context: Context; event?: unknown }) => {
    const raised = event as { type?: string; why?: string; turnId?: string } | undefined
    return (
      context.turn.origin === 'tool' &&
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
  labelIsTaken: ({ context }) => renames(context) && context.turn.management?.kind === 'label-taken',
  labelIsMissing: ({ context }) => renames(context) && context.turn.management?.kind === 'label-missing',
  listsToForget: ({ context }) =>
    forgetsAll(context) &&
    context.turn.management?.kind === 'listed' &&
    context.turn.management.accounts.length > 0,
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
