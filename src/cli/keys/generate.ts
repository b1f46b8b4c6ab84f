/** `keyturn keys generate [--out FILE]`: a new key, to a file that only its owner can read or to standard output. */
import { resolve } from 'node:path'
import { generateKeyText, writeNewKey } from '../../vault/keys/file.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'

/** Makes a key; 1 when the file is there already. */
export async function generateKey(console: Console, { out }: { readonly out?: string }): Promise<ExitCode> {
  if (out === undefined) return printKey(console)
  if (out.trim() === '' || out.includes('\0')) throw new UsageError('Name a file: --out key.')
  const path = resolve(out)
  if (!(await writeNewKey(path))) {
    console.data({ ok: false, reason: 'exists', path })
    console.note(
      `${console.style.bad('✗')} ${path} is there already. Nothing was written: what is under a lost key is lost.`,
    )
    return EXIT.refused
  }
  console.data({ ok: true, path })
  console.say(`${console.style.good('✓')} A new key is in ${path}, readable by its owner only.`)
  console.note('Keep a copy apart from the backups of the vault: without the key they hold nothing.')
  return EXIT.done
}

/** The one place where a secret is printed: it was asked for, and is nobody's yet. */
function printKey(console: Console): ExitCode {
  const { stdout } = console.surroundings
  const key = generateKeyText()
  stdout.write(`${console.isJson ? JSON.stringify({ key }) : key}\n`)
  if (stdout.isTTY === true) {
    console.note(
      'Put it into a secret manager, and clear the screen: it is not shown again. Or use --out FILE.',
    )
  }
  return EXIT.done
}
