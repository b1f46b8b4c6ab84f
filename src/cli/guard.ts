/** `keyturn guard`: shows what the guard would take out of a file, and why; the values are not shown. For people and for hooks. */
import { readFile } from 'node:fs/promises'
import type { Console } from './terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from './exit-code.ts'
import { readFormation } from '../open/formation.ts'
import { createTokenRules } from '../guard/families/formation.ts'
import { explain, type Explanation, type Family } from '../guard/index.ts'

/** Most bytes that are read: one text of a hook, not a disk. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Looks through a file or standard input. Ends with 0 where nothing is found, with 1 where something is.
 *
 * @throws UsageError for a file that cannot be read or is too large; KeyturnError as `readFormation` does.
 */
export async function showGuard(
  console: Console,
  options: { readonly file: string | undefined; readonly formation: string | undefined },
): Promise<ExitCode> {
  const text = await readText(console, options.file)
  const found = explain(text, { rules: await rulesOf(options.formation) })
  console.data(found)
  console.table(found, [
    { heading: 'PLACE', cell: ({ line, column }) => `${line}:${column}` },
    { heading: 'WHAT', cell: whatOf },
    { heading: 'KNOWN BY', cell: ({ certainty }) => certainty },
    { heading: 'WHY', cell: ({ why }) => why },
  ])
  console.note(summaryOf(found.length))
  return found.length === 0 ? EXIT.done : EXIT.refused
}

function whatOf({ service, kind, start, end }: Explanation): string {
  const name = service === undefined ? kind : `${service} ${kind}`
  return `${name}, ${end - start} characters`
}

function summaryOf(count: number): string {
  if (count === 0) return 'Nothing would be taken out.'
  return count === 1 ? 'One piece would be taken out.' : `${count} pieces would be taken out.`
}

async function rulesOf(formation: string | undefined): Promise<readonly Family[]> {
  return formation === undefined ? [] : createTokenRules(await readFormation(formation))
}

async function readText({ surroundings }: Console, file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') {
    const bytes = await readFile(file).catch((error: unknown) => {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException
      throw new UsageError(`The file cannot be read (${code}).`)
    })
    return textOf(bytes)
  }
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of surroundings.stdin) {
    const bytes = Buffer.from(piece as string | Uint8Array)
    size += bytes.length
    if (size > MAX_BYTES) break
    pieces.push(bytes)
  }
  return textOf(Buffer.concat(pieces), size)
}

function textOf(bytes: Buffer, size = bytes.length): string {
  if (size > MAX_BYTES) throw new UsageError(`The text has more than ${MAX_BYTES} bytes; give it in parts.`)
  return bytes.toString('utf8')
}
