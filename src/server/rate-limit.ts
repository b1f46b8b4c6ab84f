/** How often each caller may ask: a bucket of tokens each, that fills again at a steady rate. */
import type { Clock } from '../ports.ts'

/** A rate. `burst`: how many at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** Callers beyond this many are forgotten, the longest silent first: they begin anew with a full bucket. */
const MAX_CALLERS = 10_000

/** The buckets of one kind of caller, in this process. */
export class RateLimit {
  readonly #buckets = new Map<string, { tokens: number; at: number }>()
  readonly #rate: Rate
  readonly #clock: Clock

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Takes one token. Nothing: go on; else in how many seconds there is one. */
  take(caller: string): number | undefined {
    const tokens = this.#fill(caller)
    this.#keep(caller, tokens < 1 ? tokens : tokens - 1)
    return tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / this.#rate.perSecond)) : undefined
  }

  #fill(caller: string): number {
    const bucket = this.#buckets.get(caller)
    if (bucket === undefined) return this.#rate.burst
    // A clock that goes back must not empty a bucket.
    const passedMs = Math.max(0, this.#clock.now() - bucket.at)
    return Math.min(this.#rate.burst, bucket.tokens + (passedMs / 1000) * this.#rate.perSecond)
  }

  #keep(caller: string, tokens: number): void {
    this.#buckets.delete(caller)
    this.#buckets.set(caller, { tokens, at: this.#clock.now() })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > MAX_CALLERS && oldest !== undefined) this.#buckets.delete(oldest)
  }
}
