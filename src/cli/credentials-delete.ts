/** `keyturn credentials delete NAME --user U [--account A]`: removes one account and its secret at once. */
import type { Credentials } from '../credentials.ts'
import type { Services } from '../services/services.ts'
import { accountData, showAccounts } from './account-rows.ts'
import type { Console } from './console.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { serviceNamed } from './service-name.ts'
import { printable } from './style.ts'

/** Whose credential, and which account where there are several. */
export interface DeleteOptions {
  readonly user: string
  readonly account?: string | undefined
}

/** Deletes; 1 when there is none, or several and none is named: then they are listed and nothing is deleted. */
export async function deleteCredential(
  { credentials, services }: { readonly credentials: Credentials; readonly services: Services },
  console: Console,
  name: string,
  { user, account }: DeleteOptions,
): Promise<ExitCode> {
  const service = serviceNamed(services, name)
  const result = await credentials.delete(service.id, { userId: user, channel: 'cli', account })
  if (result.ok) {
    console.data({ ok: true, account: accountData(result.account) })
    const removed = printable(result.account.identity.name)
    console.say(`${console.style.good('✓')} Removed ${service.name} account '${removed}'.`)
    return EXIT.done
  }
  if (result.reason === 'several') {
    console.data({ ok: false, reason: result.reason, accounts: result.accounts.map(accountData) })
    console.note(`There are several ${service.name} accounts. Name one with --account; nothing was removed.`)
    showAccounts(console, result.accounts)
    return EXIT.refused
  }
  console.data({ ok: false, reason: result.reason })
  const which =
    account === undefined ? `no ${service.name} credential` : `no ${service.name} account of that name`
  console.note(`${console.style.bad('✗')} The user has ${which}.`)
  return EXIT.refused
}
