/** What must never happen, and what was seen of it. */

/** The promises that a run keeps or breaks. */
export type Promised = 'crossing' | 'lost' | 'doubled' | 'other-answer' | 'lockout'

/** Counts what was looked at and what was broken; the first few of each are described. */
export class Ledger {
  readonly #tried = new Map<Promised, number>()
  readonly #broken = new Map<Promised, number>()
  readonly #note: (line: string) => void

  constructor(note: (line: string) => void) {
    this.#note = note
  }

  /** One look: `isKept` says whether the promise held. Never give it a token. */
  look(promised: Promised, isKept: boolean, what: string): void {
    this.#tried.set(promised, this.tried(promised) + 1)
    if (isKept) return
    const broken = this.broken(promised) + 1
    this.#broken.set(promised, broken)
    if (broken <= 5) this.#note(`${promised}: ${what}`)
  }

  tried(promised: Promised): number {
    return this.#tried.get(promised) ?? 0
  }

  broken(promised: Promised): number {
    return this.#broken.get(promised) ?? 0
  }

  get allBroken(): number {
    return [...this.#broken.values()].reduce((sum, count) => sum + count, 0)
  }
}
