/** What the driver and its workers say to each other. */
import type { TurnOutcome } from '../../../src/index.ts'

/** How a worker is started: its only argument, as JSON. */
export interface WorkerSetup {
  /** Folder of the formation. */
  readonly formation: string
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly githubApi: string
  /** The vault's key. */
  readonly key: string
  /** False: the negative control. */
  readonly hasLease: boolean
}

/** `call`: a tool is called in the user's name, as an agent would; a need it raises is parked. */
export type Order =
  | {
      readonly kind: 'turn'
      readonly user: string
      readonly conversation: string
      readonly message: string
      readonly text: string
    }
  | { readonly kind: 'call'; readonly user: string; readonly conversation: string; readonly text: string }

/** What became of an order. `logins`: which accounts the tool worked with. */
export type Done =
  | { readonly kind: 'outcome'; readonly outcome: TurnOutcome }
  | { readonly kind: 'called'; readonly logins: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string }

/** An order with its number, and the answer with the same. */
export interface Envelope<Content> {
  readonly id: number
  readonly content: Content
}
