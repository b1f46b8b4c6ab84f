/** The one spelling of a service: `GITHUB`, `GITHUB_TOKEN` and `github` are all `github`. */
import type { ServiceId } from './formation.ts'

const NAME = /^[a-z][a-z0-9_-]{0,63}$/
const SUFFIX = /(?<=.)(?:_token|_api_key|_key)$/

/**
 * Brings a service's name, as people, placeholders and commands write it, to its one spelling: lower case, without a
 * final `_TOKEN`, `_API_KEY` or `_KEY`. A name already in that spelling stays as it is. Nothing for a text that is no
 * name: 1 to 64 of a-z, 0-9, `_` and `-`, beginning with a letter.
 */
export function normalizeServiceId(name: string): ServiceId | undefined {
  if (name.length > 80) return undefined
  let id = name.toLowerCase()
  // Taken off until none is left, so that normalising twice changes nothing.
  while (SUFFIX.test(id)) id = id.replace(SUFFIX, '')
  return NAME.test(id) && id !== 'constructor' && id !== 'prototype' ? id : undefined
}
