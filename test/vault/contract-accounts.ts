/** Adding, replacing, listing, using, changing and removing; and that what was acknowledged is there once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import {
  CHAT,
  alternate,
  type World,
  type WorldFactory,
  credential,
  fieldsOf,
  newToken,
  user,
} from './world.ts'

const alice = user('alice')
const bob = user('bob')

export function accountsContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
  })
  afterEach(() => world.close())

  async function reveal(accountId: string): Promise<string | undefined> {
    const opened = await vault.open(alice, accountId, 'test', CHAT)
    return opened.ok ? opened.credential.fields['token']?.reveal() : opened.reason
  }

  describe('adding', () => {
    it('stores a credential that opens again, also in another process', async () => {
      const token = newToken()
      const { outcome, account } = await vault.add(
        alice,
        credential(token, 'ranaroussi', { scopes: ['repo'] }),
        CHAT,
      )
      expect(outcome).toBe('added')
      expect(account).toMatchObject({
        service: 'github',
        identity: { key: 'id-ranaroussi', name: 'ranaroussi' },
        isDefault: false,
        status: 'active',
        checked: true,
        scopes: ['repo'],
        revision: 1,
        createdAt: world.clock.now(),
        lastUsedAt: undefined,
      })
      vault = await world.open()
      expect(await reveal(account.id)).toBe(token)
      expect(await vault.listAccounts(alice)).toMatchObject([
        { id: account.id, lastUsedAt: world.clock.now() },
      ])
    })

    it('T-071 says that a secret is there already, blanks around it or not', async () => {
      const token = newToken()
      const { account } = await vault.add(alice, credential(token), CHAT)
      expect(await vault.findDuplicate(alice, 'github', fieldsOf(`  ${token}\n`))).toMatchObject({
        id: account.id,
      })
      expect(await vault.findDuplicate(alice, 'github', fieldsOf(token.toUpperCase()))).toBeUndefined()
      expect(await vault.findDuplicate(alice, 'slack', fieldsOf(token))).toBeUndefined()
      expect(await vault.add(alice, credential(token), CHAT)).toMatchObject({
        outcome: 'duplicate',
        account: { id: account.id },
      })
      expect(await vault.listAccounts(alice)).toHaveLength(1)
    })

    it('answers the same message about the same secret as it did the first time', async () => {
      const token = newToken()
      const context = { ...CHAT, messageId: 'm1' }
      await vault.add(alice, credential(token), context)
      expect(await vault.add(alice, credential(token), context)).toMatchObject({ outcome: 'added' })
      expect(await vault.add(alice, credential(token), { ...CHAT, messageId: 'm2' })).toMatchObject({
        outcome: 'duplicate',
      })
      const next = newToken()
      const later = { ...CHAT, messageId: 'm3' }
      expect(await vault.add(alice, credential(next), later)).toMatchObject({ outcome: 'replaced' })
      expect(await vault.add(alice, credential(next), later)).toMatchObject({
        outcome: 'replaced',
        account: { revision: 2 },
      })
    })

    it('replaces in place when the same account brings a new secret, keeping label and default', async () => {
      const { account } = await vault.add(alice, credential(newToken()), CHAT)
      await vault.rename(alice, account.id, 'work', CHAT)
      await vault.setDefault(alice, 'github', account.id, CHAT)
      const token = newToken()
      const replaced = await vault.add(
        alice,
        credential(token, 'renamed-login', { identity: { key: 'id-ranaroussi', name: 'renamed-login' } }),
        CHAT,
      )
      expect(replaced).toMatchObject({
        outcome: 'replaced',
        account: {
          id: account.id,
          revision: 2,
          label: 'work',
          isDefault: true,
          identity: { name: 'renamed-login' },
        },
      })
      expect(await reveal(account.id)).toBe(token)
    })

    it('brings back a secret that was rejected', async () => {
      const token = newToken()
      const { account } = await vault.add(alice, credential(token), CHAT)
      await vault.markRejected(alice, account.id, 1, CHAT)
      expect(await reveal(account.id)).toBe('rejected')
      expect(await vault.add(alice, credential(token), CHAT)).toMatchObject({
        outcome: 'replaced',
        account: { status: 'active' },
      })
      expect(await reveal(account.id)).toBe(token)
    })

    it('keeps several fields, and knows them whatever their order', async () => {
      const fields = { username: Secret.fromText('ann'), password: Secret.fromText('p4ss word') }
      const { account } = await vault.add(alice, credential('', 'ann', { service: 'jira', fields }), CHAT)
      const opened = await vault.open(alice, account.id, 'test', CHAT)
      expect(
        opened.ok && Object.entries(opened.credential.fields).map(([name, value]) => [name, value.reveal()]),
      ).toEqual([
        ['password', 'p4ss word'],
        ['username', 'ann'],
      ])
      const turned = { password: Secret.fromText('p4ss word'), username: Secret.fromText('ann') }
      expect(await vault.findDuplicate(alice, 'jira', turned)).toMatchObject({ id: account.id })
    })

    it('T-074 stores one row when 50 adds of one secret come at once from two instances', async () => {
      const token = newToken()
      const vaults = [vault, await world.open()] as const
      const adds = Array.from({ length: 50 }, (_, index) =>
        alternate(vaults, index).add(alice, credential(token), CHAT),
      )
      const outcomes = (await Promise.all(adds)).map((result) => result.outcome)
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(49)
      expect(await vault.listAccounts(alice)).toHaveLength(1)
    })

    it('T-075 stores one row when 50 secrets of one account come at once, each replacement audited', async () => {
      const tokens = Array.from({ length: 50 }, newToken)
      const vaults = [vault, await world.open()] as const
      await Promise.all(
        tokens.map((token, index) => alternate(vaults, index).add(alice, credential(token), CHAT)),
      )
      const accounts = await vault.listAccounts(alice)
      expect(accounts).toMatchObject([{ revision: 50 }])
      expect(tokens).toContain(await reveal(accounts[0]?.id ?? ''))
      const audit = await vault.listAudit(alice, { limit: 1_000 })
      expect(audit.filter((entry) => entry.act === 'replace')).toHaveLength(49)
    })

    it('T-109 stores 1 byte to 8 KiB and refuses anything else without repeating it', async () => {
      for (const length of [1, 8_192]) {
        const { outcome } = await vault.add(alice, credential('x'.repeat(length), `size-${length}`), CHAT)
        expect(outcome).toBe('added')
      }
      for (const length of [0, 8_193, 10_485_760]) {
        const refused = vault.add(alice, credential('x'.repeat(length), 'refused'), CHAT)
        await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' })
        await expect(refused).rejects.not.toThrow(/xx/)
      }
    })
  })

  describe('an account', () => {
    it('is listed by service and age, and told apart by label and default', async () => {
      const first = await vault.add(alice, credential(newToken(), 'ranaroussi'), CHAT)
      world.clock.advance(1)
      const second = await vault.add(alice, credential(newToken(), 'muxi-ai'), CHAT)
      await vault.add(alice, credential(newToken(), 'acme', { service: 'asana' }), CHAT)
      expect(await vault.rename(alice, second.account.id, 'work', CHAT)).toEqual({ ok: true })
      expect(await vault.setDefault(alice, 'github', first.account.id, CHAT)).toBe(true)
      expect(await vault.setDefault(alice, 'github', second.account.id, CHAT)).toBe(true)
      const shown = (await vault.listAccounts(alice)).map(({ identity, label, isDefault }) => [
        identity.name,
        label,
        isDefault,
      ])
      expect(shown).toEqual([
        ['acme', undefined, false],
        ['ranaroussi', undefined, false],
        ['muxi-ai', 'work', true],
      ])
      expect(await vault.setDefault(alice, 'github', undefined, CHAT)).toBe(true)
      expect(await vault.rename(alice, second.account.id, undefined, CHAT)).toEqual({ ok: true })
      expect(await vault.listAccounts(alice, 'github')).toMatchObject([
        { isDefault: false },
        { isDefault: false, label: undefined },
      ])
      expect(await vault.setDefault(alice, 'asana', first.account.id, CHAT)).toBe(false)
      await expect(vault.rename(alice, first.account.id, 'a\u200Bb', CHAT)).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      })
    })

    it('expires when its service said so, and is rejected only at the revision that was', async () => {
      const expiresAt = world.clock.now() + 1_000
      const { account } = await vault.add(alice, credential(newToken(), 'ranaroussi', { expiresAt }), CHAT)
      world.clock.advance(1_000)
      expect(await vault.listAccounts(alice)).toMatchObject([{ status: 'expired' }])
      expect(await reveal(account.id)).toBe('expired')
      await vault.markChecked(alice, account.id, 1, { scopes: ['gist'] }, CHAT)
      expect(await vault.listAccounts(alice)).toMatchObject([
        { status: 'active', scopes: ['gist'], lastCheckedAt: world.clock.now() },
      ])
      await vault.add(alice, credential(newToken()), CHAT)
      await vault.markRejected(alice, account.id, 1, CHAT)
      expect(await vault.listAccounts(alice)).toMatchObject([{ status: 'active', revision: 2 }])
    })

    it('is gone at once when it is removed, and can be added again', async () => {
      const token = newToken()
      const { account } = await vault.add(alice, credential(token), CHAT)
      expect(await vault.remove(alice, account.id, CHAT)).toBe(true)
      expect(await vault.remove(alice, account.id, CHAT)).toBe(false)
      expect(await reveal(account.id)).toBe('not-found')
      expect(await vault.add(alice, credential(token), CHAT)).toMatchObject({ outcome: 'added' })
    })

    it('is never released by a use that races with its removal', async () => {
      const other = await world.open()
      for (let round = 0; round < 10; round++) {
        const { account } = await vault.add(alice, credential(newToken()), CHAT)
        const uses = Array.from({ length: 8 }, (_, index) =>
          (index % 2 ? vault : other).open(alice, account.id, 'race', CHAT),
        )
        const [isRemoved] = await Promise.all([vault.remove(alice, account.id, CHAT), ...uses])
        expect(isRemoved).toBe(true)
      }
      const audit = (await vault.listAudit(alice, { limit: 1_000 })).toReversed()
      const removedAt = new Map(
        audit.filter((entry) => entry.act === 'delete').map((entry) => [entry.account, entry.sequence]),
      )
      const used = audit.filter((entry) => entry.act === 'use' && entry.outcome === 'ok')
      for (const entry of used) expect(entry.sequence).toBeLessThan(removedAt.get(entry.account) ?? 0)
      expect(audit.map((entry) => entry.sequence)).toEqual(audit.map((_, index) => index + 1))
    })
  })

  describe('the audit', () => {
    it('tells every act with who, what, which, through what and how it ended', async () => {
      const { account } = await vault.add(alice, credential(newToken()), CHAT)
      await vault.open(alice, account.id, 'tool:github/list_issues', { channel: 'tool', conversation: 'c1' })
      await vault.open(bob, account.id, 'tool:github/list_issues', { channel: 'tool' })
      await vault.record(alice, { act: 'denied', service: 'github', outcome: 'insecure' }, CHAT)
      const [denied, use, add] = await vault.listAudit(alice)
      expect(add).toMatchObject({
        act: 'add',
        outcome: 'added',
        user: 'alice',
        service: 'github',
        channel: 'chat',
        conversation: 'c1',
      })
      expect(use).toMatchObject({
        act: 'use',
        outcome: 'ok',
        account: account.id,
        detail: 'tool:github/list_issues',
      })
      expect(denied).toMatchObject({ act: 'denied', outcome: 'insecure', sequence: 3 })
      expect(await vault.listAudit(bob)).toMatchObject([
        { act: 'use', outcome: 'not-found', service: undefined },
      ])
      expect(await vault.listAudit(alice, { limit: 1 })).toHaveLength(1)
      expect(await vault.listAudit(alice, { since: world.clock.now() + 1 })).toEqual([])
    })
  })
}
