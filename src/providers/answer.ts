/** Reads the parts of a service's answer that mean the same everywhere. */
import type { UnknownReason } from './service.ts'

/** The longest wait that is believed; a service that says more is asked again after a day. */
const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000

/**
 * The value at a dotted path (`user.name`, `repositories.0.owner`, `$.login`) of a JSON value, or nothing. Own members only.
 */
export function memberOf(value: unknown, path: string): unknown {
  let current = value
  for (const name of path.replace(/^\$\.?/, '').split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined
    current = (current as Record<string, unknown>)[name]
  }
  return current
}

/**
 * How long a service asks to be left alone, in milliseconds from `now` (epoch milliseconds): `Retry-After` in seconds or as a date
 * (RFC 9110 §10.2.3), else `x-ratelimit-reset` in epoch seconds when nothing remains. 0 to 24 hours; nothing where it does not say.
 */
export function readRetryAfterMs(headers: Headers, now: number): number | undefined {
  const retryAfter = headers.get('retry-after')?.trim()
  if (retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter)) return bounded(Number(retryAfter) * 1000)
  if (retryAfter !== undefined) return bounded(Date.parse(retryAfter) - now)
  const reset = headers.get('x-ratelimit-reset')?.trim()
  if (headers.get('x-ratelimit-remaining') !== '0' || reset === undefined || !/^\d{1,12}$/.test(reset)) {
    return undefined
  }
  return bounded(Number(reset) * 1000 - now)
}

/** What a status means that neither accepts nor refuses a credential. */
export function statusReason(status: number): UnknownReason {
  if (status === 429) return 'rate-limited'
  if (status === 403) return 'forbidden'
  if (status === 408 || status >= 500) return 'unavailable'
  return 'unreadable'
}

function bounded(waitMs: number): number | undefined {
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS)
}
