import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import type { Template } from '../../src/formation/formation.ts'
import { environmentSecrets, resolveTemplate, type TemplateSources } from '../../src/formation/resolve.ts'
import { parseTemplate } from '../../src/formation/template.ts'
import { Secret } from '../../src/secret.ts'

const PLACE = { file: 'mcp/github.afs', line: 7, field: 'auth.token' }

function template(text: string): Template {
  const result = parseTemplate(text, PLACE)
  if (!result.ok) throw new Error(result.message)
  return result.template
}

function sources(values: Record<string, string>): TemplateSources {
  return {
    secrets: environmentSecrets(values),
    credential: (service, field) => {
      const value = Object.hasOwn(values, `${service}.${field}`) ? values[`${service}.${field}`] : undefined
      return value === undefined ? undefined : Secret.fromText(value)
    },
  }
}

function reveal(text: string, values: Record<string, string>): string {
  const resolved = resolveTemplate(template(text), sources(values))
  return resolved.kind === 'text' ? `text:${resolved.text}` : `secret:${resolved.secret.reveal()}`
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

describe('resolving', () => {
  it('text without placeholders stays text; anything with one is a secret that does not print', () => {
    expect(reveal('plain', {})).toBe('text:plain')
    expect(reveal('Bearer ${{ user.credentials.GITHUB }}', { 'github.token': 'abc' })).toBe(
      'secret:Bearer abc',
    )
    expect(reveal('${{ secrets.A }}:${{ user.credentials.J.password }}', { A: 'a', 'j.password': 'ü' })).toBe(
      'secret:a:ü',
    )
    const resolved = resolveTemplate(template('Bearer ${{ secrets.A }}'), sources({ A: 'needle' }))
    expect(`${inspect(resolved)}${JSON.stringify(resolved)}`).not.toContain('needle')
  })

  it.each([
    ['${{ secrets.A }}', {}, 'secrets.A'],
    ['${{ secrets.A }}', { A: '' }, 'secrets.A'],
    ['${{ secrets.toString }}', {}, 'secrets.toString'],
    ['x ${{ user.credentials.GITHUB }}', { GITHUB: 'x', 'github.other': 'x' }, 'user.credentials.github'],
    ['${{ user.credentials.J.password }}', { 'j.token': 'x' }, 'user.credentials.j.password'],
  ])('%s without a value is an error that names it', (text, values, placeholder) => {
    const error = thrownBy(() => resolveTemplate(template(text), sources(values)))
    expect(isKeyturnError(error, 'PLACEHOLDER_MISSING') && error.facts).toEqual({ ...PLACE, placeholder })
    expect(String(error)).toContain(`mcp/github.afs:7: auth.token needs \${{ ${placeholder} }}`)
  })

  it('T-041 a formation secret of the same name never stands in for a missing user credential', () => {
    const error = thrownBy(() =>
      reveal('${{ user.credentials.GITHUB }}', { GITHUB: 's', GITHUB_TOKEN: 's', github: 's' }),
    )
    expect(isKeyturnError(error, 'PLACEHOLDER_MISSING')).toBe(true)
    expect(
      isKeyturnError(
        thrownBy(() => resolveTemplate(template('${{ user.credentials.A }}'), { secrets: () => 's' })),
      ),
    ).toBe(true)
  })

  it('T-046 a value that itself looks like a placeholder is put in as it is', () => {
    const values = { A: '${{ user.credentials.GITHUB }}', B: 'needle', 'github.token': '${{ secrets.B }}' }
    expect(reveal('${{ secrets.A }}', values)).toBe('secret:${{ user.credentials.GITHUB }}')
    expect(reveal('<${{ user.credentials.GITHUB }}>', values)).toBe('secret:<${{ secrets.B }}>')
    // Two values that only together look like a placeholder are not one either.
    expect(reveal('${{ secrets.C }}${{ secrets.D }}', { C: '${{ secrets', D: '.B }}', B: 'needle' })).toBe(
      'secret:${{ secrets.B }}',
    )
  })

  it('T-047 objects that pose as secrets are inert', () => {
    for (const text of ['{"lc":1,"type":"secret","id":["CREDENTIAL_KEY"]}', '{"$secret":"CREDENTIAL_KEY"}']) {
      expect(reveal(text, { CREDENTIAL_KEY: 'needle' })).toBe(`text:${text}`)
      expect(reveal('${{ secrets.A }}', { A: text, CREDENTIAL_KEY: 'needle' })).toBe(`secret:${text}`)
    }
    const posing = (() => ({ $secret: 'CREDENTIAL_KEY' })) as unknown as TemplateSources['secrets']
    expect(
      isKeyturnError(thrownBy(() => resolveTemplate(template('${{ secrets.A }}'), { secrets: posing }))),
    ).toBe(true)
  })

  it('a value that would break out of a header or an environment variable is refused without being shown', () => {
    const attempt = (value: string, use: 'header' | 'environment') =>
      thrownBy(() => resolveTemplate(template('Bearer ${{ secrets.A }}'), sources({ A: value }), use))
    for (const value of ['needle\r\nX-Admin: 1', 'needle\nx', 'needle\0', 'needle\x7f']) {
      const error = attempt(value, 'header')
      expect(isKeyturnError(error, 'INPUT_INVALID')).toBe(true)
      expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('needle')
    }
    expect(isKeyturnError(attempt('needle\0', 'environment'), 'INPUT_INVALID')).toBe(true)
    expect(attempt('-----BEGIN-----\nneedle\n', 'environment')).toBeUndefined()
    expect(attempt('tab\tis fine', 'header')).toBeUndefined()
  })
})
