/**
 * Starts servers to hear what tools they have: one start at a time for each list, a few for each server, none again soon after it failed;
 * and nobody waits longer than the deadline for one that is late.
 *
 * Long because waiting, failing and resting are told of the same start.
 */
import type { Clock } from '../ports.ts'
import type { StartFailure } from './start-failure.ts'
import type { ToolDefinition } from './connections.ts'
import { Waiters } from './waiters.ts'

/** What a start came to. */
export type Told =
  | { readonly kind: 'told'; readonly tools: readonly ToolDefinition[] }
  | { readonly kind: 'failed'; readonly failure: StartFailure }

/** Bounds of the starts. */
export interface ListStartLimits {
  /** Milliseconds that anybody waits for a list. */
  readonly listTimeoutMs: number
}

/** Starts of one server at the same time: a server that hangs takes so many places of the pool, and no more. */
const MAX_STARTS_PER_SERVER = 4

/** How long a list that failed is left alone: 30 s, twice as long each time, 15 minutes at most. */
const REST_MS = { first: 30_000, most: 15 * 60_000 } as const

/** Failures that are remembered; what is forgotten is merely tried again. */
const MAX_REMEMBERED = 10_000

interface Entry {
  running: Promise<Told> | undefined
  /** Somebody has waited for it in vain; it goes on, and nobody waits for it again. */
  isLate: boolean
  failures: number
  /** Epoch milliseconds. */
  restsUntil: number
  failure: StartFailure | undefined
}

/** What is asked for. */
export interface ListStart {
  /** Whose list of which server. */
  readonly key: string
  readonly server: string
  /** What was waited for it already, in milliseconds. */
  readonly waitedMs: number
  /** Asks the server; rejects only with what is no fault of the server. */
  readonly ask: () => Promise<Told>
  /** Told of each failure, and of one that is late. */
  readonly onFailure: (failure: StartFailure) => void
}

/** The starts of one process. */
export class ListStarts {
  readonly #clock: Clock
  readonly #limits: ListStartLimits
  readonly #entries = new Map<string, Entry>()
  readonly #running = new Map<string, number>()
  readonly #waiters = new Waiters()

  constructor(clock: Clock, limits: ListStartLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** The list, or why there is none now. */
  async tell(start: ListStart): Promise<Told> {
    const until = performance.now() + this.#limits.listTimeoutMs - start.waitedMs
    for (;;) {
      const entry = this.#entries.get(start.key)
      if (entry?.running !== undefined) return this.#await(start, entry, entry.running, until)
      if (entry?.failure !== undefined && this.#clock.now() < entry.restsUntil)
        return { kind: 'failed', failure: entry.failure }
      if ((this.#running.get(start.server) ?? 0) < MAX_STARTS_PER_SERVER) this.#begin(start)
      else {
        const remainingMs = until - performance.now()
        if (remainingMs <= 0) return { kind: 'failed', failure: LATE }
        await this.#waiters.wait(remainingMs)
      }
    }
  }

  /** Forgets what failed, so that it is tried again at once. */
  forget(key: string): void {
    const entry = this.#entries.get(key)
    if (entry !== undefined && entry.running === undefined) this.#entries.delete(key)
  }

  #begin({ key, server, ask, onFailure }: ListStart): void {
    const last = this.#entries.get(key)
    const entry: Entry = last ?? {
      running: undefined,
      isLate: false,
      failures: 0,
      restsUntil: 0,
      failure: undefined,
    }
    entry.isLate = false
    this.#entries.set(key, entry)
    this.#running.set(server, (this.#running.get(server) ?? 0) + 1)
    const settle = (told: Told | undefined): void => {
      entry.running = undefined
      this.#running.set(server, (this.#running.get(server) ?? 1) - 1)
      if (told?.kind === 'failed' && told.failure.reason !== 'busy') {
        entry.failures++
        entry.failure = told.failure
        const restMs = Math.min(REST_MS.first * 2 ** (entry.failures - 1), REST_MS.most)
        entry.restsUntil = this.#clock.now() + restMs
        onFailure(told.failure)
        this.#trim()
      } else this.#entries.delete(key)
      this.#waiters.wake()
    }
    entry.running = ask().then(
      (told) => {
        settle(told)
        return told
      },
      (error: unknown) => {
        settle(undefined)
        throw error
      },
    )
    // Whoever waits hears of it; a start that nobody waits for any more fails unheard.
    entry.running.catch(() => undefined)
  }

  async #await(start: ListStart, entry: Entry, running: Promise<Told>, until: number): Promise<Told> {
    if (entry.isLate) return { kind: 'failed', failure: LATE }
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise<Told>((resolve) => {
      timer = setTimeout(
        () => resolve({ kind: 'failed', failure: LATE }),
        Math.max(0, until - performance.now()),
      )
    })
    try {
      const told = await Promise.race([running, deadline])
      if (told.kind === 'failed' && told.failure === LATE && !entry.isLate && entry.running === running) {
        entry.isLate = true
        start.onFailure(LATE)
      }
      return told
    } finally {
      clearTimeout(timer)
    }
  }

  #trim(): void {
    for (const [key, { running }] of this.#entries) {
      if (this.#entries.size <= MAX_REMEMBERED) return
      if (running === undefined) this.#entries.delete(key)
    }
  }
}

/** The failure of a start that goes on. */
const LATE: StartFailure = {
  reason: 'late',
  what: 'takes long to list its tools; they are there once it has',
  lastLines: [],
  speaksOfRejection: false,
}
