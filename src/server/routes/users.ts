/** Users as a whole, and what was done with their credentials. */
import { createRoute, z } from '@hono/zod-openapi'
import { createRouteApp, requireUser, type RouteParts, type ServerApp } from '../environment.ts'
import { account, auditEntry, userId } from '../schemas.ts'
import { accountView, auditView, time, timeIf } from '../views.ts'
import { json, PROBLEMS, SECURITY } from './answers.ts'

const getAudit = createRoute({
  method: 'get',
  path: '/v1/audit',
  operationId: 'listAudit',
  summary: "What was done with a user's credentials, newest first.",
  tags: ['audit'],
  security: SECURITY,
  request: {
    query: z.strictObject({
      userId,
      service: z.string().min(1).max(128).optional(),
      since: z.iso.datetime().optional(),
      limit: z.coerce.number().int().min(1).max(1000).optional(),
    }),
  },
  responses: { 200: json('The entries.', z.object({ entries: z.array(auditEntry) })), ...PROBLEMS },
})

const exported = z
  .object({
    formation: z.string(),
    user: z.string(),
    exportedAt: z.iso.datetime(),
    since: z.iso.datetime().optional(),
    accounts: z.array(account),
    locks: z.array(z.object({ service: z.string(), lockedUntil: z.iso.datetime() })),
    attempts: z.array(z.object({ service: z.string(), at: z.iso.datetime(), outcome: z.string() })),
    collecting: z.array(z.object({ conversation: z.string(), service: z.string(), until: z.iso.datetime() })),
    audit: z.array(auditEntry),
  })
  .openapi('UserExport')

const exportUser = createRoute({
  method: 'get',
  path: '/v1/users/export',
  operationId: 'exportUser',
  summary: 'Everything stored about a user; no secret, and nothing made of one.',
  tags: ['users'],
  security: SECURITY,
  request: { query: z.strictObject({ userId }) },
  responses: { 200: json('The export.', exported), ...PROBLEMS },
})

const deletion = z
  .object({
    removed: z.int(),
    cleanUp: z.enum(['done', 'pending']),
    conversations: z.enum(['forgotten', 'unreachable']),
  })
  .openapi('UserDeletion')

const deleteUser = createRoute({
  method: 'delete',
  path: '/v1/users',
  operationId: 'deleteUser',
  summary: 'Destroys the key of a user, and with it everything that was sealed under it.',
  tags: ['users'],
  security: SECURITY,
  request: { query: z.strictObject({ userId }) },
  responses: { 200: json('What is gone.', deletion), ...PROBLEMS },
})

/** The routes of users and of the audit. */
export function createUserRoutes({ keyturn }: RouteParts): ServerApp {
  return createRouteApp()
    .openapi(getAudit, async (context) => {
      const { userId: named, service, since, limit } = context.req.valid('query')
      const user = requireUser(context.env.caller, { scope: 'audit', own: true }, named)
      const from = since === undefined ? undefined : Date.parse(since)
      const entries = await keyturn.audit.list({ userId: user, service, since: from, limit })
      return context.json({ entries: entries.map(auditView) }, 200)
    })
    .openapi(exportUser, async (context) => {
      const named = context.req.valid('query').userId
      const user = requireUser(context.env.caller, { scope: 'manage', own: true }, named)
      const stored = await keyturn.users.export({ userId: user })
      const { formation, exportedAt, since, accounts, locks, attempts, collecting, audit } = stored
      return context.json(
        {
          formation,
          user: stored.user,
          exportedAt: time(exportedAt),
          since: timeIf(since),
          accounts: accounts.map(accountView),
          locks: locks.map(({ service, lockedUntil }) => ({ service, lockedUntil: time(lockedUntil) })),
          attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: time(at) })),
          collecting: collecting.map(({ until, ...mark }) => ({ ...mark, until: time(until) })),
          audit: audit.map(auditView),
        },
        200,
      )
    })
    .openapi(deleteUser, async (context) => {
      const named = context.req.valid('query').userId
      const user = requireUser(context.env.caller, { scope: 'manage', own: false }, named)
      return context.json(await keyturn.users.delete({ userId: user }), 200)
    })
}
