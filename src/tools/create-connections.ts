/**
 * The connections of this process: a server's process belongs to exactly one user, with exactly these credentials in these revisions.
 *
 * There is no fallback: a call without its credential starts no other user's process, no shared one, and none with a secret of the
 * formation in the credential's place.
 *
 * Long because pool, lists and starts that go on are ended together.
 */
import type { Formation, HttpServer, SecretSource } from '../formation/formation.ts'
import type { VariablesOf } from '../formation/injected-names.ts'
import { createScrubber, type Family } from '../guard/index.ts'
import type { AddressLookup } from '../net/guarded-fetch.ts'
import { silentLogger, systemClock, type Clock, type Logger } from '../ports.ts'
import { Secret } from '../secret.ts'
import { checkArguments } from './arguments.ts'
import {
  checkCredentials,
  confirmCredentials,
  liveSecrets,
  ownerOf,
  ownershipOf,
  secretValues,
} from './call-credentials.ts'
import { Connection, ConnectionLost } from './connection.ts'
import type { ServerLink } from './link.ts'
import type { Connections, ToolDefinition, ToolOutcome } from './connections.ts'
import type { DefinitionChange } from './definition-change.ts'
import { Definitions } from './definitions.ts'
import type { Principal } from '../principal.ts'
import type { Authorization } from './http/authorization.ts'
import { unavailable } from './server-errors.ts'
import { createHttpLink } from './http/link.ts'
import { planRequests } from './http/request-values.ts'
import { planLaunch } from './stdio/environment.ts'
import { createProcessLink } from './stdio/link.ts'
import { watchEnds, type FindEnded } from './ends-watch.ts'
import type { ListStartLimits } from './list-starts.ts'
import { Listing, type UserConnection } from './listing.ts'
import { plainArguments } from './plain-arguments.ts'
import { Pool, type Ownership, type PoolLimits } from './pool.ts'
import type { ListStore } from './stored-list.ts'
import { endedCall, raceAbort } from './waiters.ts'
import type { OpenedCredential } from '../vault/vault.ts'

/** Bounds of the connections, each with a default. */
export interface ConnectionLimits extends PoolLimits, ListStartLimits {
  /** Milliseconds a server may take to start; `npx` may have to fetch it first. */
  readonly startTimeoutMs: number
  /** Milliseconds a tool may take to answer; a server that reports progress gets up to ten times as long. */
  readonly callTimeoutMs: number
}

/** 5 minutes idle, 50 processes, 8 a user, 10 s for a place, 60 s to start, 8 s waited for a list, 60 s to answer. A small server takes about 65 MB. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  idleMs: 5 * 60_000,
  maxProcesses: 50,
  maxProcessesPerUser: 8,
  waitTimeoutMs: 10_000,
  startTimeoutMs: 60_000,
  listTimeoutMs: 8_000,
  callTimeoutMs: 60_000,
}

/** Connections over HTTP for each process that there may be: one takes no process of its own. */
const HTTP_FOR_EACH_PROCESS = 20

const httpLimits = (limits: ConnectionLimits): PoolLimits => ({
  ...limits,
  maxProcesses: limits.maxProcesses * HTTP_FOR_EACH_PROCESS,
  maxProcessesPerUser: limits.maxProcessesPerUser * HTTP_FOR_EACH_PROCESS,
})

const LOST = 'does not keep its connections. Try again'

/** What connections are made from. */
export interface ConnectionsOptions {
  readonly formation: Formation
  readonly secrets: SecretSource
  /** What is scrubbed besides live values and known shapes: `Services.rules`. */
  readonly rules?: readonly Family[] | undefined
  readonly logger?: Logger | undefined
  readonly clock?: Clock | undefined
  /** The variables in which the tools of a service read its token. Default: those of the known services. */
  readonly variablesOf?: VariablesOf | undefined
  readonly limits?: Partial<ConnectionLimits> | undefined
  /** Where lists that anybody may see outlast this process. Default: nowhere. */
  readonly lists?: ListStore | undefined
  /** Tells which credentials are out of use by now (`Vault.findEnded`); asked every second while a process holds any. */
  readonly findEnded?: FindEnded | undefined
  /** Renews the tokens of a server's credentials (OAuth). Default: none is renewed. */
  readonly authorizationFor?: AuthorizationFor | undefined
  /** Finds the addresses of servers over HTTP. Default: the system's. */
  readonly lookup?: AddressLookup | undefined
  /** A server describes its tools otherwise than before; for the audit. It is logged as a warning in any case. */
  readonly onDefinitionsChanged?: ((change: DefinitionChange) => void) | undefined
}

/** What renews the token of a server for these credentials; nothing for credentials that stay as they are. */
export type AuthorizationFor = (
  server: HttpServer,
  principal: Principal,
  credentials: readonly OpenedCredential[],
) => Authorization | undefined

/** Makes the connections of a formation; no process is started before it is needed. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { formation, secrets, rules = [], logger = silentLogger, clock = systemClock } = options
  const limits = { ...CONNECTION_LIMITS, ...options.limits }
  // A connection over HTTP takes a fraction of what a process takes, so that each kind has its own bounds.
  const pools = { command: new Pool(limits), http: new Pool(httpLimits(limits)) }
  const allPools = Object.values(pools)
  const endAll = (...given: Parameters<Pool['endAll']>): Promise<void> =>
    Promise.all(allPools.map((pool) => pool.endAll(...given))).then(() => undefined)
  const stopWatching = watchEnds(
    { held: () => allPools.flatMap((pool) => pool.held()), endAll },
    options.findEnded,
  )
  const definitions = new Definitions((change) => {
    logger.warn(change, 'A server describes its tools otherwise than before.')
    options.onDefinitionsChanged?.(change)
  })

  const open = async (
    { server, ownership, credentials }: UserConnection,
    onTools: (tools: readonly ToolDefinition[]) => void,
    ended: AbortSignal,
  ): Promise<Connection> => {
    const startedAt = clock.now()
    // The values are taken at once; the caller may be through with its own before the server is up.
    const anyEnded = AbortSignal.any([ended, ...credentials.map((credential) => credential.ended)])
    const link = createLink({ server, ownership, credentials }, anyEnded)
    try {
      await raceAbort(confirmCredentials(credentials), anyEnded, endedCall)
    } catch (error) {
      await link.close('ended')
      throw error
    }
    const connection = await Connection.open({ server, link, logger, ended: anyEnded, onTools, ...limits })
    logger.debug(
      { server: server.id, pid: connection.pid, tookMs: clock.now() - startedAt },
      'server started',
    )
    return connection
  }

  const createLink = ({ server, ownership, credentials }: UserConnection, ended: AbortSignal): ServerLink => {
    const isBare = credentials.length < server.services.length
    if (server.type === 'command') {
      const plan = planLaunch(server, { secrets, credentials, variablesOf: options.variablesOf })
      const scrubber = createScrubber(liveSecrets(plan.secrets, credentials), { rules })
      return createProcessLink({ server, plan, scrubber, logger, isBare, ended })
    }
    const values = planRequests(server, { secrets, credentials })
    const live = liveSecrets(values.secrets, credentials)
    const [service = server.id] = server.services
    const [held] = ownership.accounts
    return createHttpLink({
      server,
      values,
      authorization: held && options.authorizationFor?.(server, held.principal, credentials),
      // By then the caller's own are disposed of.
      scrubberWith: (tokens) =>
        createScrubber([...live, ...tokens.map((token) => ({ secret: Secret.fromText(token), service }))], {
          rules,
        }),
      logger,
      isBare,
      lookup: options.lookup,
      ...limits,
    })
  }

  const listing = new Listing({
    definitions,
    store: options.lists,
    clock,
    logger,
    limits,
    lease: (use, onTools, signal) =>
      pools[use.server.type].acquire(use.ownership, (ended) => open(use, onTools, ended), signal),
    leaseBare(server) {
      // No principal is written so: see `ownerOf`.
      const owner = `list ${server.id}`
      const use = { server, ownership: { key: owner, owner, accounts: [] }, credentials: [] }
      return pools[server.type].acquire(use.ownership, (ended) => open(use, () => undefined, ended))
    },
  })

  return {
    listTools: (server, waitedMs) => listing.shared(server, waitedMs),
    listOwnTools: (server, user) => listing.own(server, user),

    async call(call): Promise<ToolOutcome> {
      const { server, principal, tool, credentials, signal } = call
      checkCredentials(formation, call)
      const given = plainArguments(server.id, tool, call.arguments)
      checkArguments(server, tool, given, secretValues(credentials))
      const accounts = credentials.map(({ account }) => account)
      const ownership = ownershipOf(server, principal, accounts)
      const startedAt = clock.now()
      const usesCredential = credentials.length > 0
      const callOnce = async (): Promise<ToolOutcome> => {
        const { connection, release, retire } = await listing.lease(
          { server, ownership, credentials },
          signal,
        )
        try {
          await confirmCredentials(credentials)
          return await connection.call(tool, given, { usesCredential, signal })
        } catch (error) {
          if (error instanceof ConnectionLost) retire()
          throw error
        } finally {
          release()
        }
      }
      const outcome = await callOnce()
        .catch((error: unknown) => {
          if (error instanceof ConnectionLost) return callOnce()
          throw error
        })
        .catch((error: unknown) => {
          throw error instanceof ConnectionLost ? unavailable(server, LOST) : error
        })
      logger.debug(
        { server: server.id, tool, outcome: outcome.kind, tookMs: clock.now() - startedAt },
        'tool called',
      )
      return outcome
    },

    retainLists(principal, accounts) {
      const owner = ownerOf(principal)
      const ids = new Set(accounts.map(({ id }) => id))
      listing.forget(
        (one) => one.owner === owner && !one.accounts.every(({ accountId }) => ids.has(accountId)),
      )
    },

    async end(principal, accountId) {
      const owner = ownerOf(principal)
      const matches = (one: Ownership): boolean =>
        one.owner === owner &&
        (accountId === undefined || one.accounts.some((held) => held.accountId === accountId))
      listing.forget(matches)
      await endAll(matches)
    },

    async close() {
      stopWatching()
      await Promise.all(allPools.map((pool) => pool.close()))
    },
  }
}
