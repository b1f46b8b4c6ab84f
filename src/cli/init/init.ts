/** `keyturn init`: from an empty folder to an agent that runs. Nothing that is there is written over. */
import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createKeyFile } from '../../vault/keys/file.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Console } from '../terminal/console.ts'
import { printable } from '../terminal/style.ts'
import { PACKAGE_FOLDER } from '../version.ts'
import { PACKAGES, type Example } from './examples.ts'

/** Makes the files; 1 when all of them are there already. */
export async function init(console: Console, folder: string, example: Example): Promise<ExitCode> {
  const to = resolve(folder)
  const files = [
    { path: 'formation.afs', from: 'examples/formation/formation.afs' },
    { path: 'mcp/github.afs', from: 'examples/formation/mcp/github.afs' },
    { path: 'agent.mjs', from: `examples/agents/${example}.mjs` },
  ]
  const made: string[] = []
  for (const { path, from } of files)
    if (await copyNew(join(PACKAGE_FOLDER, from), join(to, path))) made.push(path)
  const key = join(to, '.keyturn', 'key')
  if (!existsSync(key)) {
    await createKeyFile(key)
    made.push('.keyturn/key')
  }
  if (!existsSync(join(to, 'package.json'))) {
    await writeFile(
      join(to, 'package.json'),
      `${JSON.stringify({ private: true, type: 'module' }, undefined, 2)}\n`,
    )
    made.push('package.json')
  }
  console.data({ ok: made.length > 0, folder: to, made })
  const { style } = console
  if (made.length === 0) {
    console.note(`${style.bad('✗')} Everything is there already in ${printable(to)}. Nothing was written.`)
    return EXIT.refused
  }
  console.say(`${style.good('✓')} Made in ${printable(to)}: ${made.join(', ')}`)
  console.say('Next, in that folder:')
  console.say(`  npm install keyturn ${PACKAGES[example].join(' ')}`)
  console.say('  OPENAI_API_KEY=… node agent.mjs')
  console.say('Then type: Show my GitHub repositories')
  return EXIT.done
}

/** Copies a file to where none is; false where one is. */
async function copyNew(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'EEXIST') return false
    throw error
  }
}
