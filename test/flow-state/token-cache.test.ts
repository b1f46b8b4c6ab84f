/**
 * What a use finds near: for a minute in the memory of its process, then in the cache of sealed envelopes
 * (`credential_ttl_minutes`).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import { openSqliteState } from '../../src/state/sqlite/state.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { openVault } from '../../src/vault/open.ts'
import type { OpenResult } from '../../src/vault/vault.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { createTestClock, type TestClock } from '../state/fixtures.ts'

const alice = createPrincipal('cache', 'alice')
const act = { channel: 'tool' } as const
const key = Secret.fromText(Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'))

const MINUTE_MS = 60_000
const TTL_MS = 10 * MINUTE_MS

let folder: string
let clock: TestClock
let state: StateBackend
let vault: SqlVault
let gets: number
let puts: number
let isAway: boolean

const text = (result: OpenResult): string | undefined =>
  result.ok ? result.credential.fields['token']?.reveal() : result.reason

const use = async (id: string): Promise<string | undefined> => text(await vault.open(alice, id, 'test', act))

async function add(token: string, name = 'one', into = vault): Promise<string> {
  const identity = { key: name, name }
  const fields = { token: Secret.fromText(token) }
  return (await into.add(alice, { service: 'github', identity, fields, checked: true }, act)).account.id
}

const settings = () => ({
  formation: 'cache',
  directory: folder,
  encryption: { key, salt: undefined, iterations: 100_000, deriveFromFormationId: false },
  maxAttempts: 3,
  production: false,
  clock,
})

/** Another instance on the same vault, which has no cache. */
const openOther = (): Promise<SqlVault> => openVault(settings())

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-cache-'))
  clock = createTestClock()
  gets = puts = 0
  isAway = false
  state = await openSqliteState({ path: join(folder, 'state.db'), clock })
  const { tokens } = state
  const failing = <Result>(work: () => Promise<Result>): Promise<Result> =>
    isAway ? Promise.reject(new Error('the cache is away')) : work()
  vault = await openVault({
    ...settings(),
    envelopes: {
      ttlMs: TTL_MS,
      cache: {
        async get(principal, account) {
          const found = await failing(() => tokens.get(principal, account))
          if (found !== undefined) gets += 1
          return found
        },
        put(...entry) {
          puts += 1
          return failing(() => tokens.put(...entry))
        },
        evict: (...entry) => failing(() => tokens.evict(...entry)),
      },
    },
  })
})
afterEach(async () => {
  await vault.close()
  await state.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a credential that is used again', () => {
  it('comes out of memory for a minute and then out of the cache, and each use is audited', async () => {
    const id = await add('first')
    for (let time = 0; time < 5; time += 1) {
      expect(await use(id)).toBe('first')
      clock.advance(MINUTE_MS / 5)
    }
    expect(gets).toBe(0)
    for (let minute = 1; minute < 9; minute += 1) {
      expect([await use(id), await use(id)]).toEqual(['first', 'first'])
      expect(gets).toBe(minute)
      clock.advance(MINUTE_MS)
    }
    const uses = (await vault.listAudit(alice)).filter((entry) => entry.act === 'use')
    expect(uses.map(({ outcome, account }) => [outcome, account])).toEqual(Array(21).fill(['ok', id]))
  })

  it('is read from the vault once the cache may not keep it any more', async () => {
    const id = await add('first')
    await use(id)
    clock.advance(TTL_MS - 1)
    expect([await use(id), gets, puts]).toEqual(['first', 1, 1])
    clock.advance(2)
    expect([await use(id), gets, puts]).toEqual(['first', 1, 2])
  })

  it('tells when this account was used last, not another one of the user', async () => {
    const [one, two] = [await add('first'), await add('second', 'two')]
    const usedAt = async (id: string): Promise<number | undefined> => {
      const opened = await vault.open(alice, id, 'test', act)
      return opened.ok ? opened.credential.account.lastUsedAt : undefined
    }
    const before = new Map<string, number | undefined>()
    for (const id of [one, two, two, one, one, two]) {
      expect(await usedAt(id)).toBe(before.get(id))
      before.set(id, clock.now())
      clock.advance(20_000)
    }
  })
})

describe.each([
  ['within a minute', 0],
  ['later', MINUTE_MS],
])('a credential that is used again %s', (_, pauseMs) => {
  const useAgain = async (id: string): Promise<string | undefined> => {
    clock.advance(pauseMs)
    return use(id)
  }

  it('is the new one once it was replaced, also where the cache could not be told', async () => {
    const id = await add('first')
    await use(id)
    expect(await add('second')).toBe(id)
    expect([await useAgain(id), await useAgain(id)]).toEqual(['second', 'second'])
    isAway = true
    await add('third')
    isAway = false
    expect(await useAgain(id)).toBe('third')
  })

  it('is the new one once another instance replaced it', async () => {
    const id = await add('first')
    await use(id)
    const other = await openOther()
    await add('second', 'one', other)
    await other.close()
    expect([await useAgain(id), await useAgain(id)]).toEqual(['second', 'second'])
  })

  it('is not released once it was removed, here or by another instance, also where the cache could not be told', async () => {
    for (const [away, elsewhere] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      const id = await add(`removed-${away}-${elsewhere}`)
      await use(id)
      isAway = away
      const other = elsewhere ? await openOther() : vault
      await other.remove(alice, id, act)
      if (elsewhere) await other.close()
      isAway = false
      if (!elsewhere) expect((await state.tokens.get(alice, id)) !== undefined).toBe(away)
      expect(await useAgain(id)).toBe('not-found')
    }
  })

  it('is not released once its user was deleted by another instance', async () => {
    const id = await add('first')
    await use(id)
    const other = await openOther()
    await other.deleteUser(alice, act)
    await other.close()
    expect(await useAgain(id)).toBe('not-found')
  })

  it('is not released once it was rejected, and is again once it was accepted', async () => {
    const id = await add('first')
    await use(id)
    await vault.markRejected(alice, id, 1, act)
    expect(await useAgain(id)).toBe('rejected')
    await vault.markChecked(alice, id, 1, {}, act)
    expect(await useAgain(id)).toBe('first')
  })

  it('is not released once it is expired', async () => {
    const id = await add('first')
    await vault.markChecked(alice, id, 1, { expiresAt: clock.now() + pauseMs + 2 }, act)
    expect(await use(id)).toBe('first')
    clock.advance(1)
    expect(await useAgain(id)).toBe('first')
    clock.advance(1)
    expect(await use(id)).toBe('expired')
  })

  it('gives it to fifty uses at once, each audited, and the chain stays whole', async () => {
    const id = await add('first')
    await use(id)
    clock.advance(pauseMs)
    const given = await Promise.all(Array.from({ length: 50 }, () => use(id)))
    expect(given).toEqual(Array(50).fill('first'))
    const uses = (await vault.listAudit(alice, { limit: 1_000 })).filter((entry) => entry.act === 'use')
    expect(uses).toHaveLength(51)
    expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
  })

  it('works while the cache is away', async () => {
    const id = await add('first')
    await use(id)
    isAway = true
    expect(await useAgain(id)).toBe('first')
  })
})

describe('what is kept near', () => {
  it('is kept sealed: the cache holds neither the secret nor the name of its account', async () => {
    const id = await add('a-secret-that-would-be-seen')
    await use(id)
    const sealed = Buffer.from((await state.tokens.get(alice, id))?.sealed ?? []).toString('latin1')
    expect(sealed.length).toBeGreaterThan(100)
    expect(sealed).not.toMatch(/a-secret|github|one/)
  })

  it('is refused to nobody by a cache that was altered or filled from another account', async () => {
    const id = await add('first')
    await use(id)
    clock.advance(MINUTE_MS)
    await state.tokens.put(alice, id, { revision: 9_000_000, sealed: new Uint8Array(300) }, 60_000)
    expect(await use(id)).toBe('first')
  })
})
