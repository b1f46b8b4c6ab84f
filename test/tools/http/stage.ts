/** Connections of a test over HTTP, ended after it, and the shortest ways to call. */
import { inspect } from 'node:util'
import { afterEach, expect } from 'vitest'
import { isKeyturnError, type KeyturnError } from '../../../src/errors.ts'
import type { HttpServer } from '../../../src/formation/formation.ts'
import type { Connections, ToolOutcome } from '../../../src/tools/connections.ts'
import { createConnections, type ConnectionsOptions } from '../../../src/tools/create-connections.ts'
import { credential, formation, user } from '../fixtures.ts'
import { startAcmeHttp, type AcmeHttp } from './acme-http.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Acme's server, until the test ends. */
export async function acmeHttp(...given: Parameters<typeof startAcmeHttp>): Promise<AcmeHttp> {
  const acme = await startAcmeHttp(...given)
  closing.push(acme.close)
  return acme
}

/** Connections, until the test ends. */
export function open(options: Partial<ConnectionsOptions> = {}): Connections {
  const connections = createConnections({ formation, secrets: () => undefined, ...options })
  closing.push(() => connections.close())
  return connections
}

/** One call of a user with a token, or with other fields. */
export interface Sketch {
  readonly who?: string
  readonly token?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly args?: Readonly<Record<string, unknown>>
  readonly revision?: number
  readonly signal?: AbortSignal
}

/** Calls a tool. */
export async function call(
  connections: Connections,
  server: HttpServer,
  tool: string,
  { who = 'alice', token = '', fields = { token }, args = {}, revision = 1, signal }: Sketch,
): Promise<ToolOutcome> {
  const credentials = server.services.map((service) =>
    credential(service, fields, `${service}-of-${who}`, revision),
  )
  try {
    return await connections.call({
      server,
      principal: user(who),
      credentials,
      tool,
      arguments: args,
      signal,
    })
  } finally {
    // As whoever opens one does: nothing may look at its fields later.
    for (const one of credentials) one.dispose()
  }
}

/** The first text of a result. */
export function textOf(outcome: ToolOutcome): string {
  return outcome.kind === 'result' ? String(outcome.result.content[0]?.['text']) : outcome.message
}

/** The error that a call is refused with, in which no token is, however it is looked at. */
export async function failure(promise: Promise<unknown>, token: string): Promise<KeyturnError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isKeyturnError(error)) throw new Error(`not refused: ${inspect(error)}`)
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  return error
}
