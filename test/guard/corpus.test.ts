import { describe, expect, it } from 'vitest'
import { findSecrets, redactFindings } from '../../src/guard/index.ts'
import { makeCorpus, type Part } from './corpus/corpus.ts'
import { scoreCorpus } from './corpus/score.ts'

describe.each<[Part, number]>([
  ['tuned', 11],
  ['held-out', 12],
])('the %s corpus', (part, seed) => {
  const corpus = makeCorpus(seed, part, 500)
  const score = scoreCorpus(corpus, findSecrets)

  it('loses at least 99.7 % of the tokens that tell what they are', () => {
    expect(score.takenOut.A).toBeGreaterThanOrEqual(0.997)
  })

  it('loses at least 97 % of the values that only words give away, passwords too', () => {
    expect(score.takenOut.B).toBeGreaterThanOrEqual(0.97)
  })

  it('loses at least 93 % of the mangled tokens', () => {
    expect(score.takenOut.C).toBeGreaterThanOrEqual(0.93)
  })

  it('loses nothing in at least 99.5 % of the texts that only look secret', () => {
    expect(score.falsePositives).toBeLessThanOrEqual(0.005)
  })

  it('names the right service for 98 % of the first kind and 75 % of the second', () => {
    expect(score.service.A).toBeGreaterThanOrEqual(0.98)
    expect(score.service.B).toBeGreaterThanOrEqual(0.75)
  })

  it('gives exactly the value in at least 98.5 % of what it finds', () => {
    expect(score.exact).toBeGreaterThanOrEqual(0.985)
  })

  it('is read the same after its secrets were taken out: no marker is found again', () => {
    for (const { text } of corpus) {
      const redacted = redactFindings(text, findSecrets(text)).text
      expect(findSecrets(redacted), redacted).toEqual([])
    }
  })
})

describe('the corpus', () => {
  it('is the same for the same seed', () => {
    expect(makeCorpus(5, 'tuned', 20)).toEqual(makeCorpus(5, 'tuned', 20))
  })

  it('shows a recogniser that finds nothing for what it is', () => {
    const score = scoreCorpus(makeCorpus(5, 'tuned', 50), () => [])
    expect(score.takenOut).toEqual({ A: 0, B: 0, C: 0 })
  })
})
