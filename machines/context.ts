/** The small changes of a context that the acts of the charts are made of. Pure functions. */
import { givenSecret, pendingSecret } from './facts.ts'
import { placeOf, putOffers } from './questions.ts'
import type { Context, Effect } from './conversation.ts'
import type { StoreFacts } from './found.ts'
import type { Choice, Kept, Want } from './kept.ts'
import type { OtherSecret } from './readings.ts'
import type { Saying } from './sayings.ts'

/** Changes what is remembered. */
export const keep = (context: Context, kept: Partial<Kept>): Context => ({
  ...context,
  kept: { ...context.kept, ...kept },
})
/** Changes what is known of the running turn. */
export const inTurn = (context: Context, turn: Partial<Context['turn']>): Context => ({
  ...context,
  turn: { ...context.turn, ...turn },
})

/** Adds one thing to say; whoever says something replies. */
export function say(context: Context, saying: Saying): Context {
  const outcome = context.turn.outcome === 'pass' ? 'reply' : context.turn.outcome
  return inTurn(context, { sayings: [...context.turn.sayings, saying], outcome })
}

/** Sets one thing that has to be done when the turn ends; once is enough. */
export const cause = (context: Context, effect: Effect): Context =>
  context.turn.effects.includes(effect)
    ? context
    : inTurn(context, { effects: [...context.turn.effects, effect] })

/** Sets it where something is the case. */
export const causeIf = (isSo: boolean, context: Context, effect: Effect): Context =>
  isSo ? cause(context, effect) : context

/** What the store says; an account that was meant and cannot be used is the one a new credential is asked for. */
export function takeStore(context: Context, store: StoreFacts): Context {
  const { want } = context.turn
  const broken = store.choice.kind === 'broken' ? store.choice.accounts[0] : undefined
  const isAbout = broken !== undefined && want?.why === 'use'
  return inTurn(context, { store, ...(isAbout ? { want: { ...want, subject: broken.id } } : {}) })
}

/** What readings want, before the store is asked. */
export function wantOf(context: Context): Want | null {
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
      return {
        ...blank,
        service: said.service,
        why: 'rename',
        named: said.accounts,
        label: said.label,
        ...(said.unfinished === true ? { unnamed: true } : {}),
      }
    case 'switch':
    case 'default':
    case 'remove':
      return { ...blank, service: said.service, why: said.kind, named: said.accounts }
    case 'no-default':
      return { ...blank, service: said.service, why: 'no-default' }
    case 'forget-everything':
      return { ...blank, service: null, why: 'forget' }
    case 'log-out-everywhere':
      return { ...blank, service: null, why: 'log-out' }
    default:
      return null
  }
}

/** Picks accounts for the request at hand; what was picked for the conversation is not forgotten over it. */
export function chooseOnce(
  chosen: Record<string, Choice>,
  service: string,
  ids: string[],
): Record<string, Choice> {
  const earlier = chosen[service]
  const before = earlier?.once === true ? earlier.before : earlier?.ids
  const choice = before === undefined ? { ids, once: true } : { ids, once: true, before }
  return { ...chosen, [service]: choice }
}

/** Other services' secrets of the same message wait aside, each as an offer of its own. */
export function offerOthers(context: Context, others: readonly OtherSecret[]): Context {
  const blank = { server: null, named: null, subject: null, label: null, field: null }
  const { kept, turn } = context
  const offers = others.map(({ service }) => ({
    question: 'add' as const,
    want: { ...blank, service, why: 'stray' as const },
    parked: false,
    pending: true,
  }))
  const secrets = Object.fromEntries(others.map(({ service, secret }) => [service, secret]))
  return {
    kept: { ...kept, aside: putOffers(kept.aside, offers) },
    turn: { ...turn, keepSecrets: { ...turn.keepSecrets, ...secrets } },
  }
}

/** Keeps the secret in hand for the question that is put next. */
export const keepInHand = (context: Context): Context => {
  const { secret, want, keepSecrets } = context.turn
  if (secret === null) return context
  return inTurn(context, { keepSecrets: { ...keepSecrets, [placeOf(want)]: secret } })
}

/** Whether the secret stands beside a request of its own. */
export const isBeside = ({ turn: { reading: said } }: Context): boolean =>
  (said?.kind === 'secret' || said?.kind === 'add') && said.standing === 'beside'

/** Goes on with what the open question is about. */
export function takeUpQuestion(context: Context): Context {
  const { kept } = context
  const given = givenSecret(context)
  const secret = given ?? (kept.question === 'secret' ? null : pendingSecret(context))
  const park = given !== null && isBeside(context) && !kept.parked
  return inTurn(context, { want: kept.want, secret, origin: 'answer', park })
}

/** The offered secret is the one in hand. */
export function takeUpOffer(context: Context): Context {
  const said = context.turn.reading
  const named = said?.kind === 'service' || said?.kind === 'add' ? said.service : null
  const label = said?.kind === 'add' ? said.label : null
  const { want } = context.kept
  return inTurn(context, {
    origin: 'answer',
    secret: pendingSecret(context),
    want: want && { ...want, why: 'add', service: named ?? want.service, label },
  })
}

/** No field of the credential is awaited: it is whole, or asked for from the beginning. */
export const awaitFirstField = (context: Context): Context =>
  inTurn(context, { want: context.turn.want && { ...context.turn.want, field: null } })
