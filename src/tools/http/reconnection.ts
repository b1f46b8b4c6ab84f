/**
 * Paces how often a stream is opened again that a server has ended. The server may ask for a pause (`retry:`), and none at all would be a
 * loop of requests with a user's credential.
 */

/** The first pause, doubled with each one that follows soon; five seconds at most. Milliseconds. */
const PAUSE_MS = { first: 250, most: 5_000 } as const

/** After so long without any, the next pause is the first one again. Milliseconds. */
const QUIET_MS = 60_000

/** How the SDK is told to pace: `initialReconnectionDelay` and the like hold where it was not asked otherwise. */
export const RECONNECTION_OPTIONS = {
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 30_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 5,
} as const

/** Makes what schedules the reconnections of one connection; it gives the way to call one off. */
export function createReconnectionScheduler(
  now: () => number = () => performance.now(),
): (reconnect: () => void, askedMs: number) => () => void {
  let soon = 0
  let lastAt = -Infinity
  return (reconnect, askedMs) => {
    const at = now()
    soon = at - lastAt > QUIET_MS ? 0 : soon + 1
    lastAt = at
    const pauseMs = Math.min(PAUSE_MS.first * 2 ** Math.min(soon, 20), PAUSE_MS.most)
    const timer = setTimeout(reconnect, Math.max(pauseMs, askedMs))
    timer.unref()
    return () => clearTimeout(timer)
  }
}
