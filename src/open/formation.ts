/** Reads a formation with everything that is known of services, for hosts and for commands. */
import type { Formation } from '../formation/formation.ts'
import { readFormation as read, type ReadFormationOptions } from '../formation/read.ts'
import type { Provider } from '../providers/provider.ts'
import { variablesAmong } from '../providers/variables.ts'

/**
 * Reads `formation.afs`, given by its path or its folder's, and the servers in `mcp/` beside it.
 *
 * @throws FormationError `CONFIGURATION_INVALID` with every problem of every file.
 */
export function readFormation(
  path: string,
  options: Omit<ReadFormationOptions, 'variablesOf'> & {
    readonly providers?: readonly Provider[] | undefined
  } = {},
): Promise<Formation> {
  const { providers, ...reading } = options
  return read(path, { ...reading, variablesOf: variablesAmong(providers) })
}
