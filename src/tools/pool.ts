/**
 * Keeps the connections of all users apart and within bounds: found by an exact key, closed when idle, the least recently used first
 * when there are too many, and ended at once when their credential is. Longer than others, because finding, bounding and ending
 * have to see the same entries in the same step.
 */
import { KeyturnError } from '../errors.ts'
import type { Connection } from './connection.ts'
import type { CloseReason } from './link.ts'
import type { HeldCredential } from '../vault/vault.ts'
import { abortedCall, endedCall, raceAbort, Waiters } from './waiters.ts'

/** Bounds of a pool. */
export interface PoolLimits {
  /** Milliseconds after its last call until a process is ended. */
  readonly idleMs: number
  /** Processes in all. */
  readonly maxProcesses: number
  /** Processes of one owner. */
  readonly maxProcessesPerUser: number
  /** Milliseconds a call waits for a free place. */
  readonly waitTimeoutMs: number
}

/** Whose connection it is, and with which accounts. */
export interface Ownership {
  readonly key: string
  readonly owner: string
  readonly accounts: readonly HeldCredential[]
}

/** The use of a connection for one call; release it in a `finally`. */
export interface Lease {
  readonly connection: Connection
  release(): void
  /** Nobody else is given the connection; it ends once those who use it have heard what became of their calls. */
  retire(): void
  /** Releases and ends the connection. */
  discard(): Promise<void>
}

/** Opens a connection; `ended` aborts when its credential is taken out of use, and then nothing may start any more. */
export type Open = (ended: AbortSignal) => Promise<Connection>

interface Entry extends Ownership {
  readonly opening: Promise<Connection>
  readonly ended: AbortController
  users: number
  isRetired: boolean
  idleTimer: NodeJS.Timeout | undefined
  closing: Promise<void> | undefined
}

/** A caller without an entry yet: its credential may be ended while it waits. */
interface Applicant {
  readonly ownership: Ownership
  isEnded: boolean
}

/** Connections by key. */
export class Pool {
  readonly #limits: PoolLimits
  /** In order of last use; an entry stays until its process is gone, so that the bounds count processes. */
  readonly #entries = new Set<Entry>()
  readonly #applicants = new Set<Applicant>()
  readonly #waiters = new Waiters()
  #isClosed = false

  constructor(limits: PoolLimits) {
    this.#limits = limits
  }

  /**
   * Finds or opens the connection of a key. `open` runs once for the key: calls that come meanwhile share it.
   *
   * @throws KeyturnError `CLOSED`; `ABORTED`; `TOOL_UNAVAILABLE` when every place is in use for too long, when the credential is ended
   * meanwhile, or from `open`.
   */
  async acquire(ownership: Ownership, open: Open, signal?: AbortSignal): Promise<Lease> {
    const applicant: Applicant = { ownership, isEnded: false }
    this.#applicants.add(applicant)
    const entry = await this.#admit(applicant, open, signal).finally(() => this.#applicants.delete(applicant))
    let isReleased = false
    const release = (): void => {
      if (isReleased) return
      isReleased = true
      this.#release(entry)
    }
    const discard = (): Promise<void> => {
      release()
      return this.#end(entry, 'unused')
    }
    try {
      const connection = await raceAbort(entry.opening, signal)
      if (entry.closing !== undefined) throw endedCall()
      const retire = (): void => {
        entry.isRetired = true
      }
      return { connection, release, retire, discard }
    } catch (error) {
      release()
      // Why it did not start says nothing to a caller whose credential was ended.
      throw entry.ended.signal.aborted ? endedCall() : error
    }
  }

  /** Ends every connection that matches, whose credentials are out of use by default; resolves when their processes are gone. */
  async endAll(matches: (ownership: Ownership) => boolean, reason: CloseReason = 'ended'): Promise<void> {
    for (const applicant of this.#applicants) applicant.isEnded ||= matches(applicant.ownership)
    // Who waits for a place is told now, and not when one is free.
    this.#waiters.wake()
    await Promise.all([...this.#entries].filter(matches).map((entry) => this.#end(entry, reason)))
  }

  /** The credentials that processes have been given, or are about to be. */
  held(): HeldCredential[] {
    return [...this.#entries]
      .filter(({ closing }) => closing === undefined)
      .flatMap(({ accounts }) => accounts)
  }

  /** Ends all connections; later use is refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.endAll(() => true, 'unused')
  }

  async #admit(applicant: Applicant, open: Open, signal?: AbortSignal): Promise<Entry> {
    const { ownership } = applicant
    const until = performance.now() + this.#limits.waitTimeoutMs
    for (;;) {
      if (this.#isClosed)
        throw new KeyturnError('CLOSED', 'Keyturn was closed; no tool can be called any more.')
      if (signal?.aborted === true) throw abortedCall()
      if (applicant.isEnded) throw endedCall()
      const found = this.#find(ownership.key)
      if (found !== undefined) return this.#use(found)
      if (this.#hasRoom(ownership)) return this.#use(this.#add(ownership, open))
      this.#evictFor(ownership)
      const remainingMs = until - performance.now()
      if (remainingMs <= 0) {
        throw new KeyturnError('TOOL_UNAVAILABLE', 'Too many MCP servers are in use. Try again in a moment.')
      }
      await this.#waiters.wait(remainingMs, signal)
    }
  }

  /** Counted in the same step in which it was found, so that nobody ends it in between. */
  #use(entry: Entry): Entry {
    entry.users++
    clearTimeout(entry.idleTimer)
    this.#entries.delete(entry)
    this.#entries.add(entry)
    return entry
  }

  #find(key: string): Entry | undefined {
    for (const entry of this.#entries)
      if (entry.key === key && entry.closing === undefined && !entry.isRetired) return entry
    return undefined
  }

  #add(ownership: Ownership, open: Open): Entry {
    const ended = new AbortController()
    const opening = open(ended.signal)
    const entry: Entry = {
      ...ownership,
      opening,
      ended,
      users: 0,
      isRetired: false,
      idleTimer: undefined,
      closing: undefined,
    }
    opening.then(
      (connection) => {
        connection.onEnded = () => void this.#end(entry, 'unused')
      },
      () => this.#forget(entry),
    )
    return entry
  }

  #hasRoom({ owner }: Ownership): boolean {
    const { maxProcesses, maxProcessesPerUser } = this.#limits
    return this.#entries.size < maxProcesses && this.#countOf(owner) < maxProcessesPerUser
  }

  #countOf(owner: string): number {
    let count = 0
    for (const entry of this.#entries) if (entry.owner === owner) count++
    return count
  }

  /** Ends the connection unused for longest: one of the owner's where it is the owner who has too many. */
  #evictFor({ owner }: Ownership): void {
    const isOwnFull = this.#countOf(owner) >= this.#limits.maxProcessesPerUser
    const candidates = [...this.#entries].filter((entry) => !isOwnFull || entry.owner === owner)
    if (candidates.some((entry) => entry.closing !== undefined)) return
    const idle = candidates.find((entry) => entry.users === 0)
    if (idle !== undefined) void this.#end(idle, 'unused')
  }

  #release(entry: Entry): void {
    entry.users--
    if (entry.users > 0 || entry.closing !== undefined) return
    if (entry.isRetired) return void this.#end(entry, 'unused')
    entry.idleTimer = setTimeout(() => void this.#end(entry, 'unused'), this.#limits.idleMs)
    entry.idleTimer.unref()
    this.#waiters.wake()
  }

  #end(entry: Entry, reason: CloseReason): Promise<void> {
    clearTimeout(entry.idleTimer)
    entry.ended.abort()
    entry.closing ??= entry.opening
      .then((connection) => connection.close(reason))
      .catch(() => undefined)
      .then(() => this.#forget(entry))
    return entry.closing
  }

  #forget(entry: Entry): void {
    clearTimeout(entry.idleTimer)
    this.#entries.delete(entry)
    this.#waiters.wake()
  }
}
