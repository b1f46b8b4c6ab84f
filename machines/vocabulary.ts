/**
 * The words of the machines: what is remembered, what can happen, what an actor answers, and what is to be said.
 *
 * Only ids, counters, times and account names pass through here. What a user typed and what is secret stay behind
 * handles that mean nothing outside the turn.
 *
 * Long because the machines share one vocabulary, and it is read as one list.
 */

/** What the machine waits for a human to do. `service`, `account`: to say which. `elsewhere`: to add the credential outside this chat. */
export type Question = 'none' | 'service' | 'account' | 'secret' | 'add' | 'removal' | 'retry' | 'elsewhere'

/** What an account or a credential is wanted for. */
export type Why = 'use' | 'add' | 'rejected' | 'stray' | 'switch' | 'default' | 'rename' | 'remove'

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
  /** The credential field awaited next, where a service needs several; null for the first. */
  field: string | null
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
  /** Whether the user's request is parked beside this record. */
  parked: boolean
  /** Whether a secret is kept, sealed, beside this record. */
  pending: boolean
  /** Accounts picked in this conversation, by service. */
  chosen: Record<string, Choice>
  /** Malformed secrets in this dialogue; ten end it. */
  malformed: number
  /** The turn that last went on with a parked request, and why it had been parked: stops a loop of rejections. */
  resumed: { turnId: string; why: Why } | null
}

/**
 * What a message says, as far as it is ours. Account lists: ids of this user's accounts that the words name; `oneOf`: one of them is
 * meant. `more`: besides the secret in hand, the message held others. A rename without a label takes it off, one with an empty label
 * does not say it yet.
 */
export type Reading =
  | { kind: 'none' }
  | { kind: 'use'; service: string; accounts: string[] | null; oneOf?: boolean }
  | { kind: 'add'; service: string | null; secret: string | null; label: string | null; more?: true }
  | { kind: 'secret'; service: string | null; secret: string; late: boolean; alone: boolean; more?: true }
  | { kind: 'list'; service: string | null }
  | { kind: 'switch'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  | { kind: 'default'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  | {
      kind: 'rename'
      service: string | null
      accounts: string[] | null
      label: string | null
      oneOf?: boolean
    }
  | { kind: 'remove'; service: string | null; accounts: string[] | null; oneOf?: boolean }
  | { kind: 'usage'; service: string | null }
  | { kind: 'accounts'; accounts: string[]; all: boolean }
  | { kind: 'unclear' }
  | { kind: 'service'; service: string }
  | { kind: 'yes' }
  | { kind: 'no' }
  | { kind: 'cancel' }
  | { kind: 'again' }
  | { kind: 'help'; topic: HelpTopic }

/** What is awaited of somebody who asks for help: the secret, a yes to adding it, another try, or the deed done elsewhere. */
export type HelpNext = 'paste' | 'confirm' | 'retry' | 'elsewhere'

/** What people ask about the thing they are asked for. */
export type HelpTopic = 'what' | 'scopes' | 'safety' | 'general'

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
  | { kind: 'other-service'; found: string }
  | { kind: 'malformed'; problem: Malformed }

/** Why a secret cannot even be tried. */
export type Malformed = 'unsendable' | 'too-long' | 'too-short' | 'empty'

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
  /** The secret kept from an earlier turn, if there is one. */
  pendingSecret: string | null
  /** The secret to keep, sealed, for a later turn. */
  keepSecret: string | null
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

/** What can happen to a conversation; facts, with the time they happened. */
export type Event =
  | { type: 'message.received'; turnId: string; at: number; message: string; pending: string | null }
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
    }
  | { type: 'need.met'; turnId: string; at: number; service: string }

/** Every text the product can say, by stem and name, with the facts it is made from. */
export interface SayingFacts {
  'ask-account.whichService': { why: Why }
  'ask-account.which': { service: string; accounts: AccountFact[]; oneAtATime?: boolean }
  'ask-account.broken': { service: string; accounts: AccountFact[]; usable: AccountFact[] }
  'ask-account.none': { service: string | null }
  'ask-account.notFound': { service: string | null; accounts: AccountFact[] }
  'ask-account.switched': { service: string; accounts: AccountFact[] }
  'collect-inline.ask': { service: string; why: Why; field: string | null; account: AccountFact | null }
  'collect-inline.offerAdd': { service: string | null; late: boolean }
  'collect-inline.wrongService': { service: string; found: string }
  'collect-inline.malformed': { service: string; problem: Malformed }
  'collect-inline.tooManyMalformed': { service: string }
  'collect-inline.cancelled': { service: string | null }
  'collect-inline.discarded': { service: string | null }
  'collect-inline.help': { service: string; topic: HelpTopic; next: HelpNext }
  'collect-inline.oneOnly': { service: string | null }
  'dedupe.already': { service: string; account: AccountFact }
  'lockout.locked': { service: string; minutes: number }
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
  'manage-accounts.defaultSet': { service: string; account: AccountFact }
  'manage-accounts.renamed': { service: string; account: AccountFact }
  'manage-accounts.labelTaken': { service: string; account: AccountFact; holder: AccountFact }
  'manage-accounts.labelMissing': { service: string; account: AccountFact }
  'manage-accounts.confirmRemoval': { service: string; accounts: AccountFact[] }
  'manage-accounts.removed': { service: string; accounts: AccountFact[] }
  'manage-accounts.kept': { service: string | null }
  'manage-accounts.gone': { service: string | null }
}

/** One thing to say: a key of `SayingFacts` with its facts. */
export type Saying = { [Key in keyof SayingFacts]: { key: Key; facts: SayingFacts[Key] } }[keyof SayingFacts]

/** Nothing pending, nothing chosen. */
export const nothingKept: Kept = {
  question: 'none',
  questionUntil: null,
  want: null,
  offered: [],
  parked: false,
  pending: false,
  chosen: {},
  malformed: 0,
  resumed: null,
}

/** A turn in which nothing has happened yet. */
export const freshTurn: Turn = {
  turnId: '',
  at: 0,
  message: null,
  origin: 'message',
  reading: null,
  want: null,
  secret: null,
  pendingSecret: null,
  keepSecret: null,
  slot: null,
  store: null,
  examination: null,
  duplicate: null,
  admission: null,
  validation: null,
  stored: null,
  management: null,
  park: false,
  outcome: 'pass',
  accounts: [],
  sayings: [],
}
