import { describe, expect, it } from 'vitest'
import { createScrubber, explain, findSecrets, shapeOf } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { createTokenRules } from '../../src/guard/families/formation.ts'
import { makeCorpus } from './corpus/corpus.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

const random = new Random(12)

describe('explain', () => {
  it('says of each finding where it is, by which rule it is known, and why, and never what it is', () => {
    for (const { text } of makeCorpus(41, 'held-out', 200)) {
      const found = findSecrets(text)
      const explained = explain(text)
      expect(explained.map(({ start, end, kind, certainty }) => ({ start, end, kind, certainty }))).toEqual(
        found.map(({ start, end, kind, certainty }) => ({ start, end, kind, certainty })),
      )
      for (const [index, { why, rule, line, column }] of explained.entries()) {
        const { value, start } = found[index] ?? { value: '', start: 0 }
        expect(why).toMatch(/\.$/)
        expect(rule).not.toBe('')
        expect(`${why} ${rule}`).not.toContain(value)
        const lines = text.slice(0, start).split('\n')
        expect([line, column]).toEqual([lines.length, (lines.at(-1) ?? '').length + 1])
      }
    }
  })

  it('names the prefix, the mark, or the word that spoke for it', () => {
    const { value } = makeToken(random, 'github')
    const [token] = explain(`a ${value} b`)
    expect(value.startsWith(token?.rule ?? '-')).toBe(true)
    expect(explain('curl -u bob:Tr0mbone42! https://a.example/')[0]?.certainty).toBe('structure')
    expect(explain('my password is Tr0mbone42!')[0]).toMatchObject({ rule: 'password', certainty: 'words' })
    expect(explain(`x=${Buffer.from(`token ${value} here`).toString('base64')}`)[0]?.why).toContain('encoded')
  })

  it('finds nothing to say about a text without secrets', () => {
    expect(explain('The password policy changed last year.')).toEqual([])
  })
})

describe('what a formation allows', () => {
  const literal = (prefix: string) => ({ prefix, characters: [], shortest: 0, longest: 0 })
  const rulesOf = (...allowed: ReturnType<typeof literal>[]) =>
    createTokenRules({ services: new Map(), allowed })

  it('is no finding, whole and exactly', () => {
    const { value } = makeToken(random, 'gitlab')
    const rules = rulesOf(literal(value), literal('Tr0mbone42!'))
    expect(findSecrets(`a ${value} b`, { rules })).toEqual([])
    expect(findSecrets('my password is Tr0mbone42!', { rules })).toEqual([])
    expect(findSecrets('my password is Tr0mbone42!x', { rules })).toHaveLength(1)
    expect(findSecrets(`a ${makeToken(random, 'gitlab').value} b`, { rules })).toHaveLength(1)
  })

  it('changes nothing for a value we hold, whole or in part', () => {
    const { value } = makeToken(random, 'gitlab')
    const scrubber = createScrubber([Secret.fromText(value)], { rules: rulesOf(literal(value)) })
    expect(scrubber.text(`a ${value} b`)).not.toContain(value)
    expect(scrubber.text(`a ${value.slice(4, 24)} b`)).not.toContain(value.slice(4, 24))
    expect(shapeOf(value, rulesOf(literal(value)))).toEqual(shapeOf(value))
  })

  it('may be a form: the literal, and so many characters of a class', () => {
    const rules = createTokenRules({
      services: new Map(),
      allowed: [{ prefix: 'lin_api_', characters: ['A-Z', 'a-z', '0-9'], shortest: 40, longest: 40 }],
    })
    const { value } = makeToken(random, 'linear')
    expect(findSecrets(`a ${value} b`)).toHaveLength(1)
    expect(findSecrets(`a ${value} b`, { rules })).toEqual([])
    expect(findSecrets(`a ${value}a b`, { rules })).toHaveLength(1)
  })
})
