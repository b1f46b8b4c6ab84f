/**
 * What a transition changes: pure functions from a context to the next one. How questions open and close: `questions.ts`.
 *
 * Long because every change of context stands beside its siblings, each a few lines.
 */
import type { Context, Event } from './conversation.ts'
import { asideOffer, asideSecret, givenSecret, narrowed } from './facts.ts'
import { lastingChoices, servesTheQuestion, settledAccounts, subjectAccounts } from './guards.ts'
import {
  ask,
  askAgain,
  atMost,
  bringUp,
  close,
  closeAll,
  disarm,
  placeOf,
  putAside,
  reopen,
} from './questions.ts'
import { freshTurn } from './conversation.ts'
import {
  awaitFirstField,
  chooseOnce,
  inTurn,
  isBeside,
  keep,
  keepInHand,
  offerOthers,
  say,
  takeUpOffer,
  takeUpQuestion,
  wantOf,
} from './context.ts'

type Change = (context: Context, event: Event) => Context

/** Changes by the name the charts use. */
export const changes = {
  /** Begins a turn with a message: old questions expire, choices made for one request end. */
  receiveMessage: (context, event) => {
    if (event.type !== 'message.received') return context
    const expired = context.kept.questionUntil !== null && context.kept.questionUntil <= event.at
    const kept = expired ? closeAll(context.kept) : context.kept
    return {
      kept: { ...kept, chosen: lastingChoices(kept.chosen) },
      turn: {
        ...freshTurn,
        turnId: event.turnId,
        at: event.at,
        message: event.message,
        pendingSecrets: expired ? {} : event.pending,
        heldSecret: expired ? null : event.held,
      },
    }
  },

  /** Begins a turn with a need that a tool raised: the request of that turn will be parked. */
  receiveNeed: (context, event) => {
    if (event.type !== 'need.raised') return context
    const { turnId, at, service, server, why, account, single } = event
    const answered = event.answered === true ? ({ answered: true } as const) : {}
    const one = single === true ? ({ one: 'tool' } as const) : {}
    const want = {
      service,
      server,
      why,
      named: null,
      subject: account,
      label: null,
      field: null,
      ...one,
      ...answered,
    }
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

  /** An answer was told since; where it was the one that put the question, that was the last thing said. */
  receiveTold: (context, event) => {
    const asked = context.kept.question !== 'none' && context.kept.askedIn === event.turnId
    return { ...context, turn: { ...freshTurn, turnId: event.turnId, at: event.at, asked } }
  },

  wish: (context) => {
    const secret = givenSecret(context)
    const park = context.turn.reading?.kind === 'use' || (secret !== null && isBeside(context))
    return inTurn(context, { want: wantOf(context), secret, park })
  },

  /** One secret of a service is taken at a time; whoever sent several is told. Those of other services wait for their turn. */
  mentionOthers: (context) => {
    const said = context.turn.reading
    if ((said?.kind !== 'secret' && said?.kind !== 'add') || said.secret === null) return context
    const offered = said.others === undefined ? context : offerOthers(context, said.others)
    if (said.more !== true) return offered
    return say(offered, {
      key: 'collect-inline.oneOnly',
      facts: { service: context.turn.want?.service ?? null },
    })
  },

  /** This turn's text is not waited with after all; what an earlier question parked stays as it is. */
  doNotPark: (context) => inTurn(context, { park: false }),

  takeUpQuestion,

  /** The awaited secret comes while another question is open: its own is taken up again. */
  takeUpAsideSecret: (context) =>
    takeUpQuestion({ ...context, kept: bringUp(context.kept, asideSecret(context), context.turn.at) }),

  takeUpOffer,

  takeUpAsideOffer: (context) =>
    takeUpOffer({ ...context, kept: bringUp(context.kept, asideOffer(context), context.turn.at) }),

  /** Its owner says that the message which was held back is the awaited secret. */
  takeUpHeld: (context) =>
    inTurn(context, { want: context.kept.want, secret: context.turn.heldSecret, origin: 'answer' }),

  dropHeld: (context) => keep(context, { held: false }),

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

  takeUpName: (context) => {
    const said = context.turn.reading
    if (said?.kind !== 'name' || context.kept.want === null) return context
    const { unnamed: _, ...want } = context.kept.want
    return inTurn(context, { want: { ...want, label: said.label }, origin: 'answer' })
  },

  /** A question about what is asked for: nothing is taken up but what it is about. */
  takeUpHelp: (context) => inTurn(context, { want: context.kept.want, origin: 'answer' }),

  /** From the beginning: what was given so far is forgotten. */
  takeUpAnew: (context) => ({
    kept: { ...context.kept, pending: false, held: false },
    turn: {
      ...context.turn,
      want: context.kept.want && { ...context.kept.want, field: null },
      origin: 'answer',
      pendingSecrets: {},
    },
  }),

  /** The one way to a removal: a yes to its own question. */
  takeUpConfirmed: (context) =>
    inTurn(context, { want: context.kept.want, origin: 'answer', confirmed: true }),

  /** Fewer accounts are to be removed than were named. */
  takeUpFewer: (context) => {
    const want = context.kept.want && { ...context.kept.want, subject: null, named: narrowed(context) }
    return inTurn(context, { want, origin: 'answer' })
  },

  /** The token in hand is another service's: it is offered there, and what was wished for waits. */
  takeUpOther: (context) => {
    const { kept, turn } = context
    const found = turn.examination
    if (found?.kind !== 'other-service') return context
    const blank = { server: null, named: null, subject: null, label: null, field: null }
    const waits = { question: 'secret' as const, want: turn.want, parked: false, pending: false }
    return {
      kept: turn.origin === 'message' ? { ...close(kept), aside: atMost([...putAside(kept), waits]) } : kept,
      turn: {
        ...turn,
        origin: 'message',
        park: false,
        secret: found.secret,
        want: { ...blank, service: found.found, why: 'stray' },
        store: null,
      },
    }
  },

  /** Takes the open question up once more, or the one that waited for the one that is through. */
  takeUpAgain: ({ kept, turn }) => {
    const open = kept.question === 'none' ? reopen(kept, turn.at) : kept
    return {
      kept: open,
      turn: {
        ...freshTurn,
        turnId: turn.turnId,
        at: turn.at,
        pendingSecrets: turn.pendingSecrets,
        keepSecrets: turn.keepSecrets,
        sayings: turn.sayings,
        outcome: turn.outcome,
        want: open.want,
        origin: 'answer',
        tookUpAgain: kept.question !== 'none',
      },
    }
  },

  takeSubject: (context) => {
    const { want } = context.turn
    const subject = subjectAccounts(context)[0]?.id ?? null
    const named = subject === null ? (want?.named ?? null) : [subject]
    return inTurn(context, { want: want && { ...want, subject, named } })
  },

  countMalformed: (context) => keep(context, { malformed: context.kept.malformed + 1 }),

  awaitNextField: (context) => {
    const found = context.turn.examination
    if (found?.kind !== 'incomplete') return context
    const want = context.turn.want && { ...context.turn.want, field: found.nextField }
    const keepSecrets = { ...context.turn.keepSecrets, [placeOf(want)]: found.partial }
    return inTurn(context, { want, keepSecrets })
  },

  awaitFirstField,

  takeExamined: (context) => {
    const found = context.turn.examination
    return found?.kind === 'complete' ? inTurn(context, { secret: found.secret }) : context
  },

  takeSlot: (context) => {
    const admission = context.turn.admission
    return admission?.kind === 'reserved' ? inTurn(context, { slot: admission.slot }) : context
  },

  /** This turn's message may be the awaited secret: it waits, sealed, for its owner's word. */
  holdBack: (context) => {
    const said = context.turn.reading
    return said?.kind === 'held' ? inTurn(context, { keepHeld: said.secret }) : context
  },

  askAboutService: (context) => ask(context, 'service'),
  /** A name that cannot be had is not kept. */
  askForName: (context) => {
    const { want } = context.turn
    return ask(inTurn(context, { want: want && { ...want, label: null, unnamed: true } }), 'name')
  },
  askForSecret: (context) => {
    const service = context.turn.want?.service ?? null
    const declined = context.kept.declined.filter((refused) => refused !== service)
    return ask(keep(context, { declined }), 'secret')
  },
  askWhetherToAdd: (context) => ask(keepInHand(context), 'add'),
  /** The secret is whole by now, so that no field of it is awaited. */
  askWhetherToRetry: (context) => ask(keepInHand(awaitFirstField(context)), 'retry'),
  /** Adding is paused for less time than the request waits. */
  waitForLock: (context) => ask(awaitFirstField(context), 'retry'),
  /** Adding is paused for longer than a request is kept. */
  waitWithoutRequest: (context) => {
    const { kept, turn } = ask(awaitFirstField(inTurn(context, { park: false })), 'retry')
    return { kept: { ...kept, parked: false }, turn }
  },
  /** Once the credential is there, it is for use, whatever led here. */
  waitForElsewhere: (context) =>
    ask(
      inTurn(context, { want: context.turn.want && { ...context.turn.want, why: 'use', named: null } }),
      'elsewhere',
    ),
  askAgain: (context) => askAgain(context),
  askOnceMore: (context) => askAgain(context, true),

  /** Closes the open question, if this turn is about it. */
  closeQuestion: (context) =>
    servesTheQuestion(context) ? { ...context, kept: close(context.kept) } : context,

  /** Closes the open question, whatever this turn is about. */
  leaveQuestion: (context) => ({ ...context, kept: close(context.kept) }),

  /** Whatever was said last, and was no question: bare answers are not for an open one any more. */
  disarm: (context) =>
    context.turn.asked ? context : { ...context, kept: disarm(context.kept, context.turn.at) },

  /** The user does not want to connect what is asked for. */
  noteDeclined: (context) => {
    const { question, want, declined } = context.kept
    const service = want?.service ?? null
    const isRefusal = service !== null && ['secret', 'retry', 'elsewhere'].includes(question)
    const refused =
      isRefusal && !declined.includes(service)
        ? { ...context.kept, declined: [...declined, service] }
        : context.kept
    return { kept: refused, turn: { ...context.turn, declined: true, want, origin: 'answer' } }
  },

  /** A stored or found account becomes the one the request goes on with. */
  takeStored: (context) => {
    const account = context.turn.stored?.account ?? context.turn.duplicate
    const service = context.turn.want?.service ?? null
    const declined = context.kept.declined.filter((refused) => refused !== service)
    return account === null ? context : inTurn(keep(context, { declined }), { accounts: [account] })
  },

  takeSettled: (context) => inTurn(context, { accounts: settledAccounts(context) }),

  /** Offers that wait are told of, where the request goes on before they can be put. */
  mentionOffers: (context) =>
    context.kept.aside.reduce((told, { question, want, pending }) => {
      const service = want?.service ?? null
      const isOffer = question === 'add' && pending && service !== null
      return isOffer ? say(told, { key: 'collect-inline.alsoFound', facts: { service } }) : told
    }, context),

  /** Goes on with the parked request, on exactly the accounts in hand. */
  resume: (context) => {
    const { want, accounts, turnId, declined } = context.turn
    const serves = servesTheQuestion(context)
    const park = context.turn.park && !(serves && context.kept.parked)
    const kept = serves ? close(context.kept) : context.kept
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
    const without = declined && service !== null ? { declined: service } : {}
    const resumed = { turnId, why: want?.why ?? 'use', ...without }
    const next = { ...context, kept: { ...kept, chosen, resumed } }
    return inTurn(next, { outcome: 'resume', park })
  },

  fail: (context) => inTurn(context, { outcome: 'failed' }),
} satisfies Record<string, Change>
