/** What an agent says, whole or in pieces, made safe to show: secrets taken out, requests for credentials replaced. */
import { KeyturnError } from '../../errors.ts'
import { watchCredentialRequests, type RequestWatcher } from '../../guard/scrub/credential-requests-stream.ts'
import { replaceCredentialRequests } from '../../guard/index.ts'
import type { Scrubber } from '../../guard/index.ts'

/** What the host's agent gives: its whole answer, or pieces of it as they come. */
export type Speech = string | AsyncIterable<string>

/** How an agent is listened to. */
export interface Listening {
  /** Takes what is safe to show. */
  readonly say: (piece: string) => void
  /** What stands in place of a model's own request for a credential; undefined: such requests stay as they are. */
  readonly official: string | undefined
  /** Ids and names of the services that people bring credentials of. */
  readonly services: readonly string[]
  /** Takes out the user's own secrets, and tokens of every known shape. */
  readonly scrubber: Scrubber
  readonly signal: AbortSignal | undefined
  /** Whether the rest is not wanted: a tool needs something of the user first. Asked between pieces. */
  readonly isEnough: () => boolean
}

/**
 * Says what the agent says. What it fails with comes out as it is, after what it had said before.
 *
 * @throws KeyturnError `ABORTED`.
 */
export async function hear(speech: Speech, listening: Listening): Promise<void> {
  const { official } = listening
  if (!isPieces(speech)) {
    const clean = listening.scrubber.text(String(speech))
    listening.say(official === undefined ? clean : replaceCredentialRequests(clean, official, listening).text)
    return
  }
  const watcher = official === undefined ? UNWATCHED : watchCredentialRequests(official, listening)
  const failed: unknown[] = []
  const pieces = ReadableStream.from(piecesUntil(speech, listening, failed))
  for await (const piece of pieces.pipeThrough(listening.scrubber.stream()))
    listening.say(watcher.push(piece))
  const rest = watcher.end()
  if (failed.length === 0) {
    listening.say(rest)
    return
  }
  listening.say(rest.replace(OPEN_END, '…'))
  throw failed[0]
}

/** Gives everything at once. */
const UNWATCHED: RequestWatcher = { push: (piece) => piece, end: () => '' }

/** Where a speech breaks off in the middle of a long word, that may be the beginning of a secret, which nothing shows by its shape. */
const OPEN_END = /\S{12,}$/

/** An agent may give anything at run time. */
function isPieces(speech: Speech): speech is AsyncIterable<string> {
  return typeof speech === 'object' && Symbol.asyncIterator in speech
}

/** The pieces as they come; a failure ends them like an end, so that nothing of what was said is lost on the way. */
async function* piecesUntil(
  speech: AsyncIterable<string>,
  { signal, isEnough }: Listening,
  failed: unknown[],
): AsyncGenerator<string, void> {
  const iterator = speech[Symbol.asyncIterator]()
  try {
    for (;;) {
      const step: IteratorResult<string, unknown> = await untilAborted(iterator.next(), signal)
      if (step.done === true) return
      if (isEnough()) break
      yield String(step.value)
    }
  } catch (error) {
    // Of an aborted turn nothing more is said.
    if (signal?.aborted === true) throw error
    failed.push(error)
  } finally {
    // Not waited for: a generator that hangs in the middle of its work would never answer.
    iterator.return?.().then(undefined, () => undefined)
  }
}

/**
 * Waits for something, but not beyond the signal.
 *
 * @throws KeyturnError `ABORTED`.
 */
export async function untilAborted<Result>(
  work: Result | PromiseLike<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work
  let abort = (): void => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(new KeyturnError('ABORTED', 'The turn was aborted while the agent was at work.'))
  })
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
