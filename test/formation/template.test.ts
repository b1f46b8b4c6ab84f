import { describe, expect, it } from 'vitest'
import { written } from './formation-source.ts'
import { parseTemplate, plainText } from '../../src/formation/template.ts'

const PLACE = { file: 'mcp/github.afs', line: 3, field: 'env.X' }

function partsOf(text: string): unknown {
  const result = parseTemplate(text, PLACE)
  return result.ok ? written(result.template.parts) : result.message
}

describe('placeholders', () => {
  it.each([
    ['${{ secrets.KEY }}', [{ kind: 'secret', name: 'KEY' }]],
    ['${{secrets.KEY}}', [{ kind: 'secret', name: 'KEY' }]],
    ['${{ user.credentials.GITHUB_TOKEN }}', [{ kind: 'credential', service: 'github', field: undefined }]],
    ['${{ user.credentials.JIRA.Username }}', [{ kind: 'credential', service: 'jira', field: 'username' }]],
    [
      'a ${{ secrets.A }}${{ user.credentials.b }} c',
      [
        { kind: 'text', text: 'a ' },
        { kind: 'secret', name: 'A' },
        { kind: 'credential', service: 'b', field: undefined },
        { kind: 'text', text: ' c' },
      ],
    ],
    ['', []],
    ['$HOME and ${HOME} and {"a":{"b":1}}', [{ kind: 'text', text: '$HOME and ${HOME} and {"a":{"b":1}}' }]],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts)
  })

  it.each([
    ['${{ secrets.KEY', 'holds a `${{` without its `}}`.'],
    ['${{ }}', 'holds an unknown placeholder'],
    ['${{ secret.KEY }}', 'holds an unknown placeholder'],
    ['${{ secrets.1 }}', 'holds an unknown placeholder'],
    ['${{ secrets.A.B }}', 'holds an unknown placeholder'],
    ['${{ env.HOME }}', 'holds an unknown placeholder'],
    ['${{ user.credentials }}', 'holds an unknown placeholder'],
    ['${{ user.credentials.GIT HUB }}', 'holds an unknown placeholder'],
    ['${{ user.credentials._TOKEN }}', 'holds an unknown placeholder'],
    ['${{ user.credentials.A.constructor }}', 'holds an unknown placeholder'],
    ['${{ user.credentials.A.b.c }}', 'holds an unknown placeholder'],
    ['${{ ${{ secrets.A }} }}', 'holds an unknown placeholder'],
    ['${ user.credentials.GITHUB }', 'holds something that is almost a placeholder'],
    ['{{ user.credentials.GITHUB }}', 'holds something that is almost a placeholder'],
    ['$ {{ secrets.KEY }}', 'holds something that is almost a placeholder'],
    ['{secrets.KEY}', 'holds something that is almost a placeholder'],
  ])('%s is refused and never sent as text', (text, message) => {
    expect(partsOf(text)).toEqual(expect.stringContaining(message))
  })

  it('a template with a placeholder has no plain text', () => {
    for (const [text, plain] of [
      ['plain', 'plain'],
      ['x ${{ secrets.A }}', undefined],
    ] as const) {
      const result = parseTemplate(text, PLACE)
      expect(result.ok && plainText(result.template)).toBe(plain)
    }
  })
})
