/**
 * The words of the machines: what is remembered, what can happen, what an actor answers, and what is to be said.
 *
 * Only ids, counters, times and account names pass through here. What a user typed and what is secret stay behind
 * handles that mean nothing outside the turn.
 *
 * Long because the machines share one vocabulary, and it is read as one list.
 */

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
  /** Malformed secrets in this dialogue; ten end it. */
  malformed: number
  /**
   * The turn that last went on with a parked request, and why it had been parked: stops a loop of rejections. `declined`: it went
   * on without an account of this service, because the user said no.
   */
  resumed: { turnId: string; why: Why; declined?: string } | null
}

/**
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

/** What is awaited of somebody who asks for help: the secret, a yes to adding it, another try, the end of a pause, or the deed done elsewhere. */
export type HelpNext = 'paste' | 'confirm' | 'retry' | 'wait' | 'elsewhere'

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

/** Whether a credential may be given in this very turn, and if not, why. */
export type Entry = 'inline' | 'elsewhere' | 'insecure' | 'shared'

/**
 * Which accounts a use goes out with. `ask`: the user has to say which; `why`: there are several, or what asks works with one at a
 * time. `broken`: these are meant, or could have been (not `isMeant`), and cannot be used; another is never used in their place.
 * `unknown`: the words name none.
 */
export type AccountChoice =
  | { kind: 'use'; accounts: AccountFact[] }
  | { kind: 'ask'; accounts: AccountFact[]; why: 'several' | 'one-at-a-time' }
  | { kind: 'broken'; accounts: AccountFact[]; isMeant: boolean; usable: AccountFact[] }
  | { kind: 'unknown' }
  | { kind: 'none' }

/** What the store is asked about a service: which accounts the user's words name, and what was chosen in this conversation. */
export interface StoreQuestion {
  service: string
  /** The server that needs the credential, or null for the service as a whole. */
  server: string | null
  named: string[] | null
  one: 'named' | 'tool' | undefined
  chosen: Choice | undefined
}

/** What the vault and the formation say about a service for this user. */
export interface StoreFacts {
  accounts: AccountFact[]
  /** Which of them a use goes out with, by what the user said and chose. */
  choice: AccountChoice
  entry: Entry
  /** Epoch milliseconds, or null when adding is not locked. */
  lockedUntil: number | null
}

/** What was found of a secret before anybody is asked about it. */
export type Examination =
  | { kind: 'complete'; secret: string }
  | { kind: 'incomplete'; partial: string; nextField: string }
  | { kind: 'other-service'; found: string; secret: string }
  | { kind: 'malformed'; problem: Malformed; length?: TokenLength }

/**
 * Why a secret cannot even be tried. `cut-off`: a token of which a part is missing. `password`: said to be one, where a token is
 * wanted. `fields`: a sign-in of which it cannot be told where one part ends.
 */
export type Malformed =
  | 'unsendable'
  | 'too-long'
  | 'too-short'
  | 'empty'
  | 'cut-off'
  | 'commit'
  | 'uuid'
  | 'path'
  | 'url'
  | 'words'
  | 'password'
  | 'document'
  | 'fields'

/** How much of a token came, and how much it has. In characters. */
export interface TokenLength {
  given: number
  whole: number
}

/** Whether the service may be asked. `joined`: the same secret was being checked already, and this is what came of it. */
export type Admission =
  | { kind: 'reserved'; slot: string }
  | { kind: 'busy' }
  | { kind: 'locked'; lockedUntil: number }
  | { kind: 'joined'; outcome: 'valid' | 'rejected' | 'unknown' }

/** What the service said; identities stay with the actors until they are stored. */
export type ValidationFacts =
  | { kind: 'valid' }
  | { kind: 'rejected'; expired: boolean; damaged: boolean; attemptsLeft: number; lockedUntil: number | null }
  | { kind: 'unknown'; reason: UnknownFact }

/** Why a service could not say, see `src/services/service.ts`. */
export type UnknownFact =
  | 'clock'
  | 'incomplete'
  | 'scope'
  | 'rate-limited'
  | 'sso-required'
  | 'forbidden'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'redirected'
  | 'unreadable'

/** What became of storing. */
export interface StoredFacts {
  outcome: 'added' | 'replaced' | 'duplicate'
  account: AccountFact
  checked: boolean
  /** All of the user's accounts of this service, in order. */
  accounts: AccountFact[]
  /** The account that has the wished label already; it was left out then. */
  labelHolder?: AccountFact | null
  /** Another account whose name looks the same. */
  lookAlike?: AccountFact | null
}

/** An account in a list; `inUse`: it was picked in this conversation. */
export type ListedAccount = AccountFact & { service: string; inUse: boolean }

/** One line of what was done with an account; `detail`: what a use was for. */
export type AccountUse = {
  service: string
  account: string | null
  act: string
  at: number
  outcome: string
  detail?: string | null
}

/** What became of an act on accounts; `gone`: there is no such account any more. */
export type ManagementFacts =
  | { kind: 'listed'; accounts: (AccountFact & { service: string })[] }
  | {
      kind: 'used'
      uses: AccountUse[]
    }
  | { kind: 'done'; accounts: AccountFact[] }
  /** A rename to what another account of the service is called, or to nothing that can be shown. */
  | { kind: 'label-taken'; account: AccountFact; holder: AccountFact }
  | { kind: 'label-missing'; account: AccountFact }
  | { kind: 'gone' }

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

/** An open question, for words about it. `accounts`: those that it offers; `single`: of which one is to be said. `pending`: a secret is kept for it. */
export interface QuestionFacts {
  question: Question
  service: string | null
  why: Why
  field: string | null
  accounts: AccountFact[]
  single: boolean
  pending: boolean
}

/** Every text the product can say, by stem and name, with the facts it is made from. */
export interface SayingFacts {
  'ask-account.whichService': { why: Why }
  'ask-account.which': { service: string; accounts: AccountFact[]; oneAtATime?: boolean }
  'ask-account.broken': { service: string; accounts: AccountFact[]; usable: AccountFact[] }
  'ask-account.none': { service: string | null }
  'ask-account.notFound': { service: string | null; accounts: AccountFact[] }
  'ask-account.switched': { service: string; accounts: AccountFact[] }
  'ask-account.taken': { service: string; accounts: AccountFact[] }
  'detect-need.unsure': QuestionFacts
  'detect-need.noHurry': QuestionFacts
  'collect-inline.ask': { service: string; why: Why; field: string | null; account: AccountFact | null }
  'collect-inline.offerAdd': { service: string | null; late: boolean; awaited: string | null }
  'collect-inline.alsoFound': { service: string }
  'collect-inline.offerAgain': { service: string | null }
  'collect-inline.isItYours': { service: string; field: string | null }
  'collect-inline.keptBack': { service: string; awaited: boolean }
  'collect-inline.declinedBefore': { service: string }
  'collect-inline.malformed': {
    service: string
    problem: Malformed
    field: string | null
    length?: TokenLength
  }
  'collect-inline.tooManyMalformed': { service: string }
  'collect-inline.cancelled': { service: string | null }
  'collect-inline.discarded': { service: string | null }
  'collect-inline.help': { service: string; topic: HelpTopic; next: HelpNext; minutes: number | null }
  'collect-inline.oneOnly': { service: string | null }
  'dedupe.already': { service: string; account: AccountFact }
  'lockout.locked': { service: string; minutes: number; waits: boolean }
  'lockout.busy': { service: string }
  'validate.added': {
    service: string
    account: AccountFact
    checked: boolean
    labelHolder?: AccountFact | null
    lookAlike?: AccountFact | null
  }
  'validate.replaced': { service: string; account: AccountFact; labelHolder?: AccountFact | null }
  'validate.nowHave': { service: string; accounts: AccountFact[] }
  'validate.rejected': { service: string; attemptsLeft: number | null; expired: boolean; damaged: boolean }
  'validate.unknown': { service: string; reason: UnknownFact }
  'validate.retryAgain': { service: string; pending: boolean }
  'validate.toolRefuses': { service: string }
  'redirect.elsewhere': { service: string }
  'redirect.insecure': { service: string; pasted: boolean }
  'redirect.shared': { service: string; pasted: boolean }
  'redirect.notHere': { service: string }
  'manage-accounts.list': { service: string | null; accounts: ListedAccount[] }
  'manage-accounts.usage': {
    service: string | null
    uses: AccountUse[]
  }
  'manage-accounts.defaultCleared': { service: string }
  'manage-accounts.defaultSet': { service: string; account: AccountFact }
  'manage-accounts.renamed': { service: string; account: AccountFact }
  'manage-accounts.labelTaken': { service: string; account: AccountFact; holder: AccountFact }
  'manage-accounts.confirmRemoval': { service: string; accounts: AccountFact[] }
  'manage-accounts.removed': { service: string; accounts: AccountFact[] }
  'manage-accounts.kept': { service: string | null }
  'manage-accounts.unclear': { service: string | null }
  'manage-accounts.confirmForget': { why: Why; accounts: ListedAccount[] }
  'manage-accounts.forgotten': { why: Why; accounts: AccountFact[] }
  'manage-accounts.aboutRemoval': { service: string | null; topic: HelpTopic }
  'manage-accounts.whichName': { service: string; account: AccountFact }
  'manage-accounts.gone': { service: string | null }
}

/** One thing to say: a key of `SayingFacts` with its facts. */
export type Saying = { [Key in keyof SayingFacts]: { key: Key; facts: SayingFacts[Key] } }[keyof SayingFacts]

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
}
