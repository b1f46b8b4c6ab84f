/** One answer of an agent that users bring credentials to: what it says, and the question where a tool needs something first. */
import { withoutSecrets } from './agent-error.ts'
import { hear, untilAborted } from './speech.ts'
import type { Speech } from './speech.ts'
import { isKeyturnError } from '../../errors.ts'
import type { Scrubber } from '../../guard/index.ts'
import type { UserScrubbers } from '../../tools/live-scrubber.ts'
import { readNeed } from '../../tools/need.ts'
import type { NeedError } from '../../tools/need.ts'
import type { ServiceId } from '../../formation/formation.ts'
import type {
  PassOutcome,
  Reply,
  ResumeOutcome,
  TurnHistory,
  TurnInput,
  TurnOutcome,
} from '../turn/outcome.ts'
import { readProgress } from '../turn/progress.ts'
import type { User } from '../../tools/user.ts'

/** What the host's agent gets: a text without secrets, and the user's own tools. */
export interface AgentRequest {
  readonly text: string
  readonly user: User
  /** Who and where, and the signal to heed. Its `text` is the one above: the message as it was typed is not handed on. */
  readonly turn: TurnInput
  /** What the run that was parked kept last, with secrets taken out; nothing where it kept nothing, and in a first run. */
  readonly progress?: unknown
  /** The user said no to an account of this service, for this request; `text` tells the model so. */
  readonly declined?: { readonly service: ServiceId; readonly text: string }
  /**
   * Keeps how far this run is, for the case that a tool needs something of the user: what was kept last comes back as `progress` when the
   * request goes on. JSON of at most 512 KiB.
   */
  keep(progress: unknown): void
  /** The same without secrets of known shapes, the formation's own among them: for what a host has of earlier turns. */
  scrub<Value>(value: Value): Value
}

/** The host's agent: takes a request, gives its answer whole or in pieces; an async generator function is one. */
export type Agent = (request: AgentRequest) => Promise<Speech> | Speech

/** What is said to the user. */
export interface ChatAnswer {
  readonly text: string
  /** What an HTTP server may answer with: 200; 413 for a message that is too long; 400 for one that cannot be read. */
  readonly status: 200 | 400 | 413
  /** Structure for a user interface, where we asked something. */
  readonly reply?: Reply
  readonly history: TurnHistory
}

/** What the loop is built on. */
export interface AgentParts {
  readonly turn: (input: TurnInput) => Promise<TurnOutcome>
  readonly park: (error: unknown, input: TurnInput, progress?: unknown) => Promise<TurnOutcome>
  /** Notes that an answer was told once more, so that no open question takes what is said next for its own. */
  readonly told: (input: TurnInput) => Promise<unknown>
  readonly user: (who: { userId: string; conversationId: string }) => User
  /** Takes what the user has stored out of what the agent is told and of whatever it says. */
  readonly scrubbersFor: (who: { userId: string }) => Promise<UserScrubbers>
  /** What is said in place of a model's own request for a credential; undefined: such requests stay. */
  readonly officialRequest: (() => string) | undefined
  /** Ids and names of the services that people bring credentials of. */
  readonly services: readonly string[]
  readonly alreadyGoingOn: () => string
  readonly tooLong: () => string
  readonly noText: () => string
  readonly declined: (service: ServiceId) => string
}

/** A need that comes up again right after it was met would go round for ever. */
const MAX_ROUNDS = 3

/** One answer being made. */
export interface Telling {
  readonly parts: AgentParts
  readonly agent: Agent
  /** Takes each piece of the answer as it comes. */
  readonly say: (piece: string) => void
}

/**
 * Goes on from an outcome: says it, or runs the agent and parks what it needs.
 *
 * @throws KeyturnError as `Keyturn.turn` does, and whatever the agent throws that is no need.
 */
export async function answer(
  telling: Telling,
  outcome: TurnOutcome,
  input: TurnInput,
  round = 1,
): Promise<ChatAnswer> {
  const { parts, say } = telling
  // A stored secret of no known shape, typed again into ordinary chat, passed the gate: nothing but the vault tells what it is.
  const scrubbers = await parts.scrubbersFor(input)
  const heard = scrubbers.message.text(outcome.history.user)
  if (outcome.kind === 'reply') {
    say(outcome.reply.text)
    const history = { ...outcome.history, user: heard }
    return { text: outcome.reply.text, status: 200, reply: outcome.reply, history }
  }
  const lines = new Lines(say)
  if (outcome.kind === 'resume') lines.say(outcome.prelude)
  lines.begin()
  if (outcome.kind === 'resume' && outcome.redelivered === true) {
    lines.say(parts.alreadyGoingOn())
    return said(lines.text, heard)
  }
  const text = scrubbers.message.text(outcome.text)
  const heeded = { ...outcome, text }
  const { need, progress } = await run(telling, heeded, input, scrubbers.speech, (piece) => lines.say(piece))
  if (need === undefined) return said(lines.text, heard)
  const next = await parts.park(need, { ...input, text }, progress)
  if (next.kind !== 'reply' && round >= MAX_ROUNDS) throw need
  lines.begin()
  const following = { ...telling, say: (piece: string) => lines.say(piece) }
  const after = await answer(following, next, { ...input, text }, round + 1)
  return { ...after, text: lines.text, history: { user: heard, assistant: lines.text } }
}

const said = (text: string, user: string): ChatAnswer => ({
  text,
  status: 200,
  history: { user, assistant: text },
})

/** What was said so far; each part that says something begins on a line of its own. */
class Lines {
  readonly #say: (piece: string) => void
  #isNew = false
  text = ''

  constructor(say: (piece: string) => void) {
    this.#say = say
  }

  begin(): void {
    this.#isNew = this.text !== ''
  }

  say(piece: string): void {
    if (piece === '') return
    const whole = this.#isNew && !this.text.endsWith('\n') ? `\n${piece}` : piece
    this.#isNew = false
    this.text += whole
    this.#say(whole)
  }
}

/** What a turn tells an agent, named one by one: whatever else a host put beside it may hold the message as it came. */
function turnFor(input: TurnInput, text: string, scrubber: Scrubber): TurnInput {
  const { userId, conversationId, messageId, onProgress, signal } = input
  return {
    userId,
    conversationId,
    messageId,
    text,
    transport: transportFor(input.transport),
    onProgress: onProgress && ((words) => onProgress(scrubber.text(String(words)))),
    signal: signal && AbortSignal.any([signal]),
  }
}

/** Its facts alone: adapters keep the platform's own event beside them, and the message is in that. */
function transportFor(transport: TurnInput['transport']): TurnInput['transport'] {
  if (typeof transport !== 'object' || transport === null) return transport
  const { audience } = transport
  if (!('kind' in transport)) return { channel: transport.channel, attested: transport.attested, audience }
  const { kind, encrypted, peer, forwardedProto, forwarded, wasForwarded, isWebSocket } = transport
  return { kind, encrypted, peer, forwardedProto, forwarded, wasForwarded, isWebSocket, audience }
}

/** Runs the host's agent, and gives the need it met, also where its loop swallowed the error. */
async function run(
  { parts, agent }: Telling,
  outcome: PassOutcome | ResumeOutcome,
  input: TurnInput,
  scrubber: Scrubber,
  say: (piece: string) => void,
): Promise<{ readonly need?: NeedError | Error | undefined; readonly progress?: unknown }> {
  const { text } = outcome
  const user = parts.user(input)
  const turn = turnFor(input, text, scrubber)
  let progress: unknown
  const keep = (kept: unknown): void => {
    progress = kept
  }
  let need: NeedError | undefined
  const isEnough = (): boolean => (need ??= user.takeNeed()) !== undefined
  try {
    const speech = await untilAborted(
      agent({
        text,
        user,
        turn,
        keep,
        scrub: (value) => scrubber.value(value) as typeof value,
        ...resumed(parts, outcome),
      }),
      turn.signal,
    )
    if (typeof speech !== 'string' || !isEnough())
      await hear(speech, {
        say,
        official: parts.officialRequest?.(),
        services: parts.services,
        scrubber,
        signal: turn.signal,
        isEnough,
      })
    // Of a request that was answered nothing goes on: it is asked again, with the account that comes.
    return isEnough() ? { need, progress } : { need: user.takePartialNeed() }
  } catch (error) {
    const met = isEnough() ? need : readNeed(error) === undefined ? undefined : (error as Error)
    if (met === undefined || isKeyturnError(error, 'ABORTED')) throw withoutSecrets(error, scrubber)
    return { need: met, progress }
  }
}

/** What a request that goes on tells besides its text. */
function resumed(
  parts: AgentParts,
  outcome: PassOutcome | ResumeOutcome,
): Pick<AgentRequest, 'progress' | 'declined'> {
  if (outcome.kind === 'pass') return {}
  const { progress, declined: service } = outcome
  return {
    ...(progress === undefined ? {} : { progress: readProgress(progress) }),
    ...(service === undefined ? {} : { declined: { service, text: parts.declined(service) } }),
  }
}
