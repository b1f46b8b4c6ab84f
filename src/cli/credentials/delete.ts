/** `keyturn credentials delete NAME --user U [--account A | --all] [--yes]`: asks once, and removes one account, or all of a service. */
import { accountFact } from '../../credentials/account-fact.ts'
import { findCalled } from '../../credentials/called.ts'
import type { Credentials } from '../../credentials/credentials.ts'
import type { Account } from '../../vault/vault.ts'
import type { NamedService, NamedServices } from '../management.ts'
import { confirmed } from '../terminal/confirm.ts'
import type { Console } from '../terminal/console.ts'
import { printable } from '../terminal/style.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { accountData } from './account-rows.ts'
import { showRefusal } from './refused-account.ts'
import { serviceNamed } from './service-name.ts'

/** Whose credential, and which account where there are several. */
export interface DeleteOptions {
  readonly user: string
  readonly account?: string | undefined
  readonly all?: true | undefined
  readonly yes?: true | undefined
}

/** Deletes one, or all where `--all` says so; 1 when there is none, or several and none is named: then they are listed and nothing is deleted. */
export async function deleteCredential(
  { credentials, services }: { readonly credentials: Credentials; readonly services: NamedServices },
  console: Console,
  name: string,
  { user, account, all, yes }: DeleteOptions,
): Promise<ExitCode> {
  if (all === true && account !== undefined)
    throw new UsageError('Either --account names one, or --all means every one: give one of the two.')
  const service = serviceNamed(services, name)
  const refusal = (given: Parameters<typeof showRefusal>[2]): ExitCode =>
    showRefusal(console, service, given, {
      account,
      ways: 'Name one with --account, or say --all',
      nothing: 'nothing was removed',
    })
  const accounts = await credentials.list({ userId: user, channel: 'cli', service: service.id })
  const meant = account === undefined ? accounts : meantBy(account, accounts)
  const [first, another] = meant
  if (first === undefined) return refusal({ ok: false, reason: 'not-found' })
  if (all !== true && another !== undefined) return refusal({ ok: false, reason: 'several', accounts: meant })
  if (!(await confirmed(console, questionOf(service, meant), { yes }))) {
    console.data({ ok: false, reason: 'cancelled' })
    console.note('Nothing was removed.')
    return EXIT.refused
  }
  if (all === true) return deleteAll(credentials, console, service, user, refusal)
  const result = await credentials.delete(service.id, { userId: user, channel: 'cli', account: first.id })
  if (!result.ok) return refusal(result)
  console.data({
    ok: true,
    account: accountData(result.account),
    ...(result.revoked === true && { revoked: true }),
  })
  const removed = printable(result.account.identity.name)
  const where = result.revoked === true ? ', and ended it at the service' : ''
  console.say(`${console.style.good('✓')} Removed ${service.name} account '${removed}'${where}.`)
  return EXIT.done
}

function meantBy(account: string, accounts: readonly Account[]): readonly Account[] {
  const called = findCalled(account, accounts.map(accountFact))
  return accounts.filter(({ id }) => called.includes(id))
}

function questionOf(service: NamedService, meant: readonly Account[]): string {
  const names = meant.map(({ identity }) => `'${printable(identity.name)}'`).join(', ')
  return `Remove ${service.name} ${meant.length === 1 ? 'account' : 'accounts'} ${names}? This cannot be taken back.`
}

async function deleteAll(
  credentials: Credentials,
  console: Console,
  service: NamedService,
  user: string,
  refusal: (given: { readonly ok: false; readonly reason: 'not-found' }) => ExitCode,
): Promise<ExitCode> {
  const result = await credentials.deleteService(service.id, { userId: user, channel: 'cli' })
  if (!result.ok) return refusal(result)
  console.data({ ok: true, accounts: result.accounts.map(accountData) })
  for (const { identity } of result.accounts)
    console.say(`${console.style.good('✓')} Removed ${service.name} account '${printable(identity.name)}'.`)
  return EXIT.done
}
