/**
 * The whole loop around any agent: guard the message, run the agent, park what needs a credential, ask, and go on.
 *
 * What the agent says is scrubbed, and where a model asks for a token in its own words, the official question takes its place.
 */
import { replaceCredentialRequests, scrub } from './guard/index.ts'
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

/** The host's agent: takes a request, gives its answer. */
export type Agent = (request: AgentRequest) => Promise<string> | string

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
export type Chat = (turn: TurnInput) => Promise<ChatAnswer>

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
  const remembered = new Map<string, Promise<ChatAnswer>>()
  const goOn: GoOn = (outcome, input) => answer(parts, agent, outcome, input, 1)
  const chat: Chat = (input) => {
    const { userId, conversationId, messageId } = input
    // A turn that is parked has to be known as the one that was taken.
    if (messageId === undefined) return take(parts, agent, { ...input, messageId: randomId() })
    const id = JSON.stringify([userId, conversationId, messageId])
    const known = remembered.get(id)
    if (known !== undefined) return known
    const result = take(parts, agent, input)
    remembered.set(id, result)
    // A failed turn may be tried again.
    result.catch(() => remembered.delete(id))
    const [oldest] = remembered.keys()
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    return result
  }
  return { chat, goOn }
}

/** Goes on from an outcome: says it, or runs the agent. */
export type GoOn = (outcome: TurnOutcome, input: TurnInput) => Promise<ChatAnswer>

async function take(parts: AgentParts, agent: Agent, input: TurnInput): Promise<ChatAnswer> {
  return answer(parts, agent, await parts.turn(input), input, 1)
}

async function answer(
  parts: AgentParts,
  agent: Agent,
  outcome: TurnOutcome,
  input: TurnInput,
  round: number,
): Promise<ChatAnswer> {
  if (outcome.kind === 'reply')
    return { text: outcome.reply.text, reply: outcome.reply, history: outcome.history }
  const prelude = outcome.kind === 'resume' ? outcome.prelude : ''
  if (outcome.kind === 'resume' && outcome.redelivered === true) {
    return said(join(prelude, parts.alreadyGoingOn()), outcome.history.user)
  }
  const ran = await run(parts, agent, outcome.text, input)
  if (!('need' in ran)) return said(join(prelude, ran.text), outcome.history.user)
  const next = await parts.park(ran.need, { ...input, text: outcome.text })
  if (next.kind !== 'reply' && round >= MAX_ROUNDS) throw ran.need
  const after = await answer(parts, agent, next, { ...input, text: outcome.text }, round + 1)
  const text = join(prelude, after.text)
  return { ...after, text, history: { user: outcome.history.user, assistant: text } }
}

const said = (text: string, user: string): ChatAnswer => ({ text, history: { user, assistant: text } })

const join = (...parts: string[]): string => parts.filter((part) => part !== '').join('\n')

/** Runs the host's agent; a need it met comes back as such, also where its loop swallowed the error. */
async function run(
  parts: AgentParts,
  agent: Agent,
  text: string,
  turn: TurnInput,
): Promise<{ readonly text: string } | { readonly need: NeedError | Error }> {
  const user = parts.user(turn)
  try {
    const spoken = await agent({ text, user, turn })
    const need = user.takeNeed()
    if (need !== undefined) return { need }
    const clean = scrub(String(spoken), { rules: parts.rules })
    return { text: replaceCredentialRequests(clean, parts.officialRequest()).text }
  } catch (error) {
    const need = user.takeNeed() ?? (readNeed(error) === undefined ? undefined : (error as Error))
    if (need === undefined) throw error
    return { need }
  }
}
