/** On what people really paste the guard is quiet: public texts are counted, with an aim for each kind. */
import { describe, expect, it } from 'vitest'
import { createScrubber, findSecrets } from '../../src/guard/index.ts'
import { countNoise, listHits } from './noise/count.ts'
import { NOISE } from './noise/sets.ts'
import { PROGRAMS_WITHOUT_SECRETS, PROGRAMS_WITH_A_SECRET } from './noise/snippets.ts'

/** Of so many files one is read, so that all sets together take half a minute; `npm run bench -- guard-noise` reads every one. */
const STEP = 6

describe('in texts that nobody here wrote', () => {
  it.each(NOISE)('finds something in no more than $aim % of $name', { timeout: 120_000 }, (set) => {
    const count = countNoise(set, findSecrets, STEP)
    console.log(
      `${set.name}: ${count.hits.length} of ${count.texts} = ${count.percent.toFixed(3)} % (aim ${set.aim}, before ${set.before})`,
    )
    // A sample of a thousand cannot show a share of a fiftieth of a percent: one hit is allowed.
    const allowed = Math.max(set.aim === 0 ? 0 : 1, (set.aim * count.texts) / 100)
    expect(count.hits.length, listHits(count).join('\n')).toBeLessThanOrEqual(allowed)
  })

  it.each(NOISE)('gives $name back byte for byte, and a second time', { timeout: 120_000 }, (set) => {
    const scrubber = createScrubber([])
    let texts = 0
    for (const { text } of set.texts(STEP * 4)) {
      texts++
      const once = scrubber.text(text)
      if (findSecrets(text).length === 0) expect(once).toBe(text)
      expect(scrubber.text(once)).toBe(once)
    }
    expect(texts, `Get the texts with: ${set.source}`).toBeGreaterThan(0)
  })
})

describe('in programs and settings of other languages', () => {
  it.each(PROGRAMS_WITHOUT_SECRETS)('finds nothing: %s', (_, text) => {
    expect(findSecrets(text).map(({ value }) => value)).toEqual([])
  })

  it.each(PROGRAMS_WITH_A_SECRET)('finds the literal, and nothing else: %s', (_, make) => {
    for (const value of ['Tr0mbone!42', 'kx93Lq0ZpW27vRt5'])
      expect(findSecrets(make(value)).map((finding) => finding.value)).toEqual([value])
  })
})
