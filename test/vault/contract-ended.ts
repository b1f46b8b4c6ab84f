/** What was opened before an end is told of it, however late the answers of the database come, and nothing of it is remembered. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RecentUses } from '../../src/vault/accounts/recent-uses.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { EnvelopeCache } from '../../src/vault/sealing/envelope-cache.ts'
import type { OpenedCredential } from '../../src/vault/vault.ts'
import { CHAT, type World, type WorldFactory, credential, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')
const HOUR_MS = 3_600_000

/** A cache that holds nothing: rows and keys are remembered in the process all the same. */
const emptyCache: EnvelopeCache = {
  get: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
  evict: () => Promise.resolve(),
}

export function endedContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  let elsewhere: SqlVault
  let id: string
  let revision: number

  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open({ envelopes: { cache: emptyCache, ttlMs: HOUR_MS } })
    elsewhere = await world.open()
    ;({ id, revision } = (await vault.add(alice, credential(newToken()), CHAT)).account)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await world.close()
  })

  const use = async (): Promise<OpenedCredential> => {
    const opened = await vault.open(alice, id, 'test', CHAT)
    if (!opened.ok) throw new Error(`not opened: ${opened.reason}`)
    return opened.credential
  }
  const replace = (by: SqlVault) => by.add(alice, credential(newToken()), CHAT)

  const ENDS: readonly (readonly [string, (by: SqlVault) => Promise<unknown>])[] = [
    ['its removal', (by) => by.remove(alice, id, CHAT)],
    ['the removal of its service', (by) => by.removeService(alice, 'github', CHAT)],
    ['its replacement', replace],
    ['its rejection', (by) => by.markRejected(alice, id, revision, CHAT)],
    ['the deletion of its user', (by) => by.deleteUser(alice, CHAT)],
  ]

  const OTHERS: readonly (readonly [string, (by: SqlVault) => Promise<unknown>])[] = [
    ['a label', (by) => by.rename(alice, id, 'work', CHAT)],
    ['being the default', (by) => by.setDefault(alice, 'github', id, CHAT)],
    ['a check', (by) => by.markChecked(alice, id, 1, {}, CHAT)],
    ['the rejection of an older revision', (by) => by.markRejected(alice, id, 0, CHAT)],
    [
      'the end of another account',
      async (by) => {
        const { account } = await by.add(alice, credential(newToken(), 'muxi-ai'), CHAT)
        await by.remove(alice, account.id, CHAT)
      },
    ],
    [
      'the deletion of another user',
      async (by) => {
        await by.add(bob, credential(newToken()), CHAT)
        await by.deleteUser(bob, CHAT)
      },
    ],
  ]

  describe('a use in flight', () => {
    it.each(ENDS)('T-119 is told of %s here at once, and confirms no more', async (_, end) => {
      const [opened, another] = [await use(), await use()]
      expect([await opened.confirm(), opened.ended.aborted]).toEqual([true, false])
      await end(vault)
      expect([opened.ended.aborted, another.ended.aborted]).toEqual([true, true])
      expect(await opened.confirm()).toBe(false)
      expect((await vault.listAudit(alice))[0]).toMatchObject({ act: 'use', outcome: 'ended' })
    })

    it.each(ENDS)('T-119 confirms no more after %s by another instance', async (_, end) => {
      const opened = await use()
      await end(elsewhere)
      expect(await opened.confirm()).toBe(false)
      expect((await vault.listAudit(alice))[0]).toMatchObject({ act: 'use', outcome: 'ended' })
    })

    it.each(OTHERS)('goes on through %s', async (_, change) => {
      const opened = await use()
      await change(vault)
      await change(elsewhere)
      expect([await opened.confirm(), opened.ended.aborted]).toEqual([true, false])
    })

    it('T-119 confirms no more once its time is over', async () => {
      const until = { expiresAt: world.clock.now() + HOUR_MS }
      id = (await vault.add(alice, credential(newToken(), 'muxi-ai', until), CHAT)).account.id
      const opened = await use()
      world.clock.advance(HOUR_MS)
      expect(await opened.confirm()).toBe(false)
    })

    it.each(ENDS)('T-119 whose audit is answered only after %s is not given out', async (_, end) => {
      for (const isRemembered of [false, true]) {
        ;({ id, revision } = (await vault.add(alice, credential(newToken()), CHAT)).account)
        if (isRemembered) (await use()).dispose()
        const answer = holdNextStatement(vault)
        const opening = vault.open(alice, id, 'test', CHAT)
        await answer.executed
        await end(vault)
        answer.give()
        const opened = await opening
        if (opened.ok) expect(opened.credential.account.revision).toBe(revision + 1)
        else expect(['not-found', 'rejected']).toContain(opened.reason)
      }
    })

    it('T-119 is found among those that were ended, wherever that was done', async () => {
      const held = { principal: alice, accountId: id, revision: 1 }
      const strange = { principal: bob, accountId: id, revision: 1 }
      expect(await vault.findEnded([held, strange])).toEqual([strange])
      await replace(elsewhere)
      const renewed = { ...held, revision: 2 }
      expect(await vault.findEnded([held, renewed])).toEqual([held])
      await elsewhere.markRejected(alice, id, 2, CHAT)
      expect(await vault.findEnded([renewed])).toEqual([renewed])
      const many = Array.from({ length: 450 }, (_, index) => ({ ...held, accountId: `none-${index}` }))
      const { account } = await vault.add(bob, credential(newToken()), CHAT)
      const standing = { principal: bob, accountId: account.id, revision: 1 }
      expect(await vault.findEnded([...many, standing])).toEqual(many)
    })
  })

  describe('a check that began before a rejection', () => {
    it('T-119 does not undo it, as a new check does', async () => {
      await elsewhere.markRejected(alice, id, 1, CHAT)
      await vault.markChecked(alice, id, 1, { onlyIfActive: true }, CHAT)
      expect(await vault.listAccounts(alice)).toMatchObject([{ status: 'rejected' }])
      await vault.markChecked(alice, id, 1, {}, CHAT)
      expect(await vault.listAccounts(alice)).toMatchObject([{ status: 'active' }])
    })
  })

  describe('a deleted user', () => {
    it('T-119 is forgotten in this process: their wrapped key is gone from memory, also while a use was in flight', async () => {
      for (const isInFlight of [false, true]) {
        const keys = noteKeys()
        id = (await vault.add(alice, credential(newToken()), CHAT)).account.id
        ;(await use()).dispose()
        await collect()
        expect(keys.some((key) => key.deref() !== undefined)).toBe(true)
        const answer = isInFlight ? holdNextStatement(vault) : undefined
        const opening = isInFlight ? vault.open(alice, id, 'test', CHAT) : undefined
        await answer?.executed
        await vault.deleteUser(alice, CHAT)
        answer?.give()
        expect(await opening).toEqual(isInFlight ? { ok: false, reason: 'not-found' } : undefined)
        await collect()
        expect(keys.filter((key) => key.deref() !== undefined)).toEqual([])
        vi.restoreAllMocks()
      }
    })
  })
}

/** Lets the vault's next audited use be written, and holds back what the database answers. */
function holdNextStatement(vault: SqlVault): { readonly executed: Promise<void>; give(): void } {
  let give = (): void => undefined
  let executed = (): void => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  const done = new Promise<void>((resolve) => (executed = resolve))
  const original = vault.core.tryStatement.bind(vault.core)
  const spy = vi.spyOn(vault.core, 'tryStatement')
  spy.mockImplementationOnce(async (work) => {
    const result = await original(work)
    executed()
    await given
    return result
  })
  return { executed: done, give }
}

/** Weak references to every wrapped key that is remembered from now on. */
function noteKeys(): WeakRef<object>[] {
  const keys: WeakRef<object>[] = []
  const original = RecentUses.prototype.note
  vi.spyOn(RecentUses.prototype, 'note').mockImplementation(function (this: RecentUses, ...args) {
    keys.push(new WeakRef(args[0]))
    // The spy would keep what it was called with.
    vi.mocked(RecentUses.prototype.note).mockClear()
    return original.apply(this, args)
  })
  return keys
}

/** What a weak reference gave is kept until the end of the turn it was asked in. */
async function collect(): Promise<void> {
  await nextTurn()
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('globalThis.gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collectGarbage()
  await nextTurn()
}
