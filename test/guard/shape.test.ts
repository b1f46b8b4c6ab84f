import { describe, expect, it } from 'vitest'
import { hasKnownShape, longestTokenRun, shapeOf } from '../../src/guard/index.ts'
import { Random } from './corpus/random.ts'
import { makeToken, SELF_IDENTIFYING_SERVICES } from './corpus/tokens.ts'

const random = new Random(77)

describe('shapeOf', () => {
  it('tells a Slack token from a GitHub token, so that neither is sent to the other', () => {
    expect(shapeOf(makeToken(random, 'slack').value)?.service).toBe('slack')
    expect(shapeOf(makeToken(random, 'linear').value)?.service).toBe('linear')
  })

  it('says that a GitHub token with a wrong character is damaged', () => {
    const token = `ghp_${makeToken(random, 'npm').value.slice(4)}`
    const wrong = token.slice(0, 10) + (token.charAt(10) === 'x' ? 'y' : 'x') + token.slice(11)
    expect(shapeOf(token)).toEqual({ service: 'github', kind: 'token', checksum: 'good' })
    expect(shapeOf(wrong)).toEqual({ service: 'github', kind: 'token', checksum: 'bad' })
  })

  it('says nothing of words and passwords', () => {
    expect(shapeOf('hunter2')).toBeUndefined()
    expect(shapeOf('show my calendar')).toBeUndefined()
  })

  it('knows which services have shapes', () => {
    expect(SELF_IDENTIFYING_SERVICES.filter((service) => !hasKnownShape(service))).toEqual(
      expect.not.arrayContaining(['github', 'slack', 'openai']),
    )
    expect(hasKnownShape('acme')).toBe(false)
  })
})

describe('longestTokenRun', () => {
  it('is short for ordinary sentences, long words included', () => {
    for (const text of [
      'what scopes does it need?',
      'show my notifications',
      'internationalization and self-explanatory',
    ]) {
      expect(longestTokenRun(text)).toBeLessThan(12)
    }
  })

  it('sees a piece of a token', () => {
    expect(longestTokenRun(`hm ${random.text('abcdef0123456789', 14)}1 ?`)).toBe(15)
  })
})
