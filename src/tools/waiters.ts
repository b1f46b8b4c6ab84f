/** Waiting for a change, bounded by time and by the caller's patience. */
import { KeyturnError } from '../errors.ts'

/** Callers that wait until something changes. */
export class Waiters {
  readonly #wakes = new Set<() => void>()

  /** Resolves at the next `wake`, after `timeoutMs`, or when the signal is aborted, whichever is first. */
  async wait(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    let wake = (): void => undefined
    const change = new Promise<void>((resolve) => {
      wake = resolve
    })
    const timer = setTimeout(wake, timeoutMs)
    signal?.addEventListener('abort', wake, { once: true })
    this.#wakes.add(wake)
    await change
    clearTimeout(timer)
    signal?.removeEventListener('abort', wake)
    this.#wakes.delete(wake)
  }

  /** Lets everybody look again. */
  wake(): void {
    for (const wake of this.#wakes) wake()
  }
}

/**
 * The promise, unless the signal is aborted before it settles; what it does goes on.
 *
 * @throws KeyturnError `ABORTED`, or what `reason` makes.
 */
export function raceAbort<Value>(
  promise: Promise<Value>,
  signal?: AbortSignal,
  reason: () => KeyturnError = abortedCall,
): Promise<Value> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(reason())
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** The error of a call that its caller gave up. */
export function abortedCall(): KeyturnError {
  return new KeyturnError('ABORTED', 'The call of the tool was aborted.')
}

/** The error of a call whose credential was ended before it could be made. */
export function endedCall(): KeyturnError {
  return new KeyturnError(
    'TOOL_UNAVAILABLE',
    'The credential was taken out of use while the tool was being called.',
  )
}
