/**
 * A process of its own that uses a granted credential, and renews it where it is over: `renewing-process.ts TASK`, where TASK is JSON.
 * Prints what it used and how often, and at which moment it would have died.
 */
import { writeSync } from 'node:fs'
import { isKeyturnError } from '../../src/errors.ts'
import { createRenewals } from '../../src/oauth/renewals.ts'
import { silentLogger } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import type { SingleFlight } from '../../src/state/single-flight.ts'
import { openState } from '../../src/state/open-state.ts'
import { openVault } from '../../src/vault/open.ts'
import { createFaultDialect } from '../proof/vault/fault-dialect.ts'
import { CHAT, FORMATION, user } from '../vault/world.ts'
import { testClient } from './fixtures.ts'

/** What it is told. */
export interface RenewingTask {
  readonly directory: string
  readonly key: string
  readonly userId: string
  readonly accountId: string
  readonly origin: string
  readonly redisUrl?: string
  /** How often it uses the credential, two at a time. */
  readonly uses: number
  /** Off: everybody leads. */
  readonly hasLease: boolean
  /** The moment of the renewal at which it kills itself; 0: never. */
  readonly killAt: number
}

const task = JSON.parse(process.argv[2] ?? '{}') as RenewingTask
const principal = user(task.userId)
const client = testClient(task.origin)

let moments = 0
let isRenewing = false
function reach(): void {
  if (!isRenewing) return
  moments++
  if (moments === task.killAt) process.kill(process.pid, 'SIGKILL')
}

const encryption = {
  key: Secret.fromText(task.key),
  salt: 'salt of the tests',
  iterations: 100_000,
  deriveFromFormationId: false,
}
const { directory } = task
const vault = await openVault(
  { formation: FORMATION, directory, encryption, maxAttempts: 3, production: false },
  (dialect) => createFaultDialect(dialect, reach),
)
const state = await openState({ redisUrl: task.redisUrl, path: `${directory}/.keyturn/state.db` })

/** Tells of the moments around a call. */
const around =
  <Given extends unknown[], Answer>(work: (...given: Given) => Promise<Answer>) =>
  async (...given: Given): Promise<Answer> => {
    reach()
    const answer = await work(...given)
    reach()
    return answer
  }
const leased: SingleFlight = {
  join: around((...given) => state.flights.join(...given)),
  land: around((...given) => state.flights.land(...given)),
  abandon: around((...given) => state.flights.abandon(...given)),
}
const unleased: SingleFlight = {
  join: (of, name) => Promise.resolve({ kind: 'leading', flight: { principal: of, name, token: 'nobody' } }),
  land: () => Promise.resolve(true),
  abandon: () => Promise.resolve(),
}
const renewals = createRenewals({
  vault,
  flights: task.hasLease ? leased : unleased,
  clientOf: () => ({
    ...client,
    clientSecret: undefined,
    async fetch(url, init) {
      reach()
      const response = await client.fetch(url, init)
      reach()
      const text = await response.text()
      reach()
      return new Response(text, { status: response.status, headers: response.headers })
    },
  }),
  clock: client.clock,
  logger: silentLogger,
})

/** One use, as tools have it: opened, renewed where it is over, opened again. */
async function use(): Promise<string> {
  for (;;) {
    const opened = await vault.open(principal, task.accountId, 'test', CHAT)
    if (!opened.ok) return opened.reason
    const { account, grant, fields, dispose } = opened.credential
    const token = fields['token']?.reveal() ?? ''
    dispose()
    if (grant?.expiresAt !== undefined && grant.expiresAt > Date.now()) return token
    isRenewing = true
    const outcome = await renewals.renew({ principal, account, context: CHAT, waits: true })
    if (outcome.kind !== 'renewed') return outcome.kind
  }
}

async function useUntilAudited(): Promise<string> {
  for (;;) {
    try {
      return await use()
    } catch (error) {
      if (!isKeyturnError(error, 'VAULT_UNAVAILABLE')) throw error
    }
  }
}

writeSync(1, 'ready\n')
const used: string[] = []
/** Many more at once are more than the audit of one user takes: such a use is told to come again. */
const LANES = Math.min(2, task.uses)
await Promise.all(
  Array.from({ length: LANES }, async () => {
    for (let left = task.uses / LANES; left > 0; left--) used.push(await useUntilAudited())
  }),
)
writeSync(1, `${JSON.stringify({ used: [...new Set(used)], count: used.length, moments })}\n`)
await state.close()
await vault.close()
