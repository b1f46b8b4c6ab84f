/**
 * How questions open, close, wait aside for another one, and lose their hold on bare answers. Pure functions.
 *
 * A bare answer (yes, no, a number, "both") belongs to a question only while that was the last thing said (`armed`). A question
 * about removing is never kept beyond that: it has to be asked anew.
 */
import { nothingAsked } from './kept.ts'
import type { Context, Turn } from './conversation.ts'
import type { AccountFact, Aside, Kept, Question, Want } from './kept.ts'

/** How long people have to answer a question. Milliseconds; a pending secret lives no longer. */
export const ANSWER_MS = 10 * 60_000

/** The most questions that wait behind the open one. */
export const MOST_ASIDE = 4

/** Questions about one credential: which of them is open changes as a dialogue goes on. */
const ABOUT_A_CREDENTIAL: readonly Question[] = ['secret', 'retry', 'elsewhere', 'add']

/** Questions that are never put aside: what is not answered at once has to be asked for anew. */
const NEVER_ASIDE: readonly Question[] = ['removal', 'name']

/** By what the secrets kept beside a record are told apart: their service, '' for one that nobody can place. */
export const placeOf = (want: Want | null): string => want?.service ?? ''

/** Whether a turn goes on with the open question, whatever led to it. */
export const goesOn = ({ origin }: Turn): boolean => origin === 'answer' || origin === 'outside'

const levelOf = ({ question, want, parked, pending }: Kept): Aside => ({ question, want, parked, pending })

/** Closes the open question; those that wait aside are untouched. */
export const close = (kept: Kept): Kept => ({ ...kept, ...nothingAsked })

/** Closes everything that is open. */
export const closeAll = (kept: Kept): Kept => ({ ...close(kept), aside: [] })

/** The question that was put aside last is open again, not put again yet. */
export function reopen(kept: Kept, at: number): Kept {
  const last = kept.aside.at(-1)
  if (last === undefined) return kept
  return { ...close(kept), ...last, questionUntil: at + ANSWER_MS, aside: kept.aside.slice(0, -1) }
}

/** A question that waits aside changes places with the open one. */
export function bringUp(kept: Kept, index: number, at: number): Kept {
  const others = kept.aside.filter((_, place) => place !== index)
  const level = kept.aside[index]
  if (level === undefined) return kept
  const isKept = kept.question !== 'none' && !NEVER_ASIDE.includes(kept.question)
  const aside = isKept ? [...others, levelOf(kept)] : others
  return { ...close(kept), ...level, questionUntil: at + ANSWER_MS, aside }
}

/** Something else was said last: bare answers are not for the open question any more, and a removal is off. */
export function disarm(kept: Kept, at: number): Kept {
  const left = NEVER_ASIDE.includes(kept.question) ? close(kept) : kept
  const open = left.question === 'none' ? reopen(left, at) : left
  return { ...open, armed: false, repeated: false, held: false }
}

/** Asks: keeps what the question is about, and until when it may be answered. */
export function ask(context: Context, question: Question, offered: AccountFact[] = []): Context {
  const { kept, turn } = context
  const { aside, parked, keepsFirst } = placeFor(context, question)
  const service = placeOf(turn.want)
  const stillGathering =
    question === 'secret' &&
    kept.question === 'secret' &&
    kept.pending &&
    placeOf(kept.want) === service &&
    turn.want?.field !== null
  const open: Kept = {
    ...kept,
    question,
    questionUntil: turn.at + ANSWER_MS,
    want: turn.want,
    offered,
    armed: true,
    repeated: false,
    askedIn: turn.turnId,
    parked,
    pending: (isKept(question, turn.want) && Object.hasOwn(turn.keepSecrets, service)) || stillGathering,
    held: turn.keepHeld !== null,
    aside,
    malformed: goesOn(turn) ? kept.malformed : 0,
  }
  return { kept: open, turn: { ...turn, asked: true, park: turn.park && !keepsFirst } }
}

/** Whether a secret is kept for a question meanwhile: whole, or the fields that were given so far. */
const isKept = (question: Question, want: Want | null): boolean =>
  question === 'retry' || question === 'add' || (question === 'secret' && want?.field != null)

/** Puts the open question once more, as it stands; `repeated` where that was for an unclear answer. */
export function askAgain({ kept, turn }: Context, repeated = false): Context {
  const questionUntil = turn.at + ANSWER_MS
  return {
    kept: {
      ...kept,
      questionUntil,
      armed: true,
      repeated,
      askedIn: turn.turnId,
      held: kept.held || turn.keepHeld !== null,
    },
    turn: { ...turn, asked: true },
  }
}

/** Where a question goes among those that are open, and whose request goes on after it. The first that was parked for a need stays. */
function placeFor(
  { kept, turn }: Context,
  question: Question,
): { aside: Aside[]; parked: boolean; keepsFirst: boolean } {
  if (goesOn(turn)) return { aside: kept.aside, parked: kept.parked || turn.park, keepsFirst: kept.parked }
  const levels = kept.question === 'none' ? kept.aside : [...kept.aside, levelOf(kept)]
  if (turn.park) {
    const first = levels.findIndex(({ parked, want }) => parked && placeOf(want) === placeOf(turn.want))
    if (first >= 0) return { aside: levels.slice(0, first), parked: true, keepsFirst: true }
    // A request for something else: the user has moved on.
    if (levels.some(({ parked }) => parked)) return { aside: [], parked: true, keepsFirst: false }
  }
  const same = levels.findLastIndex((level) => isSameMatter(level, question, turn.want))
  const others = levels.filter((level, index) => index !== same && !NEVER_ASIDE.includes(level.question))
  const keepsFirst = levels[same]?.parked ?? false
  return { aside: atMost(others), parked: keepsFirst || turn.park, keepsFirst }
}

/** Offers of other services' secrets wait aside, in the place of what is open about the same credential. */
export function putOffers(aside: readonly Aside[], offers: readonly Aside[]): Aside[] {
  const isOffered = (level: Aside): boolean =>
    ABOUT_A_CREDENTIAL.includes(level.question) &&
    offers.some(({ want }) => placeOf(want) === placeOf(level.want))
  const inPlace = offers.map((offer) => {
    const open = aside.find((level) => isOffered(level) && placeOf(level.want) === placeOf(offer.want))
    return open === undefined ? offer : { ...offer, want: open.want, parked: open.parked }
  })
  return atMost([...aside.filter((level) => !isOffered(level)), ...inPlace])
}

/** Whether a question only takes the place of an open one: about the same credential, or the same thing asked again. */
function isSameMatter(open: Aside, question: Question, want: Want | null): boolean {
  if (placeOf(open.want) !== placeOf(want)) return false
  if (ABOUT_A_CREDENTIAL.includes(open.question)) return ABOUT_A_CREDENTIAL.includes(question)
  return open.question === question && open.want?.why === want?.why
}

/** The questions that wait once another one is put. */
export const putAside = (kept: Kept): Aside[] =>
  kept.question === 'none' || NEVER_ASIDE.includes(kept.question)
    ? kept.aside
    : atMost([...kept.aside, levelOf(kept)])

/** Of more than `MOST_ASIDE`, the oldest that has no request is forgotten. */
export function atMost(aside: Aside[]): Aside[] {
  if (aside.length <= MOST_ASIDE) return aside
  const least = aside.findIndex(({ parked }) => !parked)
  return atMost(aside.filter((_, index) => index !== least))
}
