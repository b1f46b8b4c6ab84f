/** Serves the messages of one conversation in the order they came, within this process. */

/** A queue per key; a key without waiting work takes no memory. */
export class TurnQueue {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Runs `work` after everything that came earlier under the same key, whether that went well or not. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const result = before.then(work, work)
    const tail = result.catch(() => undefined)
    this.#tails.set(key, tail)
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    })
    return result
  }

  /** Settles when everything that is under way has ended. */
  async drain(): Promise<void> {
    await Promise.all(this.#tails.values())
  }
}
