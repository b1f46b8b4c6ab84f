/** What each route works with. */
import type { Hook } from '@hono/zod-openapi'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Keyturn } from '../keyturn.ts'
import type { TransportInput } from '../net/transport.ts'
import { type Caller, type Permission, userFor } from './caller.ts'
import type { Metrics } from './metrics.ts'
import { invalid } from './body.ts'
import { NOT_FOUND, ProblemError } from './problem.ts'

/** What a request brings along, established before it reaches a route. */
export interface ServerEnv {
  readonly Bindings: { readonly caller: Caller; readonly connection: TransportInput | undefined }
}

/** What all routes share. */
export interface RouteParts {
  readonly keyturn: Keyturn
  readonly metrics: Metrics
}

/** An app whose refused inputs are problems. */
export type ServerApp = OpenAPIHono<ServerEnv>

/** Makes an app for routes. */
export function createRouteApp(): ServerApp {
  return new OpenAPIHono<ServerEnv>({ defaultHook: refuseInvalid })
}

/** Names the fields that are ours; what else was sent may hold anything and is not repeated. */
const refuseInvalid: Hook<unknown, ServerEnv, string, unknown> = (result) => {
  if (result.success) return
  const faults = result.error.issues.map(({ code, path, message }) => {
    const [field] = path
    if (code === 'unrecognized_keys') return 'a field that is not known here'
    return `${typeof field === 'string' ? field : 'the body'}: ${message}`
  })
  throw invalid(
    `The ${result.target} does not fit: ${[...new Set(faults)].slice(0, 10).join('; ')}. See /openapi.json.`,
  )
}

/**
 * The user an act is for.
 *
 * @throws ProblemError `NOT_FOUND` for what the caller may not do; `BODY_INVALID` for a service key that names nobody.
 */
export function requireUser(caller: Caller, permission: Permission, named: string | undefined): string {
  const user = userFor(caller, permission, named)
  if (user === undefined) throw new ProblemError(NOT_FOUND)
  if (user.userId === undefined) throw invalid('Say for which user: "userId" is missing.')
  return user.userId
}
