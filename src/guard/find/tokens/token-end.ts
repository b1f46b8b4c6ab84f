/** How far a token goes whose prefix was seen. */
import { DOTTED, isOf, runEnd, type RunMemory } from '../text/characters.ts'
import { CHECKSUMS } from './checksum.ts'
import type { Family } from '../../families/family.ts'

/** The end of the token whose body begins at `bodyStart`; undefined where the family's form does not stand there. */
export function tokenEnd(
  text: string,
  family: Family,
  start: number,
  bodyStart: number,
  runs: RunMemory,
): number | undefined {
  const limit = bodyStart + family.most
  if (family.shape !== undefined) {
    if (!isOf(text, bodyStart, family.body) && !/[^\w]$/.test(family.prefix)) return undefined
    family.shape.lastIndex = start
    if (!family.shape.test(text)) return undefined
    const shaped = family.shape.lastIndex
    return Math.max(shaped, trimmed(text, shaped, Math.min(runs.end(shaped, family.body), limit)))
  }
  const runLimit = Math.min(runs.end(bodyStart, family.body), limit)
  if (runLimit - bodyStart < family.least) return undefined
  const end = knownEnd(text, family, start, bodyStart, runLimit) ?? trimmed(text, bodyStart, runLimit)
  return end - bodyStart < family.least ? undefined : end
}

/** Where a known length says the token ends although more characters follow that could be its own. */
function knownEnd(
  text: string,
  family: Family,
  start: number,
  bodyStart: number,
  runLimit: number,
): number | undefined {
  for (const length of family.lengths) {
    const end = bodyStart + length
    if (end >= runLimit) continue
    if (family.checksum !== undefined && CHECKSUMS[family.checksum](text.slice(start, end)) === true)
      return end
    const rest = runEnd(text, end, DOTTED & ~family.body, runLimit)
    // Markdown emphasis, a dash, or the end of a sentence without a blank behind it.
    if (/^(?:[_.=-]{1,4}|\.[A-Z]?[a-z]{0,20}\.?)$/.test(text.slice(end, runLimit)) && rest === end) return end
  }
  return undefined
}

/** Full stops and other sentence marks at the end belong to the sentence. */
function trimmed(text: string, from: number, to: number): number {
  let end = to
  while (end > from && text.charAt(end - 1) === '.') end--
  return end
}
