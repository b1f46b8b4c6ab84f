/** What holds in every turn, whatever is said and whatever actors answer. Each tells how a turn breaks it, if it does. */
import { ANSWER_MS } from '../../machines/questions.ts'
import type { Kept, Reading, StoreFacts } from '../../machines/vocabulary.ts'
import { EARLIER_TURN, handles } from './alphabet.ts'
import type { ActorName, Call, Outputs, PlayedTurn } from './settle-on-command.ts'

/** A rule and its check. */
export interface Invariant {
  title: string
  broken: (turn: PlayedTurn) => boolean
}

/** The actors that touch a secret, in the order they come. */
const TOUCHING: ActorName[] = ['collectInline', 'dedupe', 'lockout', 'validate', 'storeCredential']
const ASKING_THE_SERVICE: ActorName[] = ['dedupe', 'lockout', 'validate', 'storeCredential']

const callsOf = (turn: PlayedTurn, ...names: ActorName[]): Call[] =>
  turn.calls.filter((call) => names.includes(call.actor))

function outputOf<Name extends ActorName>(turn: PlayedTurn, actor: Name): Outputs[Name] | undefined {
  const answer = callsOf(turn, actor)[0]?.answer
  return answer === undefined || answer === 'breaks' ? undefined : (answer.output as Outputs[Name])
}

const readingOf = (turn: PlayedTurn): Reading | undefined => outputOf(turn, 'detectNeed')
const storeOf = (turn: PlayedTurn): StoreFacts | undefined => outputOf(turn, 'checkStore')
const at = (turn: PlayedTurn): number => turn.event.at
const expired = (turn: PlayedTurn): boolean =>
  turn.before.questionUntil !== null && turn.before.questionUntil <= at(turn)
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const questionIn = ({ question, questionUntil, want, offered, parked, pending }: Kept): unknown[] => [
  question,
  questionUntil,
  want,
  offered,
  parked,
  pending,
]
/** Whether this turn asked a question of its own. */
const asked = (turn: PlayedTurn): boolean =>
  turn.context.kept.questionUntil === at(turn) + ANSWER_MS &&
  same(turn.context.kept.want, turn.context.turn.want)

/** Every value in a record, at any depth. */
const leaves = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]

/** All invariants of a turn. */
export const invariants: Invariant[] = [
  {
    title: 'a turn goes on only with a parked request or with its own text',
    broken: ({ before, context }) =>
      context.turn.outcome === 'resume' && !before.parked && !context.turn.park,
  },
  {
    title: 'a parked request goes on only when its own question was answered',
    broken: (turn) => {
      const { before, context } = turn
      if (context.turn.outcome !== 'resume' || context.turn.park) return false
      const service = context.turn.want?.service ?? before.want?.service
      return expired(turn) || (before.want?.service !== null && before.want?.service !== service)
    },
  },
  {
    title: 'a turn parks its own text only together with the question that it asks',
    broken: (turn) => {
      const { kept, turn: now } = turn.context
      const waits = now.park && now.outcome !== 'resume' && turn.end === 'rest'
      return waits && !(kept.parked && asked(turn))
    },
  },
  {
    title: 'a credential is stored only after the service called this very secret valid in this turn',
    broken: (turn) =>
      callsOf(turn, 'storeCredential').some((storing) => {
        const validated = callsOf(turn, 'validate')[0]
        const valid = outputOf(turn, 'validate')?.kind === 'valid'
        return !valid || validated?.input['secret'] !== storing.input['secret']
      }),
  },
  {
    title: 'the service is asked only with a reserved slot, and about the secret it was reserved for',
    broken: (turn) =>
      callsOf(turn, 'validate').some((asking) => {
        const admission = outputOf(turn, 'lockout')
        const reserved = admission?.kind === 'reserved' && admission.slot === asking.input['slot']
        return !reserved || callsOf(turn, 'lockout')[0]?.input['secret'] !== asking.input['secret']
      }),
  },
  {
    title: 'T-090 nothing is done with a secret where it may not be given: insecure, shared, elsewhere',
    broken: (turn) =>
      (storeOf(turn)?.entry ?? 'inline') !== 'inline' && callsOf(turn, ...TOUCHING).length > 0,
  },
  {
    title: 'T-080 nothing is done with a secret while adding is locked, and a lock found later stops it',
    broken: (turn) => {
      const locked = (storeOf(turn)?.lockedUntil ?? 0) > at(turn) && callsOf(turn, ...TOUCHING).length > 0
      return locked || (outputOf(turn, 'lockout')?.kind === 'locked' && callsOf(turn, 'validate').length > 0)
    },
  },
  {
    title: 'a secret of another service is compared with nothing, checked nowhere and never stored',
    broken: (turn) =>
      outputOf(turn, 'collectInline')?.kind === 'other-service' &&
      callsOf(turn, ...ASKING_THE_SERVICE).length > 0,
  },
  {
    title: 'T-043 words alone store nothing: a secret came with the message, or was kept from an earlier one',
    broken: (turn) => {
      if (callsOf(turn, ...TOUCHING).length === 0) return false
      const reading = readingOf(turn)
      const given = (reading?.kind === 'secret' || reading?.kind === 'add') && reading.secret !== null
      return turn.event.type !== 'message.received' || (!given && turn.event.pending === null)
    },
  },
  {
    title: 'an account is removed only after a yes, in time, to the question about that very account',
    broken: (turn) =>
      callsOf(turn, 'manageAccounts').some(({ input }) => {
        const want = input['want'] as Kept['want']
        if (want?.why !== 'remove') return false
        const confirmed =
          turn.before.question === 'removal' && readingOf(turn)?.kind === 'yes' && !expired(turn)
        return !confirmed || !same(want, turn.before.want)
      }),
  },
  {
    title: 'a secret is kept only for a question that needs it',
    broken: ({ before, context }) => {
      const { kept, turn } = context
      const needed = kept.question === 'add' || kept.question === 'retry'
      const gathering = kept.question === 'secret' && kept.want?.field !== null
      if (kept.pending && !needed && !gathering) return true
      return (
        (kept.pending && turn.keepSecret === null && !before.pending) ||
        (!kept.pending && turn.keepSecret !== null)
      )
    },
  },
  {
    title: 'a message that says nothing to us changes no open question and is passed on',
    broken: (turn) => {
      if (readingOf(turn)?.kind !== 'none' || turn.context.turn.outcome === 'failed') return false
      if (turn.context.turn.outcome !== 'pass') return true
      return !expired(turn) && !same(questionIn(turn.before), questionIn(turn.context.kept))
    },
  },
  {
    title: 'a question answered after its deadline is not answered, and its secret is not taken up',
    broken: (turn) => {
      const { turn: now } = turn.context
      if (!expired(turn) || turn.event.type === 'need.raised') return false
      const handedOn = turn.calls.some(({ input }) => leaves(input).includes(handles.pending))
      return (
        now.origin === 'answer' ||
        now.pendingSecret !== null ||
        handedOn ||
        turn.calls[0]?.actor === 'checkStore'
      )
    },
  },
  {
    title: 'a choice made for one request ends with the next message',
    broken: (turn) =>
      turn.event.type === 'message.received' &&
      Object.values(turn.calls[0]?.context.kept.chosen ?? {}).some((choice) => choice.once),
  },
  {
    title: 'what was chosen for the conversation holds again with the message after a choice for one request',
    broken: ({ before, event, calls }) =>
      event.type === 'message.received' &&
      Object.entries(before.chosen).some(([service, { ids, once, before: earlier }]) => {
        const held = once ? earlier : ids
        const now = calls[0]?.context.kept.chosen[service]
        return calls[0] !== undefined && held !== undefined && !same(now?.ids, held)
      }),
  },
  {
    title: 'no choice for one request makes the one for the conversation forgotten',
    broken: ({ before, context }) =>
      Object.entries(before.chosen).some(([service, { ids, once, before: earlier }]) => {
        const held = once ? earlier : ids
        const now = context.kept.chosen[service]
        return held !== undefined && (now === undefined || (now.once && now.before === undefined))
      }),
  },
  {
    title: 'a second rejection of the same resumed turn ends: no question, no more asking',
    broken: ({ before, event, calls, context }) =>
      event.type === 'need.raised' &&
      event.why === 'rejected' &&
      event.turnId === EARLIER_TURN &&
      before.resumed?.why === 'rejected' &&
      (calls.length > 0 || context.kept.question !== 'none' || context.turn.outcome !== 'reply'),
  },
  {
    title: 'no handle of a turn outlives it',
    broken: ({ context }) =>
      leaves(context.kept).some((leaf) => Object.values<unknown>(handles).includes(leaf)),
  },
  {
    title: 'a wish for one service leaves the question about another one open, unless it asks its own',
    broken: (turn) => {
      const { before, context } = turn
      const service = context.turn.want?.service ?? null
      const apart = service !== null && before.want !== null && before.want.service !== service
      if (turn.end === 'failed' || turn.event.type !== 'message.received' || expired(turn) || !apart)
        return false
      if (context.turn.origin === 'answer' || context.turn.outcome === 'resume' || asked(turn)) return false
      return !same(questionIn(before), questionIn(context.kept))
    },
  },
  {
    title: 'whoever replies says something, and whoever passes on says nothing',
    broken: ({ context: { turn } }) =>
      (turn.outcome === 'reply' && turn.sayings.length === 0) ||
      (turn.outcome === 'pass' && turn.sayings.length > 0),
  },
  {
    title: 'a turn fails when an actor breaks, and only then',
    broken: ({ calls, end }) => calls.some((call) => call.answer === 'breaks') !== (end === 'failed'),
  },
]
