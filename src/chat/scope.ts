/** What the actors of one running turn may touch: made when the turn begins, emptied when it ends. */
import type { CredentialScope } from '../credentials/scope.ts'
import type { Formation } from '../formation/formation.ts'
import type { Transport } from '../net/transport.ts'
import type { GatedMessage } from './gate/gate.ts'
import type { Reader } from '../language/index.ts'
import type { HeldCredentials } from './held-credentials.ts'

/** Asks a model one question with a structured answer; only ever sees gated text. Nothing on any failure. */
export type AskModel = (question: {
  readonly instruction: string
  readonly message: string
  readonly signal: AbortSignal | undefined
}) => Promise<unknown>

/** One turn's surroundings. */
export interface TurnScope extends CredentialScope {
  readonly formation: Formation
  readonly transport: Transport
  readonly gated: GatedMessage
  readonly held: HeldCredentials
  readonly askModel: AskModel | undefined
  readonly reader: Reader
  /** The language of the message (ISO 639-1), else of the conversation; null where neither is known. */
  readonly spoken: string | null
  /** The progress words while a service is asked. */
  readonly validating: () => string
  readonly onProgress: ((text: string) => void) | undefined
}
