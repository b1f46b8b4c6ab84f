/** One renewal of a credential over all processes, and no grant lost by anything that a service says. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRenewals, type Renewals } from '../../src/oauth/renewals.ts'
import type { RenewalOutcome } from '../../src/oauth/renewal-outcome.ts'
import { silentLogger } from '../../src/ports.ts'
import { openState } from '../../src/state/open-state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { Account } from '../../src/vault/vault.ts'
import { KeyturnError } from '../../src/errors.ts'
import { programPath } from '../programs.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { CHAT, user, World } from '../vault/world.ts'
import { testClient } from './fixtures.ts'
import { FINAL, GRANTING, startQuirks, TEMPORARY, testTokens, type QuirkServer } from './quirks.ts'
import { runRenewing, storeEnded, type Used } from './renewing.ts'
import { type RotatingServer, startRotating } from './rotating-server.ts'

let server: RotatingServer
let world: World
beforeAll(async () => {
  server = await startRotating({ delayMs: 150 })
})
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())
afterAll(() => server.stop())

describe('T-103 one credential that is over, used by many processes at once', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  const useAtOnce = async (
    hasLease: boolean,
    { redisUrl, uses, granting = server }: { redisUrl?: string; uses: number; granting?: RotatingServer },
  ): Promise<Used[]> => {
    const account = await storeEnded(world, granting, 'alice')
    const task = {
      directory: world.directory,
      key: world.key,
      userId: 'alice',
      accountId: account.id,
      origin: granting.origin,
      uses,
      hasLease,
      killAt: 0,
      ...(redisUrl !== undefined && { redisUrl }),
    }
    const program = programPath('renewingProcess')
    const runs = await Promise.all(Array.from({ length: 8 }, () => runRenewing(program, task)))
    return runs.filter((run) => run !== undefined)
  }

  it.each([
    ['200', 'SQLite'],
    ['50', 'Redis'],
  ])(
    '8 processes of %s uses each refresh it once, and all of them use what came of it (%s)',
    async (times, kind) => {
      const uses = Number(times)
      const runs = await useAtOnce(true, kind === 'Redis' ? { redisUrl: redis.url, uses } : { uses })
      expect(server.asked()).toBe(1)
      expect(runs.map(({ count, used }) => [count, used])).toEqual(
        Array.from({ length: 8 }, () => [uses, [server.current().access]]),
      )
    },
    300_000,
  )

  it('without the lease they refresh it more often, and the service ends the grant: the test would see it', async () => {
    // It thinks for as long as processes take to start, also on a busy machine: otherwise the first would be through by then.
    const slow = await startRotating({ delayMs: 8_000 })
    try {
      const runs = await useAtOnce(false, { uses: 10, granting: slow })
      expect(runs).toHaveLength(8)
      expect([slow.asked() > 1, slow.isAlive()]).toEqual([true, false])
    } finally {
      await slow.stop()
    }
  }, 300_000)
})

describe('a renewal', () => {
  const alice = user('alice')
  let quirks: QuirkServer
  let vault: SqlVault
  let state: StateBackend
  let account: Account
  beforeAll(async () => {
    quirks = await startQuirks()
  })
  afterAll(() => quirks.stop())
  beforeEach(async () => {
    quirks.seen.length = 0
    account = await storeEnded(world, server, 'alice')
    vault = await world.open({ clock: { now: () => Date.now() } })
    state = await openState({ path: `${world.directory}/.keyturn/state.db` })
  })
  afterEach(() => state.close())

  const renewalsWith = (more: Partial<Parameters<typeof createRenewals>[0]> = {}): Renewals =>
    createRenewals({
      vault,
      flights: state.flights,
      clientOf: () => testClient(quirks.origin),
      clock: { now: () => Date.now() },
      logger: silentLogger,
      ...more,
    })
  const renew = (renewals = renewalsWith(), of = account): Promise<RenewalOutcome> =>
    renewals.renew({ principal: alice, account: of, context: CHAT, waits: true })
  const held = async (): Promise<{ token: string; refresh: string } | string> => {
    const opened = await vault.openGrant(alice, account.id, 'test', CHAT)
    if (!opened.ok) return opened.reason
    const { fields, refreshToken, dispose } = opened.credential
    const both = { token: fields['token']?.reveal() ?? '', refresh: refreshToken?.reveal() ?? '' }
    dispose()
    return both
  }
  const statusOf = async () => (await vault.listAccounts(alice, 'acme'))[0]?.status

  it.each(Object.entries(GRANTING))('keeps both tokens of an answer %s', async (_shape, answer) => {
    const { access, refresh } = testTokens()
    quirks.answer = answer({ access, refresh })
    expect(await renew()).toEqual({ kind: 'renewed' })
    expect(await held()).toEqual({ token: access, refresh })
  })

  it.each(Object.entries(FINAL))('marks the account, once, at %s', async (_shape, answer) => {
    quirks.answer = answer
    expect(await renew()).toEqual({ kind: 'ended' })
    expect(await renew()).toEqual({ kind: 'ended' })
    expect([await statusOf(), quirks.seen.length]).toEqual(['rejected', 1])
  })

  it.each(Object.entries(TEMPORARY))(
    'keeps the grant, and leaves the service alone, at %s',
    async (_shape, answer) => {
      quirks.answer = answer
      const before = await held()
      expect(await renew()).toMatchObject({ kind: 'kept' })
      expect(await renew(renewalsWith())).toMatchObject({ kind: 'kept' })
      expect([await held(), await statusOf(), quirks.seen.length]).toEqual([before, 'active', 1])
    },
  )

  it('seals a new refresh token first, whatever else the answer says', async () => {
    const { refresh } = testTokens()
    const { token } = (await held()) as { token: string }
    const type = 'application/json'
    quirks.answer = {
      status: 400,
      type,
      body: JSON.stringify({ error: 'invalid_grant', refresh_token: refresh }),
    }
    expect(await renew()).toMatchObject({ kind: 'kept' })
    expect([await held(), await statusOf()]).toEqual([{ token, refresh }, 'active'])
  })

  it('keeps the old refresh token where the service gives no new one', async () => {
    const { refresh } = (await held()) as { refresh: string }
    const { access } = testTokens()
    const body = JSON.stringify({ access_token: access, token_type: 'bearer' })
    quirks.answer = { status: 200, type: 'application/json', body }
    expect(await renew()).toEqual({ kind: 'renewed' })
    expect(await held()).toEqual({ token: access, refresh })
  })

  it('is not undone, nor its account marked, by one that began before it', async () => {
    const [first, second] = [testTokens(), testTokens()]
    const granting = GRANTING['as RFC 6749 has it']
    quirks.answer = granting?.(first) ?? quirks.answer
    await renew()
    for (const answer of [granting?.(second), FINAL['invalid_grant with 400']]) {
      quirks.answer = answer ?? quirks.answer
      const lone = { ...state.flights, join: leading, land: () => Promise.resolve(true) }
      expect(await renew(renewalsWith({ flights: lone, vault: stale(vault) }))).toEqual({ kind: 'renewed' })
      expect([await held(), await statusOf()]).toEqual([
        { token: first.access, refresh: first.refresh },
        'active',
      ])
    }
    expect(quirks.seen).toHaveLength(3)
  })

  /** A vault that opens the revision that `account` was, as one does who was paused since. */
  const stale = (real: SqlVault): Parameters<typeof createRenewals>[0]['vault'] => ({
    openGrant: async (...given) => {
      const opened = await real.openGrant(...given)
      return opened.ok ? { ok: true, credential: { ...opened.credential, account } } : opened
    },
    renewGrant: (...given) => real.renewGrant(...given),
    markRejected: (...given) => real.markRejected(...given),
    listAccounts: (...given) => real.listAccounts(...given),
  })
  const leading: StateBackend['flights']['join'] = (principal, name) =>
    Promise.resolve({ kind: 'leading', flight: { principal, name, token: 'nobody' } })

  it('without a lease to be had asks nobody, and keeps the grant', async () => {
    const away = () => Promise.reject(new KeyturnError('STATE_UNAVAILABLE', 'The store is away.'))
    const outcome = await renew(renewalsWith({ flights: { ...state.flights, join: away } }))
    expect([outcome, quirks.seen.length]).toEqual([{ kind: 'kept', reason: 'no-lease' }, 0])
  })

  it('by another client than the one it was granted to does not take place', async () => {
    const clientOf = () => testClient(quirks.origin, { clientId: 'another' })
    expect(await renew(renewalsWith({ clientOf }))).toMatchObject({ kind: 'kept' })
    expect(await renew(renewalsWith({ clientOf: () => undefined }))).toMatchObject({ kind: 'kept' })
    expect([quirks.seen.length, await statusOf()]).toEqual([0, 'active'])
  })

  it('stores what was granted though the vault is away for a moment', async () => {
    const { access, refresh } = testTokens()
    quirks.answer = GRANTING['as RFC 6749 has it']?.({ access, refresh }) ?? quirks.answer
    let away = 3
    const flaky = stale(vault)
    const renewGrant: SqlVault['renewGrant'] = (...given) => {
      if (away-- > 0) return Promise.reject(new KeyturnError('VAULT_UNAVAILABLE', 'The vault is away.'))
      return vault.renewGrant(...given)
    }
    expect(await renew(renewalsWith({ vault: { ...flaky, renewGrant } }))).toEqual({ kind: 'renewed' })
    expect(await held()).toEqual({ token: access, refresh })
  })

  it('gives no tool the refresh token, and cuts off no use that is under way', async () => {
    const before = await vault.open(alice, account.id, 'tool', CHAT)
    if (!before.ok) throw new Error('It does not open.')
    expect(Object.keys(before.credential.fields)).toEqual(['token'])
    expect(before.credential).not.toHaveProperty('refreshToken')
    quirks.answer = GRANTING['as RFC 6749 has it']?.(testTokens()) ?? quirks.answer
    await renew()
    expect([await before.credential.confirm(), before.credential.ended.aborted]).toEqual([true, false])
    expect(await vault.findEnded([{ principal: alice, accountId: account.id, revision: 1 }])).toEqual([])
    await vault.remove(alice, account.id, CHAT)
    expect([await before.credential.confirm(), before.credential.ended.aborted]).toEqual([false, true])
  })

  it('is audited, and the chain holds', async () => {
    quirks.answer = GRANTING['as RFC 6749 has it']?.(testTokens()) ?? quirks.answer
    await renew()
    const acts = (await vault.listAudit(alice)).map(({ act, outcome, detail }) => [act, outcome, detail])
    expect(acts).toEqual([
      ['renew', 'renewed', undefined],
      ['use', 'ok', 'acme.renew'],
      ['add', 'added', undefined],
    ])
  })
})
