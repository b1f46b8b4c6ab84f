/** What a message may say to the machine, as a value. */

/**
 * How an answer says which accounts: by a name or label as it is; by one close to it, or by a part that only one of them has;
 * or by what means something only right after the question: a place in the list, "both", "the other one".
 */
export type NamedBy = 'name' | 'near' | 'place'

/**
 * How a secret stands in a message: `alone`; `marked` by words that only say what it is ("my password is …"); `beside` a request
 * of its own, which goes on once the secret is stored.
 */
export type Standing = 'alone' | 'marked' | 'beside'

/** A secret of another service that stood in the same message. */
export interface OtherSecret {
  service: string
  secret: string
}

/**
 * What a message says, in the light of the open question, as far as it is ours. Account lists: ids of this user's accounts that
 * the words name; null where they name none; empty where they name one that is not there; `oneOf`: one of them is meant. `secret`:
 * a handle; of several fields given together it stands for all. `others`: secrets of other services, to be offered one after
 * another; `more`: besides, the message held secrets that nobody takes.
 */
export type Reading =
  /** Another matter, or nothing for us: passes to the agent. */
  | { kind: 'none' }
  /** A short message that is neither an answer to the open question nor another matter. */
  | { kind: 'unsure' }

  // Requests, with or without an open question.
  | { kind: 'use'; service: string; accounts: string[] | null; oneOf?: boolean }
  | {
      kind: 'add'
      service: string | null
      secret: string | null
      label: string | null
      /** Where a secret is in hand; left out: `marked`. */
      standing?: Standing
      more?: true
      others?: OtherSecret[]
    }
  | {
      kind: 'secret'
      service: string | null
      secret: string
      /** Awaited, but after the time to answer, or after the place in the dialogue was lost. */
      late: boolean
      standing: Standing
      more?: true
      others?: OtherSecret[]
    }
  /** What may be a password, and was kept from everybody; only its owner can say. `fits`: it can be what is awaited. */
  | { kind: 'held'; service: string; secret: string; late: boolean; fits: boolean }
  | { kind: 'list'; service: string | null }
  | { kind: 'usage'; service: string | null }
  /** "When does my token expire?" */
  | { kind: 'expiry'; service: string | null; accounts: string[] | null }
  | { kind: 'switch'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  | { kind: 'default'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  /** Back to asking each time. */
  | { kind: 'no-default'; service: string | null }
  /** `label`: null takes the label off. `unfinished`: the new name is still to be said ("rename my work account to"). */
  | {
      kind: 'rename'
      service: string | null
      accounts: string[] | null
      label: string | null
      unfinished?: true
      oneOf?: boolean
    }
  | { kind: 'remove'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  /** Takes the last rename, default or switch back. */
  | { kind: 'undo' }
  /** "Forget everything about me." */
  | { kind: 'forget-everything' }
  | { kind: 'log-out-everywhere' }

  // Answers to the open question.
  | { kind: 'accounts'; accounts: string[]; all: boolean; by: NamedBy }
  /** Fewer than the question named: "no, only work", "not ranaroussi"; empty where it is not said which ("not both"). */
  | { kind: 'only'; accounts: string[] }
  /** Another account than those that were named or used, and not said which. */
  | { kind: 'other-account' }
  | { kind: 'service'; service: string }
  | { kind: 'name'; label: string }
  | { kind: 'yes' }
  | { kind: 'no' }
  /** Not now: "wait", "one sec", "maybe later". */
  | { kind: 'later' }
  | { kind: 'cancel' }
  | { kind: 'start-over' }
  | { kind: 'again' }
  | { kind: 'help'; topic: HelpTopic }

/**
 * What people ask about the thing they are asked for, or about what was said last.
 *
 * what: what is it, where do I get one? purpose: what is it for, why do you need it? safety: is it safe? visibility: can you see
 * it? storage: where is it stored, what happens to my data? usage: who used it? choice: which account will you use, which are
 * there? revocation: how do I take it back? expiry: when does it expire? refusal: what if I say no? reason: why (of an outage, a
 * lockout, a refusal)? retry-time: when can I try again?
 */
export type HelpTopic =
  | 'what'
  | 'purpose'
  | 'scopes'
  | 'safety'
  | 'visibility'
  | 'storage'
  | 'usage'
  | 'choice'
  | 'revocation'
  | 'expiry'
  | 'refusal'
  | 'reason'
  | 'retry-time'
  | 'general'
