/** Says what would be taken out of a text, by which rule, and why; never the value itself. */
import { findCandidates, type FindOptions } from './find/find.ts'
import type { Certainty, Finding } from './finding.ts'
import type { Candidate } from './find/tokens/token.ts'

/** Why one piece of a text is taken for a secret. */
export interface Explanation extends Omit<Finding, 'value'> {
  /** From 1. */
  readonly line: number
  /** In UTF-16 units of its line, from 1. */
  readonly column: number
  /** What spoke for it: a prefix (`ghp_`), a mark (`://`), an announcing word (`password`). */
  readonly rule: string
  /** One plain sentence. */
  readonly why: string
}

/**
 * What `findSecrets` finds in a text, in order, each with its place, its rule and the reason; the values are left out.
 *
 * @example
 * for (const { line, why } of explain(text)) console.log(line, why)
 */
export function explain(text: string, options: FindOptions = {}): Explanation[] {
  let line = 1
  let lineStart = 0
  let read = 0
  return findCandidates(text, options).map((candidate) => {
    for (
      let at = text.indexOf('\n', read);
      at !== -1 && at < candidate.start;
      at = text.indexOf('\n', at + 1)
    ) {
      line++
      lineStart = at + 1
    }
    read = Math.max(lineStart, candidate.start)
    const { start, end, kind, service, certainty, rule = kind } = candidate
    return {
      start,
      end,
      line,
      column: start - lineStart + 1,
      kind,
      certainty,
      ...(service === undefined ? {} : { service }),
      rule,
      why: reasonFor(certainty, rule, candidate),
    }
  })
}

function reasonFor(certainty: Certainty, rule: string, { source, service, depth = 0 }: Candidate): string {
  const hidden = depth === 2 ? ' It is encoded.' : depth === 1 ? ' It is escaped.' : ''
  const whose = service === undefined ? '' : ` of ${service}`
  const where = source === undefined ? '' : ` (${source})`
  switch (certainty) {
    case 'live':
      return `It is a value that Keyturn holds.${hidden}`
    case 'checksum':
      return `It begins with "${rule}", and its check digits fit${where}.${hidden}`
    case 'shape':
      return `It has the form of a secret${whose}: ${rule}${where}.${hidden}`
    case 'structure':
      return `It stands where a secret stands: ${rule.trim()}.${hidden}`
    case 'words':
      return `The word "${rule.trim()}" announces it, and it looks like a value.${hidden}`
  }
}
