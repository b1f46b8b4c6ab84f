/** `keyturn credentials list --user U [--service S]`: the accounts of a user. */
import type { Credentials } from '../../credentials/credentials.ts'
import type { NamedServices } from '../management.ts'
import { accountData, showAccounts } from './account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { serviceNamed } from './service-name.ts'

/** Whose accounts, and of which service. */
export interface ListOptions {
  readonly user: string
  readonly service?: string | undefined
}

/** Lists; a user without any is no failure, a service that nobody knows is. */
export async function listCredentials(
  { credentials, services }: { readonly credentials: Credentials; readonly services: NamedServices },
  console: Console,
  { user, service }: ListOptions,
): Promise<ExitCode> {
  const accounts = await credentials.list({ userId: user, channel: 'cli', service })
  // What is left of a service that the formation once had is still listed.
  if (accounts.length === 0 && service !== undefined) serviceNamed(services, service)
  console.data(accounts.map(accountData))
  if (accounts.length === 0) console.note('No credentials.')
  showAccounts(console, accounts)
  return EXIT.done
}
