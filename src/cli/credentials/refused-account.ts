/** What is said where a name fits no account, or several. */
import type { DeleteResult } from '../../credentials/credentials.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { NamedService } from '../management.ts'
import type { Console } from '../terminal/console.ts'
import { accountData, showAccounts } from './account-rows.ts'

/** How it is said: what was named, the ways out, and that nothing happened. */
export interface RefusalWords {
  readonly account: string | undefined
  readonly ways: string
  readonly nothing: string
}

/** Says it, and lists the accounts where there are several. */
export function showRefusal(
  console: Console,
  service: NamedService,
  refusal: Exclude<DeleteResult, { ok: true }>,
  { account, ways, nothing }: RefusalWords,
): ExitCode {
  if (refusal.reason === 'several') {
    console.data({ ok: false, reason: refusal.reason, accounts: refusal.accounts.map(accountData) })
    console.note(`There are several ${service.name} accounts. ${ways}; ${nothing}.`)
    showAccounts(console, refusal.accounts)
    return EXIT.refused
  }
  console.data({ ok: false, reason: refusal.reason })
  const which =
    account === undefined ? `no ${service.name} credential` : `no ${service.name} account of that name`
  console.note(`${console.style.bad('✗')} The user has ${which}.`)
  return EXIT.refused
}
