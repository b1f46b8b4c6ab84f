/** The shapes of requests and answers, for checking and for the OpenAPI document. Times are ISO 8601 in UTC. */
import { z } from '@hono/zod-openapi'

const id = (what: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .openapi({ description: `${what}: 1 to 256 bytes, exact.`, example: 'alice@acme.com' })

/** Left out by a user's own token; required with a service key. */
export const userId = id('The user').optional()

/** One account of a user, without its secret. */
export const account = z
  .object({
    id: z.string(),
    service: z.string().openapi({ example: 'github' }),
    name: z.string().openapi({ example: 'ranaroussi' }),
    login: z.string().optional(),
    label: z.string().optional(),
    isDefault: z.boolean(),
    status: z.enum(['active', 'rejected', 'expired', 'damaged']),
    checked: z.boolean(),
    scopes: z.array(z.string()).optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().optional(),
    lastCheckedAt: z.iso.datetime().optional(),
    expiresAt: z.iso.datetime().optional(),
  })
  .openapi('Account')

/** What a `set` came to. */
export const stored = z
  .object({
    outcome: z.enum(['added', 'replaced', 'duplicate']),
    account,
    lookAlike: account.optional(),
  })
  .openapi('StoredCredential')

/** What a `delete` took away. */
export const removed = z.object({ accounts: z.array(account) }).openapi('RemovedCredentials')

/** One service as it stands for a user. */
export const serviceStatus = z
  .object({
    service: z.string(),
    name: z.string(),
    state: z.enum(['connected', 'needs-attention', 'missing']),
    lockedUntil: z.iso.datetime().optional(),
    accounts: z.array(account),
  })
  .openapi('ServiceStatus')

/** What a service of the formation is called, and what its credentials are made of. */
export const service = z
  .object({
    service: z.string(),
    name: z.string(),
    credentialName: z.string(),
    fields: z.array(z.string()),
  })
  .openapi('Service')

/** One audited act. */
export const auditEntry = z
  .object({
    sequence: z.int(),
    at: z.iso.datetime(),
    act: z.string(),
    service: z.string().optional(),
    account: z.string().optional(),
    channel: z.string(),
    conversation: z.string().optional(),
    outcome: z.string(),
    detail: z.string().optional(),
  })
  .openapi('AuditEntry')

/** How a message came to a host's own program; believed from a service key only. */
const transport = z
  .strictObject({
    channel: z.string().min(1).max(64),
    attested: z.boolean(),
    audience: z.enum(['self', 'shared']),
  })
  .openapi({
    description: 'How the message came to you. Left out, the connection of the user counts as insecure.',
  })

/** One message. */
export const turn = z
  .strictObject({
    userId,
    conversationId: id('The conversation'),
    messageId: id('The message; the same id gets the same answer once').optional(),
    text: z.string().max(1024 * 1024),
    transport: transport.optional(),
  })
  .openapi('Turn')

/** A credential; its value is never given back. */
export const setCredential = z
  .strictObject({
    userId,
    value: z
      .union([z.string(), z.record(z.string().max(64), z.string())])
      .openapi({ writeOnly: true, description: 'One value, or one for each field of the service.' }),
    label: z.string().max(256).optional(),
  })
  .openapi('NewCredential')

/** What an account is to be from now on. */
export const change = z
  .strictObject({
    userId,
    account: z.string().min(1).max(256).optional(),
    label: z.string().max(256).nullable().optional().openapi({ description: 'Empty or null takes it away.' }),
    isDefault: z.boolean().optional(),
  })
  .openapi('CredentialChange')

/** Why a lock is lifted. */
export const unlock = z
  .strictObject({ userId: id('The user'), reason: z.string().trim().min(1).max(256) })
  .openapi('Unlock')

/** Whom a link to the entry page is for. */
export const link = z
  .strictObject({
    userId,
    service: z.string().min(1).max(64),
    conversationId: id('The conversation').optional(),
  })
  .openapi('LinkRequest')

const history = z.object({ user: z.string(), assistant: z.string().optional() })

const accountView = z.object({
  id: z.string(),
  service: z.string(),
  name: z.string(),
  label: z.string().optional(),
})

/** What became of a turn. */
export const outcome = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('pass'), text: z.string(), history }),
    z.object({
      kind: z.literal('reply'),
      reply: z.object({
        text: z.string(),
        choices: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
        form: z
          .object({ service: z.string(), field: z.string(), label: z.string(), masked: z.boolean() })
          .optional(),
        link: z.string().optional(),
      }),
      history,
    }),
    z.object({
      kind: z.literal('resume'),
      prelude: z.string(),
      text: z.string(),
      account: accountView.optional(),
      accounts: z.array(accountView),
      declined: z.string().optional(),
      redelivered: z.literal(true).optional(),
      history,
    }),
  ])
  .openapi('TurnOutcome')

/** RFC 9457. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    reason: z.string().optional(),
  })
  .openapi('Problem')
