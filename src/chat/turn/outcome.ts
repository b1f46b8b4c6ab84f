/** What a host gives to a turn, and what it gets back. */
import type { ServiceId } from '../../formation/formation.ts'
import type { TransportInput } from '../../net/transport.ts'

/** One inbound message. */
export interface TurnInput {
  /** The authenticated user; one stable id. */
  readonly userId: string
  /** The thread of chat; another user's conversation of the same id is another one. */
  readonly conversationId: string
  /** The platform's id of the message: the same id gets the same answer once. Left out, every call is a new message. */
  readonly messageId?: string | undefined
  /** What the user typed; at most 1 MiB of UTF-8. */
  readonly text: string
  /** How the message came; left out, the connection counts as insecure. */
  readonly transport?: TransportInput | undefined
  /** Is told short progress words ("Validating...") while a turn takes time. */
  readonly onProgress?: ((text: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What the host may store in its history: the message with secrets taken out, and our answer. */
export interface TurnHistory {
  readonly user: string
  readonly assistant?: string
}

/** One thing a user interface can offer to click; `value` is what the user would have typed. */
export interface Choice {
  readonly label: string
  readonly value: string
}

/** A field a user interface can show masked instead of a chat message. */
export interface EntryForm {
  readonly service: ServiceId
  readonly field: string
  readonly label: string
  readonly masked: boolean
}

/** Plain text that works in any chat, plus structure for a user interface. */
export interface Reply {
  readonly text: string
  readonly choices?: readonly Choice[]
  readonly form?: EntryForm
  readonly link?: string
}

/** An account as the host may show it. */
export interface AccountView {
  readonly id: string
  readonly service: ServiceId
  readonly name: string
  readonly label?: string
}

/** Nothing for us: give `text` (secrets taken out) to the agent. */
export interface PassOutcome {
  readonly kind: 'pass'
  readonly text: string
  readonly history: TurnHistory
}

/** Say this to the user; the agent is not called. */
export interface ReplyOutcome {
  readonly kind: 'reply'
  readonly reply: Reply
  readonly history: TurnHistory
}

/** Say the prelude, then let the agent go on with the parked text. */
export interface ResumeOutcome {
  readonly kind: 'resume'
  /** Empty where nothing has to be said. */
  readonly prelude: string
  readonly text: string
  /** The account the request goes on with; the first where several were chosen. */
  readonly account?: AccountView
  readonly accounts: readonly AccountView[]
  /** The user said no to an account of this service; `text` says so to the model, and the service is not asked for again. */
  readonly declined?: ServiceId
  /** What was given to `park` beside the need, as JSON with secrets taken out. */
  readonly progress?: string
  /** The same message came twice: the agent may have gone on already. */
  readonly redelivered?: true
  readonly history: TurnHistory
}

/** What became of a turn. */
export type TurnOutcome = PassOutcome | ReplyOutcome | ResumeOutcome
