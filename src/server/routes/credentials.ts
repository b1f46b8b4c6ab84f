/** Credentials over HTTP: listed, set, deleted, unlocked, and how each service stands. Values go in and never come out. */
import { createRoute, z } from '@hono/zod-openapi'
import type { Permission } from '../caller.ts'
import { createRouteApp, requireUser, type RouteParts, type ServerApp } from '../environment.ts'
import { ProblemError } from '../problem.ts'
import { changeProblem, deleteProblem, setProblem } from '../refusals.ts'
import {
  account,
  change,
  removed,
  service,
  serviceStatus,
  setCredential,
  stored,
  unlock,
  userId,
} from '../schemas.ts'
import { accountView, statusView } from '../views.ts'
import { json, jsonBody, PROBLEMS, REFUSALS, SECURITY } from './answers.ts'

const OWN: Permission = { scope: 'manage', own: true }
const MANAGERS: Permission = { scope: 'manage', own: false }

const name = z.object({
  name: z.string().min(1).max(128).openapi({ example: 'GITHUB_TOKEN', description: 'As in the formation.' }),
})
const common = { tags: ['credentials'], security: SECURITY }

const listCredentials = createRoute({
  ...common,
  method: 'get',
  path: '/v1/credentials',
  operationId: 'listCredentials',
  summary: 'The accounts of a user, never their secrets.',
  request: { query: z.strictObject({ userId, service: z.string().min(1).max(128).optional() }) },
  responses: { 200: json('The accounts.', z.object({ accounts: z.array(account) })), ...PROBLEMS },
})

const putCredential = createRoute({
  ...common,
  method: 'put',
  path: '/v1/credentials/{name}',
  operationId: 'setCredential',
  summary: 'Checks a credential with its service and stores it.',
  request: { params: name, body: jsonBody(setCredential) },
  responses: { 200: json('It is stored.', stored), ...REFUSALS },
})

const deleteCredential = createRoute({
  ...common,
  method: 'delete',
  path: '/v1/credentials/{name}',
  operationId: 'deleteCredential',
  summary: 'Removes an account, or with all=true every account of the service.',
  request: {
    params: name,
    query: z.strictObject({
      userId,
      account: z.string().min(1).max(256).optional(),
      all: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: { 200: json('They are gone.', removed), ...REFUSALS },
})

const changeCredential = createRoute({
  ...common,
  method: 'patch',
  path: '/v1/credentials/{name}',
  operationId: 'changeCredential',
  summary: 'Labels an account, makes it the default of its service, or takes either away.',
  request: { params: name, body: jsonBody(change) },
  responses: { 200: json('It is so.', z.object({ account })), ...REFUSALS },
})

const unlockCredential = createRoute({
  ...common,
  method: 'post',
  path: '/v1/credentials/{name}/unlock',
  operationId: 'unlockCredential',
  summary: 'Lifts the lock on adding after wrong attempts; the audit keeps the reason.',
  request: { params: name, body: jsonBody(unlock) },
  responses: {
    200: json('Whether anything was locked.', z.object({ unlocked: z.boolean() })),
    ...PROBLEMS,
  },
})

const getStatus = createRoute({
  ...common,
  method: 'get',
  path: '/v1/status',
  operationId: 'getStatus',
  summary: 'Every service of the formation, as it stands for a user.',
  request: { query: z.strictObject({ userId }) },
  responses: {
    200: json('The services.', z.object({ requireHttps: z.boolean(), services: z.array(serviceStatus) })),
    ...PROBLEMS,
  },
})

const listServices = createRoute({
  ...common,
  method: 'get',
  path: '/v1/services',
  operationId: 'listServices',
  summary: 'The services of the formation, and what their credentials are made of.',
  responses: { 200: json('The services.', z.object({ services: z.array(service) })), ...PROBLEMS },
})

/** The routes of credentials. */
export function createCredentialRoutes({ keyturn }: RouteParts): ServerApp {
  const { credentials, server, formation } = keyturn
  return createRouteApp()
    .openapi(listCredentials, async (context) => {
      const query = context.req.valid('query')
      const user = requireUser(context.env.caller, OWN, query.userId)
      const accounts = await credentials.list({ userId: user, service: query.service })
      return context.json({ accounts: accounts.map(accountView) }, 200)
    })
    .openapi(putCredential, async (context) => {
      const { userId: named, value, label } = context.req.valid('json')
      const user = requireUser(context.env.caller, OWN, named)
      const result = await credentials.set(context.req.valid('param').name, { userId: user, value, label })
      if (!result.ok) throw new ProblemError(setProblem(result, server.clock.now()))
      const { outcome, lookAlike } = result
      const alike = lookAlike === undefined ? {} : { lookAlike: accountView(lookAlike) }
      return context.json({ outcome, account: accountView(result.account), ...alike }, 200)
    })
    .openapi(deleteCredential, async (context) => {
      const { name: wantedService } = context.req.valid('param')
      const { userId: named, account: wanted, all } = context.req.valid('query')
      const user = requireUser(context.env.caller, OWN, named)
      const result =
        all === 'true'
          ? await credentials.deleteService(wantedService, { userId: user })
          : await credentials.delete(wantedService, { userId: user, account: wanted })
      if (!result.ok) throw new ProblemError(deleteProblem(result))
      const accounts = 'accounts' in result ? result.accounts : [result.account]
      return context.json({ accounts: accounts.map(accountView) }, 200)
    })
    .openapi(changeCredential, async (context) => {
      const { userId: named, account: wanted, label: given, isDefault } = context.req.valid('json')
      const user = requireUser(context.env.caller, OWN, named)
      const label = given === '' ? null : given
      const wished = { userId: user, account: wanted, label, isDefault }
      const result = await credentials.change(context.req.valid('param').name, wished)
      if (!result.ok) throw new ProblemError(changeProblem(result))
      return context.json({ account: accountView(result.account) }, 200)
    })
    .openapi(unlockCredential, async (context) => {
      const { userId: named, reason } = context.req.valid('json')
      const user = requireUser(context.env.caller, MANAGERS, named)
      const unlocked = await credentials.unlock(context.req.valid('param').name, { userId: user, reason })
      return context.json({ unlocked }, 200)
    })
    .openapi(listServices, (context) => {
      const services = server.services.all.map(({ id, name: called, credentialName, fields }) => {
        return { service: id, name: called, credentialName, fields: [...fields] }
      })
      return context.json({ services }, 200)
    })
    .openapi(getStatus, async (context) => {
      const user = requireUser(context.env.caller, OWN, context.req.valid('query').userId)
      const services = await credentials.status({ userId: user })
      return context.json({ requireHttps: formation.requireHttps, services: services.map(statusView) }, 200)
    })
}
