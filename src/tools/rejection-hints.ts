/**
 * Paces what follows from a tool's word that a credential is not accepted. Such a word is a hint: any server can say it of any credential,
 * and only the service decides. A server that says it all the time makes us ask no more often.
 */
import type { Clock } from '../ports.ts'

/** A hint about a credential whose service was asked less than a minute ago gets the answer of then. Milliseconds. */
const ASK_EVERY_MS = 60_000

/** Credentials that are remembered; for one that is forgotten the service, or the user, is merely asked once more. */
const MAX_REMEMBERED = 10_000

/** How a credential stands after its service was asked; `unanswerable`: that service cannot be asked. */
export type HintedStanding = 'usable' | 'rejected' | 'expired' | 'unanswerable'

interface Asked {
  readonly at: number
  readonly standing: Promise<HintedStanding>
}

/** The hints of one process. A key names a credential in one revision, and where it matters the server that said it. */
export class RejectionHints {
  readonly #clock: Clock
  readonly #asked = new Map<string, Asked>()
  readonly #told = new Set<string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How a credential stands: asked once for all hints that come meanwhile or within a minute. */
  ask(key: string, ask: () => Promise<HintedStanding>): Promise<HintedStanding> {
    const now = this.#clock.now()
    const last = this.#asked.get(key)
    if (last !== undefined && now - last.at < ASK_EVERY_MS) return last.standing
    const standing = ask()
    this.#asked.delete(key)
    this.#asked.set(key, { at: now, standing })
    trim(this.#asked)
    // What failed on our side says nothing about the credential.
    standing.catch(() => this.#asked.delete(key))
    return standing
  }

  /** True the first time for a key. */
  isFirst(key: string): boolean {
    if (this.#told.has(key)) return false
    this.#told.add(key)
    trim(this.#told)
    return true
  }
}

function trim(remembered: Map<string, unknown> | Set<string>): void {
  const [oldest] = remembered.keys()
  if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
}
