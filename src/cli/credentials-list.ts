/** `keyturn credentials list --user U [--service S]`: the accounts of a user. */
import type { Credentials } from '../credentials.ts'
import { accountData, showAccounts } from './account-rows.ts'
import type { Console } from './console.ts'
import { EXIT, type ExitCode } from './exit-code.ts'

/** Whose accounts, and of which service. */
export interface ListOptions {
  readonly user: string
  readonly service?: string | undefined
}

/** Lists; a user without any is no failure. */
export async function listCredentials(
  credentials: Credentials,
  console: Console,
  { user, service }: ListOptions,
): Promise<ExitCode> {
  const accounts = await credentials.list({ userId: user, channel: 'cli', service })
  console.data(accounts.map(accountData))
  if (accounts.length === 0) console.note('No credentials.')
  showAccounts(console, accounts)
  return EXIT.done
}
