/** `POST /v1/turns`: one message, before anything else sees it. */
import { createRoute } from '@hono/zod-openapi'
import type { TransportInput } from '../../net/transport.ts'
import type { Caller } from '../caller.ts'
import { createRouteApp, requireUser, type RouteParts, type ServerApp } from '../environment.ts'
import { outcome, turn } from '../schemas.ts'
import { json, jsonBody, PROBLEMS, SECURITY } from './answers.ts'

const takeTurn = createRoute({
  method: 'post',
  path: '/v1/turns',
  operationId: 'takeTurn',
  summary: 'Takes one message of a user.',
  description:
    'The same messageId gets the same answer once. A program of yours that relays a chat says how the message came to it.',
  tags: ['turns'],
  security: SECURITY,
  request: { body: jsonBody(turn) },
  responses: { 200: json('What to do with the message.', outcome), ...PROBLEMS },
})

/** The routes of turns. */
export function createTurnRoutes({ keyturn }: RouteParts): ServerApp {
  return createRouteApp().openapi(takeTurn, async (context) => {
    const { caller, connection } = context.env
    const { userId, transport, ...message } = context.req.valid('json')
    const user = requireUser(caller, { scope: 'turns', own: true }, userId)
    const input = { ...message, userId: user, transport: transportOf(caller, connection, transport) }
    // As the document says and no more: how far the host's own agent had come is nobody's here.
    return context.json(outcome.parse(await keyturn.turn(input)), 200)
  })
}

/** A user comes by this very connection; of a user behind the host's own program we know what that program says. */
function transportOf(
  caller: Caller,
  connection: TransportInput | undefined,
  told: TransportInput | undefined,
): TransportInput | undefined {
  return caller.kind === 'user' ? connection : told
}
