/** The services of a formation: each with its names, where its credentials may go, and how one is checked. */
import type { ServiceId } from '../formation/formation.ts'
import type { Family } from '../guard/index.ts'
import type { Service } from './service.ts'

/** The services of one formation. */
export interface Services {
  /** Every service the formation uses, in the order of its files. */
  readonly all: readonly Service[]
  /** What the guard looks for besides its own rules: the shapes of the formation and of the host's own providers. One list. */
  readonly rules: readonly Family[]
  /** A service the formation uses, or nothing for any other id. */
  find(id: ServiceId): Service | undefined
  /**
   * A service the formation uses.
   *
   * @throws KeyturnError `SERVICE_UNKNOWN` for any other id.
   */
  get(id: ServiceId): Service
}
