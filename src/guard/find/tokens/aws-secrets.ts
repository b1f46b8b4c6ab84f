/** Finds the half of a pair that has no form of its own, beside the half that has: an AWS secret beside its key id. */
import type { Candidate } from './token.ts'
import { isPlaceholderBody } from '../value/placeholder.ts'
import type { Run } from './runs.ts'
import { classChanges } from '../value/randomness.ts'

/** How far an AWS secret may stand from its id, in UTF-16 units. */
const REACH = 400
const RULE = 'the secret beside a key id'
const LENGTH = 40
/** Exactly 40 characters of base64 (docs.aws.amazon.com: IAM identifiers). */
const SECRET = /(?:^|[^A-Za-z0-9+/])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/g
const LAST_PART = /[A-Za-z0-9+/]{40}$/

/** The 40-character secrets near AWS key ids. Each run of the text is looked at once, however many ids there are. */
export function findAwsSecrets(
  text: string,
  runs: readonly Run[],
  candidates: readonly Candidate[],
): Candidate[] {
  const ids = candidates.filter((candidate) => candidate.service === 'aws' && candidate.kind === 'key id')
  if (ids.length === 0) return []
  const found: Candidate[] = []
  let nearest = 0
  for (const run of runs) {
    while (nearest + 1 < ids.length && (ids[nearest]?.end ?? 0) + REACH < run.start) nearest++
    const id = ids[nearest]
    if (
      id === undefined ||
      run.start > id.end + REACH ||
      run.end < id.start - REACH ||
      run.end - run.start > 512
    )
      continue
    for (const { value, start } of secretsIn(text.slice(run.start, run.end), id.value)) {
      found.push({
        start: run.start + start,
        end: run.start + start + value.length,
        value,
        service: 'aws',
        kind: 'key',
        certainty: 'structure',
        weight: 2,
        rule: RULE,
      })
    }
  }
  if (found.length === 0) for (const id of ids.slice(0, MOST_IDS)) found.push(...wrappedSecrets(text, id))
  return found
}

/** So many ids are looked around for a secret in two lines. */
const MOST_IDS = 50
const PIECE = /[A-Za-z0-9+/]+/g
/** Between two pieces: the end of a line, with a quote or a backslash before it and quoting or indentation behind. */
const BREAK = /^["'`]?[ \t]*\\?\r?\n[ \t>"'`|#]*$/

/** Pieces in lines one below the other that make 40 characters together. */
function wrappedSecrets(text: string, id: Candidate): Candidate[] {
  const from = Math.max(0, id.start - REACH)
  const around = text.slice(from, id.end + REACH)
  const pieces = Array.from(around.matchAll(PIECE), ({ 0: value, index }) => ({
    value,
    start: index,
    end: index + value.length,
  }))
  return pieces.flatMap((first, index): Candidate[] => {
    let { value, end } = first
    // The id is no half of its secret.
    if (value.includes(id.value)) return []
    for (const piece of pieces.slice(index + 1)) {
      if (value.length >= LENGTH || !BREAK.test(around.slice(end, piece.start))) break
      value += piece.value
      end = piece.end
    }
    if (end === first.end || value.length !== LENGTH || !isDrawnSecret(value)) return []
    return [
      {
        start: from + first.start,
        end: from + end,
        value,
        service: 'aws',
        kind: 'key',
        certainty: 'structure',
        weight: 2,
        rule: RULE,
      },
    ]
  })
}

/** Also behind the id itself, divided from it by a slash or colon. */
function secretsIn(run: string, id: string): { value: string; start: number }[] {
  const behind = run.startsWith(id) ? id.length + 1 : 0
  const part = run.slice(behind)
  const values: { value: string; start: number }[] = []
  for (const match of part.matchAll(SECRET)) {
    const value = match[1] ?? ''
    values.push({ value, start: behind + match.index + match[0].length - value.length })
  }
  const last = LAST_PART.exec(part)
  if (values.length === 0 && last !== null && /[=:]$/.test(part.slice(0, last.index))) {
    values.push({ value: last[0], start: behind + last.index })
  }
  return values.filter(({ value }) => isDrawnSecret(value))
}

function isDrawnSecret(value: string): boolean {
  return (
    !/^[0-9a-f]+$/i.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    classChanges(value) >= 8 &&
    !isPlaceholderBody(value)
  )
}
