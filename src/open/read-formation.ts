/** Reads a formation with all that Keyturn knows beside it: which texts can be replaced, and by which variables services' tools go. */
import type { Formation } from '../formation/formation.ts'
import { readFormation as read, type ReadFormationOptions } from '../formation/read.ts'
import { environmentNamesOf } from '../services/known.ts'
import { promptKeys } from '../words.ts'

/**
 * Reads `formation.afs`, given by its path or its folder's, and the files of `mcp/` beside it.
 *
 * @throws FormationError `CONFIGURATION_INVALID` with every problem of every file.
 */
export function readFormation(
  path: string,
  options: Pick<ReadFormationOptions, 'allowLoopback'> = {},
): Promise<Formation> {
  return read(path, { ...options, promptKeys: promptKeys(), environmentNames: environmentNamesOf })
}
