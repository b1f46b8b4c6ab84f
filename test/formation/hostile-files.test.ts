import { describe, expect, it } from 'vitest'
import { problemsOf, shortForm, SMALLEST } from './formation-source.ts'

const SIZE = 256 * 1024

/** Measures one reading; every hostile file ends in problems within this time. */
const QUICK_MS = 2_000

function readQuickly(text: string): readonly string[] {
  const startedAt = performance.now()
  const problems = problemsOf(text)
  expect(performance.now() - startedAt).toBeLessThan(QUICK_MS)
  expect(problems.length).toBeGreaterThan(0)
  for (const { place } of problems) {
    expect(place.file).toBe('formation.afs')
    expect(place.line).toBeGreaterThan(0)
  }
  return problems.map(({ message }) => message)
}

function repeat(text: string): string {
  return text.repeat(Math.floor(SIZE / text.length))
}

describe('a hostile file ends quickly in a problem with a place', () => {
  it('an alias bomb in a field that is ours', () => {
    const levels = 'abcdefgh'.split('')
    const bomb = levels.map((name, index) => {
      const previous = levels[index - 1]
      const content = previous === undefined ? '"lol"' : Array(10).fill(`*${previous}`).join(', ')
      return `  x${name}: &${name} [${content}]`
    })
    expect(readQuickly(`user_credentials:\n${bomb.join('\n')}\n`)).toContain(
      'grows without bound through YAML aliases.',
    )
    expect(readQuickly(`other:\n${bomb.join('\n')}\n`)).toContain('grows without bound through YAML aliases.')
  })

  it('an alias of what it stands in', () => {
    expect(readQuickly('other: &a [*a]\n')[0]).toMatch(/alias of something that is not above it/)
    expect(readQuickly('other: [*nowhere]\n')[0]).toMatch(/alias of something that is not above it/)
  })

  it.each(['[', '{a: ', '- ', '? '])('depth: %j without end', (text) => {
    expect(readQuickly(repeat(text))).toEqual(['the file is nested deeper than 64 levels.'])
  })

  it('depth through indentation', () => {
    const lines = Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:`)
    expect(readQuickly(lines.join('\n'))).toEqual(['the file is nested deeper than 64 levels.'])
  })

  it.each(['"', '&a ', '- a\n', '#\n', '-\n', '?\n', '\n', '---\n'])('too many pieces: %j', (text) => {
    expect(readQuickly(repeat(text))).toEqual([
      'the file has more than 50000 pieces; is it a formation at all?',
    ])
  })

  it('thousands of different keys', () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n')
    expect(readQuickly(keys)).toHaveLength(1)
  })

  it.each(['!', '%', ':', ',', '*', '\t', ' ', '@', '`', '|', '\u0000', '\ufffe', '%a'])(
    'one character, %j, over and over',
    (text) => {
      readQuickly(repeat(text))
    },
  )

  it('5 MB: the size is named and nothing is read', () => {
    expect(readQuickly('a: b\n'.repeat(1024 * 1024))).toEqual([
      'the file has 5242880 bytes; at most 262144 are read.',
    ])
  })

  it('many errors are counted, not kept', () => {
    const fields = Array.from({ length: 3_000 }, (_, index) => `  unknown_${index}: 1`).join('\n')
    expect(problemsOf(`user_credentials:\n${fields}\n`)).toHaveLength(50)
  })
})

describe('a file that is not sound YAML', () => {
  it.each([
    ['', 1, 'the file is empty.'],
    ['# only a comment\n', 1, 'the file is empty.'],
    ['just words\n', 1, 'the file must hold fields such as `schema: "1.0.0"`.'],
    ['- a\n- b\n', 1, 'the file must hold fields such as `schema: "1.0.0"`.'],
    ['a: 1\n\tb: 2\n', 2, 'a tab is used for indentation; use spaces.'],
    ['a: 1\n---\nb: 2\n', 2, 'the file holds several documents (`---`); keep one.'],
    ['a: "unclosed\n', 2, 'a bracket, quote or colon is missing.'],
    [
      'a: "\\q"\n',
      1,
      'a backslash in double quotes starts something unknown; write \\\\ or use single quotes.',
    ],
  ])('%j', (text, line, message) => {
    expect(problemsOf(text)[0]).toMatchObject({ place: { file: 'formation.afs', line }, message })
  })

  it.each([
    ['a: 1\nb: 2\na: 3\n', 'formation.afs:3 a'],
    ['user_credentials:\n  mode: dynamic\n  mode: redirect\n', 'formation.afs:3 user_credentials.mode'],
    ['other: { a: 1, a: 2 }\n', 'formation.afs:1 other.a'],
  ])('a field given twice: %j', (text, place) => {
    expect(problemsOf(text).map(shortForm)).toEqual([place])
    expect(problemsOf(text)[0]?.message).toBe('is given twice.')
  })

  it.each(['__proto__', 'constructor', 'prototype'])('the name %s, anywhere', (name) => {
    for (const text of [
      `${name}: { a: 1 }\n`,
      `other:\n  - ${name}: 1\n`,
      `user_credentials:\n  prompts:\n    ${name}: x\n`,
    ]) {
      expect(problemsOf(text)[0]?.message).toBe('is not a name that a field can have.')
    }
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
    expect(problemsOf(SMALLEST, `command: npx\nenv:\n  ${name}: x\n`).map(shortForm)).toEqual([
      `mcp/github.afs:3 env.${name}`,
    ])
  })

  it.each([
    'user_credentials: !!js/function "x"\n',
    'user_credentials: { mode: !secret dynamic }\n',
    '? [a]\n: b\n',
    '? {a: b}\n: c\n',
  ])('a tag or a name that is no text: %j', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0)
  })
})
