/**
 * Services that Keyturn knows only from their files: `crm` with user name and password, `door` with one code of any look; and some that
 * have no way of saying whose a credential is: `brave`, `slack`, and `desk` with user name and password.
 */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { stringify } from 'yaml'

/** They while they run, on 127.0.0.1 and a free port. */
export interface LocalServices {
  /** Good user names with their passwords. */
  readonly people: Map<string, string>
  /** Good codes with whose they are. */
  readonly codes: Map<string, string>
  /** The credentials that came, in order; of the CRM as `name:password`. */
  readonly asked: string[]
  readonly origin: string
  /** Writes the files of the first two into a formation's folder. */
  configure(directory: string): void
  /** Writes those of the ones without a check. */
  configureUnchecked(directory: string): void
  close(): Promise<void>
}

const AUTH = {
  crm: {
    type: 'basic',
    accept_inline: true,
    username: '${{ user.credentials.CRM.username }}',
    password: '${{ user.credentials.CRM.password }}',
  },
  brave: { type: 'api_key', accept_inline: true, token: '${{ user.credentials.BRAVE }}' },
  door: { type: 'api_key', accept_inline: true, token: '${{ user.credentials.DOOR }}' },
} as const

const UNCHECKED = {
  desk: {
    type: 'basic',
    accept_inline: true,
    username: '${{ user.credentials.DESK.username }}',
    password: '${{ user.credentials.DESK.password }}',
  },
  slack: { type: 'env', accept_inline: true, SLACK_BOT_TOKEN: '${{ user.credentials.SLACK }}' },
} as const

/** Writes files of services that nobody can be asked about: `desk` with user name and password, `slack` with its token. */
export function configureUnchecked(
  directory: string,
  services: readonly string[] = Object.keys(UNCHECKED),
): void {
  for (const [id, auth] of Object.entries(UNCHECKED)) {
    if (!services.includes(id)) continue
    const definition = {
      schema: '1.0.0',
      id,
      type: 'command',
      command: process.execPath,
      args: ['-e', '0'],
      auth,
    }
    writeFileSync(join(directory, 'mcp', `${id}.afs`), stringify(definition))
  }
}

/** Starts them. */
export async function startLocalServices(): Promise<LocalServices> {
  const people = new Map<string, string>()
  const codes = new Map<string, string>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const [kind = '', given = ''] = (request.headers.authorization ?? '').split(' ')
    const credential = kind === 'Basic' ? Buffer.from(given, 'base64').toString('utf8') : given
    asked.push(credential)
    const [name = '', ...rest] = credential.split(':')
    const isKnown = rest.length > 0 && people.get(name) === rest.join(':')
    const login = kind === 'Basic' ? (isKnown ? name : undefined) : codes.get(credential)
    response.writeHead(login === undefined ? 401 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(login === undefined ? { message: 'no' } : { login }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  const write = (directory: string, id: keyof typeof AUTH, credential: object): void => {
    const start = { type: 'command', command: process.execPath, args: ['-e', '0'] }
    const definition = { schema: '1.0.0', id, ...start, auth: AUTH[id], credential }
    writeFileSync(join(directory, 'mcp', `${id}.afs`), stringify(definition))
  }

  return {
    people,
    codes,
    asked,
    origin: `http://${host}`,
    configure(directory) {
      for (const id of ['crm', 'door'] as const)
        write(directory, id, { hosts: [host], check: { url: `http://${host}/${id}/me`, identity: 'login' } })
    },
    configureUnchecked(directory) {
      write(directory, 'brave', { hosts: [host] })
      configureUnchecked(directory)
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
