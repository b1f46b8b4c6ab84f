/** `POST /v1/links`: a link to the one-time page, for a host that shows it by itself. */
import { createRoute, z } from '@hono/zod-openapi'
import { normalizeServiceId } from '../../formation/service-id.ts'
import { createPrincipal } from '../../principal.ts'
import { createRouteApp, requireUser, type RouteParts, type ServerApp } from '../environment.ts'
import { ProblemError } from '../problem.ts'
import { link } from '../schemas.ts'
import { time } from '../views.ts'
import { json, jsonBody, PROBLEMS, SECURITY } from './answers.ts'

const createLink = createRoute({
  method: 'post',
  path: '/v1/links',
  operationId: 'createLink',
  summary: 'A link to the page on which a user gives a credential: for ten minutes, once.',
  tags: ['credentials'],
  security: SECURITY,
  request: { body: jsonBody(link) },
  responses: {
    200: json('The link.', z.object({ url: z.string(), expiresAt: z.iso.datetime() })),
    ...PROBLEMS,
  },
})

/** The route of links. */
export function createLinkRoutes({ keyturn }: RouteParts): ServerApp {
  return createRouteApp().openapi(createLink, async (context) => {
    const { formation, server } = keyturn
    const { userId: named, service: wanted, conversationId } = context.req.valid('json')
    const user = requireUser(context.env.caller, { scope: 'manage', own: true }, named)
    const service = normalizeServiceId(wanted)
    if (service === undefined || server.services.find(service) === undefined) {
      throw new ProblemError({
        status: 404,
        code: 'CREDENTIAL_REFUSED',
        detail: 'The formation has no such service. Name one of those in "services".',
        more: { reason: 'unknown-service', services: server.services.all.map(({ id }) => id) },
      })
    }
    if (formation.publicUrl === undefined) {
      throw new ProblemError({
        status: 409,
        code: 'CONFIGURATION_INVALID',
        detail: 'The formation does not say where this server is reached. Set user_credentials.public_url.',
      })
    }
    const principal = createPrincipal(formation.id, user)
    const facts = { conversationId, service }
    const { text, until } = await server.store.createTicket(principal, facts, { channel: 'api' })
    const url = `${formation.publicUrl.replace(/\/$/, '')}/connect/${text}`
    return context.json({ url, expiresAt: time(until) }, 200)
  })
}
