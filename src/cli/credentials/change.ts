/**
 * `keyturn credentials rename NAME --user U [--account A] (--label L | --no-label)` and `keyturn credentials default NAME --user U
 * [--account A] [--off]`: what a user can say of an account in chat.
 */
import type { ChangeOptions, ChangeResult, Credentials } from '../../credentials/credentials.ts'
import { UsageError, EXIT, type ExitCode } from '../exit-code.ts'
import type { NamedService, NamedServices } from '../management.ts'
import type { Console } from '../terminal/console.ts'
import { printable } from '../terminal/style.ts'
import { accountData } from './account-rows.ts'
import { showRefusal } from './refused-account.ts'
import { serviceNamed } from './service-name.ts'

interface Managed {
  readonly credentials: Credentials
  readonly services: NamedServices
}

/** Whose credential, and which account where there are several. */
interface Meant {
  readonly user: string
  readonly account?: string | undefined
}

/** Gives an account the user's own word, or takes it away with `--no-label` (`label: false`). */
export async function renameCredential(
  { credentials, services }: Managed,
  console: Console,
  name: string,
  { user, account, label }: Meant & { readonly label?: string | false | undefined },
): Promise<ExitCode> {
  if (label === undefined) throw new UsageError('Say what to call it: --label WORD, or --no-label.')
  const service = serviceNamed(services, name)
  const wished = { account, label: label === false ? null : label }
  return change({ credentials, console, service }, user, wished, (changed) =>
    changed.label === undefined
      ? `${service.name} account '${printable(changed.identity.name)}' has no label any more.`
      : `${service.name} account '${printable(changed.identity.name)}' is labelled '${printable(changed.label)}'.`,
  )
}

/** Makes an account the one that is used where the user names none, or with `--off` no longer. */
export async function makeDefault(
  { credentials, services }: Managed,
  console: Console,
  name: string,
  { user, account, off }: Meant & { readonly off?: true | undefined },
): Promise<ExitCode> {
  const service = serviceNamed(services, name)
  const isDefault = off !== true
  return change({ credentials, console, service }, user, { account, isDefault }, ({ identity }) => {
    const shown = `${service.name} account '${printable(identity.name)}'`
    return isDefault ? `${shown} is the default.` : `${shown} is not the default.`
  })
}

type Changed = Extract<ChangeResult, { ok: true }>['account']

async function change(
  place: { readonly credentials: Credentials; readonly console: Console; readonly service: NamedService },
  user: string,
  wished: Pick<ChangeOptions, 'account' | 'label' | 'isDefault'>,
  say: (changed: Changed) => string,
): Promise<ExitCode> {
  const { credentials, console, service } = place
  const result = await credentials.change(service.id, { userId: user, channel: 'cli', ...wished })
  if (result.ok) {
    console.data({ ok: true, account: accountData(result.account) })
    console.say(`${console.style.good('✓')} ${say(result.account)}`)
    return EXIT.done
  }
  if (result.reason !== 'label-taken')
    return showRefusal(console, service, result, {
      account: wished.account,
      ways: 'Name one with --account',
      nothing: 'nothing was changed',
    })
  console.data({ ok: false, reason: result.reason, account: accountData(result.account) })
  const holder = printable(result.account.identity.name)
  console.note(`${console.style.bad('✗')} '${holder}' goes by that word already; nothing was changed.`)
  return EXIT.refused
}
