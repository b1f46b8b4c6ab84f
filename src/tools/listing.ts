/**
 * Finds out which tools a server has: for one user, on their own connection; for everybody else, from a process that was given no
 * credential, from the last such answer, or from the formation. What only ever was told to a user is never told to another.
 *
 * Long because both ways share their starts, their lists and their failures.
 */
import { isKeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'
import type { Clock, Logger } from '../ports.ts'
import type { OpenedCredential } from '../vault/vault.ts'
import { withoutCredentialParameters } from './arguments.ts'
import { ownershipOf } from './call-credentials.ts'
import type { ListingUser, SharedList, ToolDefinition } from './connections.ts'
import type { Definitions, KeptList } from './definitions.ts'
import { ListStarts, type ListStartLimits, type Told } from './list-starts.ts'
import type { Lease, Ownership } from './pool.ts'
import { ServerStartError, type StartFailure } from './start-failure.ts'
import { type ListStore, readStoredList, writeStoredList } from './stored-list.ts'

/** What listing is built on. */
export interface ListingParts {
  readonly definitions: Definitions
  readonly store: ListStore | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: ListStartLimits
  /** A connection of a user, with these credentials. `onTools`: the server tells its tools anew. */
  lease(
    use: UserConnection,
    onTools: (tools: readonly ToolDefinition[]) => void,
    signal?: AbortSignal,
  ): Promise<Lease>
  /** A connection of nobody, without any credential. */
  leaseBare(server: ServerDefinition): Promise<Lease>
}

/** Which connection, and what it is opened with where it is not open. */
export interface UserConnection {
  readonly server: ServerDefinition
  readonly ownership: Ownership
  readonly credentials: readonly OpenedCredential[]
}

/** A list is asked for again after an hour, though the one there is goes on being shown. */
const FRESH_MS = 60 * 60_000

/** Errors that are no fault of the server, and that nobody is helped by hiding. */
const OUTAGES = ['CLOSED', 'VAULT_UNAVAILABLE'] as const

/** Nothing was started: there was no place, or the credential is none any more. */
const NOT_STARTED = ['TOOL_UNAVAILABLE', 'CREDENTIAL_REQUIRED', 'ACCOUNT_REQUIRED'] as const

/** A user's list that is being asked for: their credential may be ended meanwhile. */
interface Asking {
  readonly ownership: Ownership
  isEnded: boolean
}

/** The lists of one process. */
export class Listing {
  readonly #parts: ListingParts
  readonly #starts: ListStarts
  readonly #asking = new Set<Asking>()
  /** Servers whose failure was told, with its reason: until they work again it is no news. */
  readonly #told = new Map<string, string>()
  /** What the vault held of each server when this process first asked. */
  readonly #stored = new Map<string, Promise<readonly ToolDefinition[] | undefined>>()

  constructor(parts: ListingParts) {
    this.#parts = parts
    this.#starts = new ListStarts(parts.clock, parts.limits)
  }

  /** What anybody may see. `waitedMs`: what was waited for it already. */
  async shared(server: ServerDefinition, waitedMs = 0): Promise<SharedList> {
    const { definitions } = this.#parts
    const shown = (
      source: SharedList['source'],
      tools: readonly ToolDefinition[],
      failure?: StartFailure,
    ) => ({
      source,
      tools: tools.map((tool) => withoutCredentialParameters(server, tool)),
      failure,
    })
    const known = definitions.shared(server.id)
    if (known !== undefined && this.#isFresh(known)) return shown('server', known.tools)
    const told = await this.#starts.tell({
      key: `list ${server.id}`,
      server: server.id,
      waitedMs,
      ask: () => this.#askAsNobody(server),
      onFailure: (failure) => this.#warn(server, failure),
    })
    if (told.kind === 'told') return shown('server', told.tools)
    if (known !== undefined) return shown('server', known.tools, told.failure)
    const stored = await this.#readStored(server)
    if (stored !== undefined) return shown('vault', stored, told.failure)
    return shown(server.tools.length > 0 ? 'formation' : 'none', server.tools, told.failure)
  }

  /** What the server tells this user. */
  async own(server: ServerDefinition, user: ListingUser): Promise<readonly ToolDefinition[] | undefined> {
    const { definitions } = this.#parts
    const ownership = ownershipOf(server, user.principal, user.accounts)
    const known = definitions.own(ownership.key)
    const shown = (tools: readonly ToolDefinition[]): readonly ToolDefinition[] =>
      tools.map((tool) => withoutCredentialParameters(server, tool))
    // Without a credential there is nothing that only this user could be told, unless they had it changed.
    if (server.services.length === 0) return known && shown(known.tools)
    if (known !== undefined && this.#isFresh(known)) return shown(known.tools)
    const told = await this.#starts.tell({
      key: ownership.key,
      server: server.id,
      waitedMs: 0,
      ask: () => this.#askAsUser(server, user, ownership),
      onFailure: (failure) => this.#warn(server, failure),
    })
    if (told.kind === 'told') return shown(told.tools)
    return known && shown(known.tools)
  }

  /**
   * A user's connection, whose tools are taken note of.
   *
   * @throws KeyturnError as `Pool.acquire` does.
   */
  async lease(use: UserConnection, signal?: AbortSignal): Promise<Lease> {
    const asking: Asking = { ownership: use.ownership, isEnded: false }
    this.#asking.add(asking)
    const take = (tools: readonly ToolDefinition[]): void => {
      if (asking.isEnded) return
      this.#parts.definitions.keepOwn(use.server.id, use.ownership, tools, this.#parts.clock.now())
    }
    try {
      const lease = await this.#parts.lease(use, take, signal)
      take(lease.connection.tools)
      this.#told.delete(use.server.id)
      this.#starts.forget(use.ownership.key)
      return lease
    } finally {
      this.#asking.delete(asking)
    }
  }

  /** Forgets what was told with credentials that are ended; what is being told just now is not kept. */
  forget(matches: (ownership: Ownership) => boolean): void {
    for (const asking of this.#asking) asking.isEnded ||= matches(asking.ownership)
    this.#parts.definitions.forget(matches)
  }

  async #askAsUser(server: ServerDefinition, user: ListingUser, ownership: Ownership): Promise<Told> {
    let credentials: readonly OpenedCredential[] = []
    try {
      credentials = await user.open()
      const { connection, release } = await this.lease({ server, ownership, credentials })
      release()
      return { kind: 'told', tools: connection.tools }
    } catch (error) {
      return failureOf(error)
    } finally {
      for (const credential of credentials) credential.dispose()
    }
  }

  /** In a process of its own, which nobody else is given, so that nothing of a user is in it. */
  async #askAsNobody(server: ServerDefinition): Promise<Told> {
    try {
      const stored = await this.#readStored(server)
      const { connection, discard } = await this.#parts.leaseBare(server)
      const { tools } = connection
      void discard()
      const before = this.#parts.definitions.shared(server.id)
      const list = this.#parts.definitions.keepShared(server.id, tools, this.#parts.clock.now(), stored)
      if (list.hash !== before?.hash) await this.#store(server, tools)
      return { kind: 'told', tools }
    } catch (error) {
      return failureOf(error)
    }
  }

  #isFresh({ at }: KeptList): boolean {
    return this.#parts.clock.now() - at < FRESH_MS
  }

  #readStored(server: ServerDefinition): Promise<readonly ToolDefinition[] | undefined> {
    const reading = this.#stored.get(server.id) ?? this.#readStoredNow(server)
    this.#stored.set(server.id, reading)
    return reading
  }

  async #readStoredNow(server: ServerDefinition): Promise<readonly ToolDefinition[] | undefined> {
    try {
      const bytes = await this.#parts.store?.read(server.id)
      return bytes && (await readStoredList(server, bytes))
    } catch {
      this.#stored.delete(server.id)
      this.#parts.logger.warn(
        { server: server.id },
        'The kept list of tools of an MCP server could not be read.',
      )
      return undefined
    }
  }

  async #store(server: ServerDefinition, tools: readonly ToolDefinition[]): Promise<void> {
    try {
      await this.#parts.store?.keep(server.id, writeStoredList(server, tools))
    } catch {
      this.#parts.logger.warn({ server: server.id }, 'The list of tools of an MCP server could not be kept.')
    }
  }

  #warn({ id, file }: ServerDefinition, { reason, what }: StartFailure): void {
    if (this.#told.get(id) === reason) return
    this.#told.set(id, reason)
    const { logger } = this.#parts
    const name = `The MCP server ${id} (${file})`
    if (reason === 'credential-missing')
      logger.info({ server: id }, `${name} tells its tools only to users with a credential.`)
    else {
      const facts = { server: id, code: 'TOOL_UNAVAILABLE', cause: reason, reason: `${name} ${what}.` }
      logger.warn(facts, 'The tools of an MCP server could not be listed.')
    }
  }
}

/** What keeps a server from telling its tools; outages of ours are thrown on. */
function failureOf(error: unknown): Told {
  if (error instanceof ServerStartError) return { kind: 'failed', failure: error.failure }
  if (!isKeyturnError(error) || OUTAGES.some((code) => code === error.code)) throw error
  const what = `could not be started: ${error.message.replace(/\.$/, '')}`
  const reason = NOT_STARTED.some((code) => code === error.code) ? 'busy' : 'ended'
  return { kind: 'failed', failure: { reason, what, lastLines: [], speaksOfRejection: false } }
}
