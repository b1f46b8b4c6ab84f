/**
 * Puts the parts together from a formation.
 *
 * Long because half of it is the documented public interface.
 */
import { createChat } from './chat/agent/agent.ts'
import type { AgentOptions, Chat } from './chat/agent/agent.ts'
import type { Agent } from './chat/agent/answer.ts'
import { createAudit } from './credentials/audit.ts'
import type { Audit } from './credentials/audit.ts'
import { createCredentials } from './credentials/credentials.ts'
import type { Credentials } from './credentials/credentials.ts'
import { KeyturnError } from './errors.ts'
import { createFindOwner, type FindOwner } from './credentials/find-owner.ts'
import type { Formation, ServiceId } from './formation/formation.ts'
import { readNeed } from './tools/need.ts'
import type { TurnInput, TurnOutcome } from './chat/turn/outcome.ts'
import type { OpenedParts } from './open/parts.ts'
import type { Clock, Logger } from './ports.ts'
import { createCallback } from './oauth/callback.ts'
import { createConnecting } from './oauth/connecting.ts'
import type { Connection, Visitor } from './oauth/connecting.ts'
import { connectionPage } from '../prompts/redirect.ts'
import { storeGranted } from './credentials/granted.ts'
import { normalizeServiceId } from './formation/service-id.ts'
import { createPrincipal } from './principal.ts'
import type { Principal } from './principal.ts'
import { chosenIn } from './chat/turn/chosen.ts'
import { writeProgress } from './chat/turn/progress.ts'
import { answerTold, createTurns } from './chat/turn/turn.ts'
import { randomId } from './chat/turn/input.ts'
import { createUserScrubbers, type UserScrubbers } from './tools/live-scrubber.ts'
import { createUser } from './tools/user.ts'
import type { User } from './tools/user.ts'
import { createUsers } from './credentials/users.ts'
import type { Users } from './credentials/users.ts'
import type { ConversationKey } from './state/state.ts'
import type { Services } from './providers/services.ts'
import type { ServerStore } from './vault/server/port.ts'
import type { Account } from './vault/vault.ts'
import { Waiting } from './chat/turn/waiting.ts'

/** A need was met outside the chat, and this conversation can go on. */
export interface Resolved {
  readonly userId: string
  readonly conversationId: string
  readonly service: ServiceId
  /** What to say, or to go on with. */
  readonly outcome: TurnOutcome
}

/** What a server seals: an entry of the one-time page, the answer to a request. */
export type SealedFor = 'server.entry' | 'server.answer'

/** The parts of a Keyturn that a server in front of it works with. */
export interface ServerParts {
  readonly store: ServerStore
  readonly clock: Clock
  readonly logger: Logger
  readonly production: boolean
  readonly services: Services
  readonly findOwner: FindOwner
  /** Seals bytes with a user's key, and opens them for the same purpose. */
  seal(purpose: SealedFor, userId: string, plain: Uint8Array): Promise<Uint8Array>
  unseal(purpose: SealedFor, userId: string, sealed: Uint8Array): Promise<Uint8Array | undefined>
  /** Whether the vault and the store of conversations answer. */
  isReady(): Promise<boolean>
}

/** Connecting users to services. In a chat this goes by itself; here it is for pages, terminals and tests. */
export interface OAuth {
  /**
   * Begins: gives a link (good once, for 10 minutes, for this user and conversation), or a device's code and where to enter it. Nothing
   * where the service has neither a device flow, nor this deployment a `public_url` to come back to.
   *
   * @throws KeyturnError `PRINCIPAL_INVALID`, `INPUT_INVALID`, `SERVICE_UNKNOWN` for one that users do not connect to,
   * `PLACEHOLDER_MISSING` for a client whose secret has no value, `VAULT_UNAVAILABLE`.
   */
  begin(what: {
    readonly userId: string
    readonly conversationId: string
    readonly service: string
  }): Promise<Connection | undefined>

  /**
   * Answers the browser that comes back from a service: mount it at `/oauth/callback` of the formation's `public_url`. Give the user whom
   * your session knows: a link that another user opened is then refused. Without one, whoever has the link finishes it.
   *
   * @example
   * app.get('/oauth/callback', (context) => keyturn.oauth.callback(context.req.raw, { userId: context.get('userId') }))
   */
  callback(request: Request, visitor?: Visitor): Promise<Response>
}

/** One open Keyturn; close it when the process ends. */
export interface Keyturn extends AsyncDisposable {
  readonly formation: Formation
  readonly credentials: Credentials
  readonly users: Users
  readonly audit: Audit
  /** What `keyturn/server` is made of; a host has no need of it. */
  readonly server: ServerParts

  /**
   * Takes one inbound message, before anything else sees it.
   *
   * @throws KeyturnError `PRINCIPAL_INVALID`, `INPUT_INVALID`, `VAULT_UNAVAILABLE`, `ABORTED`.
   */
  turn(input: TurnInput): Promise<TurnOutcome>

  /** A user in a conversation, as tools see them. */
  user(who: { readonly userId: string; readonly conversationId: string }): User

  /**
   * Parks a turn in which a tool raised a need, and gives the outcome to answer with. The turn's text is the one the agent
   * was given. An error that is no need is thrown back as it is. `progress`: how far the agent had come, as JSON of at most 512 KiB; it is
   * kept sealed with secrets taken out, and comes back with the outcome that goes on.
   */
  park(error: unknown, input: TurnInput, progress?: unknown): Promise<TurnOutcome>

  /** Connects users to services with OAuth 2.0, where the formation has a client at them (`credential.oauth2`). */
  readonly oauth: OAuth

  /** Learns of needs that were met outside the chat. Returns the way to stop listening. */
  onResolved(listener: (resolved: Resolved) => void | Promise<void>): () => void

  /** Wraps an agent in the whole loop: guard, run, park, ask, go on. */
  agent(agent: Agent, options?: AgentOptions): Chat

  close(): Promise<void>
}

/** How often credentials added by another process are looked for, while a conversation waits and somebody listens. Milliseconds. */
const LOOK_EVERY_MS = 2_000

/** A listener may fail at once or later. */
async function tell(
  listener: (resolved: Resolved) => void | Promise<void>,
  resolved: Resolved,
): Promise<void> {
  await listener(resolved)
}

/** Asks both stores for something that costs them next to nothing. */
async function isReady({ vault, state, formation }: OpenedParts): Promise<boolean> {
  const principal = createPrincipal(formation.id, 'keyturn')
  try {
    await Promise.all([
      vault.server.listAccessKeys(),
      state.read({ principal, conversation: 'readiness' }, undefined),
    ])
    return true
  } catch {
    return false
  }
}

/** Puts opened parts together; for tests that put something between a part and its user. */
export function createKeyturn(parts: OpenedParts): Keyturn {
  const waiting = new Waiting()
  const connecting = createConnecting({
    ...parts,
    publicUrl: parts.formation.publicUrl,
    onGranted: async ({ principal, conversation, service, grant }) => {
      const context = { channel: 'chat', conversation } as const
      const { signal } = new AbortController()
      const endConnections = (accountId: string) => parts.connections.end(principal, accountId)
      const scope = { ...parts, principal, context, signal, endConnections }
      const account = await storeGranted(scope, service, grant)
      if (account !== undefined) meetLater(principal, service)
      return account !== undefined
    },
  })
  const turns = createTurns({ ...parts, connecting }, (input, context) => waiting.note(input, context))
  const listeners = new Set<(resolved: Resolved) => void | Promise<void>>()
  let closed = false
  const principalOf = (userId: string): Principal => createPrincipal(parts.formation.id, userId)

  const checkOpen = (): void => {
    if (closed) throw new KeyturnError('CLOSED', 'This Keyturn was closed. Open a new one.')
  }

  /** Lets the conversations go on that wait for a service a user now has. */
  const meet = async (principal: Principal, service: ServiceId): Promise<void> => {
    // With nobody to tell, the conversation waits for its user's next message instead.
    if (listeners.size === 0) return
    for (const { conversation } of waiting.of(principal, service)) {
      const input = { userId: principal.user, conversationId: conversation, text: '', transport: undefined }
      const outcome = await turns.bring(input, (_, at) => ({
        type: 'need.met',
        turnId: randomId(),
        at,
        service,
      }))
      if (outcome.kind === 'pass') continue
      const resolved = { userId: principal.user, conversationId: conversation, service, outcome }
      for (const listener of listeners) {
        await tell(listener, resolved).catch(() =>
          parts.logger.error({ service }, 'A listener to resolved needs failed.'),
        )
      }
    }
  }
  const meetLater = (principal: Principal, service: ServiceId): void => {
    void meet(principal, service).catch(() =>
      parts.logger.error({ service }, 'A conversation that waited for a credential could not go on.'),
    )
  }

  /** Credentials added by another process (the command line) are found by looking. */
  const looker = setInterval(() => {
    if (listeners.size === 0) return
    for (const { principal, service, active } of waiting.all()) {
      const isNews = ({ id, status }: Account) => status === 'active' && !active.has(id)
      void parts.vault
        .listAccounts(principal, service)
        .then((accounts) => accounts.some(isNews) && meetLater(principal, service))
        .catch(() => undefined)
    }
  }, LOOK_EVERY_MS).unref()

  /** Devices that any instance began: whichever looks first asks. */
  const asker = setInterval(() => {
    if (!parts.services.all.some(({ id }) => connecting.has(id))) return
    void connecting
      .askAboutDevices()
      .catch(() => parts.logger.warn({}, 'Connections that are under way could not be asked about.'))
  }, LOOK_EVERY_MS).unref()

  const toolParts = {
    ...parts,
    chosenIn: (key: ConversationKey, service: ServiceId) => chosenIn({ ...parts, connecting }, key, service),
  }
  const scrubbersFor = ({ userId }: { readonly userId: string }): Promise<UserScrubbers> =>
    createUserScrubbers(parts.vault, createPrincipal(parts.formation.id, userId), parts.services.rules)
  const keyturn: Keyturn = {
    formation: parts.formation,
    credentials: createCredentials(parts, meetLater),
    users: createUsers(parts),
    audit: createAudit(parts),
    server: {
      store: parts.vault.server,
      clock: parts.clock,
      logger: parts.logger,
      production: parts.production,
      services: parts.services,
      findOwner: createFindOwner(parts),
      seal: (purpose, userId, plain) => parts.vault.seal(principalOf(userId), purpose, plain),
      unseal: (purpose, userId, sealed) => parts.vault.unseal(principalOf(userId), purpose, sealed),
      isReady: () => isReady(parts),
    },
    oauth: {
      async begin({ userId, conversationId, service }) {
        checkOpen()
        const principal = createPrincipal(parts.formation.id, userId)
        const id = normalizeServiceId(service) ?? ''
        if (!connecting.has(id)) {
          throw new KeyturnError(
            'SERVICE_UNKNOWN',
            'Users do not connect to this service. Add credential.oauth2 to its server.',
          )
        }
        return connecting.begin(principal, conversationId, id)
      },
      callback: createCallback(connecting, connectionPage),
    },
    async turn(input) {
      checkOpen()
      return turns.take(input)
    },
    user(who) {
      checkOpen()
      return createUser(toolParts, who)
    },
    async park(error, input, progress) {
      checkOpen()
      const need = readNeed(error)
      if (need === undefined) throw error
      return turns.bring(
        input,
        (turnId, at) => ({ type: 'need.raised', turnId, at, ...need }),
        progress === undefined ? undefined : writeProgress(progress, (await scrubbersFor(input)).speech),
      )
    },
    onResolved(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    agent(agent, agentOptions = {}) {
      const { turn, park, user } = keyturn
      const { officialRequest, alreadyGoingOn, tooLong, noText } = parts.words
      const replaces = agentOptions.replaceRequests ?? true
      const words = {
        officialRequest: replaces ? officialRequest : undefined,
        alreadyGoingOn,
        tooLong,
        noText,
        declined: parts.words.declined,
        services: [...parts.formation.services.keys()],
      }
      const told = async (input: TurnInput): Promise<unknown> => turns.bring(input, answerTold)
      const { chat, goOn } = createChat({ turn, park, told, user, scrubbersFor, ...words }, agent)
      const { deliver } = agentOptions
      if (deliver !== undefined) {
        keyturn.onResolved(async ({ userId, conversationId, outcome }) => {
          const { text } = await goOn(outcome, { userId, conversationId, text: '' })
          await deliver({ userId, conversationId, text })
        })
      }
      return chat
    },
    async close() {
      if (closed) return
      closed = true
      clearInterval(looker)
      clearInterval(asker)
      await turns.drain()
      await parts.close()
    },
    async [Symbol.asyncDispose]() {
      await keyturn.close()
    },
  }
  return keyturn
}
