/** What the actors of one running turn may touch: made when the turn begins, emptied when it ends. */
import { KeyturnError } from '../errors.ts'
import type { Formation } from '../formation/formation.ts'
import type { GatedMessage } from '../gate/gate.ts'
import type { Reader } from '../language/index.ts'
import type { Clock, Fetch, Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { CredentialFields, Secret, SecretHandle, SecretPool } from '../secret.ts'
import type { Verdict } from '../services/service.ts'
import type { Services } from '../services/services.ts'
import type { Transport } from '../transport/transport.ts'
import type { Account, ActContext, AttemptSlot, Sealing, StoreLook, Vault } from '../vault/vault.ts'

/** Asks a model one question with a structured answer; only ever sees gated text. Nothing on any failure. */
export type AskModel = (question: {
  readonly instruction: string
  readonly message: string
  readonly signal: AbortSignal | undefined
}) => Promise<unknown>

/** One turn's surroundings. */
export interface TurnScope {
  readonly formation: Formation
  readonly services: Services
  readonly vault: Vault
  readonly principal: Principal
  readonly context: ActContext
  readonly transport: Transport
  readonly gated: GatedMessage
  readonly hand: Hand
  readonly clock: Clock
  readonly fetch: Fetch
  readonly logger: Logger
  readonly askModel: AskModel | undefined
  readonly reader: Reader
  /** The language of the message (ISO 639-1), else of the conversation; null where neither is known. */
  readonly spoken: string | null
  /** The progress words while a service is asked. */
  readonly validating: () => string
  readonly onProgress: ((text: string) => void) | undefined
  readonly signal: AbortSignal
  /** Ends what still uses an account's old secret. */
  readonly endConnections: (accountId: string) => Promise<void>
}

/** A check's answer, kept for the storing step. */
export type ValidVerdict = Extract<Verdict, { verdict: 'valid' }>

/** The credentials of one turn behind handles: what the machine carries, and what only actors see. */
export class Hand {
  readonly #pool: SecretPool
  readonly #fields = new Map<SecretHandle, CredentialFields>()
  #kept: { readonly pending: Record<string, string>; readonly held: string | null } = {
    pending: {},
    held: null,
  }
  #verdict: ValidVerdict | undefined
  #duplicate: Account | undefined
  #slot: AttemptSlot | undefined
  #sealing: Sealing | undefined
  readonly #looks = new Map<string, Promise<StoreLook>>()

  constructor(pool: SecretPool) {
    this.#pool = pool
  }

  /** A complete or partial credential behind a new handle. */
  put(fields: CredentialFields): SecretHandle {
    const [first, ...others] = Object.values(fields).map((secret) => this.#pool.put(secret))
    if (first === undefined)
      throw new KeyturnError('INTERNAL', 'A credential without a field came up in a turn.')
    this.#fields.set(first, fields)
    for (const handle of others) this.#fields.set(handle, fields)
    return first
  }

  /** The secrets of earlier turns that wait for a word of their owner's. */
  keep(given: Readonly<Record<string, CredentialFields>>, held: Secret | undefined): void {
    const handles = Object.entries(given).map(([place, fields]) => [place, this.put(fields)] as const)
    this.#kept = {
      pending: Object.fromEntries(handles),
      held: held === undefined ? null : this.put({ token: held }),
    }
  }

  /** Handles of those secrets: by service, and the message that may be one. */
  get kept(): { readonly pending: Record<string, string>; readonly held: string | null } {
    return this.#kept
  }

  /** The credential behind a handle; nothing for a handle of another turn. */
  fields(handle: string): CredentialFields | undefined {
    const known = this.#fields.get(handle as SecretHandle)
    if (known !== undefined) return known
    const secret = this.#pool.get(handle as SecretHandle)
    return secret === undefined ? undefined : { token: secret }
  }

  /** Keeps what an actor found for a later one. Asking a service takes long: what was read before it is not gone by. */
  remember(found: {
    verdict?: ValidVerdict
    slot?: AttemptSlot
    duplicate?: Account | undefined
    sealing?: Sealing | undefined
  }): void {
    if (found.verdict !== undefined) this.#verdict = found.verdict
    if (found.slot !== undefined) this.#slot = found.slot
    if ('sealing' in found || found.slot !== undefined) this.#sealing = found.sealing
    if ('duplicate' in found) this.#duplicate = found.duplicate
  }

  /** A look at a service of the user, begun before the step that needs it and shared by whoever looks until then. */
  lookOnce(service: string, look: () => Promise<StoreLook>): Promise<StoreLook> {
    const begun = this.#looks.get(service)
    if (begun !== undefined) return begun
    const looking = look()
    // Whoever takes it learns of the failure; a look that nobody takes fails for nobody.
    looking.catch(() => undefined)
    this.#looks.set(service, looking)
    return looking
  }

  /** The look that was begun for a step: taken once, for what comes after may have changed the accounts. */
  takeLook(service: string): Promise<StoreLook> | undefined {
    const looking = this.#looks.get(service)
    this.#looks.clear()
    return looking
  }

  /** Another turn was served in between. */
  forgetLooks(): void {
    this.#looks.clear()
  }

  /** What the service said in this turn. */
  get verdict(): ValidVerdict | undefined {
    return this.#verdict
  }

  /** The reserved attempt of what the service said. */
  get slot(): AttemptSlot | undefined {
    return this.#slot
  }

  /** The user's key as it was read in this turn. */
  get sealing(): Sealing | undefined {
    return this.#sealing
  }

  /** The account that already holds the secret in hand. */
  get duplicate(): Account | undefined {
    return this.#duplicate
  }
}
