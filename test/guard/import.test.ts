/** `keyturn/guard` is small enough to be imported anywhere: nothing of the rest of Keyturn, and no package, comes with it. */
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const SRC = resolve(import.meta.dirname, '../../src')
/** Imports and exports that are there at run time. */
const IMPORT = /^(?:import|export) (?!type\b)(?:[^'"]*? from )?['"]([^'"]+)['"]/gm

function graphOf(entry: string): {
  readonly files: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
} {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier))
      else packages.add(specifier)
    }
  }
  visit(entry)
  return { files, packages }
}

it('keyturn/guard imports only itself, the secret, and what Node has', () => {
  const { files, packages } = graphOf(resolve(SRC, 'guard/index.ts'))
  const outside = [...files].map((file) => relative(SRC, file)).filter((file) => !file.startsWith('guard/'))
  expect(files.size).toBeGreaterThan(30)
  expect(outside.filter((file) => file !== 'secret.ts' && file !== 'errors.ts')).toEqual([])
  expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual([])
})
