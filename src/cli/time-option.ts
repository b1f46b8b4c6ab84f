/** Reads the times of `--since`, `--until` and `--older-than`. */
import { UsageError } from './exit-code.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

const AGE = /^(\d{1,6}) ?([smhdw])$/

/** A day, or a day and a time with or without its zone; without one the machine's own is meant. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

/**
 * A moment as epoch milliseconds: `2026-11-25`, `2026-11-25T14:30Z`, `today`, `yesterday`, or so long ago: `30m`, `24h`, `7d`.
 *
 * @throws UsageError that names the option.
 */
export function readMoment(option: string, text: string, now = Date.now()): number {
  const said = text.trim()
  const word = said.toLowerCase()
  if (word === 'now') return now
  if (word === 'today' || word === 'yesterday') {
    const day = new Date(now)
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - (word === 'today' ? 0 : 1)).getTime()
  }
  const ageMs = ageOf(said)
  if (ageMs !== undefined) return now - ageMs
  if (MOMENT.test(said)) {
    // A day alone would be read as midnight in Greenwich.
    const moment = Date.parse(said.length === 10 ? `${said}T00:00` : said.replace(' ', 'T'))
    if (!Number.isNaN(moment)) return moment
  }
  throw new UsageError(
    `${option} takes a day (2026-11-25), a time (2026-11-25T14:30), today, yesterday, or an age such as 24h or 7d.`,
  )
}

/**
 * An age in milliseconds: `90d`, `12h`, `4w`.
 *
 * @throws UsageError that names the option.
 */
export function readAge(option: string, text: string): number {
  const ageMs = ageOf(text.trim())
  if (ageMs !== undefined && ageMs > 0) return ageMs
  throw new UsageError(`${option} takes an age such as 90d, 12h or 4w.`)
}

function ageOf(text: string): number | undefined {
  const [, count, unit = ''] = AGE.exec(text) ?? []
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0)
}
