/**
 * The connections of this process: a server's process belongs to exactly one user, with exactly these credentials in these revisions.
 *
 * There is no fallback: a call without its credential starts no other user's process, no shared one, and none with a secret of the
 * formation in the credential's place.
 *
 * Long because what connections are made from, with all their bounds, stands beside how they are made.
 */
import { isKeyturnError } from '../errors.ts'
import type { Formation, SecretSource, ServerDefinition } from '../formation/formation.ts'
import type { Family } from '../guard/families/family.ts'
import { createScrubber } from '../guard/scrub.ts'
import { silentLogger, systemClock, type Clock, type Logger } from '../ports.ts'
import type { OpenedCredential } from '../vault/vault.ts'
import { checkArguments, withoutCredentialParameters } from './arguments.ts'
import {
  checkCredentials,
  confirmCredentials,
  liveSecrets,
  ownerOf,
  ownershipOf,
  secretValues,
} from './call-credentials.ts'
import { Connection } from './connection.ts'
import type { Connections, ToolCall, ToolDefinition, ToolOutcome } from './connections.ts'
import { Definitions, type DefinitionChange } from './definitions.ts'
import { planLaunch } from './environment.ts'
import { watchEnds, type FindEnded } from './ends-watch.ts'
import { Pool, type Lease, type PoolLimits } from './pool.ts'
import { endedCall, raceAbort } from './waiters.ts'

/** Bounds of the connections, each with a default. */
export interface ConnectionLimits extends PoolLimits {
  /** Milliseconds a server may take to start; `npx` may have to fetch it first. */
  readonly startTimeoutMs: number
  /** Milliseconds a tool may take to answer; a server that reports progress gets up to ten times as long. */
  readonly callTimeoutMs: number
}

/** 5 minutes idle, 50 processes, 8 a user, 10 s for a place, 60 s to start, 60 s to answer. A small server takes about 65 MB. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  idleMs: 5 * 60_000,
  maxProcesses: 50,
  maxProcessesPerUser: 8,
  waitTimeoutMs: 10_000,
  startTimeoutMs: 60_000,
  callTimeoutMs: 60_000,
}

/** What connections are made from. */
export interface ConnectionsOptions {
  readonly formation: Formation
  readonly secrets: SecretSource
  /** What is scrubbed besides live values and known shapes: `Services.rules`. */
  readonly rules?: readonly Family[] | undefined
  readonly logger?: Logger | undefined
  readonly clock?: Clock | undefined
  readonly limits?: Partial<ConnectionLimits> | undefined
  /** Tells which credentials are out of use by now (`Vault.findEnded`); asked every second while a process holds any. */
  readonly findEnded?: FindEnded | undefined
  /** A server describes its tools otherwise than before; for the audit. It is logged as a warning in any case. */
  readonly onDefinitionsChanged?: ((change: DefinitionChange) => void) | undefined
}

/** Makes the connections of a formation; no process is started before it is needed. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { formation, secrets, rules = [], logger = silentLogger, clock = systemClock } = options
  const limits = { ...CONNECTION_LIMITS, ...options.limits }
  const pool = new Pool(limits)
  const stopWatching = watchEnds(pool, options.findEnded)
  const listing = new Map<string, Promise<readonly ToolDefinition[]>>()
  const definitions = new Definitions((change) => {
    logger.warn(change, 'A server describes its tools otherwise than before.')
    options.onDefinitionsChanged?.(change)
  })

  const open = async (
    server: ServerDefinition,
    credentials: readonly OpenedCredential[],
    ended: AbortSignal,
  ): Promise<Connection> => {
    const startedAt = clock.now()
    const plan = planLaunch(server, { secrets, credentials })
    const scrubber = createScrubber(liveSecrets(plan.secrets, credentials), { rules })
    const onToolsChanged = (tools: readonly ToolDefinition[]): void =>
      void definitions.remember(server.id, tools)
    // The values are in the plan; the caller may be through with its own before the server is up.
    const anyEnded = AbortSignal.any([ended, ...credentials.map((credential) => credential.ended)])
    await raceAbort(confirmCredentials(credentials), anyEnded, endedCall)
    const connection = await Connection.open({
      server,
      plan,
      scrubber,
      logger,
      onToolsChanged,
      ended: anyEnded,
      ...limits,
    })
    await definitions.remember(server.id, connection.tools)
    logger.debug(
      { server: server.id, pid: connection.pid, tookMs: clock.now() - startedAt },
      'server started',
    )
    return connection
  }

  const lease = (call: Omit<ToolCall, 'tool' | 'arguments'>): Promise<Lease> => {
    const ownership = ownershipOf(call)
    return pool.acquire(ownership, (ended) => open(call.server, call.credentials, ended), call.signal)
  }

  const listWithout = async (server: ServerDefinition): Promise<readonly ToolDefinition[]> => {
    const ownership = { key: `list ${server.id}`, owner: '', accounts: [] }
    const { connection, discard } = await pool.acquire(ownership, (ended) => open(server, [], ended))
    const { tools } = connection
    await discard()
    return tools
  }

  return {
    async listTools(server, as) {
      const known = definitions.get(server.id) ?? (await listOnce(server))
      return known.map((tool) => withoutCredentialParameters(server, tool))

      async function listOnce(of: ServerDefinition): Promise<readonly ToolDefinition[]> {
        const running = listing.get(of.id) ?? listWithout(of).finally(() => listing.delete(of.id))
        listing.set(of.id, running)
        try {
          return await running
        } catch (error) {
          if (as === undefined || !isKeyturnError(error, 'TOOL_UNAVAILABLE')) throw error
          const { connection, release } = await lease({ server: of, ...as })
          release()
          return connection.tools
        }
      }
    },

    async call(call): Promise<ToolOutcome> {
      const { server, tool, credentials, signal } = call
      checkCredentials(formation, call)
      checkArguments(server, tool, call.arguments, secretValues(credentials))
      const { connection, release, discard } = await lease(call)
      const startedAt = clock.now()
      try {
        await confirmCredentials(credentials)
        const usesCredential = credentials.length > 0
        const outcome = await connection.call(tool, call.arguments, { usesCredential, signal })
        logger.debug(
          { server: server.id, tool, outcome: outcome.kind, tookMs: clock.now() - startedAt },
          'tool called',
        )
        if (outcome.kind === 'rejected') void discard()
        return outcome
      } finally {
        release()
      }
    },

    async end(principal, accountId) {
      const owner = ownerOf(principal)
      await pool.endAll(
        (one) =>
          one.owner === owner &&
          (accountId === undefined || one.accounts.some((held) => held.accountId === accountId)),
      )
    },

    async close() {
      stopWatching()
      await pool.close()
    },
  }
}
