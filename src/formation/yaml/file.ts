/**
 * Reads one YAML text into plain values, and remembers the line of each; hostile files end quickly in a problem.
 *
 * The text is lexed once under a bound on tokens and on open brackets, because composing an unbounded file costs seconds
 * (30,000 keys: 11 s) or overflows the stack. Repeated keys are looked for here, in linear time. Aliases are followed under a
 * budget of values, so that a "billion laughs" stops after a moment. No message repeats a value.
 */
import { Composer, Lexer, LineCounter, Parser } from 'yaml'
import type { Document } from 'yaml'
import type { Place } from '../formation.ts'
import { showName, type Problems } from '../problems.ts'
import { describeYamlError } from './error.ts'
import { MAX_DEPTH, ValueReader, type FieldPath } from './values.ts'

/** One file's values and their places. */
export interface YamlFile {
  /** As messages name it: `mcp/github.afs`. */
  readonly name: string
  /** The top-level fields. */
  readonly root: Readonly<Record<string, unknown>>
  /** The place of a field, or of the nearest field around it that is in the file. */
  placeOf(path: FieldPath): Place
  /** A number or truth value as it was written (`1.0`, `0x10`), which its value does not tell. */
  sourceOf(path: FieldPath): string | undefined
}

/** Largest file in bytes: real ones have a few kilobytes. */
export const MAX_FILE_BYTES = 256 * 1024

const MAX_TOKENS = 50_000

/** A placeholder without quotes in a list or block in brackets, whose braces YAML takes for its own. */
const BARE_PLACEHOLDER = /[[{,:]\s*\$\{\{/

/** Reads a YAML text; nothing when it has problems, which are then noted. */
export function parseYamlFile(name: string, text: string, problems: Problems): YamlFile | undefined {
  const shownName = showName(name)
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1)
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const before = problems.count
  const fail = (offset: number, message: string) =>
    problems.add({ file: shownName, line: lineAt(offset), field: '' }, message)

  const document = compose(text, fail)
  if (document === undefined) return undefined
  const reader = new ValueReader(shownName, lineAt, problems)
  const root = reader.readDocument(document)
  if (problems.count > before) return undefined
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    fail(0, root === null ? 'the file is empty.' : 'the file must hold fields such as `schema: "1.0.0"`.')
    return undefined
  }
  return {
    name: shownName,
    root: root as Record<string, unknown>,
    placeOf: (path) => reader.placeOf(path),
    sourceOf: (path) => reader.sources.get(JSON.stringify(path)),
  }
}

function compose(text: string, fail: (offset: number, message: string) => void): Document.Parsed | undefined {
  const parser = new Parser()
  const tokens = []
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    count += 1
    if (count > MAX_TOKENS) {
      fail(parser.offset, `the file has more than ${MAX_TOKENS} pieces; is it a formation at all?`)
      return undefined
    }
    for (const token of parser.next(lexeme)) tokens.push(token)
    // A level of nesting is up to two entries of the parser's stack, with some for the document.
    if (parser.stack.length > 2 * MAX_DEPTH) {
      fail(parser.offset, `the file is nested deeper than ${MAX_DEPTH} levels.`)
      return undefined
    }
  }
  for (const token of parser.end()) tokens.push(token)
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, version: '1.2' })
  const [document, second] = composer.compose(tokens, true, text.length)
  if (second !== undefined) {
    fail(second.range[0], 'the file holds several documents (`---`); keep one.')
    return undefined
  }
  const errors = document?.errors ?? []
  for (const error of errors.slice(0, 3)) {
    const [at] = error.pos
    const start = text.lastIndexOf('\n', at - 1) + 1
    const isBare = BARE_PLACEHOLDER.test(text.slice(start, at + 200).split('\n', 1)[0] ?? '')
    fail(
      at,
      isBare ? 'a placeholder inside brackets needs quotes: "${{ … }}".' : describeYamlError(error.code),
    )
  }
  return errors.length > 0 ? undefined : document
}
