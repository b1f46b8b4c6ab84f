/** An answer while it is being said: whoever asks for it hears it from its beginning, also when it has ended. */

/** A chat's answer as pieces of text, in order; joined they are the whole answer's text. */
export interface ChatStream<Answer> extends AsyncIterable<string> {
  /**
   * The whole answer with its `history`, when it is complete. It and the iteration reject with the same error. Whoever stops
   * listening ends nothing: the turn's `signal` does.
   */
  readonly answer: Promise<Answer>
}

/** Starts at once; `tell` says its pieces while it works out the answer. */
export function openChatStream<Answer>(
  tell: (say: (piece: string) => void) => Promise<Answer>,
): ChatStream<Answer> {
  const pieces: string[] = []
  let isOver = false
  let listeners: (() => void)[] = []
  const wake = (): void => {
    const woken = listeners
    listeners = []
    for (const listener of woken) listener()
  }
  const answer = tell((piece) => {
    if (piece === '') return
    pieces.push(piece)
    wake()
  }).finally(() => {
    isOver = true
    wake()
  })
  // Nobody has to wait for it; whoever iterates gets the error there.
  answer.catch(() => undefined)
  return {
    answer,
    async *[Symbol.asyncIterator]() {
      for (let next = 0; ; next += 1) {
        while (next >= pieces.length && !isOver) await new Promise<void>((resolve) => listeners.push(resolve))
        const piece = pieces[next]
        if (piece === undefined) break
        yield piece
      }
      await answer
    },
  }
}
