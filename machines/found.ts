/** What the actors answer: what the store holds, what became of a secret, what was managed. */
import type { AccountFact, Choice } from './kept.ts'

/** Whether a credential may be given in this very turn, and if not, why. `connect`: nothing is given; the user connects at the service. */
export type Entry = 'inline' | 'connect' | 'elsewhere' | 'insecure' | 'shared'

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

/** Why a service could not say, see `src/providers/service.ts`. */
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
