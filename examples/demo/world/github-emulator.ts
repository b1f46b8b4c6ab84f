/**
 * The body of the local GitHub: `emulate`, seeded, reachable on 127.0.0.1 only.
 *
 * It takes any unknown token for its first user, so nothing but the strict front (`github-front.ts`) may talk to it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { Server, type AddressInfo } from 'node:net'
import { createEmulator, type Emulator } from 'emulate'
import type { SeedAccount } from './seed.ts'
import { createGitHubToken } from './tokens.ts'

/** A running emulator, and the token by which it knows each account; users never see these. */
export interface GitHubEmulator {
  readonly url: string
  readonly innerTokens: ReadonlyMap<string, string>
  close(): Promise<void>
}

/** Starts the emulator with these accounts, their repositories, pull requests and issues. */
export async function startGitHubEmulator(accounts: readonly SeedAccount[]): Promise<GitHubEmulator> {
  const innerTokens = new Map(accounts.map(({ login }) => [login, createGitHubToken()]))
  const { emulator, port } = await listenLocally(() =>
    createEmulator({
      service: 'github',
      port: 0,
      // Addresses in answers look as GitHub's own do.
      baseUrl: 'https://api.github.com',
      seed: {
        tokens: Object.fromEntries(
          accounts.map(({ login, scopes }) => [innerTokens.get(login) ?? '', { login, scopes: [...scopes] }]),
        ),
        github: {
          users: accounts.map(({ login, name }) => ({ login, name })),
          repos: accounts.flatMap(({ login, repositories }) =>
            repositories.map(({ name, description, language, isPrivate }) => ({
              ...{ owner: login, name, description, language, private: isPrivate },
            })),
          ),
        },
      },
    }),
  )
  const url = `http://127.0.0.1:${port}`
  for (const account of accounts) await addWork(url, account, innerTokens.get(account.login) ?? '')
  return { url, innerTokens, close: () => emulator.close() }
}

/** Pull requests and issues cannot be seeded: they are opened as their author would. */
async function addWork(url: string, { login, repositories }: SeedAccount, token: string): Promise<void> {
  for (const { name, issues, pullRequests } of repositories) {
    const path = `/repos/${login}/${name}`
    for (const title of issues) await post(url, `${path}/issues`, token, { title })
    for (const { title, head } of pullRequests) {
      await post(url, `${path}/pulls`, token, { title, head, base: 'main' })
    }
  }
}

async function post(url: string, path: string, token: string, body: object): Promise<void> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status !== 201) throw new Error(`Seeding ${path} gave status ${response.status}.`)
}

const starting = new AsyncLocalStorage<(server: Server) => void>()
const listen = Reflect.get(Server.prototype, 'listen') as (this: Server, ...given: unknown[]) => Server
let isWrapped = false

/** The emulator listens on every address and cannot say on which port: both are settled right where it calls `listen`. */
async function listenLocally(
  create: () => Promise<Emulator>,
): Promise<{ readonly emulator: Emulator; readonly port: number }> {
  wrapListen()
  let onServer: (server: Server) => void = () => undefined
  const port = new Promise<number>((resolve, reject) => {
    onServer = (server) => {
      server.once('error', reject)
      if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0
      server.once('listening', () => resolve((server.address() as AddressInfo).port))
    }
  })
  const emulator = await starting.run((server) => onServer(server), create)
  return { emulator, port: await port }
}

/** Only calls that come out of `starting` are changed, so the wrap may stay and several starts may overlap. */
function wrapListen(): void {
  if (isWrapped) return
  isWrapped = true
  Server.prototype.listen = function (this: Server, ...given: unknown[]) {
    const onServer = starting.getStore()
    if (onServer === undefined) return listen.apply(this, given)
    onServer(this)
    return listen.call(this, 0, '127.0.0.1')
  } as Server['listen']
}
