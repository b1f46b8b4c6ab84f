/** What holds in every turn, whatever is said and whatever actors answer. Each tells how a turn breaks it, if it does. */
import type { Aside, Kept } from '../../machines/kept.ts'
import type { Reading } from '../../machines/readings.ts'
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
const storeOf = (turn: PlayedTurn): Outputs['checkStore'] | undefined => outputOf(turn, 'checkStore')
const at = (turn: PlayedTurn): number => turn.event.at
const expired = (turn: PlayedTurn): boolean =>
  turn.before.questionUntil !== null && turn.before.questionUntil <= at(turn)
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
/** Everything that is open in a record, the question that was put last behind the others. */
const levelsOf = (kept: Kept): Aside[] => {
  const { question, want, parked, pending } = kept
  return question === 'none' ? kept.aside : [...kept.aside, { question, want, parked, pending }]
}
const questionIn = ({ question, questionUntil, want, offered, parked, pending, aside }: Kept): unknown[] => [
  question,
  questionUntil,
  want,
  offered,
  parked,
  pending,
  aside,
]
const parkedIn = (kept: Kept): Aside | undefined => levelsOf(kept).find(({ parked }) => parked)
const armed = ({ before }: PlayedTurn): boolean => before.question !== 'none' && before.armed
const isOne = (reading: Reading | undefined, ...kinds: Reading['kind'][]): boolean =>
  reading !== undefined && kinds.includes(reading.kind)

/** A question that waited was taken up once more, after what the message was about. */
const isTakenUpAgain = ({ states }: PlayedTurn): boolean => states.includes('returning')
/** Nothing was said; a request that goes on since its question has answered itself is something. */
const isSilent = (turn: PlayedTurn): boolean =>
  turn.context.turn.outcome !== 'reply' && !(turn.context.turn.outcome === 'resume' && isTakenUpAgain(turn))

/** What means something only right after a question. */
function isBare(reading: Reading | undefined): boolean {
  if (reading?.kind === 'accounts') return reading.by !== 'name'
  return (
    isOne(reading, 'yes', 'no', 'cancel', 'later', 'again', 'start-over', 'undo', 'help') ||
    isOne(reading, 'unsure', 'only', 'other-account', 'service', 'name')
  )
}

/** Every value in a record, at any depth. */
const leaves = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]

/** All invariants of a turn. */
export const invariants: Invariant[] = [
  {
    title: 'a turn goes on only with a parked request or with its own text',
    broken: ({ before, context }) =>
      context.turn.outcome === 'resume' && parkedIn(before) === undefined && !context.turn.park,
  },
  {
    title: 'a parked request goes on only when its own question was answered',
    broken: (turn) => {
      const { before, context } = turn
      if (context.turn.outcome !== 'resume' || context.turn.park) return false
      const waiting = parkedIn(before)?.want?.service ?? null
      const service = context.turn.want?.service ?? before.want?.service
      return expired(turn) || (waiting !== null && waiting !== service)
    },
  },
  {
    title: 'a turn parks its own text only together with the question that it asks',
    broken: (turn) => {
      const { kept, turn: now } = turn.context
      const waits = now.park && now.outcome !== 'resume' && turn.end === 'rest'
      return waits && !(kept.parked && now.asked)
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
      if (turn.event.type !== 'message.received') return true
      return !given && Object.keys(turn.event.pending).length === 0 && turn.event.held === null
    },
  },
  {
    title: 'an account is removed only after a yes, in time, to the question about that very one, asked last',
    broken: (turn) =>
      callsOf(turn, 'manageAccounts').some(({ input }) => {
        const want = input['want'] as Kept['want']
        const removes = ['remove', 'forget', 'log-out'].includes(want?.why ?? '')
        if (!removes || (want?.why !== 'remove' && input['confirmed'] === false)) return false
        const confirmed =
          turn.before.question === 'removal' &&
          armed(turn) &&
          readingOf(turn)?.kind === 'yes' &&
          !expired(turn)
        return !confirmed || input['confirmed'] !== true || !same(want, turn.before.want)
      }),
  },
  {
    title: 'a secret is kept only for a question that needs it',
    broken: ({ before, context, event, end }) => {
      const { kept, turn } = context
      const were = new Set(
        levelsOf(before).flatMap(({ want, pending }) => (pending ? [want?.service ?? ''] : [])),
      )
      const needless = levelsOf(kept).some(({ question, want, pending }) => {
        const gathering = question === 'secret' && want?.field !== null
        if (!pending) return false
        if (question !== 'add' && question !== 'retry' && !gathering) return true
        const place = want?.service ?? ''
        return !Object.hasOwn(turn.keepSecrets, place) && !were.has(place)
      })
      const isNobodys = kept.question === 'none' && (kept.pending || kept.parked || kept.held)
      if ((needless || isNobodys) && end === 'rest') return true
      const isHeld = event.type === 'message.received' && (turn.keepHeld !== null || before.held)
      return kept.held && !(isHeld || before.held)
    },
  },
  {
    title:
      'a message that says nothing to us is passed on, and takes no question away but one about removing or naming',
    broken: (turn) => {
      if (readingOf(turn)?.kind !== 'none' || turn.context.turn.outcome === 'failed') return false
      if (turn.context.turn.outcome !== 'pass') return true
      if (expired(turn) || ['removal', 'name'].includes(turn.before.question)) return false
      return turn.before.question !== 'none' && !same(questionIn(turn.before), questionIn(turn.context.kept))
    },
  },
  {
    title:
      'T-127 whatever passes to the agent, or lets it go on, leaves no question that takes a bare answer',
    broken: ({ event, context, end }) => {
      const { kept, turn } = context
      if (end === 'failed' || event.type === 'need.met') return false
      if (event.type === 'answer.told') return kept.armed && kept.askedIn !== event.turnId
      return turn.outcome !== 'reply' && (kept.armed || ['removal', 'name'].includes(kept.question))
    },
  },
  {
    title: 'a question that was not the last thing said takes no bare answer: it passes',
    broken: (turn) => {
      const { before, context } = turn
      if (before.question === 'none' || before.armed || !isBare(readingOf(turn))) return false
      if (turn.end === 'failed') return false
      return context.turn.outcome !== 'pass' || turn.calls.length > 1
    },
  },
  {
    title:
      'after a message that passed, nothing leads to a spent try or a stored credential but a new secret or wish',
    broken: (turn) => {
      if (armed(turn) || callsOf(turn, ...ASKING_THE_SERVICE).length === 0) return false
      return !isOne(readingOf(turn), 'secret', 'add')
    },
  },
  {
    title: 'a message that may be a secret goes nowhere, and its owner is told',
    broken: (turn) => {
      if (readingOf(turn)?.kind !== 'held' || turn.end === 'failed') return false
      return (
        isSilent(turn) ||
        callsOf(turn, ...TOUCHING).length > 0 ||
        callsOf(turn, 'manageAccounts').some(({ input }) => input['confirmed'] === true)
      )
    },
  },
  {
    title: 'an unclear answer gets the question again, once; the next one passes',
    broken: (turn) => {
      const { before, context } = turn
      if (readingOf(turn)?.kind !== 'unsure' || turn.end === 'failed') return false
      if (!armed(turn) || expired(turn)) return context.turn.outcome !== 'pass'
      if (before.question === 'removal')
        return isSilent(turn) || levelsOf(context.kept).some(({ question }) => question === 'removal')
      if (before.repeated) return context.turn.outcome !== 'pass'
      return !context.turn.asked || !context.kept.repeated || context.kept.question !== before.question
    },
  },
  {
    title: 'no message leaves a removal open but by asking about it once more',
    broken: ({ before, context, event, end }) =>
      end === 'rest' &&
      event.type === 'message.received' &&
      before.question === 'removal' &&
      levelsOf(context.kept).some(({ question }) => question === 'removal') &&
      !(context.turn.asked && context.kept.armed && context.kept.question === 'removal'),
  },
  {
    title: 'the request that was parked first is not replaced by one that needs the same',
    broken: ({ before, event, context }) =>
      event.type === 'need.raised' &&
      parkedIn(before)?.want?.service === event.service &&
      context.turn.asked &&
      context.turn.park,
  },
  {
    title: 'on a no, the request that waits goes on with the fact that the user declined',
    broken: (turn) => {
      const { before, context } = turn
      const isAbout = ['service', 'account', 'secret', 'retry', 'elsewhere'].includes(before.question)
      const isNo = isOne(readingOf(turn), 'cancel') || (isOne(readingOf(turn), 'no') && !before.held)
      if (!isNo || !isAbout || !armed(turn) || expired(turn)) return false
      if (turn.end === 'failed' || !before.parked || before.want?.answered === true) return false
      const fact = context.kept.resumed?.declined
      return context.turn.outcome !== 'resume' || fact !== (before.want?.service ?? undefined)
    },
  },
  {
    title:
      'a question that takes bare answers was put in this turn, or in one whose answer is told once more',
    broken: ({ before, context, event, end }) =>
      end === 'rest' &&
      context.kept.armed &&
      !context.turn.asked &&
      !(event.type === 'need.met' && before.armed),
  },
  {
    title: 'a question answered after its deadline is not answered, and its secret is not taken up',
    broken: (turn) => {
      const { turn: now } = turn.context
      if (!expired(turn) || turn.event.type === 'need.raised') return false
      const handedOn = turn.calls.some(({ input }) => leaves(input).includes(handles.pending))
      return (
        (now.origin === 'answer' && !isTakenUpAgain(turn)) ||
        Object.keys(now.pendingSecrets).length > 0 ||
        now.heldSecret !== null ||
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
    title:
      'a second rejection of the same resumed turn ends: no question but one that waited, no more asking',
    broken: (turn) => {
      const { before, event, calls, context } = turn
      if (event.type !== 'need.raised' || event.why !== 'rejected' || event.turnId !== EARLIER_TURN)
        return false
      if (before.resumed?.why !== 'rejected' || turn.end === 'failed') return false
      if (isTakenUpAgain(turn)) return before.question === 'none' && before.aside.length === 0
      return calls.length > 0 || context.kept.question !== 'none' || context.turn.outcome !== 'reply'
    },
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
      if (context.turn.origin === 'answer' || context.turn.outcome === 'resume' || context.turn.asked)
        return false
      if (['removal', 'name'].includes(before.question)) return false
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
