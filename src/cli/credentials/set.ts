/** `keyturn credentials set NAME --user U`: reads a value unseen, checks it with its service, and stores it. */
import type { Credentials } from '../../credentials/credentials.ts'
import type { SetResult } from '../../credentials/set.ts'
import type { NamedServices } from '../management.ts'
import { accountData } from './account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { readCredential } from './read-credential.ts'
import { serviceNamed } from './service-name.ts'
import { printable } from '../terminal/style.ts'

/** Whose credential, and the user's own word for the account. */
export interface SetOptions {
  readonly user: string
  readonly label?: string | undefined
}

/** Stores a credential; 1 when it was not accepted, 3 when the service could not be asked. */
export async function setCredential(
  { credentials, services }: { readonly credentials: Credentials; readonly services: NamedServices },
  console: Console,
  name: string,
  { user, label }: SetOptions,
): Promise<ExitCode> {
  const service = serviceNamed(services, name)
  const value = await readCredential(console, service)
  if (value === undefined) {
    console.data({ ok: false, reason: 'cancelled' })
    console.note('Nothing was stored.')
    return EXIT.refused
  }
  try {
    const result = await credentials.set(service.id, { userId: user, channel: 'cli', value, label })
    console.data(resultData(result))
    if (result.ok) console.say(`${console.style.good('✓')} ${describeStored(result, service.name)}`)
    else console.note(`${console.style.bad('✗')} ${describeRefusal(result, service.name)}`)
    return exitCodeFor(result)
  } finally {
    for (const secret of Object.values(value)) secret.dispose()
  }
}

type Stored = Extract<SetResult, { ok: true }>
type Refused = Extract<SetResult, { ok: false }>

function resultData(result: SetResult): unknown {
  if (result.ok) {
    const { outcome, account, lookAlike } = result
    const alike = lookAlike === undefined ? {} : { lookAlike: accountData(lookAlike) }
    return { ok: true, outcome, account: accountData(account), ...alike }
  }
  if (result.reason === 'label-taken') return { ...result, account: accountData(result.account) }
  if (result.reason !== 'locked') return result
  return { ...result, lockedUntil: new Date(result.lockedUntil).toISOString() }
}

function describeStored({ outcome, account, lookAlike }: Stored, service: string): string {
  const name = printable(account.identity.name)
  const alike =
    lookAlike === undefined
      ? ''
      : ` Its name looks like '${printable(lookAlike.identity.name)}', which is another account of the user.`
  if (outcome === 'duplicate') return `That ${service} credential is already stored as '${name}'.`
  const done =
    outcome === 'added'
      ? `Added ${service} account '${name}'.`
      : `Replaced the credential of ${service} account '${name}'.`
  return `${account.checked ? done : `${done} ${service} has no way of checking it.`}${alike}`
}

function describeRefusal(result: Refused, service: string): string {
  switch (result.reason) {
    case 'label-taken':
      return `The user's account '${printable(result.account.identity.name)}' goes by that label already. Nothing was stored; give another.`
    case 'unknown-service':
      return `The formation has no such service. It has: ${result.services.join(', ') || 'none'}.`
    case 'malformed':
      return `That does not look like a ${service} credential. Nothing was stored.`
    case 'incomplete':
      return `${service} needs more than that. Nothing was stored.`
    case 'other-service':
      return `That looks like a credential of ${result.found}, so it was not sent to ${service}. Nothing was stored.`
    case 'busy':
      return `${service} is being asked already. Try again in a moment.`
    case 'locked':
      return `Too many wrong attempts: adding is locked until ${new Date(result.lockedUntil).toISOString()}.`
    case 'expired':
      return `${service} says that this credential has expired.${attemptsLeft(result.attemptsLeft)}`
    case 'rejected':
      return `${service} does not accept this credential.${attemptsLeft(result.attemptsLeft)}`
    case 'not-checked':
      return `${service} could not be asked (${result.cause ?? 'unknown'}). Nothing was stored; try again later.`
  }
}

function attemptsLeft(count: number | undefined): string {
  if (count === undefined) return ''
  return count === 1 ? ' 1 attempt left.' : ` ${count} attempts left.`
}

function exitCodeFor(result: SetResult): ExitCode {
  if (result.ok) return EXIT.done
  return result.reason === 'not-checked' || result.reason === 'busy' ? EXIT.outage : EXIT.refused
}
