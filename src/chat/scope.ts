/** What the actors of one running turn may touch: made when the turn begins, emptied when it ends. */
import type { CredentialScope } from '../credentials/scope.ts'
import type { Formation } from '../formation/formation.ts'
import type { Transport } from '../net/transport.ts'
import type { GatedMessage } from './gate/gate.ts'
import type { Reader } from '../language/index.ts'
import type { HeldCredentials } from './held-credentials.ts'
import type { Words } from '../words.ts'

/** Asks a model one question with a structured answer; only ever sees gated text. Nothing on any failure. */
export type AskModel = (question: {
  readonly instruction: string
  readonly message: string
  readonly signal: AbortSignal | undefined
}) => Promise<unknown>

/** A language other than English. */
export interface Spoken {
  /** ISO 639-1. */
  readonly language: string
  readonly reader: Reader
  readonly words: Words
}

/** One turn's surroundings. */
export interface TurnScope extends CredentialScope {
  readonly formation: Formation
  readonly transport: Transport
  readonly gated: GatedMessage
  readonly held: HeldCredentials
  readonly askModel: AskModel | undefined
  /** The language of the message, else of the conversation; nothing where that is English, or neither is known. */
  readonly spoken: Spoken | undefined
  /** The progress words while a service is asked. */
  readonly validating: () => string
  readonly onProgress: ((text: string) => void) | undefined
}
