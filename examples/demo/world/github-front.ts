/**
 * The door of the local GitHub: lets in the tokens it made and answers all others as GitHub does.
 *
 * The emulator behind it would take any token, so the 401 of an unknown token, the scopes header, `@me` and the 404 for other people's
 * private repositories are this file's, not the emulator's. What is proved with them is how Keyturn deals with GitHub, not GitHub.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { applyFault, FaultPlan } from './faults.ts'
import type { GitHubEmulator } from './github-emulator.ts'
import { nameAsker, trimSearchAnswer } from './github-shape.ts'
import { createGitHubToken, type GitHubTokenKind } from './tokens.ts'

/** One request as it was answered; the token is not in it. */
export interface GitHubRequest {
  readonly method: string
  readonly path: string
  /** Whose token it was; nothing for an unknown or missing one. */
  readonly login: string | undefined
  readonly status: number
}

/** Choices for a new token. */
export interface TokenOptions {
  readonly kind?: GitHubTokenKind | undefined
  readonly scopes?: readonly string[] | undefined
}

/** The running door. */
export interface GitHubFront {
  readonly url: string
  readonly faults: FaultPlan
  /** Makes a token of this account that is good until revoked. */
  issueToken(login: string, options?: TokenOptions): string
  revokeToken(token: string): void
  /** Every request, or those with this token, in the order they were answered. */
  requests(token?: string): readonly GitHubRequest[]
  close(): Promise<void>
}

interface Grant {
  readonly login: string
  readonly scopes: readonly string[] | undefined
}

/** Opens the door on 127.0.0.1 and a free port. `scopesOf` gives the scopes of a token that was made without any. */
export async function openGitHubFront(
  emulator: GitHubEmulator,
  scopesOf: (login: string) => readonly string[],
): Promise<GitHubFront> {
  const grants = new Map<string, Grant>()
  const seen: { readonly token: string | undefined; readonly request: GitHubRequest }[] = []
  const faults = new FaultPlan()

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET'
    const url = new URL(incoming.url ?? '/', 'https://api.github.com')
    const token = tokenOf(incoming)
    const grant = token === undefined ? undefined : grants.get(token)
    outgoing.once('close', () => {
      const request = {
        method,
        path: url.pathname + url.search,
        login: grant?.login,
        status: outgoing.statusCode,
      }
      seen.push({ token, request })
    })
    const fault = faults.take(token, url.pathname)
    if (fault !== undefined && (await applyFault(fault, incoming, outgoing))) return
    if (incoming.headers['user-agent'] === undefined)
      return refuse(outgoing, 403, 'Request forbidden by administrative rules.')
    if (token !== undefined && grant === undefined) return refuse(outgoing, 401, 'Bad credentials')
    await pass(incoming, outgoing, url, grant)
  }

  async function pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    url: URL,
    grant: Grant | undefined,
  ): Promise<void> {
    const headers = new Headers({ accept: 'application/json' })
    if (grant !== undefined)
      headers.set('authorization', `Bearer ${emulator.innerTokens.get(grant.login) ?? ''}`)
    const { pathname, search } = grant === undefined ? url : nameAsker(url, grant.login)
    const body = await buffer(incoming)
    if (body.length > 0) headers.set('content-type', incoming.headers['content-type'] ?? 'application/json')
    const response = await fetch(emulator.url + pathname + search, {
      method: incoming.method ?? 'GET',
      headers,
      ...(body.length > 0 ? { body } : {}),
    })
    if (response.status === 403 && !response.headers.has('retry-after'))
      return refuse(outgoing, 404, 'Not Found')
    outgoing.statusCode = response.status
    for (const name of ['content-type', 'link', 'x-ratelimit-limit', 'x-ratelimit-remaining']) {
      const value = response.headers.get(name)
      if (value !== null) outgoing.setHeader(name, value)
    }
    if (grant?.scopes !== undefined) outgoing.setHeader('x-oauth-scopes', grant.scopes.join(', '))
    outgoing.end(trimSearchAnswer(pathname, Buffer.from(await response.arrayBuffer())))
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined)
    })
  })
  // A connection that is closed just as a request goes out would look like a GitHub that cannot be reached.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    issueToken(login, options = {}) {
      if (!emulator.innerTokens.has(login)) throw new Error(`The local GitHub has no account ${login}.`)
      const kind = options.kind ?? 'ghp'
      const token = createGitHubToken(kind)
      // Fine-grained tokens have permissions, which no header tells.
      grants.set(token, {
        login,
        scopes: kind === 'github_pat' ? undefined : (options.scopes ?? scopesOf(login)),
      })
      return token
    },
    revokeToken: (token) => void grants.delete(token),
    requests: (token) =>
      seen.filter((entry) => token === undefined || entry.token === token).map(({ request }) => request),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const match = /^(?:bearer|token) +(.*)$/i.exec(headers.authorization ?? '')
  return match === null ? headers.authorization : match[1]
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  outgoing.end(
    JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest', status: String(status) }),
  )
}
