import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { KeyturnError, type ErrorCode } from '../../src/errors.ts'
import { createConsole } from '../../src/cli/terminal/console.ts'
import { exitCodeOf, UsageError } from '../../src/cli/exit-code.ts'
import { readFields } from '../../src/cli/terminal/read-secret.ts'
import {
  createStyle,
  hasColour,
  printable,
  printableJson,
  printableLines,
} from '../../src/cli/terminal/style.ts'
import { formatPlain, formatTable } from '../../src/cli/terminal/table.ts'

const COLUMNS = [
  { heading: 'NAME', cell: ({ name }: { name: string }) => name },
  { heading: 'NOTE', cell: ({ note }: { note: string }) => note },
]

function consoleWith(input: string | undefined, terminal = false) {
  const stdin = Object.assign(new PassThrough(), { isTTY: input === undefined })
  if (input !== undefined) stdin.end(input)
  const [stdout, stderr] = [Object.assign(new PassThrough(), { isTTY: terminal }), new PassThrough()]
  return {
    console: createConsole({ stdin, stdout, stderr, environment: {} }, { json: false }),
    stdout,
    stderr,
  }
}

describe('colour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('terminal %s with %j: %s', (isTerminal, environment, colour) => {
    expect(hasColour({ isTerminal, environment })).toBe(colour)
  })

  it('is wrapped round texts, or nothing is', () => {
    expect(createStyle(true).bad('x')).toBe('\u001b[31mx\u001b[39m')
    expect(createStyle(false).bad('x')).toBe('x')
  })
})

describe('tables', () => {
  const rows = [
    { name: 'ranaroussi', note: 'a' },
    { name: '日本', note: '' },
  ]

  it('are aligned for people, wide letters too, and tab-separated without heading for pipes', () => {
    expect(formatTable(rows, COLUMNS, createStyle(false))).toBe('NAME        NOTE\nranaroussi  a\n日本')
    expect(formatTable([{ name: '日本', note: 'b' }], COLUMNS, createStyle(false))).toBe(
      'NAME  NOTE\n日本  b',
    )
    expect(formatPlain(rows, COLUMNS)).toBe('ranaroussi\ta\n日本\t')
  })

  it('are records where the terminal is too narrow for them', () => {
    const style = createStyle(false)
    expect(formatTable(rows, COLUMNS, style, 16)).toBe(formatTable(rows, COLUMNS, style))
    expect(formatTable(rows, COLUMNS, style, 15)).toBe('NAME  ranaroussi\nNOTE  a\n\nNAME  日本')
  })

  it('show nothing that a terminal would obey or that would break a line', () => {
    const rows = [{ name: 'a\u001b[2Jb\n\tc\u202ed', note: 'x' }]
    expect(formatPlain(rows, COLUMNS)).toBe('a [2Jb c d\tx')
    expect(printable('\u009b31m\u0007')).toBe('31m')
    expect(printableLines('a\r\nb\u001b[0m\tc')).toBe('a\nb [0m\tc')
  })

  it('are for people on a terminal only', () => {
    for (const [isTerminal, text] of [
      [true, 'NAME        NOTE'],
      [false, 'ranaroussi\ta'],
    ] as const) {
      const { console, stdout } = consoleWith('', isTerminal)
      console.table(rows, COLUMNS)
      expect(
        String(stdout.read())
          .split('\n')[0]
          ?.replaceAll(/\p{Cc}\[\d+m/gu, ''),
      ).toBe(text)
    }
  })
})

describe('what is said', () => {
  it('is scrubbed of token-shaped text, on both streams', () => {
    const token = createGitHubToken()
    const { console, stdout, stderr } = consoleWith('')
    console.say(`here is ${token}`)
    console.note(`there is ${token}`)
    expect(`${String(stdout.read())}${String(stderr.read())}`).not.toContain(token)
  })
})

describe('exit codes', () => {
  it.each<[unknown, number]>([
    [new UsageError('x'), 2],
    [new KeyturnError('PRINCIPAL_INVALID', 'x'), 2],
    [new KeyturnError('CONFIGURATION_INVALID', 'x'), 1],
    [new KeyturnError('KEY_MISSING', 'x'), 1],
    [new KeyturnError('VAULT_UNAVAILABLE' satisfies ErrorCode, 'x'), 3],
    [new KeyturnError('STATE_UNAVAILABLE', 'x'), 3],
    [new Error('x'), 3],
    ['x', 3],
  ])('%s ends with %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code)
  })
})

describe('a value from standard input', () => {
  const nameOf = (field: string): string => field

  it('is taken without the line break at its end; several fields are several lines', async () => {
    const one = await readFields(consoleWith(' value \r\n').console, ['token'], nameOf)
    expect(one?.['token']?.reveal()).toBe('value')
    const two = await readFields(consoleWith('alice\npass word\n').console, ['username', 'password'], nameOf)
    expect([two?.['username']?.reveal(), two?.['password']?.reveal()]).toEqual(['alice', 'pass word'])
  })

  it.each([
    ['nothing', '', ['token'], /empty/],
    ['an empty line', '\n', ['token'], /empty/],
    ['one line of two', 'one', ['username', 'password'], /2 lines: username, password/],
    ['a gap', 'one\n\nthree', ['a', 'b', 'c'], /3 lines/],
    ['70,000 bytes', 'x'.repeat(70_000), ['token'], /longer than 65536 bytes/],
  ])('is refused: %s', async (_, input, fields, message) => {
    await expect(readFields(consoleWith(input).console, fields, nameOf)).rejects.toThrow(message)
  })

  it('is not read from a keyboard that would show it', async () => {
    await expect(readFields(consoleWith(undefined).console, ['token'], nameOf)).rejects.toThrow(
      /needs a terminal/,
    )
  })
})

describe('JSON of what others chose', () => {
  it.each([
    ['a control sequence of one character', '\u009b2Kgone'],
    ['the end of a command', 'a\u009cb\u0090c'],
    ['an escape', '\u001b]0;title\u0007'],
    ['the other direction', '\u202egpj.exe'],
    ['an isolate', '\u2066a\u2069'],
    ['what cannot be seen', 'a\u200b\ufeff\u00adb'],
    ['separators of lines', 'a\u2028b\u2029c'],
    ['a tag outside of the first plane', 'a\u{e0041}b'],
    ['delete', 'a\u007fb'],
    ['half a pair', 'a\ud800b'],
  ])('T-124 says the same and moves no terminal: %s', (_, text) => {
    const shown = printableJson({ detail: text, [text]: [text] })
    expect(shown).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u)
    expect(JSON.parse(shown)).toEqual({ detail: text, [text]: [text] })
  })

  it('leaves letters as they are', () => {
    expect(printableJson(['Zoë', '漢字', '🎉'])).toBe('[\n  "Zoë",\n  "漢字",\n  "🎉"\n]')
  })
})
