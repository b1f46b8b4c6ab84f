/**
 * The whole loop around any agent: guard the message, run the agent, park what needs a credential, ask, and go on.
 *
 * What the agent says is scrubbed, and where a model asks this user for a token of ours in its own words, the official
 * question takes its place.
 */
import { answer } from './answer.ts'
import type { Agent, AgentParts, ChatAnswer } from './answer.ts'
import { isKeyturnError } from '../../errors.ts'
import type { KeyturnError } from '../../errors.ts'
import { openChatStream } from './stream.ts'
import type { ChatStream } from './stream.ts'
import type { TurnInput, TurnOutcome } from '../turn/outcome.ts'
import { randomId } from '../turn/input.ts'

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
  /**
   * Whether a sentence in which the model asks the user for a credential of one of the formation's services is replaced by
   * ours, which tells how to give it. Default true.
   */
  readonly replaceRequests?: boolean | undefined
}

/**
 * Takes a message, gives the answer. The same message id gives the same answer, and the agent runs once; after a run that failed, it
 * runs again. A text that is missing or longer than 1 MiB, and a conversation or message id that is none, is answered with words and a
 * `status`, and no agent runs.
 */
export interface Chat {
  /** @throws KeyturnError as `Keyturn.turn` does for all but those, and whatever the agent throws that is no need. */
  (turn: TurnInput): Promise<ChatAnswer>

  /**
   * The same answer in pieces as they come: what is said before going on, what the agent says, and the question where a tool
   * needs something of the user. A sentence is given when it is complete.
   */
  stream(turn: TurnInput): ChatStream<ChatAnswer>
}

/** Goes on from an outcome: says it, or runs the agent. */
export type GoOn = (outcome: TurnOutcome, input: TurnInput) => Promise<ChatAnswer>

/** Answers to this many messages are remembered, in this process, for platforms that deliver twice. */
const MAX_REMEMBERED = 1_000

/** Wraps an agent. */
export function createChat(parts: AgentParts, agent: Agent): { chat: Chat; goOn: GoOn } {
  const remembered = new Map<string, ChatStream<ChatAnswer>>()
  const goOn: GoOn = (outcome, input) => answer({ parts, agent, say: () => undefined }, outcome, input)
  /** Messages whose run failed here: nobody is on it, though its turn was answered. */
  const failed = new Set<string>()
  const start = (input: TurnInput, mayRunAgain = false): ChatStream<ChatAnswer> =>
    openChatStream(async (say) => {
      const outcome = await takeTurn(parts, input)
      if (!('kind' in outcome)) {
        say(outcome.text)
        return outcome
      }
      return answer({ parts, agent, say }, mayRunAgain ? asFirst(outcome) : outcome, input)
    })
  const ended = new WeakSet<ChatStream<ChatAnswer>>()
  /** What is told once more may be the last thing said now. */
  const tellAgain = (known: ChatStream<ChatAnswer>, input: TurnInput): ChatStream<ChatAnswer> =>
    openChatStream(async (say) => {
      await parts.told(input)
      const told = await known.answer
      say(told.text)
      return told
    })
  const stream = (input: TurnInput): ChatStream<ChatAnswer> => {
    const { userId, conversationId, messageId } = (input as TurnInput | undefined) ?? {}
    // A turn that is parked has to be known as the one that was taken.
    if (messageId === undefined) return start({ ...input, messageId: randomId() })
    const id = JSON.stringify([userId, conversationId, messageId])
    const known = remembered.get(id)
    if (known !== undefined) return ended.has(known) ? tellAgain(known, input) : known
    const started = start(input, failed.delete(id))
    remembered.set(id, started)
    started.answer.then(
      () => ended.add(started),
      () => {
        remembered.delete(id)
        failed.add(id)
        forgetOldest(failed)
      },
    )
    forgetOldest(remembered)
    return started
  }
  return { chat: Object.assign((input: TurnInput) => stream(input).answer, { stream }), goOn }
}

/** A message whose text cannot be taken is its sender's mistake: they are told, and the host's server lives on. */
async function takeTurn(parts: AgentParts, input: TurnInput): Promise<TurnOutcome | ChatAnswer> {
  try {
    return await parts.turn(input)
  } catch (error) {
    if (!isOfItsSender(error)) throw error
    const status = error.facts['limit'] === undefined ? 400 : 413
    const text = status === 400 ? parts.noText() : parts.tooLong()
    return { text, status, history: { user: '', assistant: text } }
  }
}

/** Its text, or the ids that clients make; the user is the host's to know. */
function isOfItsSender(error: unknown): error is KeyturnError {
  if (isKeyturnError(error, 'INPUT_INVALID')) return error.facts['part'] === 'text'
  return isKeyturnError(error, 'PRINCIPAL_INVALID') && FROM_CLIENTS.includes(error.facts['part'])
}

const FROM_CLIENTS: readonly unknown[] = ['conversation id', 'message id']

/** An outcome as it was before it came again. */
function asFirst(outcome: TurnOutcome): TurnOutcome {
  if (outcome.kind !== 'resume') return outcome
  const { redelivered: _again, ...first } = outcome
  return first
}

/** Keeps a set or map of messages from growing. */
function forgetOldest(messages: Set<string> | Map<string, unknown>): void {
  const [oldest] = messages.keys()
  if (messages.size > MAX_REMEMBERED && oldest !== undefined) messages.delete(oldest)
}
