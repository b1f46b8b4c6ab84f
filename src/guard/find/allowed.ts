/** What a formation says is no secret, whatever it looks like. */
import type { Family } from '../families/family.ts'
import { runEnd } from './text/characters.ts'
import type { Candidate } from './tokens/token.ts'

/** The whole value is a literal or has a form that is allowed. A value we hold is never asked about. */
export function isAllowed({ value }: Candidate, allowed: readonly Family[]): boolean {
  return allowed.some(({ prefix, body, least, most }) => {
    if (!value.startsWith(prefix)) return false
    const length = value.length - prefix.length
    return length >= least && length <= most && runEnd(value, prefix.length, body) === value.length
  })
}
