/**
 * What a transition changes: pure functions from a context to the next one.
 *
 * Long because every change of context stands beside its siblings, each a few lines.
 */
import { lastingChoices, servesTheQuestion, settledAccounts, subjectAccounts } from './guards.ts'
import { freshTurn, nothingKept } from './vocabulary.ts'
import type {
  AccountFact,
  Choice,
  Context,
  Event,
  Kept,
  Question,
  Saying,
  StoreFacts,
  Want,
} from './vocabulary.ts'

/** How long people have to answer a question. Milliseconds; a pending secret lives no longer (`design.md` §4). */
export const ANSWER_MS = 10 * 60_000

type Change = (context: Context, event: Event) => Context

const keep = (context: Context, kept: Partial<Kept>): Context => ({
  ...context,
  kept: { ...context.kept, ...kept },
})
const inTurn = (context: Context, turn: Partial<Context['turn']>): Context => ({
  ...context,
  turn: { ...context.turn, ...turn },
})

/** Adds one thing to say; whoever says something replies. */
export function say(context: Context, saying: Saying): Context {
  const outcome = context.turn.outcome === 'pass' ? 'reply' : context.turn.outcome
  return inTurn(context, { sayings: [...context.turn.sayings, saying], outcome })
}

const closed = (kept: Kept): Kept => ({ ...nothingKept, chosen: kept.chosen, resumed: kept.resumed })

/** Asks: keeps what the question is about, and until when it may be answered. */
export function ask(context: Context, question: Question, offered: AccountFact[] = []): Context {
  const goesOn = context.turn.origin === 'answer' || context.turn.origin === 'outside'
  const { kept, turn } = context
  const stillGathering =
    question === 'secret' && kept.question === 'secret' && kept.pending && turn.want?.field !== null
  return keep(context, {
    question,
    questionUntil: turn.at + ANSWER_MS,
    want: turn.want,
    offered,
    parked: turn.park || (goesOn && kept.parked),
    pending: turn.keepSecret !== null || stillGathering,
    malformed: goesOn ? kept.malformed : 0,
  })
}

/** What the store says; an account that was meant and cannot be used is the one a new credential is asked for. */
export function takeStore(context: Context, store: StoreFacts): Context {
  const { want } = context.turn
  const broken = store.choice.kind === 'broken' ? store.choice.accounts[0] : undefined
  const isAbout = broken !== undefined && want?.why === 'use'
  return inTurn(context, { store, ...(isAbout ? { want: { ...want, subject: broken.id } } : {}) })
}

/** What readings and needs want, before the store is asked. */
function wantOf(context: Context): Want | null {
  const said = context.turn.reading
  const fits = said !== null && 'oneOf' in said && said.oneOf
  const one = fits ? ({ one: 'named' } as const) : {}
  const blank = { server: null, named: null, subject: null, label: null, field: null, ...one }
  switch (said?.kind) {
    case 'use':
      return { ...blank, service: said.service, why: 'use', named: said.accounts }
    case 'add':
      return { ...blank, service: said.service, why: 'add', label: said.label }
    case 'secret':
      return { ...blank, service: said.service, why: 'stray' }
    case 'rename':
      return { ...blank, service: said.service, why: 'rename', named: said.accounts, label: said.label }
    case 'switch':
    case 'default':
    case 'remove':
      return { ...blank, service: said.service, why: said.kind, named: said.accounts }
    default:
      return null
  }
}

/** Picks accounts for the request at hand; what was picked for the conversation is not forgotten over it. */
function chooseOnce(chosen: Record<string, Choice>, service: string, ids: string[]): Record<string, Choice> {
  const earlier = chosen[service]
  const before = earlier?.once === true ? earlier.before : earlier?.ids
  const choice = before === undefined ? { ids, once: true } : { ids, once: true, before }
  return { ...chosen, [service]: choice }
}

/** Changes by the name the charts use. */
export const changes = {
  /** Begins a turn with a message: old questions expire, choices made for one request end. */
  receiveMessage: (context, event) => {
    if (event.type !== 'message.received') return context
    const expired = context.kept.questionUntil !== null && context.kept.questionUntil <= event.at
    const kept = expired ? closed(context.kept) : context.kept
    return {
      kept: { ...kept, chosen: lastingChoices(kept.chosen) },
      turn: {
        ...freshTurn,
        turnId: event.turnId,
        at: event.at,
        message: event.message,
        pendingSecret: expired ? null : event.pending,
      },
    }
  },

  /** Begins a turn with a need that a tool raised: the request of that turn will be parked. */
  receiveNeed: (context, event) => {
    if (event.type !== 'need.raised') return context
    const { turnId, at, service, server, why, account, single } = event
    const one = single === true ? ({ one: 'tool' } as const) : {}
    const want = { service, server, why, named: null, subject: account, label: null, field: null, ...one }
    return { ...context, turn: { ...freshTurn, turnId, at, origin: 'tool', park: true, want } }
  },

  /** Begins a turn with the news that a credential was added outside this chat. */
  receiveNews: (context, event) => ({
    ...context,
    turn: {
      ...freshTurn,
      turnId: event.turnId,
      at: event.at,
      origin: 'outside',
      want: context.kept.want === null ? null : { ...context.kept.want, why: 'use', named: null },
    },
  }),

  wish: (context) => {
    const said = context.turn.reading
    const secret = said?.kind === 'secret' || said?.kind === 'add' ? said.secret : null
    const park = said?.kind === 'use' || (said?.kind === 'secret' && !said.alone)
    return inTurn(context, { want: wantOf(context), secret, park })
  },

  /** One secret is taken at a time; whoever sent several is told. */
  mentionOthers: (context) => {
    const said = context.turn.reading
    const held =
      (said?.kind === 'secret' || said?.kind === 'add') && said.more === true && said.secret !== null
    if (!held) return context
    return say(context, {
      key: 'collect-inline.oneOnly',
      facts: { service: context.turn.want?.service ?? null },
    })
  },

  /** This turn's text is not waited with after all; what an earlier question parked stays as it is. */
  doNotPark: (context) => inTurn(context, { park: false }),

  /** Goes on with what the open question is about. */
  takeUpQuestion: (context) => {
    const said = context.turn.reading
    const given = said?.kind === 'secret' || said?.kind === 'add' ? said.secret : null
    const secret = given ?? (context.kept.question === 'secret' ? null : context.turn.pendingSecret)
    return inTurn(context, { want: context.kept.want, secret, origin: 'answer' })
  },

  takeUpOffer: (context) => {
    const said = context.turn.reading
    const named = said?.kind === 'service' || said?.kind === 'add' ? said.service : null
    const label = said?.kind === 'add' ? said.label : null
    const { want } = context.kept
    return inTurn(context, {
      origin: 'answer',
      secret: context.turn.pendingSecret,
      want: want && { ...want, why: 'add', service: named ?? want.service, label },
    })
  },

  takeUpChoice: (context) => {
    const said = context.turn.reading
    if (said?.kind !== 'accounts') return context
    const { want } = context.kept
    if (want === null) return inTurn(context, { want, origin: 'answer' })
    const { one, ...rest } = want
    const still = one === 'tool' ? { one } : {}
    return inTurn(context, { want: { ...rest, named: said.accounts, ...still }, origin: 'answer' })
  },

  /** The user's choice holds for the conversation, "both" like one; where only one can be used, several are no choice. */
  rememberChoice: (context) => {
    const said = context.turn.reading
    const { want } = context.turn
    if (said?.kind !== 'accounts' || want?.why !== 'use' || want.service === null) return context
    if (want.one === 'tool' && said.accounts.length > 1) return context
    const { chosen } = context.kept
    return keep(context, { chosen: { ...chosen, [want.service]: { ids: said.accounts, once: false } } })
  },

  rememberSwitch: (context) => {
    const service = context.turn.want?.service
    if (service === null || service === undefined) return context
    const ids = subjectAccounts(context).map((account) => account.id)
    return keep(context, { chosen: { ...context.kept.chosen, [service]: { ids, once: false } } })
  },

  rememberNamed: (context) => {
    const { want, origin } = context.turn
    // An answer to "which one?" was remembered as such; only names in a request hold for that request alone.
    if (want === null || want.service === null || want.named === null || origin !== 'message') return context
    const ids = settledAccounts(context).map((account) => account.id)
    return keep(context, { chosen: chooseOnce(context.kept.chosen, want.service, ids) })
  },

  takeUpService: (context) => {
    const said = context.turn.reading
    if (said?.kind !== 'service') return context
    const want = context.kept.want && { ...context.kept.want, service: said.service }
    return inTurn(context, { want, origin: 'answer' })
  },

  /** A question about what is asked for: nothing is taken up but what it is about. */
  takeUpHelp: (context) => inTurn(context, { want: context.kept.want, origin: 'answer' }),

  takeSubject: (context) => {
    const subject = subjectAccounts(context)[0]?.id ?? null
    return inTurn(context, { want: context.turn.want && { ...context.turn.want, subject } })
  },

  countMalformed: (context) => keep(context, { malformed: context.kept.malformed + 1 }),

  awaitNextField: (context) => {
    const found = context.turn.examination
    if (found?.kind !== 'incomplete') return context
    const want = context.turn.want && { ...context.turn.want, field: found.nextField }
    return inTurn(context, { want, keepSecret: found.partial })
  },

  awaitFirstField: (context) =>
    inTurn(context, { want: context.turn.want && { ...context.turn.want, field: null }, keepSecret: null }),

  takeExamined: (context) => {
    const found = context.turn.examination
    return found?.kind === 'complete' ? inTurn(context, { secret: found.secret }) : context
  },

  takeSlot: (context) => {
    const admission = context.turn.admission
    return admission?.kind === 'reserved' ? inTurn(context, { slot: admission.slot }) : context
  },

  keepSecretInHand: (context) => inTurn(context, { keepSecret: context.turn.secret }),

  askAboutService: (context) => ask(context, 'service'),
  askForSecret: (context) => ask(context, 'secret'),
  askWhetherToAdd: (context) => ask(inTurn(context, { keepSecret: context.turn.secret }), 'add'),
  /** The secret is whole by now, so that no field of it is awaited. */
  askWhetherToRetry: (context) =>
    ask(
      inTurn(context, {
        keepSecret: context.turn.secret,
        want: context.turn.want && { ...context.turn.want, field: null },
      }),
      'retry',
    ),
  askWhetherToRemove: (context) => ask(context, 'removal'),
  /** Once the credential is there, it is for use, whatever led here. */
  waitForElsewhere: (context) =>
    ask(
      inTurn(context, { want: context.turn.want && { ...context.turn.want, why: 'use', named: null } }),
      'elsewhere',
    ),

  /** Closes the open question, if this turn is about it. */
  closeQuestion: (context) =>
    servesTheQuestion(context) ? { ...context, kept: closed(context.kept) } : context,

  /** A stored or found account becomes the one the request goes on with. */
  takeStored: (context) => {
    const account = context.turn.stored?.account ?? context.turn.duplicate
    return account === null ? context : inTurn(context, { accounts: [account] })
  },

  takeSettled: (context) => inTurn(context, { accounts: settledAccounts(context) }),

  /** Goes on with the parked request, on exactly the accounts in hand. */
  resume: (context) => {
    const { want, accounts, turnId } = context.turn
    const kept = closed(context.kept)
    const ids = accounts.map((account) => account.id)
    const service = want?.service ?? null
    const already = service === null ? undefined : kept.chosen[service]
    const stays =
      already !== undefined &&
      !already.once &&
      ids.length === already.ids.length &&
      ids.every((id) => already.ids.includes(id))
    const chosen =
      service === null || ids.length === 0 || stays ? kept.chosen : chooseOnce(kept.chosen, service, ids)
    const next = { ...context, kept: { ...kept, chosen, resumed: { turnId, why: want?.why ?? 'use' } } }
    return inTurn(next, { outcome: 'resume' })
  },

  fail: (context) => inTurn(context, { outcome: 'failed' }),
} satisfies Record<string, Change>
