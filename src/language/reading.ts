/** What a message can say to us, and what has to be known to tell. */

/** A service of the formation. */
export interface KnownService {
  readonly id: string
  /** Lower-case words and names people may use for it. */
  readonly words: readonly string[]
}

/** An account of the user. */
export interface KnownAccount {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly label: string | null
  /** What a request goes out with if nothing is said: picked in this conversation, else the default. */
  readonly isUsed: boolean
}

/** What was asked, and is not answered yet. `name`: what an account is to be called. */
export type OpenQuestion =
  'none' | 'service' | 'account' | 'name' | 'secret' | 'add' | 'removal' | 'retry' | 'elsewhere'

/** Everything that a message is read in the light of. */
export interface Situation {
  readonly question: OpenQuestion
  /**
   * Whether what we said is still the last thing that was said: only then do a bare yes, no or number answer a question, and only
   * then does "why?" ask about what we said.
   */
  readonly armed: boolean
  /** The service the question is about. */
  readonly service: string | null
  /** The accounts offered by the question, in the order shown; for a removal, the ones to be removed. */
  readonly offered: readonly KnownAccount[]
  /** All accounts of the user. */
  readonly accounts: readonly KnownAccount[]
  /** What was last spoken of: what "it" and "that one" mean. */
  readonly spoken: { readonly service: string; readonly accounts: readonly string[] } | null
  /** The conversation's language (ISO 639-1); null while nothing is known. */
  readonly language: string | null
}

/**
 * What people ask about a credential, an account, or what was said last.
 *
 * what: what is it, where do I get one? purpose: what is it for? choice: which account will you use, which are there?
 * refusal: what if I say no? reason: why (of an outage, a lockout, a refusal)? retry-time: when can I try again?
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

/**
 * How an answer says which accounts: by a name or label as it is; by one close to it, or by a part that only one of them has; or
 * by what means something only right after the question: a place in the list, "both", "the other one".
 */
export type NamedBy = 'name' | 'near' | 'place'

/** Ids of the user's accounts: null where the words name none, empty where they name one that is not there. */
export type Named = readonly string[] | null

/**
 * What a message says, in the light of the open question. `near`: an account or a service was not named exactly, so that the answer
 * has to say which one was understood.
 */
export type Reading =
  /** Another matter, or nothing for us. */
  | { readonly kind: 'none' }
  /** A short message that is neither an answer to the open question nor another matter. */
  | { readonly kind: 'unsure' }

  // Requests, with or without an open question.
  | { readonly kind: 'use'; readonly service: string; readonly accounts: Named; readonly near?: true }
  /** `also`: further services that are to be added. */
  | {
      readonly kind: 'add'
      readonly service: string | null
      readonly label: string | null
      readonly also?: readonly string[]
      readonly near?: true
    }
  | { readonly kind: 'list'; readonly service: string | null }
  | { readonly kind: 'usage'; readonly service: string | null }
  | { readonly kind: 'expiry'; readonly service: string | null; readonly accounts: Named }
  | AccountRequest<'switch'>
  | AccountRequest<'default'>
  | AccountRequest<'remove'>
  /** `label`: null takes the label off. `unfinished`: the new name is still to be said. */
  | (AccountRequest<'rename'> & { readonly label: string | null; readonly unfinished?: true })
  /** Back to asking each time. */
  | { readonly kind: 'no-default'; readonly service: string | null }
  /** Takes the last rename, default or switch back. */
  | { readonly kind: 'undo' }
  | { readonly kind: 'forget-everything' }
  | { readonly kind: 'log-out-everywhere' }

  // Answers to the open question.
  | {
      readonly kind: 'accounts'
      readonly accounts: readonly string[]
      readonly all: boolean
      readonly by: NamedBy
    }
  /** Fewer than the question named; empty where it is not said which ("not both"). */
  | { readonly kind: 'only'; readonly accounts: readonly string[] }
  /** Another account than those that were named or used, and not said which. */
  | { readonly kind: 'other-account' }
  | { readonly kind: 'service'; readonly service: string; readonly near?: true }
  | { readonly kind: 'name'; readonly label: string }
  | { readonly kind: 'yes' | 'no' | 'later' | 'cancel' | 'start-over' | 'again' }
  | { readonly kind: 'help'; readonly topic: HelpTopic; readonly service: string | null }

interface AccountRequest<Kind extends string> {
  readonly kind: Kind
  readonly service: string | null
  readonly accounts: Named
  readonly near?: true
}

/** A reading, with what else was found out. */
export interface Understood {
  readonly reading: Reading
  /** The language of the message (ISO 639-1); null where its words do not tell. */
  readonly language: string | null
  /** The message speaks of an account or a credential in a way the rules cannot tell: a model may be asked. */
  readonly isBeyondRules: boolean
}
