/**
 * The whole loop around any agent: guard the message, run the agent, park what needs a credential, ask, and go on.
 *
 * What the agent says is scrubbed, and where a model asks for a token in its own words, the official question takes its place.
 */
import { hear, untilAborted } from './agent-speech.ts'
import type { Speech } from './agent-speech.ts'
import { openChatStream } from './chat-stream.ts'
import type { ChatStream } from './chat-stream.ts'
import { isKeyturnError } from './errors.ts'
import type { Family } from './guard/index.ts'
import { readNeed } from './need.ts'
import type { NeedError } from './need.ts'
import type { Reply, TurnHistory, TurnInput, TurnOutcome } from './outcome.ts'
import { randomId } from './turn-input.ts'
import type { User } from './user.ts'

/** What the host's agent gets: a text without secrets, and the user's own tools. */
export interface AgentRequest {
  readonly text: string
  readonly user: User
  readonly turn: TurnInput
}

/** The host's agent: takes a request, gives its answer whole or in pieces; an async generator function is one. */
export type Agent = (request: AgentRequest) => Promise<Speech> | Speech

/** What is said to the user. */
export interface ChatAnswer {
  readonly text: string
  /** Structure for a user interface, where we asked something. */
  readonly reply?: Reply
  readonly history: TurnHistory
}

/** Something to say to a user who did not just write. */
export interface Delivery {
  readonly userId: string
  readonly conversationId: string
  readonly text: string
}

/** Options of `agent`. */
export interface AgentOptions {
  /** Says something without being asked: a credential was added on another page, and the request goes on. */
  readonly deliver?: ((message: Delivery) => void | Promise<void>) | undefined
}

/** Takes a message, gives the answer. The same message id gives the same answer, and the agent runs once. */
export interface Chat {
  /** @throws KeyturnError as `Keyturn.turn` does, and whatever the agent throws that is no need. */
  (turn: TurnInput): Promise<ChatAnswer>

  /**
   * The same answer in pieces as they come: what is said before going on, what the agent says, and the question where a tool
   * needs something of the user. A sentence is given when it is complete.
   */
  stream(turn: TurnInput): ChatStream<ChatAnswer>
}

/** What the loop is built on. */
export interface AgentParts {
  readonly turn: (input: TurnInput) => Promise<TurnOutcome>
  readonly park: (error: unknown, input: TurnInput) => Promise<TurnOutcome>
  readonly user: (who: { userId: string; conversationId: string }) => User
  readonly officialRequest: () => string
  readonly alreadyGoingOn: () => string
  /** The formation's own shapes of tokens, scrubbed from answers. */
  readonly rules: readonly Family[]
}

/** A need that comes up again right after it was met would go round for ever. */
const MAX_ROUNDS = 3

/** Answers to this many messages are remembered, in this process, for platforms that deliver twice. */
const MAX_REMEMBERED = 1_000

/** Wraps an agent. */
export function createChat(parts: AgentParts, agent: Agent): { chat: Chat; goOn: GoOn } {
  const remembered = new Map<string, ChatStream<ChatAnswer>>()
  const goOn: GoOn = (outcome, input) => answer({ parts, agent, say: () => undefined }, outcome, input, 1)
  const start = (input: TurnInput): ChatStream<ChatAnswer> =>
    openChatStream(async (say) => answer({ parts, agent, say }, await parts.turn(input), input, 1))
  const stream = (input: TurnInput): ChatStream<ChatAnswer> => {
    const { userId, conversationId, messageId } = input
    // A turn that is parked has to be known as the one that was taken.
    if (messageId === undefined) return start({ ...input, messageId: randomId() })
    const id = JSON.stringify([userId, conversationId, messageId])
    const known = remembered.get(id)
    if (known !== undefined) return known
    const started = start(input)
    remembered.set(id, started)
    // A failed turn may be tried again.
    started.answer.catch(() => remembered.delete(id))
    const [oldest] = remembered.keys()
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    return started
  }
  return { chat: Object.assign((input: TurnInput) => stream(input).answer, { stream }), goOn }
}

/** Goes on from an outcome: says it, or runs the agent. */
export type GoOn = (outcome: TurnOutcome, input: TurnInput) => Promise<ChatAnswer>

/** One answer being made. */
interface Telling {
  readonly parts: AgentParts
  readonly agent: Agent
  /** Takes each piece of the answer as it comes. */
  readonly say: (piece: string) => void
}

async function answer(
  telling: Telling,
  outcome: TurnOutcome,
  input: TurnInput,
  round: number,
): Promise<ChatAnswer> {
  const { parts, say } = telling
  if (outcome.kind === 'reply') {
    say(outcome.reply.text)
    return { text: outcome.reply.text, reply: outcome.reply, history: outcome.history }
  }
  const lines = new Lines(say)
  if (outcome.kind === 'resume') lines.say(outcome.prelude)
  lines.begin()
  if (outcome.kind === 'resume' && outcome.redelivered === true) {
    lines.say(parts.alreadyGoingOn())
    return said(lines.text, outcome.history.user)
  }
  const need = await run(telling, outcome.text, input, (piece) => lines.say(piece))
  if (need === undefined) return said(lines.text, outcome.history.user)
  const next = await parts.park(need, { ...input, text: outcome.text })
  if (next.kind !== 'reply' && round >= MAX_ROUNDS) throw need
  lines.begin()
  const following = { ...telling, say: (piece: string) => lines.say(piece) }
  const after = await answer(following, next, { ...input, text: outcome.text }, round + 1)
  return { ...after, text: lines.text, history: { user: outcome.history.user, assistant: lines.text } }
}

const said = (text: string, user: string): ChatAnswer => ({ text, history: { user, assistant: text } })

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

/** Runs the host's agent, and gives the need it met, also where its loop swallowed the error. */
async function run(
  { parts, agent }: Telling,
  text: string,
  turn: TurnInput,
  say: (piece: string) => void,
): Promise<NeedError | Error | undefined> {
  const user = parts.user(turn)
  let need: NeedError | undefined
  const isEnough = (): boolean => (need ??= user.takeNeed()) !== undefined
  try {
    const speech = await untilAborted(agent({ text, user, turn }), turn.signal)
    if (typeof speech !== 'string' || !isEnough())
      await hear(speech, {
        say,
        official: parts.officialRequest(),
        rules: parts.rules,
        signal: turn.signal,
        isEnough,
      })
    isEnough()
    return need
  } catch (error) {
    const met = isEnough() ? need : readNeed(error) === undefined ? undefined : (error as Error)
    if (met === undefined || isKeyturnError(error, 'ABORTED')) throw error
    return met
  }
}
