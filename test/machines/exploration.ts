/**
 * Walks the machine: from nothing kept, through everything that can happen and everything that actors can answer, until no
 * new situation turns up.
 *
 * Situations are told apart by what a transition can ask about; the rest (labels, the order of choices) is projected away,
 * or the walk would not end. `random-walks.test.ts` goes through the same machine without any projection.
 */
import { ANSWER_MS } from '../../machines/questions.ts'
import { turnMachine } from '../../machines/turn.ts'
import { nothingKept } from '../../machines/kept.ts'
import type { Context } from '../../machines/conversation.ts'
import type { Kept, Question, Want } from '../../machines/kept.ts'
import { answersOf, EARLIER_TURN, eventsAt, NOW } from './alphabet.ts'
import type { Answer, PlayedTurn } from './settle-on-command.ts'
import { steppable } from './stepping.ts'
import type { TurnInProgress } from './stepping.ts'

/** What a walk came to. */
export interface Exploration {
  /** Situations at rest, one of each. */
  situations: Kept[]
  turns: number
  /** Names of all transitions taken. */
  taken: Set<string>
  /** Rest states a turn ended in. */
  rests: Set<string>
}

const wanted = (want: Want | null): unknown =>
  want && [want.service, want.why, want.field, want.one, want.unnamed]

/** Which of the accounts hold for the conversation only matters by whether some do. */
const choiceOf = ({ chosen: { github } }: Kept): unknown =>
  github && [github.once, github.before === undefined]

/** Of questions that wait aside: which they are, and whether a request waits with them. */
const waitingAside = ({ aside }: Kept): unknown => aside.map(({ question, parked }) => [question, parked])

/** What tells two situations at rest apart; where one thing is special, the rest is told in less detail. */
function situationOf(kept: Kept): string {
  const { question, want, parked, pending, malformed, armed, held, repeated, aside } = kept
  if (aside.length > 0) return JSON.stringify([question, armed, waitingAside(kept)])
  if (question !== 'none' && !armed)
    return JSON.stringify([question, 'something else was said', parked, pending, want?.service])
  if (repeated || held) return JSON.stringify([question, repeated, held, parked, pending])
  // What was chosen or gone on with before asks for a walk of its own only where nothing is open.
  const past =
    question === 'none'
      ? [choiceOf(kept), kept.resumed?.why === 'rejected', kept.resumed?.declined, kept.declined.length]
      : []
  return JSON.stringify([
    question,
    wanted(want),
    question === 'account' && want?.named !== null,
    question === 'removal' && (want?.named?.length ?? 0) > 1,
    want?.answered === true,
    parked,
    pending,
    question === 'secret' && malformed >= 9,
    past,
  ])
}

const kindOf = (answer: Answer): string =>
  answer === 'breaks' ? answer : ((answer.output as { kind?: string } | null)?.kind ?? 'facts')

/** Questions that a turn about something else treats alike: those that wait for a credential, and those for a choice. */
function sortOf(question: Question): string {
  if (question === 'none') return 'none'
  return question === 'account' || question === 'removal' ? 'choice' : 'credential'
}

/** What tells two turns apart that wait for the same actor: all that the rest of the turn can depend on. */
function waitingOf(turn: TurnInProgress): string {
  const { kept, turn: now }: Context = turn.context
  const { reading, want } = now
  const late = turn.before.questionUntil !== null && turn.before.questionUntil <= now.at
  const calls = turn.calls.map((call) => [call.actor, kindOf(call.answer)])
  const own = [
    wanted(want),
    now.origin,
    now.park,
    now.secret,
    now.pendingSecrets,
    now.heldSecret,
    now.keepSecrets,
  ]
  // Something new, and a whole secret, depend on the open question only as far as they may close it.
  const apart =
    now.examination !== null || (now.origin === 'message' ? reading !== null : now.origin === 'tool')
  const onceMore = kept.resumed?.turnId === now.turnId && kept.resumed.why === 'rejected'
  const open = [
    now.examination === null ? sortOf(kept.question) : kept.question,
    kept.want?.service === want?.service,
    kept.parked,
    onceMore,
    waitingAside(kept),
    kept.declined,
    kept.resumed?.turnId === now.turnId && kept.resumed.declined,
  ]
  const before = apart ? open : situationOf(kept)
  const facts = [now.duplicate?.active, now.admission, now.validation?.kind]
  const read = [reading?.kind, reading?.kind === 'secret' && [reading.late, reading.standing], want?.named]
  const words = now.examination === null ? read : []
  return JSON.stringify([turn.event.type, late, turn.waitsFor?.state, calls, before, own, words, facts])
}

/** The record as the next turn finds it, moved in time so that equal situations are equal values. */
function atRest(kept: Kept): Kept {
  const questionUntil = kept.questionUntil === null ? null : NOW + ANSWER_MS
  const askedIn = kept.askedIn === null ? null : EARLIER_TURN
  const resumed = kept.resumed && { ...kept.resumed, turnId: EARLIER_TURN }
  return { ...kept, questionUntil, askedIn, resumed }
}

/** With more questions aside the turns only repeat themselves; random walks go there. */
const MOST_ASIDE_WALKED = 1

/** Walks everything there is from `from`; each turn that ends is shown to `look`, which may end the walk: `stop`. */
export function explore(
  look: (turn: PlayedTurn) => 'stop' | undefined = () => undefined,
  machine: typeof turnMachine = turnMachine,
  from: Kept = nothingKept,
): Exploration {
  const { begin, settle } = steppable(machine)
  const situations = new Map([[situationOf(from), from]])
  const found: Exploration = { situations: [], turns: 0, taken: new Set(), rests: new Set() }
  const waited = new Set<string>()
  let stopped = false

  const meet = (kept: Kept): void => {
    if (kept.aside.length > MOST_ASIDE_WALKED) return
    const situation = situationOf(kept)
    if (!situations.has(situation)) situations.set(situation, kept)
  }
  const finish = (turn: TurnInProgress, end: 'rest' | 'failed'): void => {
    found.turns += 1
    for (const name of turn.taken) found.taken.add(name)
    if (look({ ...turn, end }) === 'stop') stopped = true
    if (end === 'failed') return
    found.rests.add(turn.states.at(-1) ?? '')
    const kept = atRest(turn.context.kept)
    meet(kept)
    // Ten malformed secrets are counted one by one in their own test; the walk goes from the first to the ninth.
    if (kept.malformed === 1) meet({ ...kept, malformed: 9 })
  }

  for (const kept of situations.values()) {
    const turns = eventsAt(kept).map((event) => begin(kept, event))
    for (let turn = turns.pop(); turn !== undefined && !stopped; turn = turns.pop()) {
      if (turn.end !== undefined) {
        finish(turn, turn.end)
        continue
      }
      // What a turn passed through counts, even where the rest of it is known already.
      for (const name of turn.taken) found.taken.add(name)
      const waiting = waitingOf(turn)
      if (turn.waitsFor === undefined || waited.has(waiting)) continue
      waited.add(waiting)
      for (const answer of answersOf(turn.waitsFor.actor)) turns.push(settle(turn, answer))
    }
  }
  found.situations = [...situations.values()]
  return found
}
