/** The credentials of one turn, behind handles: what the machine carries, and what only actors see. */
import type { ValidVerdict } from '../credentials/check.ts'
import { KeyturnError } from '../errors.ts'
import type { CredentialFields, Secret, SecretHandle, SecretPool } from '../secret.ts'
import type { AttemptSlot, Sealing, StoreLook } from '../vault/vault.ts'

/** The credentials of one turn. */
export class HeldCredentials {
  readonly #pool: SecretPool
  readonly #fields = new Map<SecretHandle, CredentialFields>()
  #kept: { readonly pending: Record<string, string>; readonly held: string | null } = {
    pending: {},
    held: null,
  }
  #verdict: ValidVerdict | undefined
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
  remember(found: { verdict?: ValidVerdict; slot?: AttemptSlot; sealing?: Sealing | undefined }): void {
    if (found.verdict !== undefined) this.#verdict = found.verdict
    if (found.slot !== undefined) this.#slot = found.slot
    if ('sealing' in found || found.slot !== undefined) this.#sealing = found.sealing
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
}
