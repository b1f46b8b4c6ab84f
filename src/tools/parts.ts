/** What a user's tools are made of. */
import type { AccountWish } from '../credentials/choose.ts'
import type { CredentialParts } from '../credentials/scope.ts'
import type { ServiceId } from '../formation/formation.ts'
import type { ConversationKey } from '../state/state.ts'
import type { Words } from '../words.ts'
import type { Connections } from './connections.ts'
import type { RejectionHints } from './rejection-hints.ts'

/** The parts of every user's tools. */
export interface ToolParts extends CredentialParts {
  readonly words: Words
  readonly connections: Connections
  readonly hints: RejectionHints
  /** Which accounts of a service were chosen in a conversation; none when its state is away: stored credentials go on working. */
  readonly chosenIn: (key: ConversationKey, service: ServiceId) => Promise<AccountWish['chosen']>
}
