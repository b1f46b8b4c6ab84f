/** A clock that stands still until a test moves it. */
import type { Clock } from '../ports.ts'

/** A clock for tests. */
export interface TestClock extends Clock {
  /** Moves the time forward; milliseconds, not negative. */
  advance(durationMs: number): void
  /** Puts the time to an epoch millisecond, backwards too. */
  set(now: number): void
}

/** 2026-01-01T00:00:00Z, in epoch milliseconds. */
const START = Date.UTC(2026, 0, 1)

/** Makes a clock that stands at `now` (epoch milliseconds, by default the first of January 2026, UTC). */
export function createTestClock(now: number = START): TestClock {
  let current = now
  return {
    now: () => current,
    advance(durationMs) {
      if (!(durationMs >= 0))
        throw new RangeError('A clock advances by zero or more milliseconds; use set().')
      current += durationMs
    },
    set(next) {
      current = next
    },
  }
}
