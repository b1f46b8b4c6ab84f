/** What an agent throws, made safe to hand on. */
import { inspect } from 'node:util'
import type { Scrubber } from '../../guard/index.ts'

/** The agent's own error where it tells no secret, and else one like it. */
export function withoutSecrets(error: unknown, scrubber: Scrubber): unknown {
  try {
    const told = inspect(error, {
      depth: DEEPEST_ERROR,
      showHidden: true,
      getters: true,
      maxStringLength: null,
    })
    if (scrubber.text(told) === told) return error
  } catch {
    // What cannot be looked at is scrubbed whatever it holds.
  }
  return scrubber.value(error)
}

/** How deep an error is looked into: errors that caused it, and what hosts put beside them. */
const DEEPEST_ERROR = 8
