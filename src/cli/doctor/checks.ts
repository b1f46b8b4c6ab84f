/** What `keyturn doctor` looks at: each check says what it found, and what to mend. */
import { isKeyturnError } from '../../errors.ts'
import type { Formation, ServerDefinition } from '../../formation/formation.ts'
import { environmentSecrets } from '../../formation/resolve.ts'
import type { SharedList } from '../../tools/connections.ts'
import { createConnections } from '../../tools/create-connections.ts'
import { openParts } from '../../open/parts.ts'
import { silentLogger, systemClock } from '../../ports.ts'
import { createServices } from '../../providers/create-services.ts'
import { inspectRedis } from '../../state/redis/inspect.ts'

/** One finding. `weak`: works, and should be mended; `bad`: does not work, `refused` for a setting, `outage` for a server. */
export interface Finding {
  readonly subject: string
  readonly state: 'good' | 'weak' | 'bad'
  readonly message: string
  readonly fault?: 'refused' | 'outage'
  /** What the subject itself wrote last, scrubbed. */
  readonly lines?: readonly string[]
}

/** What an error says, as a finding. */
export function findingOf(subject: string, error: unknown): Finding {
  const message = isKeyturnError(error) ? error.message : 'failed in an unknown way.'
  // The only placeholders that opening the vault needs are those of its key.
  const isKey =
    isKeyturnError(error) &&
    (error.code.startsWith('KEY_') || (subject === 'database' && error.code === 'PLACEHOLDER_MISSING'))
  const fault = isKeyturnError(error) && !error.retryable ? 'refused' : 'outage'
  return { subject: isKey ? 'key' : subject, state: 'bad', message, fault }
}

/** Redis, where there is one: can it be used, and will it keep what it is given? */
export async function checkRedis(url: string | undefined): Promise<readonly Finding[]> {
  const subject = 'redis'
  if (url === undefined || url === '') {
    const message = 'No REDIS_URL: conversations are kept in a SQLite file, which serves one process.'
    return [{ subject, state: 'good', message }]
  }
  try {
    const warnings = await inspectRedis({ url })
    if (warnings.length === 0)
      return [
        { subject, state: 'good', message: 'Works, keeps what it is given, and is closed to strangers.' },
      ]
    return warnings.map(({ kind, message }) =>
      kind === 'unusable'
        ? { subject, state: 'bad', message, fault: 'outage' }
        : { subject, state: 'weak', message },
    )
  } catch (error) {
    return [findingOf(subject, error)]
  }
}

/** Whether a token can be taken in the chat at all, and whose word about HTTPS is believed. */
export function checkProxies({ trustedProxies, requireHttps }: Formation): Finding {
  const subject = 'proxies'
  const widest = trustedProxies.map(String).find((range) => /\/[0-7]$/.test(range))
  if (widest !== undefined) {
    const message = `trusted_proxies holds ${widest}, which is nearly everybody: any of them can claim HTTPS. Name the load balancers' own networks.`
    return { subject, state: 'weak', message }
  }
  if (!requireHttps) {
    const message =
      'require_https is off: tokens are taken over connections that others can read. Turn it on.'
    return { subject, state: 'weak', message }
  }
  const message =
    trustedProxies.length === 0
      ? 'None is trusted: behind one that ends TLS, list it in trusted_proxies, or no token is taken in the chat.'
      : `Trusted: ${trustedProxies.map(String).join(', ')}.`
  return { subject, state: 'good', message }
}

/** The longest a server may take to tell its tools: `npx` may have to fetch it first. Milliseconds. */
const LIST_TIMEOUT_MS = 60_000

/** Lines of its own that are shown of a server that does not start. */
const SHOWN_LINES = 5

/** Whether each MCP server can be started or reached, and tells its tools; also while the stores are away. */
export async function checkServers(formation: Formation): Promise<readonly Finding[]> {
  const connections = createConnections({
    formation,
    secrets: environmentSecrets(),
    rules: createServices(formation).rules,
    logger: silentLogger,
    clock: systemClock,
    limits: { listTimeoutMs: LIST_TIMEOUT_MS },
  })
  try {
    return await Promise.all(
      formation.servers.map(async (server) => findingOfServer(server, await connections.listTools(server))),
    )
  } finally {
    await connections.close()
  }
}

/** A server is asked without any credential: that it wants one to start is no fault of it. */
function findingOfServer(
  { id, file, type, services, tools: declared }: ServerDefinition,
  { tools, failure }: SharedList,
): Finding {
  const subject = `server ${id}`
  const verb = type === 'http' ? 'Answer' : 'Start'
  if (failure === undefined)
    return { subject, state: 'good', message: `${verb}s and lists ${tools.length} tools.` }
  const lines = failure.lastLines.slice(-SHOWN_LINES)
  if (failure.reason === 'credential-missing') {
    const shown =
      declared.length > 0 ? `the ${declared.length} tools of its file` : 'one tool that connects an account'
    const message = `${verb}s only with a user's credential, and says so; until a user has one they see ${shown}.`
    return { subject, state: 'good', message, lines }
  }
  if (failure.reason === 'ended' && services.length > 0 && lines.length > 0) {
    const message = `Ended when it was started without a credential. If it needs one to start, all is well; if not, correct command and args in ${file}.`
    return { subject, state: 'weak', message, lines }
  }
  const message = `The MCP server ${id} (${file}) ${failure.what}.`
  return { subject, state: 'bad', message, fault: 'outage', lines }
}

/** Whether the vault opens, and with this key. */
export async function checkVault(formation: Formation): Promise<readonly Finding[]> {
  try {
    const parts = await openParts({ formation })
    await parts.close()
    return [
      { subject: 'database', state: 'good', message: 'Opens, and is of this version.' },
      { subject: 'key', state: 'good', message: 'Fits the vault.' },
    ]
  } catch (error) {
    const finding = findingOf('database', error)
    if (finding.subject === 'key') return [finding]
    return [
      finding,
      { subject: 'key', state: 'weak', message: 'Could not be tried, since the vault did not open.' },
    ]
  }
}
