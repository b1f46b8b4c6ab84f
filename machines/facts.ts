/** What a context says: read out of it for guards, for changes, for words and for actors. */
import { ANSWER_MS, placeOf } from './questions.ts'
import type { Context } from './conversation.ts'
import type { ListedAccount, StoreQuestion } from './found.ts'
import type { AccountFact } from './kept.ts'
import type { QuestionFacts } from './sayings.ts'

/** The service of the wish; no chart looks at it before `checkStore.placing` let it through. */
export const serviceOf = (context: Context): string => context.turn.want?.service ?? ''

/** What the store is asked about the service of the wish. */
export function storeQuestion(context: Context): StoreQuestion {
  const { want } = context.turn
  const service = serviceOf(context)
  return {
    service,
    server: want?.server ?? null,
    named: want?.named ?? null,
    one: want?.one,
    chosen: context.kept.chosen[service],
  }
}

/** An account where none is known; nothing is ever done with it. */
export const nobody: AccountFact = { id: '', name: '', label: null, active: false, isDefault: false }

/** The secret that this turn's message brought. */
export function givenSecret({ turn: { reading } }: Context): string | null {
  return reading?.kind === 'secret' || reading?.kind === 'add' ? reading.secret : null
}

/** The secret kept for the open question. */
export function pendingSecret({ kept, turn }: Context): string | null {
  return kept.pending ? (turn.pendingSecrets[placeOf(kept.want)] ?? null) : null
}

/** Where, among those put aside, the question for a secret is that this message brings; -1 for nowhere. */
export function asideSecret(context: Context): number {
  const { kept, turn } = context
  const said = turn.reading
  if (said?.kind !== 'secret' && said?.kind !== 'add') return -1
  const { service, secret } = said
  const isLate = said.kind === 'secret' && said.late
  if (secret === null || isLate || service === null || service === kept.want?.service) return -1
  return kept.aside.findIndex(({ question, want }) => question === 'secret' && want?.service === service)
}

/** Where, among those put aside, the offer is that this message takes by its service's name; -1 for nowhere. */
export function asideOffer({ kept, turn }: Context): number {
  const said = turn.reading
  if (said?.kind !== 'add' || said.secret !== null || said.service === null) return -1
  const { service } = said
  if (kept.question === 'add' && kept.want?.service === service) return -1
  return kept.aside.findIndex(
    ({ question, want, pending }) =>
      question === 'add' &&
      pending &&
      want?.service === service &&
      Object.hasOwn(turn.pendingSecrets, service),
  )
}

/** Which of the accounts that are to be removed an answer leaves; null where it names another, or none that is said. */
export function narrowed({ kept, turn }: Context): string[] | null {
  const said = turn.reading
  if (said?.kind !== 'only' && said?.kind !== 'accounts') return null
  const named = kept.want?.named ?? (kept.want?.subject == null ? [] : [kept.want.subject])
  return said.accounts.length > 0 && said.accounts.every((id) => named.includes(id)) ? said.accounts : null
}

/** Until when adding is paused, as this turn has learnt it last; null while it is not. Epoch milliseconds. */
export function lockedUntil({ turn }: Context): number | null {
  const { admission, validation, store, at } = turn
  if (validation?.kind === 'rejected') return validation.lockedUntil
  if (admission?.kind === 'locked') return admission.lockedUntil
  const until = store?.lockedUntil ?? null
  return until !== null && until > at ? until : null
}

/** Rounded up; a lock that began in this very turn is as long as it says, however long the turn took. */
export function minutesLocked(context: Context): number {
  const { validation, at } = context.turn
  const minutes = ((lockedUntil(context) ?? at) - at) / 60_000
  return Math.max(1, validation?.kind === 'rejected' ? Math.floor(minutes) : Math.ceil(minutes))
}

/** Whether adding is allowed again before a request that waits would be forgotten. */
export function outlastsLock(context: Context): boolean {
  const until = lockedUntil(context)
  return until !== null && until < context.turn.at + ANSWER_MS
}

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

/** Those of the offered accounts that an answer names. */
export function offeredAnswer({ kept, turn }: Context): AccountFact[] {
  const said = turn.reading
  return said?.kind === 'accounts' ? kept.offered.filter(({ id }) => said.accounts.includes(id)) : []
}

/** The open question, for words about it. */
export function questionFacts({ kept }: Context): QuestionFacts {
  const { question, want, offered, pending } = kept
  return {
    question,
    service: want?.service ?? null,
    why: want?.why ?? 'add',
    field: want?.field ?? null,
    accounts: offered,
    single: want?.one === 'tool' || want?.why === 'default' || want?.why === 'rename',
    pending,
  }
}
