/** A process of an agent behind a load balancer: `worker.ts SETUP`. Takes turns and tool calls until it is killed. */
import { isKeyturnError } from '../../../src/index.ts'
import { createKeyturn } from '../../../src/keyturn.ts'
import { openParts } from '../../../src/open/parts.ts'
import { openRedisState } from '../../../src/state/redis/state.ts'
import { withoutLease, withoutStamp } from './no-lease.ts'
import type { Done, Envelope, Order, WorkerSetup } from './protocol.ts'

const setup = JSON.parse(process.argv[2] ?? '{}') as WorkerSetup
const { formation, databaseUrl, redisUrl, githubApi, key, hasLease } = setup
/** A machine that has too much to do is not an outage: those have a proof of their own, with a Redis that is really away. */
const PATIENT_MS = 30_000

const opened = await openParts({
  formation,
  databaseUrl,
  redisUrl,
  githubApi,
  secrets: { CREDENTIAL_KEY: key },
})
const parts = { ...opened, state: await openRedisState({ url: redisUrl, commandTimeoutMs: PATIENT_MS }) }
const keyturn = createKeyturn(
  hasLease ? parts : { ...parts, state: withoutLease(parts.state), vault: withoutStamp(parts.vault) },
)

process.on('message', ({ id, content }: Envelope<Order>) => {
  void obey(content)
    .catch((error: unknown): Done => {
      if (isKeyturnError(error)) return { kind: 'failed', code: error.code }
      return { kind: 'failed', code: error instanceof Error ? error.name : 'unknown' }
    })
    .then((done) => process.send?.({ id, content: done } satisfies Envelope<Done>))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function obey(order: Order): Promise<Done> {
  const who = { userId: order.user, conversationId: order.conversation }
  if (order.kind === 'turn') {
    const { text, message: messageId } = order
    return {
      kind: 'outcome',
      outcome: await keyturn.turn({ ...who, messageId, text, transport: 'terminal' }),
    }
  }
  const work = keyturn.user(who).tool('github', async (path: string, { fetch }) => {
    const response = await fetch(path)
    if (!response.ok) throw new Error(`GitHub said ${response.status}.`)
    return ((await response.json()) as { login: string }).login
  })
  try {
    const result = await work(`/work?for=${encodeURIComponent(order.user)}`)
    const logins =
      typeof result === 'string' ? [result] : result.map((one) => ('result' in one ? one.result : one.error))
    return { kind: 'called', logins }
  } catch (error) {
    const input = { ...who, text: order.text, transport: 'terminal' } as const
    return { kind: 'outcome', outcome: await keyturn.park(error, input) }
  }
}
