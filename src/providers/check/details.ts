/** Reads the scopes and the end of a credential out of whatever form a service gives them in. */

/** How many scopes are kept. */
const MAX_SCOPES = 200

/** Words, `repo:status`, `user.email:read`, and Google's addresses. */
const SCOPE = /^[\w:./*@-]{1,128}$/

/** Epoch seconds stay below this until the year 5138; epoch milliseconds have been above it since 1973. */
const FIRST_MILLISECONDS = 100_000_000_000

/** The last instant that a date can say (ECMA-262 §21.4.1.1), in epoch milliseconds. */
const LAST_INSTANT = 8_640_000_000_000_000

/**
 * Scopes given as a list or as one text with commas or blanks; absent for anything else. Oddities in a list are left out, an empty text
 * means none.
 */
export function readScopes(value: unknown): readonly string[] | undefined {
  const list: unknown = typeof value === 'string' ? value.slice(0, MAX_SCOPES * 130).split(/[\s,]+/) : value
  if (!Array.isArray(list)) return undefined
  const scopes = list.slice(0, MAX_SCOPES).filter((scope): scope is string => typeof scope === 'string')
  return scopes.filter((scope) => SCOPE.test(scope))
}

/**
 * An instant as epoch milliseconds: a number or digits as epoch seconds or milliseconds, an ISO 8601 date with or without a time,
 * or `2026-12-01 10:00:00 UTC` (also `-0700`). A time without a zone is UTC. Absent for anything else.
 */
export function readInstant(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (typeof number === 'number') {
    if (!Number.isFinite(number) || number <= 0) return undefined
    const instant = Math.floor(number < FIRST_MILLISECONDS ? number * 1000 : number)
    return instant <= LAST_INSTANT ? instant : undefined
  }
  if (typeof value !== 'string') return undefined
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))? ?(?:UTC|GMT|Z|([+-]\d\d):?(\d\d))?$/.exec(
      value.trim().slice(0, 64),
    )
  if (match === null) return undefined
  const [, date, time = '00:00', hours, minutes] = match
  const instant = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`)
  return Number.isNaN(instant) ? undefined : instant
}
