/** What every route may answer besides its own. */
import type { z } from '@hono/zod-openapi'
import { problem } from '../schemas.ts'

const failure = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
})

/** A JSON answer. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body, which has to be there. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Problems that every route may answer with. */
export const PROBLEMS = {
  400: failure('The request does not fit.'),
  401: failure('The caller is not known.'),
  404: failure('There is nothing here for this caller.'),
  429: failure('Too many requests; Retry-After says when to go on.'),
  503: failure('Something is out of order that may pass; Retry-After says when to try again.'),
} as const

/** Problems of routes that refuse credentials. */
export const REFUSALS = {
  ...PROBLEMS,
  403: failure('The connection is not secure.'),
  409: failure('There are several, or the name is taken.'),
  422: failure('The credential was refused; `reason` says why.'),
  423: failure('Adding is locked for a while.'),
} as const

/** How each route is called for. */
export const SECURITY = [{ bearer: [] }]
