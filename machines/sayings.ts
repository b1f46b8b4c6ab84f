/** What is to be said: every key of a text, with the facts that its words are made of. */
import type { AccountUse, ListedAccount, Malformed, TokenLength, UnknownFact } from './found.ts'
import type { AccountFact, Question, Why } from './kept.ts'
import type { HelpTopic } from './readings.ts'

/** What is awaited of somebody who asks for help: the secret, a yes to adding it, another try, the end of a pause, or the deed done elsewhere. */
export type HelpNext = 'paste' | 'confirm' | 'retry' | 'wait' | 'elsewhere'

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
  'redirect.connect': { service: string }
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
