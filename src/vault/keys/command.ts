/**
 * A key that a program prints: the way to a key management service or a secret manager.
 *
 * The program is run without a shell, with this process's environment (its own credentials are there) and with nothing on its
 * standard input. What it writes to standard error is thrown away unread: it may hold anything.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { basename } from 'node:path'
import { KeyturnError } from '../../errors.ts'
import type { Secret } from '../../secret.ts'
import { LONGEST_KEY_BYTES, readKeyText } from './text.ts'

/** A secret manager across the ocean that has to log in first answers well within this. */
const TIMEOUT_MS = 30_000

/** Where and how long a key command runs. */
export interface KeyCommandOptions {
  /** Its working directory: the formation's folder. */
  readonly directory: string
  /** Until it is killed, with all that it started. Default 30,000 ms. */
  readonly timeoutMs?: number | undefined
}

/**
 * Runs a program and takes its standard output, without one final line end, for the key.
 *
 * @throws KeyturnError `KEY_COMMAND_FAILED` (cannot be started, or ends with another code than 0), `KEY_COMMAND_TIMEOUT`,
 * `KEY_EMPTY`, `KEY_TOO_LONG`, `KEY_UNREADABLE`. Messages name the program, never its arguments or output.
 */
export async function runKeyCommand(
  [program = '', ...args]: readonly string[],
  { directory, timeoutMs = TIMEOUT_MS }: KeyCommandOptions,
): Promise<Secret> {
  const name = basename(program)
  const facts = { program: name }
  const source = `The key command ${name}`
  // A group of its own, so that what it starts ends with it.
  const child = spawn(program, args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  const pieces: Buffer[] = []
  let length = 0
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    endGroup(child)
  }, timeoutMs)
  try {
    const ended = waitForEnd(child)
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece)
      length += piece.byteLength
      if (length > LONGEST_KEY_BYTES) endGroup(child)
    })
    const end = await ended
    if (isLate) {
      const message = `${source} did not end within ${timeoutMs / 1_000} s and was stopped. Run it by hand to see what it waits for.`
      throw new KeyturnError('KEY_COMMAND_TIMEOUT', message, facts)
    }
    if (length <= LONGEST_KEY_BYTES && end !== 'code 0') {
      const message = `${source} failed (${end}). Run it by hand, as this account and in the formation's folder, to see why.`
      throw new KeyturnError('KEY_COMMAND_FAILED', message, facts)
    }
    const output = Buffer.concat(pieces)
    pieces.push(output)
    return readKeyText(output, source, facts)
  } finally {
    clearTimeout(timer)
    for (const piece of pieces) piece.fill(0)
  }
}

/** How it ended: `code 0`, `signal SIGTERM`, or why it could not be started (`ENOENT`). */
function waitForEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    child.once('close', (code, signal) => resolve(code === null ? `signal ${signal}` : `code ${code}`))
  })
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
