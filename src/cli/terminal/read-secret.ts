/** Reads a secret from a person without showing it, or from standard input; never from the command line. */
import { Secret, type CredentialFields } from '../../secret.ts'
import type { Console } from './console.ts'
import { UsageError } from '../exit-code.ts'
import { ask } from './prompt.ts'

/** Most bytes that are read: longer than any credential. */
const MAX_BYTES = 64 * 1024

/**
 * Reads each field: by hidden prompts on a terminal, else from standard input, one line for each field; one field may have
 * several lines (a key file). Nothing when the person cancelled.
 *
 * @throws UsageError when standard input is empty, too long, not text, or has not as many lines as there are fields.
 */
export async function readFields(
  console: Console,
  fields: readonly string[],
  nameOf: (field: string) => string,
): Promise<CredentialFields | undefined> {
  if (console.isInteractive) return askFields(console, fields, nameOf)
  // Without a terminal to draw on, what is typed would be seen.
  if (console.surroundings.stdin.isTTY === true) {
    throw new UsageError('A value is asked for unseen, which needs a terminal; or give it on standard input.')
  }
  return readInput(console, fields)
}

/** Asks for one hidden value; nothing when the person cancelled. */
export async function askHidden(console: Console, message: string): Promise<string | undefined> {
  const { password } = await import('@clack/prompts')
  return ask(console, (streams) => password({ message, ...streams }))
}

async function askFields(
  console: Console,
  fields: readonly string[],
  nameOf: (field: string) => string,
): Promise<CredentialFields | undefined> {
  const answers: Record<string, Secret> = {}
  for (const field of fields) {
    const answer = await askHidden(console, nameOf(field))
    if (answer === undefined || answer === '') return undefined
    answers[field] = Secret.fromText(answer)
  }
  return answers
}

async function readInput(console: Console, fields: readonly string[]): Promise<CredentialFields> {
  const text = await readText(console)
  const [only, ...others] = fields
  if (only !== undefined && others.length === 0) {
    const value = text.trim()
    if (value === '') throw new UsageError('Standard input is empty; give the value there.')
    return { [only]: Secret.fromText(value) }
  }
  const lines = text.trim().split(/\r?\n/)
  if (lines.length !== fields.length || lines.includes('')) {
    throw new UsageError(
      `Standard input must hold ${fields.length} lines: ${fields.join(', ')}, in this order.`,
    )
  }
  return Object.fromEntries(fields.map((field, index) => [field, Secret.fromText(lines[index] ?? '')]))
}

async function readText({ surroundings: { stdin } }: Console): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stdin) {
    const bytes = Buffer.from(piece as Uint8Array | string)
    length += bytes.byteLength
    if (length > MAX_BYTES) throw new UsageError(`Standard input is longer than ${MAX_BYTES} bytes.`)
    pieces.push(bytes)
  }
  const whole = Buffer.concat(pieces)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(whole)
  } catch {
    throw new UsageError('Standard input is not UTF-8 text.')
  } finally {
    for (const piece of [whole, ...pieces]) piece.fill(0)
  }
}
