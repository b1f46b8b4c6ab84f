/** Prompts on a terminal that end where the input does. */
import type { Console } from './console.ts'

/** What every prompt is told: where to read and draw, and when to give up. */
export interface PromptStreams {
  readonly input: Console['surroundings']['stdin']
  readonly output: Console['surroundings']['stderr']
  readonly signal: AbortSignal
}

/**
 * Asks, and gives the answer; nothing where the person cancelled (Ctrl-C, Escape), ended the input (Ctrl-D), or is gone.
 *
 * A prompt of `@clack/prompts` does not notice that the input has ended and would wait for ever: the input is paused then,
 * while nobody has answered.
 */
export async function ask(
  { surroundings: { stdin, stderr } }: Console,
  prompt: (streams: PromptStreams) => Promise<string | symbol>,
): Promise<string | undefined> {
  const end = new AbortController()
  let isAnswered = false
  const giveUp = (): void => {
    // An answer pauses the input too, and is known a moment later.
    setImmediate(() => {
      if (!isAnswered) end.abort()
    })
  }
  for (const event of ENDINGS) stdin.on(event, giveUp)
  try {
    const answer = await prompt({ input: stdin, output: stderr, signal: end.signal })
    return typeof answer === 'symbol' ? undefined : answer
  } finally {
    isAnswered = true
    for (const event of ENDINGS) stdin.off(event, giveUp)
  }
}

const ENDINGS = ['pause', 'end', 'close'] as const
