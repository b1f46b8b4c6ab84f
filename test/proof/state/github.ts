/** A GitHub in the driver's own process, which knows whose every token is and notes each that arrives. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGitHubToken } from '../../../src/testing/github-token.ts'

/** A token and whose it is. */
interface Issued {
  readonly user: string
  /** The account at GitHub; nothing for a token that GitHub never made. */
  readonly login: string | undefined
}

/** One check of a token that was turned down. */
export interface Rejection {
  readonly user: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** The service while it runs, on 127.0.0.1. */
export interface FakeGitHub {
  readonly api: string
  /** Calls of tools, and those among them that came with a token of somebody else than they were made for. */
  readonly seen: { calls: number; crossings: number; checks: number }
  readonly rejections: Rejection[]
  /** A token of an account of a user. */
  issue(user: string, login: string): string
  /** A token that looks like one and is none; who has it is noted all the same. */
  issueBad(user: string): string
  /** Every token that was ever made. */
  tokens(): string[]
  /** What happens between the arrival of a request and its answer. */
  beforeAnswer: (() => Promise<void>) | undefined
  close(): Promise<void>
}

/** Starts it. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const issued = new Map<string, Issued>()
  const seen = { calls: 0, crossings: 0, checks: 0 }
  const rejections: Rejection[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://github.test')
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
    const owner = issued.get(token)
    if (url.pathname === '/work') {
      seen.calls += 1
      if (owner?.user !== url.searchParams.get('for')) seen.crossings += 1
    } else {
      seen.checks += 1
      if (owner?.login === undefined) rejections.push({ user: owner?.user ?? '', at: Date.now() })
    }
    void (github.beforeAnswer?.() ?? Promise.resolve()).then(() => {
      if (owner?.login === undefined) answer(response, 401, { message: 'Bad credentials' })
      else answer(response, 200, { id: idOf(owner.login), login: owner.login })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const add = (user: string, login: string | undefined): string => {
    const token = createGitHubToken()
    issued.set(token, { user, login })
    return token
  }
  const github: FakeGitHub = {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    rejections,
    issue: add,
    issueBad: (user) => add(user, undefined),
    tokens: () => [...issued.keys()],
    beforeAnswer: undefined,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  return github
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** GitHub's immutable id of an account; here made from its name. */
function idOf(login: string): number {
  return [...login].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7)
}
