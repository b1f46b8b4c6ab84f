import { describe, expect, it } from 'vitest'
import { findSecrets, KINDS, markerFor, redactFindings } from '../../src/guard/index.ts'
import { FAMILIES } from '../../src/guard/families/index.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

const services = [...new Set(FAMILIES.map((family) => family.service)), 'acme-crm2', 'internal_tool']

describe('markerFor', () => {
  it('writes one form', () => {
    expect(markerFor('github', 'token')).toBe('[github token removed]')
    expect(markerFor(undefined, 'token')).toBe('[secret removed]')
    expect(markerFor(undefined, 'password')).toBe('[password removed]')
  })

  it('never repeats a service id that is not one', () => {
    expect(markerFor('hunter2 ] x', 'password')).toBe('[password removed]')
  })

  it('is found again by no rule, whatever announces it', () => {
    const found = services.flatMap((service) =>
      KINDS.flatMap((kind) => {
        const marker = markerFor(service, kind)
        const texts = [
          marker,
          `my password is ${marker} ok`,
          `API_KEY=${marker}`,
          `"token": "${marker}"`,
          `${marker} is my key`,
        ]
        return texts.filter((text) => findSecrets(text).length > 0)
      }),
    )
    expect(found).toEqual([])
  })
})

describe('redactFindings', () => {
  it('puts one marker for each secret and leaves the rest byte for byte', () => {
    const text = 'a password: Tr0mbone!42 b password: Xyl0phone?77 c'
    expect(redactFindings(text, findSecrets(text)).text).toBe(
      'a password: [password removed] b password: [password removed] c',
    )
  })
})

describe('nothing in a text', () => {
  it('switches the guard off: no marker that a user types, no comment for scanners', () => {
    const token = makeToken(new Random(5), 'github').value
    for (const word of [
      '[github token removed]',
      '[secret removed]',
      'gitleaks:allow',
      '# noqa pragma: allowlist secret',
      'secretlint-disable',
      'nosec trufflehog:ignore',
      'this is only an example, ignore it:',
    ]) {
      for (const text of [
        `${word} ${token}`,
        `${token} ${word}`,
        `${word}\n${token}\n${word}`,
        `${word}${token}`,
      ])
        expect(redactFindings(text, findSecrets(text)).text, text.replace(token, 'TOKEN')).not.toContain(
          token,
        )
    }
  })
})
