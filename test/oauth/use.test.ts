/** What a use of a granted credential gets: the access token of the moment, never the refresh token; and how its grant ends. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGrantAuthorization, type GrantAuthorization } from '../../src/oauth/authorization-of-grant.ts'
import { grantOf } from '../../src/oauth/grant-of.ts'
import { createRenewals } from '../../src/oauth/renewals.ts'
import { createRevocations } from '../../src/oauth/revocations.ts'
import { silentLogger, systemClock } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { openState } from '../../src/state/open-state.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { Account } from '../../src/vault/vault.ts'
import { CHAT, user, World } from '../vault/world.ts'
import { testClient } from './fixtures.ts'
import { FINAL, GRANTING, startQuirks, TEMPORARY, testTokens, type QuirkServer } from './quirks.ts'
import { storeEnded } from './renewing.ts'
import { type RotatingServer, startRotating } from './rotating-server.ts'

describe('the moment of a renewal', () => {
  it('lies in the last quarter of a life, at most ten minutes ahead, and is drawn for each', () => {
    const clock = { now: () => 1_000_000 }
    const client = { ...testClient('http://127.0.0.1:1'), clock }
    const aheadOf = (expiresInSeconds: number, random: number): number => {
      const rest = {
        refreshToken: undefined,
        refreshExpiresInSeconds: undefined,
        scopes: undefined,
        fields: {},
      }
      const tokens = { ...rest, accessToken: Secret.fromText('test'), expiresInSeconds }
      const { expiresAt = 0, renewFrom = 0 } = grantOf(client, tokens, () => random).grant
      return (expiresAt - renewFrom) / 1000
    }
    expect([aheadOf(3600, 0), aheadOf(3600, 1)]).toEqual([300, 600])
    expect([aheadOf(60, 0), aheadOf(60, 1)]).toEqual([7.5, 15])
    expect(aheadOf(86_400 * 30, 1)).toBe(600)
  })
})

describe('a granted credential', () => {
  const alice = user('alice')
  let rotating: RotatingServer
  let quirks: QuirkServer
  let world: World
  let vault: SqlVault
  let state: StateBackend
  let account: Account
  beforeAll(async () => {
    rotating = await startRotating()
    quirks = await startQuirks()
  })
  afterAll(() => Promise.all([rotating.stop(), quirks.stop()]))
  beforeEach(async () => {
    quirks.seen.length = 0
    world = new World()
    account = await storeEnded(world, rotating, 'alice')
    vault = await world.open({ clock: systemClock })
    state = await openState({ path: `${world.directory}/.keyturn/state.db` })
  })
  afterEach(async () => {
    await state.close()
    await world.close()
  })

  const authorization = (): GrantAuthorization => {
    const clientOf = () => testClient(quirks.origin)
    const parts = { vault, flights: state.flights, clientOf, clock: systemClock, logger: silentLogger }
    const renewals = createRenewals(parts)
    const opening = { principal: alice, account, purpose: 'test', context: CHAT }
    return createGrantAuthorization({ vault, renewals, clock: systemClock }, opening)
  }
  const grant = (tokens = testTokens()) => {
    quirks.answer = GRANTING['as RFC 6749 has it']?.(tokens) ?? quirks.answer
    return tokens
  }

  it('gives a connection the renewed access token, and asks the service once for two that want it', async () => {
    const { access } = grant()
    const tokens = authorization()
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual([access, access])
    expect(quirks.seen).toHaveLength(1)
  })

  it('that a server does not accept is renewed, unless it was renewed meanwhile', async () => {
    const first = grant()
    const tokens = authorization()
    const old = await tokens.token()
    const second = grant()
    expect(await tokens.onUnauthorized({ token: old })).toBe('retry')
    expect(await tokens.token()).toBe(second.access)
    expect(await tokens.onUnauthorized({ token: first.access })).toBe('retry')
    expect(quirks.seen).toHaveLength(2)
  })

  it('whose grant ended needs its owner; one that could not be renewed just now does not', async () => {
    quirks.answer = TEMPORARY['a page with 502'] ?? quirks.answer
    await expect(authorization().token()).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE' })
    await state.close()
    state = await openState({ path: `${world.directory}/.keyturn/other.db` })
    quirks.answer = FINAL['invalid_grant with 400'] ?? quirks.answer
    await expect(authorization().token()).rejects.toMatchObject({ code: 'CREDENTIAL_REQUIRED' })
    expect(await authorization().onUnauthorized({ token: 'any' })).toBe('need')
  })

  it.each([
    [200, true],
    [204, true],
    [400, false],
    [503, false],
  ])('is revoked with its refresh token: an answer of %i says %s', async (status, isEnded) => {
    const { refresh } = rotating.current()
    quirks.answer = { status, body: '', type: 'application/json' }
    const revocations = createRevocations({
      vault,
      clientOf: () => testClient(quirks.origin),
      logger: silentLogger,
    })
    expect(await revocations.revoke(alice, account, CHAT)).toBe(isEnded)
    const [request] = quirks.seen
    expect([request?.path, new URLSearchParams(request?.body).get('token')]).toEqual(['/revoke', refresh])
  })

  it('is not revoked where the service has no way, or the client is another', async () => {
    const client = testClient(quirks.origin)
    const without = { ...client, endpoints: { ...client.endpoints, revocation: undefined } }
    for (const one of [undefined, without, { ...client, clientId: 'another' }]) {
      const revocations = createRevocations({ vault, clientOf: () => one, logger: silentLogger })
      expect(await revocations.revoke(alice, account, CHAT)).toBe(false)
    }
    expect(quirks.seen).toEqual([])
  })
})
