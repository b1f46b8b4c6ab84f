/** Counts in how many texts of a set something is found. */
import type { Finding } from '../../../src/guard/index.ts'
import type { NoiseSet, NoiseText } from './sets.ts'

/** What was counted. */
export interface NoiseCount {
  readonly texts: number
  /** The texts in which something was found, with it. */
  readonly hits: readonly (NoiseText & { readonly findings: readonly Finding[] })[]
  /** Share of the texts, in percent. */
  readonly percent: number
}

/**
 * Counts a set, of every `step`-th file.
 *
 * @throws Error where the set is not on this machine: nothing is skipped.
 */
export function countNoise(
  set: NoiseSet,
  find: (text: string) => readonly Finding[],
  step: number,
): NoiseCount {
  const hits: NoiseCount['hits'][number][] = []
  let texts = 0
  for (const text of set.texts(step)) {
    texts++
    const findings = find(text.text)
    if (findings.length > 0) hits.push({ ...text, findings })
  }
  if (texts === 0)
    throw new Error(`There are no texts of "${set.name}" on this machine. Get them with: ${set.source}`)
  return { texts, hits, percent: (100 * hits.length) / texts }
}

/** The hits, one a line: where, how it is known, what stands before it, and its length; never the value. */
export function listHits({ hits }: NoiseCount): string[] {
  return hits.flatMap(({ text, file, findings }) =>
    findings.map(({ start, certainty, kind, value }) => {
      const before = JSON.stringify(text.slice(Math.max(0, start - 60), start))
      return `${file} [${certainty}, ${kind}] ${before} … ${value.length} characters`
    }),
  )
}
