/**
 * Conversations in which something passed while it could not be written down, since the store of conversations was away: no question of
 * theirs takes a bare answer. Once no question from before can be open any more, there is nothing to write down.
 */
import { ANSWER_MS } from '../../../machines/questions.ts'

/** Those of one process, by the text of their key. */
export class Unwritten {
  readonly #since = new Map<string, number>()

  add(key: string, now: number): void {
    for (const [oldest, at] of this.#since) {
      if (now - at <= ANSWER_MS) break
      this.#since.delete(oldest)
    }
    this.#since.delete(key)
    this.#since.set(key, now)
  }

  has(key: string): boolean {
    return this.#since.has(key)
  }

  delete(key: string): void {
    this.#since.delete(key)
  }
}
