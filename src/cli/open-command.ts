/** Opens what a command works on, and closes it again whatever happens. */
import type { Formation } from '../formation/formation.ts'
import type { Keyturn } from '../keyturn.ts'
import { silentLogger } from '../ports.ts'
import type { Services } from '../providers/services.ts'
import type { SqlVault } from '../vault/sql-vault.ts'
import type { Console } from './terminal/console.ts'
import type { ExitCode } from './exit-code.ts'

/** What a command gets. */
export interface Opened {
  readonly keyturn: Keyturn
  readonly services: Services
}

/**
 * Opens a formation for one command. `KEYTURN_GITHUB_API` is the base of a GitHub Enterprise Server's REST API.
 *
 * `look` is called with the services before anything is opened: a command that names something wrong changes nothing.
 */
export async function withKeyturn(
  console: Console,
  path: string,
  work: (opened: Opened) => Promise<ExitCode>,
  look: (services: Services) => void = () => undefined,
): Promise<ExitCode> {
  const formation = await readFormationLate(path)
  const githubApi = console.surroundings.environment['KEYTURN_GITHUB_API'] || undefined
  const { createServices } = await import('../providers/create-services.ts')
  const services = createServices(formation, { githubApi })
  look(services)
  const { openKeyturn } = await import('../open/on-first-use.ts')
  // A command says itself what its person has to know.
  const keyturn = await openKeyturn({ formation, githubApi, logger: silentLogger })
  try {
    return await work({ keyturn, services })
  } finally {
    await keyturn.close()
  }
}

/** Opens a formation's vault for one command that needs neither its services nor its conversations. */
export async function withVault(
  path: string,
  work: (opened: { readonly vault: SqlVault; readonly formation: Formation }) => Promise<ExitCode>,
): Promise<ExitCode> {
  const formation = await readFormationLate(path)
  const { openFormationVault } = await import('../open/vault.ts')
  const vault = await openFormationVault(formation)
  try {
    return await work({ vault, formation })
  } finally {
    await vault.close()
  }
}

/** What a command needs is loaded when it runs: help, misuse and a wrong name are answered without it. */
async function readFormationLate(path: string): Promise<Formation> {
  const [{ readFormation }, { promptKeys }] = await Promise.all([
    import('../open/formation.ts'),
    import('../words.ts'),
  ])
  return readFormation(path, { promptKeys: promptKeys() })
}
