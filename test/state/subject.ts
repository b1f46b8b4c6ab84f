/** What every part of the state contract is run on. */
import type { StateBackend } from '../../src/state/backend.ts'
import type { TestClock } from './fixtures.ts'

/** A store under test and the clock it was opened with. */
export interface Subject {
  readonly store: StateBackend
  readonly clock: TestClock
}
