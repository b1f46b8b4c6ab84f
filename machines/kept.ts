/** What a conversation remembers between turns: the open question, those aside, what is wanted, which accounts were chosen. */

/**
 * What the machine waits for a human to do. `service`, `account`: to say which. `name`: to say what an account is to be called.
 * `elsewhere`: to add the credential outside this chat. `removal`: to confirm what is to be removed or forgotten.
 */
export type Question =
  'none' | 'service' | 'account' | 'name' | 'secret' | 'add' | 'removal' | 'retry' | 'elsewhere'

/** What an account or a credential is wanted for. `forget`, `log-out`: all accounts of all services. */
export type Why =
  | 'use'
  | 'add'
  | 'rejected'
  | 'stray'
  | 'switch'
  | 'default'
  | 'no-default'
  | 'rename'
  | 'remove'
  | 'forget'
  | 'log-out'

/** An account as the machine knows it: nothing secret, names made safe. */
export interface AccountFact {
  id: string
  name: string
  label: string | null
  /** Usable: not rejected, expired or damaged. */
  active: boolean
  /** Not usable because its service said until when it lasts, and that is over. */
  expired?: boolean
  isDefault: boolean
  /** Not usable because its stored row was altered. */
  damaged?: boolean
  /** What the service calls it, where that is another account's name here. */
  login?: string
  /** Removed, and ended at its service as well. */
  revoked?: true
}

/**
 * Accounts picked for a service; `once`: for the request at hand only. With the next message the ones `before` hold again, where
 * some had been picked for the conversation.
 */
export interface Choice {
  ids: string[]
  once: boolean
  before?: string[]
}

/** A wish for an account: of which service, what for, and how far it has come. */
export interface Want {
  /** Null for a secret nobody can place yet. */
  service: string | null
  /** The MCP server that needs it; null when nothing in particular does. */
  server: string | null
  why: Why
  /** The accounts that the user's words named; null when they named none. */
  named: string[] | null
  /** The account being replaced or managed. */
  subject: string | null
  /** A label that the user wished for: for the account to come, or for a rename. */
  label: string | null
  /** Only one account can be meant: `named`, by a name that fits all those in `named`; `tool`, because what asks works with one. */
  one?: 'named' | 'tool'
  /** The new name is still to be said. */
  unnamed?: true
  /** The request that waits had its answer, as far as that went without: it does not go on if the user says no. */
  answered?: true
  /** The credential field awaited next, where a service needs several; null for the first. */
  field: string | null
}

/** A question that was put aside for another one, to be put again once that is through. */
export interface Aside {
  question: Question
  want: Want | null
  parked: boolean
  pending: boolean
}

/** What is saved between turns; everything else is made anew. */
export interface Kept {
  question: Question
  /** When the question expires, epoch milliseconds; null while there is none. */
  questionUntil: number | null
  /** What the open question is about. */
  want: Want | null
  /** The accounts offered by the open question, in the order shown. */
  offered: AccountFact[]
  /** Whether the open question was the last thing said: only then does a bare answer (yes, no, a number, "both") belong to it. */
  armed: boolean
  /** Whether the question was put again for an unclear answer: the next unclear one passes. */
  repeated: boolean
  /** The turn that put the question last; its answer told once more puts it again, any other's does not. */
  askedIn: string | null
  /** Whether the request that waits for the answer is parked beside this record. */
  parked: boolean
  /** Whether a secret for this question is kept, sealed, beside this record. */
  pending: boolean
  /** Whether a message that may be the awaited secret is kept, sealed, beside this record: its owner was asked. */
  held: boolean
  /** Questions put aside for the open one, the latest last. At most one of all has the parked request. */
  aside: Aside[]
  /** Accounts picked in this conversation, by service. */
  chosen: Record<string, Choice>
  /** Services that the user declined to connect: in this conversation they are asked for only at the user's own word. */
  declined: string[]
  /** The language people are answered in (ISO 639-1), where it is not English. */
  language?: string
  /** Malformed secrets in this dialogue; ten end it. */
  malformed: number
  /**
   * The turn that last went on with a parked request, and why it had been parked: stops a loop of rejections. `declined`: it went
   * on without an account of this service, because the user said no.
   */
  resumed: { turnId: string; why: Why; declined?: string } | null
}

/** No question is open. */
export const nothingAsked = {
  question: 'none',
  questionUntil: null,
  want: null,
  offered: [],
  armed: false,
  repeated: false,
  askedIn: null,
  parked: false,
  pending: false,
  held: false,
  malformed: 0,
} satisfies Partial<Kept>

/** Nothing pending, nothing chosen. */
export const nothingKept: Kept = { ...nothingAsked, aside: [], chosen: {}, declined: [], resumed: null }
