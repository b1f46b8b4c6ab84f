/** The program's surroundings, replaceable by tests, and the one way in which commands speak. */
import type { Readable, Writable } from 'node:stream'
import { findSecrets, redactFindings } from '../../guard/index.ts'
import { createStyle, hasColour, printableJson, type Style } from './style.ts'
import { formatPlain, formatTable, type Column } from './table.ts'

/** Where the program reads and writes, and what it was started with. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** How a command speaks: results to standard output, everything else to standard error. Nothing token-shaped gets through. */
export interface Console {
  readonly surroundings: Surroundings
  readonly style: Style
  /** Whether results are for a program: one JSON document on standard output. */
  readonly isJson: boolean
  /** Whether a person can be asked something. */
  readonly isInteractive: boolean
  /** A line of the result; not said in JSON. */
  say(text: string): void
  /** A table for people, tab-separated lines for pipes; not said in JSON. */
  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void
  /** The result for programs; said in JSON only. */
  data(value: unknown): void
  /** A word beside the result, to standard error; not said in JSON. */
  note(text: string): void
}

/** Makes the console of one command. */
export function createConsole(surroundings: Surroundings, options: { readonly json: boolean }): Console {
  const { stdin, stdout, stderr, environment } = surroundings
  const isTerminal = stdout.isTTY === true
  const style = createStyle(!options.json && hasColour({ isTerminal, environment }))
  const write = (stream: Writable, text: string): void => {
    stream.write(`${withoutTokens(text)}\n`)
  }
  const say = (text: string): void => {
    if (!options.json) write(stdout, text)
  }
  return {
    surroundings,
    style,
    isJson: options.json,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    say,
    table(rows, columns) {
      if (rows.length === 0) return
      say(isTerminal ? formatTable(rows, columns, style, stdout.columns) : formatPlain(rows, columns))
    },
    data(value) {
      if (options.json) write(stdout, printableJson(value))
    },
    note(text) {
      if (!options.json) write(stderr, text)
    },
  }
}

/** Our own words are no announcements (`encryption.keys[0].state`): only what looks like a token by itself is taken out. */
function withoutTokens(text: string): string {
  const byLooks = findSecrets(text).filter(
    ({ certainty }) => certainty === 'checksum' || certainty === 'shape',
  )
  return redactFindings(text, byLooks).text
}
