/**
 * A running turn and what can happen to a conversation; facts, with the time they happened.
 *
 * Only ids, counters, times and account names pass through the charts. What a user typed and what is secret stay behind handles that
 * mean nothing outside the turn.
 */
import type {
  Admission,
  Examination,
  ManagementFacts,
  StoreFacts,
  StoredFacts,
  ValidationFacts,
} from './found.ts'
import type { AccountFact, Kept, Want } from './kept.ts'
import type { Reading } from './readings.ts'
import type { Saying } from './sayings.ts'

/**
 * What a turn has to have done besides speaking. `stored`: something in the vault changed, which stands even if the conversation cannot be
 * saved. `gave-up`: asking ended while the next try may be on its way. `offers-services`: the services are offered to choose from. `connects`: the
 * user is sent to the service to connect. The others: a credential was refused, for the audit.
 */
export type Effect =
  | 'stored'
  | 'gave-up'
  | 'offers-services'
  | 'sends-elsewhere'
  | 'connects'
  | 'denied-insecure'
  | 'denied-shared'
  | 'denied-here'

/** What is known of the running turn only. */
export interface Turn {
  turnId: string
  at: number
  message: string | null
  /** Where the wish for an account comes from: this message, a tool, an answer to our question, or from outside. */
  origin: 'message' | 'tool' | 'answer' | 'outside'
  reading: Reading | null
  want: Want | null
  /** The secret in hand: given in this turn, or the pending one taken up again. */
  secret: string | null
  /** The secrets kept from earlier turns, by service; '' for one that nobody can place. */
  pendingSecrets: Record<string, string>
  /** The message kept from an earlier turn that may be the awaited secret. */
  heldSecret: string | null
  /** The secrets to keep, sealed, for a later turn, by service as above. */
  keepSecrets: Record<string, string>
  /** This turn's message, to keep sealed until its owner says whether it is the secret. */
  keepHeld: string | null
  slot: string | null
  store: StoreFacts | null
  examination: Examination | null
  duplicate: AccountFact | null
  admission: Admission | null
  validation: ValidationFacts | null
  stored: StoredFacts | null
  management: ManagementFacts | null
  /** Park the text of this turn. */
  park: boolean
  /** A question was put in this turn. */
  asked: boolean
  /** The open question was taken up once more in this turn, because something else was answered in between. */
  tookUpAgain: boolean
  /** The user said yes to the question about this very removal, which was the last thing said. */
  confirmed: boolean
  /** The user said no to what a request needs; it goes on without. */
  declined: boolean
  outcome: 'pass' | 'reply' | 'resume' | 'failed'
  /** The accounts a resumed request goes on with. */
  accounts: AccountFact[]
  sayings: Saying[]
  effects: Effect[]
}

/** Everything a machine knows. */
export interface Context {
  kept: Kept
  turn: Turn
}

/**
 * What can happen to a conversation; facts, with the time they happened. `answer.told`: somebody else than we said something to
 * the user since, such as an answer that was told once more.
 */
export type Event =
  | {
      type: 'message.received'
      turnId: string
      at: number
      message: string
      /** Handles of the secrets kept for the open questions, by service; '' for one that nobody can place. */
      pending: Record<string, string>
      /** The handle of a message that may be the awaited secret. */
      held: string | null
    }
  | {
      type: 'need.raised'
      turnId: string
      at: number
      service: string
      server: string | null
      why: 'use' | 'rejected'
      account: string | null
      /** What asks works with one account at a time. */
      single?: boolean
      /** The request had its answer, as far as that went without. */
      answered?: true
    }
  | { type: 'need.met'; turnId: string; at: number; service: string }
  | { type: 'answer.told'; turnId: string; at: number }

/** A turn in which nothing has happened yet. */
export const freshTurn: Turn = {
  turnId: '',
  at: 0,
  message: null,
  origin: 'message',
  reading: null,
  want: null,
  secret: null,
  pendingSecrets: {},
  heldSecret: null,
  keepSecrets: {},
  keepHeld: null,
  slot: null,
  store: null,
  examination: null,
  duplicate: null,
  admission: null,
  validation: null,
  stored: null,
  management: null,
  park: false,
  asked: false,
  tookUpAgain: false,
  confirmed: false,
  declined: false,
  outcome: 'pass',
  accounts: [],
  sayings: [],
  effects: [],
}
