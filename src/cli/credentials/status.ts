/** `keyturn credentials status --user U`: every service of the formation, as it stands for a user. */
import type { Credentials, ServiceStatus } from '../../credentials/credentials.ts'
import { accountData, dayText, timeText } from './account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Shows the status; 0 whatever it is. */
export async function showStatus(
  {
    credentials,
    formation,
  }: { readonly credentials: Credentials; readonly formation: { readonly requireHttps: boolean } },
  console: Console,
  { user }: { readonly user: string },
): Promise<ExitCode> {
  const services = await credentials.status({ userId: user, channel: 'cli' })
  console.data(
    services.map(({ service, name, state, accounts, lockedUntil }) => {
      return { service, name, state, lockedUntil: timeText(lockedUntil), accounts: accounts.map(accountData) }
    }),
  )
  if (services.length === 0 && !console.isJson)
    console.note('The formation has no service that needs a user credential.')
  const { style } = console
  const colours = { connected: style.good, 'needs-attention': style.weak, missing: style.faint }
  console.table(services, [
    { heading: 'SERVICE', cell: ({ service }) => service, paint: style.name },
    {
      heading: 'STATE',
      cell: ({ state }) => state.replace('-', ' '),
      paint: (text, { state }) => colours[state](text),
    },
    {
      heading: 'ACCOUNTS',
      cell: ({ accounts }) => accounts.map(({ identity }) => identity.name).join(', ') || 'none',
    },
    { heading: 'NOTE', cell: noteOf },
  ])
  if (!formation.requireHttps)
    console.note('require_https is off: credentials may be given over connections that are not encrypted.')
  return EXIT.done
}

function noteOf({ accounts, lockedUntil }: ServiceStatus): string {
  const notes = accounts
    .filter(({ status }) => status !== 'active')
    .map(({ identity, status }) => `${identity.name} is ${status}, add it again`)
  for (const { identity, status, expiresAt } of accounts) {
    if (status === 'active' && expiresAt !== undefined)
      notes.push(`${identity.name} expires ${dayText(expiresAt)}`)
  }
  if (lockedUntil !== undefined) notes.push(`adding is locked until ${new Date(lockedUntil).toISOString()}`)
  return notes.join('; ')
}
