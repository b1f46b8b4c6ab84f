/** Opens what Keyturn works with: the formation, the stores, the services, the connections. */
import { join } from 'node:path'
import { realDisk } from '../formation/disk.ts'
import type { Formation } from '../formation/formation.ts'
import { checkVariables } from '../formation/injected-names.ts'
import { readFormation } from './formation.ts'
import { checkReach } from '../formation/reach.ts'
import { privatePaths } from '../formation/working-folder.ts'
import type { KeyturnOptions } from './options.ts'
import { createConnections } from '../tools/create-connections.ts'
import type { DefinitionChange } from '../tools/definition-change.ts'
import { RejectionHints } from '../tools/rejection-hints.ts'
import { createAskModel } from '../chat/agent/model.ts'
import { chosenUrl, openFormationVault, secretSource } from './vault.ts'
import { stderrLogger, systemClock } from '../ports.ts'
import { createServices } from '../providers/create-services.ts'
import { variablesAmong } from '../providers/variables.ts'
import type { Logger } from '../ports.ts'
import { createGrantAuthorization } from '../oauth/authorization-of-grant.ts'
import { createClients, type Clients } from '../oauth/clients.ts'
import { createRenewals } from '../oauth/renewals.ts'
import { createRevocations } from '../oauth/revocations.ts'
import { openSqliteState } from '../state/sqlite/state.ts'
import type { StateBackend } from '../state/backend.ts'
import { Languages } from '../chat/turn/languages.ts'
import { Sealed } from '../chat/turn/sealed.ts'
import type { Parts } from '../chat/turn/parts.ts'
import type { Vault } from '../vault/vault.ts'
import { promptKeys } from '../words.ts'

/** The parts of one open Keyturn, and the way to close them. */
export interface OpenedParts extends Omit<Parts, 'connecting'> {
  /** What this deployment is known as at the services that its users connect to. */
  readonly clients: Clients
  close(): Promise<void>
}

/** Opens the parts; what was opened before something failed is closed again. */
export async function openParts(options: KeyturnOptions): Promise<OpenedParts> {
  const formation =
    typeof options.formation === 'string'
      ? await readFormation(options.formation, { promptKeys: promptKeys(), providers: options.providers })
      : options.formation
  const store = join(options.directory ?? formation.directory, '.keyturn')
  const { directory, encryption, servers } = formation
  const variablesOf = variablesAmong(options.providers)
  checkVariables(servers, formation.services, variablesOf)
  checkReach(servers, {
    directory,
    disk: realDisk,
    privatePaths: [store, ...privatePaths(directory, encryption)],
  })
  const clock = options.clock ?? systemClock
  const logger = options.logger ?? stderrLogger
  const secrets = secretSource(options.secrets)
  const production = options.production ?? process.env['NODE_ENV'] === 'production'
  warn(formation, logger)
  const services = createServices(formation, {
    githubApi: options.githubApi,
    fetch: options.fetch,
    providers: options.providers,
  })
  const state = await openState(options, formation)
  let vault: Vault
  try {
    vault = await openFormationVault(formation, {
      ...options,
      secrets,
      production,
      envelopes: { cache: state.tokens, ttlMs: formation.credentialTtlMinutes * 60_000 },
      clock,
      logger,
    })
  } catch (error) {
    await state.close()
    throw error
  }
  try {
    await vault.noteProtection('require_https', formation.requireHttps)
  } catch (error) {
    await Promise.all([state.close(), vault.close()])
    throw error
  }
  const clients = createClients({ formation, services, secrets, clock, fetch: options.fetch })
  const renewals = createRenewals({
    vault,
    flights: state.flights,
    clientOf: (service) => clients.find(service),
    clock,
    logger,
  })
  const connections = createConnections({
    formation,
    secrets,
    rules: services.rules,
    variablesOf,
    logger,
    clock,
    lists: {
      read: (server) => vault.readToolList(server),
      keep: (server, list) => vault.keepToolList(server, list),
    },
    findEnded: (held) => vault.findEnded(held),
    authorizationFor: ({ id, auth }, principal, [credential, another]) => {
      // Two services at once, or a token with something written around it, are written once per connection, and renewed by the next.
      const [part, more] = auth?.type === 'bearer' ? (auth.values['token']?.parts ?? []) : []
      const isToken = part?.kind === 'credential' && more === undefined
      const isRenewed = isToken && credential?.grant !== undefined && another === undefined
      if (!isRenewed) return undefined
      const { account } = credential
      const opening = { principal, account, purpose: `${id}.renew`, context: { channel: 'tool' } } as const
      return createGrantAuthorization({ vault, renewals, clock }, opening, credential)
    },
    onDefinitionsChanged: (change) => void auditChange(vault, change, logger),
  })
  const { redirectMessage, language, prompts: overrides } = formation
  const languages = new Languages({ services, redirectMessage, overrides, language })
  return {
    formation,
    services,
    vault,
    state,
    sealed: new Sealed(vault),
    words: await languages.words(),
    languages,
    connections,
    hints: new RejectionHints(clock),
    clients,
    revocations: createRevocations({ vault, clientOf: (service) => clients.find(service), logger }),
    renewals,
    clock,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    logger,
    askModel: options.model === undefined ? undefined : createAskModel(options.model),
    inspect: options.inspect,
    production,
    async close() {
      await connections.close()
      await state.close()
      await vault.close()
    },
  }
}

async function openState(options: KeyturnOptions, formation: Formation): Promise<StateBackend> {
  const { clock = systemClock, logger = stderrLogger } = options
  const url = chosenUrl(options.redisUrl, 'REDIS_URL')
  if (url !== undefined) {
    // Not waited for: a Redis that is slow to look at delays no start.
    void warnOfRedis(url, logger)
    // Loaded late: a process that keeps its state in a file never needs Redis's client.
    const { openRedisState } = await import('../state/redis/state.ts')
    return openRedisState({ url, clock, logger })
  }
  const path = join(options.directory ?? formation.directory, '.keyturn', 'state.db')
  return openSqliteState({ path, clock, logger })
}

/** Says at the start what an operator should mend: eviction, no persistence, no TLS or password off this machine. */
async function warnOfRedis(url: string, logger: Logger): Promise<void> {
  try {
    const { inspectRedis } = await import('../state/redis/inspect.ts')
    for (const { kind, message } of await inspectRedis({ url })) logger.warn({ kind }, message)
  } catch {
    // A URL that cannot be used is refused by the store itself.
  }
}

/** Names of tools are the server's own text, and stay out of the audit: the hashes tell which wording it was. */
async function auditChange(vault: Vault, change: DefinitionChange, logger: Logger): Promise<void> {
  const { server, before, now } = change
  const detail = `${server}: SHA-256 ${before} is now ${now}`
  await vault
    .recordForFormation({ act: 'tools', outcome: 'changed', detail }, { channel: 'tool' })
    .catch(() => logger.error({ server }, 'A change of tool descriptions could not be audited.'))
}

function warn(formation: Formation, logger: Logger): void {
  for (const { place, message } of formation.warnings) {
    logger.warn({ file: place.file, line: place.line, field: place.field }, message)
  }
}
