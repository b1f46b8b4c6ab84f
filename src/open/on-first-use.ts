/**
 * The two ways into Keyturn, which load what they need when they are called: an import of `keyturn` costs a process that never opens one
 * next to nothing.
 */
import type { Formation } from '../formation/formation.ts'
import type { ReadFormationOptions } from '../formation/read.ts'
import type { Keyturn } from '../keyturn.ts'
import type { KeyturnOptions } from './options.ts'

/**
 * Opens Keyturn from a formation; without servers, its data lies in SQLite files under `.keyturn/`.
 *
 * @example
 * const keyturn = await openKeyturn({ formation: 'formation.afs' })
 *
 * @throws KeyturnError `CONFIGURATION_INVALID`, the `KEY_…` family, `VAULT_UNAVAILABLE`, `VAULT_VERSION`.
 */
export async function openKeyturn(options: KeyturnOptions): Promise<Keyturn> {
  const [{ createKeyturn }, { openParts }] = await Promise.all([
    import('../keyturn.ts'),
    import('./parts.ts'),
  ])
  return createKeyturn(await openParts(options))
}

/**
 * Reads `formation.afs`, given by its path or its folder's, and the `mcp/*.afs` beside it.
 *
 * @example
 * const { servers, warnings } = await readFormation('formation.afs')
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` with every problem of every file.
 */
export async function readFormation(path: string, options: ReadFormationOptions = {}): Promise<Formation> {
  const { readFormation: read } = await import('./formation.ts')
  return read(path, options)
}
