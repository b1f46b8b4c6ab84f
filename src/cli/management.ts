/** Opens what a command manages: a formation on this machine, or a server that has one. */
import type { Keyturn as Client } from '../client/index.ts'
import type { Credentials } from '../credentials/credentials.ts'
import type { Users } from '../credentials/users.ts'
import type { Service } from '../providers/service.ts'
import { DEFAULT_FORMATION, type ForUser, type Managed } from './options.ts'
import type { ExitCode } from './exit-code.ts'
import { withKeyturn } from './open-command.ts'
import type { Console } from './terminal/console.ts'

/** What commands need to know of a service. */
export type NamedService = Pick<Service, 'id' | 'name' | 'fields' | 'credentialName'>

/** The services of a formation, wherever it is. */
export interface NamedServices {
  readonly all: readonly NamedService[]
  find(id: string): NamedService | undefined
}

/** What a command manages. */
export interface Management {
  readonly credentials: Credentials
  readonly users: Users
  readonly services: NamedServices
  /** A server says by itself when `require_https` is off. */
  readonly formation: { readonly requireHttps: boolean }
}

/**
 * Does the work on the server that `--server` or KEYTURN_URL names, else on the formation. `look` is called with the services first: a
 * command that names something wrong changes nothing.
 */
export async function withManagement(
  console: Console,
  options: Pick<ForUser, 'formation' | 'server'>,
  work: (management: Management) => Promise<ExitCode>,
  look: (services: NamedServices) => void = () => undefined,
): Promise<ExitCode> {
  const client = await clientFor(console, options)
  if (client === undefined) {
    const path = options.formation ?? DEFAULT_FORMATION
    const local = ({
      keyturn,
      services,
    }: {
      keyturn: Omit<Management, 'services'>
      services: NamedServices
    }) => work({ ...keyturn, services })
    return withKeyturn(console, path, local, look)
  }
  const [{ createRemoteCredentials }, { createRemoteUsers }] = await Promise.all([
    import('./remote/credentials.ts'),
    import('./remote/users.ts'),
  ])
  const all = (await client.services()).map(({ service, ...named }) => ({ id: service, ...named }))
  const services = { all, find: (id: string) => all.find((service) => service.id === id) }
  look(services)
  return work({
    credentials: createRemoteCredentials(client),
    users: createRemoteUsers(client),
    services,
    formation: { requireHttps: true },
  })
}

/** The client of the server that a command is for; nothing for one on a formation: that is named, or nothing is. */
export async function clientFor(
  { surroundings }: Console,
  { formation, server }: Managed,
): Promise<Client | undefined> {
  const { KEYTURN_URL, KEYTURN_TOKEN } = surroundings.environment
  const url = server ?? (formation === undefined ? KEYTURN_URL || undefined : undefined)
  if (url === undefined) return undefined
  const { Keyturn } = await import('../client/index.ts')
  return new Keyturn({ url, token: KEYTURN_TOKEN ?? '' })
}
