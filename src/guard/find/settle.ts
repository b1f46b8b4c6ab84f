/** Settles overlapping candidates: what is left never overlaps, covers every span, and names the surest reading. */
import type { Finding } from '../finding.ts'
import { isSurer } from '../finding.ts'
import type { Candidate } from './tokens/token.ts'

/** Candidates as findings, settled. */
export function settle(candidates: readonly Candidate[]): Finding[] {
  return settleCandidates(candidates).map(toFinding)
}

/** What is said of a candidate outside. */
export function toFinding({ start, end, value, service, kind, certainty }: Candidate): Finding {
  return { start, end, value, kind, certainty, ...(service === undefined ? {} : { service }) }
}

/** Candidates in order of their start; where candidates overlap, the span of all of them and the value of the best. */
export function settleCandidates(candidates: readonly Candidate[]): Candidate[] {
  const ordered = [...candidates].sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: Candidate[] = []
  for (const candidate of ordered) {
    const last = kept.at(-1)
    if (last === undefined || candidate.start >= last.end) {
      kept.push(candidate)
      continue
    }
    const better = isBetter(candidate, last) ? candidate : last
    const other = better === last ? candidate : last
    kept[kept.length - 1] = {
      ...better,
      service: better.service ?? (other.value === better.value ? other.service : undefined),
      start: Math.min(last.start, candidate.start),
      end: Math.max(last.end, candidate.end),
    }
  }
  return kept
}

function isBetter(candidate: Candidate, than: Candidate): boolean {
  if (candidate.certainty !== than.certainty) return isSurer(candidate.certainty, than.certainty)
  // Of two readings of the same place the one with escapes undone is what the service would take.
  const covers = candidate.start <= than.start && candidate.end >= than.end
  if (covers && (candidate.depth ?? 0) > (than.depth ?? 0)) return true
  if (
    (candidate.depth ?? 0) < (than.depth ?? 0) &&
    than.start <= candidate.start &&
    than.end >= candidate.end
  )
    return false
  if (candidate.value.length !== than.value.length) return candidate.value.length > than.value.length
  return candidate.weight > than.weight
}
