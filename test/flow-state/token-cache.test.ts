/** The cache of sealed envelopes in the path of a use (`design.md` §5: `credential_ttl_minutes`). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import { openSqliteState } from '../../src/state/sqlite.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { openVault } from '../../src/vault/open.ts'
import type { OpenResult } from '../../src/vault/vault.ts'
import type { Vault } from '../../src/vault/vault.ts'

const alice = createPrincipal('cache', 'alice')
const act = { channel: 'tool' } as const
const key = Secret.fromText(Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'))

let folder: string
let state: StateBackend
let vault: Vault
let gets: number
let isAway: boolean

const text = (result: OpenResult): string | undefined =>
  result.ok ? result.credential.fields['token']?.reveal() : result.reason

const use = async (id: string): Promise<string | undefined> => text(await vault.open(alice, id, 'test', act))

async function add(token: string, name = 'one'): Promise<string> {
  const identity = { key: name, name }
  const fields = { token: Secret.fromText(token) }
  return (await vault.add(alice, { service: 'github', identity, fields, checked: true }, act)).account.id
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-cache-'))
  gets = 0
  isAway = false
  state = await openSqliteState({ path: join(folder, 'state.db') })
  const { tokens } = state
  const failing = <Result>(work: () => Promise<Result>): Promise<Result> =>
    isAway ? Promise.reject(new Error('the cache is away')) : work()
  vault = await openVault({
    formation: 'cache',
    directory: folder,
    encryption: { key, salt: undefined, iterations: 100_000, deriveFromFormationId: false },
    maxAttempts: 3,
    production: false,
    envelopes: {
      ttlMs: 60_000,
      cache: {
        async get(principal, account) {
          const found = await failing(() => tokens.get(principal, account))
          if (found !== undefined) gets += 1
          return found
        },
        put: (...entry) => failing(() => tokens.put(...entry)),
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
  it('comes out of the cache, and each use is audited', async () => {
    const id = await add('first')
    for (let time = 0; time < 5; time += 1) expect(await use(id)).toBe('first')
    expect(gets).toBe(4)
    const uses = (await vault.listAudit(alice)).filter((entry) => entry.act === 'use')
    expect(uses.map(({ outcome, account }) => [outcome, account])).toEqual(Array(5).fill(['ok', id]))
  })

  it('tells when this account was used last, not another one of the user', async () => {
    const [one, two] = [await add('first'), await add('second', 'two')]
    const usedAt = async (id: string): Promise<number | undefined> => {
      const opened = await vault.open(alice, id, 'test', act)
      return opened.ok ? opened.credential.account.lastUsedAt : undefined
    }
    expect([await usedAt(one), await usedAt(two)]).toEqual([undefined, undefined])
    const entries = async (id: string) =>
      (await vault.listAudit(alice)).filter(({ account }) => account === id)
    for (const id of [two, one, one, two]) {
      const before = (await entries(id)).filter(({ act }) => act === 'use').map(({ at }) => at)
      expect(await usedAt(id)).toBe(Math.max(...before))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(gets).toBe(4)
  })

  it('is the new one once it was replaced, also where the cache could not be told', async () => {
    const id = await add('first')
    await use(id)
    expect(await add('second')).toBe(id)
    expect([await use(id), await use(id)]).toEqual(['second', 'second'])
    isAway = true
    await add('third')
    isAway = false
    expect(await use(id)).toBe('third')
  })

  it('is not released once it was removed, also where the cache could not be told', async () => {
    for (const away of [false, true]) {
      const id = await add(`removed-${away}`)
      await use(id)
      isAway = away
      await vault.remove(alice, id, act)
      isAway = false
      expect(await state.tokens.get(alice, id).then((found) => found !== undefined)).toBe(away)
      expect(await use(id)).toBe('not-found')
    }
  })

  it('is not released once it was rejected, and is again once it was accepted', async () => {
    const id = await add('first')
    await use(id)
    await vault.markRejected(alice, id, 1, act)
    expect(await use(id)).toBe('rejected')
    await vault.markChecked(alice, id, 1, {}, act)
    expect(await use(id)).toBe('first')
  })

  it('works while the cache is away', async () => {
    const id = await add('first')
    await use(id)
    isAway = true
    expect(await use(id)).toBe('first')
  })

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
    await state.tokens.put(alice, id, { revision: 9_000_000, sealed: new Uint8Array(300) }, 60_000)
    expect(await use(id)).toBe('first')
  })
})
