/** `keyturn credentials delete NAME --user U [--account A | --all]`: removes one account, or all of a service, at once. */
import type { Credentials } from '../../credentials/credentials.ts'
import type { NamedService, NamedServices } from '../management.ts'
import { accountData, showAccounts } from './account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { serviceNamed } from './service-name.ts'
import { printable } from '../terminal/style.ts'

/** Whose credential, and which account where there are several. */
export interface DeleteOptions {
  readonly user: string
  readonly account?: string | undefined
  readonly all?: true | undefined
}

/** Deletes one, or all where `--all` says so; 1 when there is none, or several and none is named: then they are listed and nothing is deleted. */
export async function deleteCredential(
  { credentials, services }: { readonly credentials: Credentials; readonly services: NamedServices },
  console: Console,
  name: string,
  { user, account, all }: DeleteOptions,
): Promise<ExitCode> {
  if (all === true && account !== undefined)
    throw new UsageError('Either --account names one, or --all means every one: give one of the two.')
  const service = serviceNamed(services, name)
  if (all === true) return deleteAll(credentials, console, service, user)
  const result = await credentials.delete(service.id, { userId: user, channel: 'cli', account })
  if (result.ok) {
    console.data({ ok: true, account: accountData(result.account) })
    const removed = printable(result.account.identity.name)
    console.say(`${console.style.good('✓')} Removed ${service.name} account '${removed}'.`)
    return EXIT.done
  }
  if (result.reason === 'several') {
    console.data({ ok: false, reason: result.reason, accounts: result.accounts.map(accountData) })
    console.note(
      `There are several ${service.name} accounts. Name one with --account, or say --all; nothing was removed.`,
    )
    showAccounts(console, result.accounts)
    return EXIT.refused
  }
  console.data({ ok: false, reason: result.reason })
  const which =
    account === undefined ? `no ${service.name} credential` : `no ${service.name} account of that name`
  console.note(`${console.style.bad('✗')} The user has ${which}.`)
  return EXIT.refused
}

async function deleteAll(
  credentials: Credentials,
  console: Console,
  service: NamedService,
  user: string,
): Promise<ExitCode> {
  const result = await credentials.deleteService(service.id, { userId: user, channel: 'cli' })
  if (!result.ok) {
    console.data({ ok: false, reason: result.reason })
    console.note(`${console.style.bad('✗')} The user has no ${service.name} credential.`)
    return EXIT.refused
  }
  console.data({ ok: true, accounts: result.accounts.map(accountData) })
  for (const { identity } of result.accounts)
    console.say(`${console.style.good('✓')} Removed ${service.name} account '${printable(identity.name)}'.`)
  return EXIT.done
}
