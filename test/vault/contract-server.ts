/** What the server keeps in a vault: keys whose rows nobody else can write, links that are used once, requests that are done once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { retireKey, rotateKeys } from '../../src/vault/keys/rotation.ts'
import { CHAT, newKey, user, type World, type WorldFactory } from './world.ts'

const CLI = { channel: 'cli' } as const

export function serverContract(createWorld: WorldFactory): void {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.close())

  describe('a service key', () => {
    it('is found by its text alone, in another process too, until it is revoked or expires', async () => {
      const { server } = await world.open()
      const { key, text } = await server.createAccessKey({ name: 'desk', scopes: ['audit', 'turns'] }, CLI)
      expect(key).toMatchObject({ name: 'desk', scopes: ['turns', 'audit'], expiresAt: undefined })
      const other = (await world.open()).server
      expect(await other.findAccessKey(text)).toEqual(key)
      for (const wrong of [
        key.id,
        text.slice(0, -1),
        `${text}A`,
        text.toUpperCase(),
        '',
        `ktk_${key.id}_${'A'.repeat(43)}`,
      ])
        expect([wrong, await server.findAccessKey(wrong)]).toEqual([wrong, undefined])
      const soon = await server.createAccessKey(
        { name: 'soon', scopes: ['turns'], expiresAt: world.clock.now() + 10 },
        CLI,
      )
      expect(await server.findAccessKey(soon.text)).toEqual(soon.key)
      world.clock.advance(10)
      expect(await server.findAccessKey(soon.text)).toBeUndefined()
      expect(await other.revokeAccessKey(key.id, CLI)).toBe(true)
      expect(await server.findAccessKey(text)).toBeUndefined()
      expect(JSON.stringify(await world.tamper('select * from vault_access_key'))).not.toContain(
        text.slice(21),
      )
    })

    it.each([
      ['its scopes', "update vault_access_key set scopes = 'turns manage audit'", []],
      ['its name', "update vault_access_key set name = 'root'", []],
      ['its end', 'update vault_access_key set expires_at = 99999999999999', []],
      ['its age', 'update vault_access_key set created_at = 1', []],
      ['its seal', 'update vault_access_key set seal = ?', [Buffer.alloc(32)]],
      ['its root key', "update vault_access_key set root_key = 'none'", []],
      ['its hash', 'update vault_access_key set hash = ?', [Buffer.alloc(32)]],
    ])('T-113 of which somebody altered %s is none', async (_, statement, parameters) => {
      const { server } = await world.open()
      const { text } = await server.createAccessKey({ name: 'desk', scopes: ['turns'] }, CLI)
      await world.tamper(statement, parameters)
      expect(await server.findAccessKey(text)).toBeUndefined()
      expect(await server.listAccessKeys()).toEqual([])
    })

    it('outlasts a rotation, and the retiring of the key it was made under', async () => {
      const before = await world.open()
      const { text, key } = await before.server.createAccessKey({ name: 'desk', scopes: ['turns'] }, CLI)
      const newer = Secret.fromText(newKey())
      const decryptOnlyKeys = [Secret.fromText(world.key)]
      const vault = await world.open({ encryption: world.encryption({ key: newer, decryptOnlyKeys }) })
      const old = vault.core.keys.primary.id
      await rotateKeys(vault.core, CLI)
      expect(await retireKey(vault.core, old, CLI)).toEqual({ ok: true })
      const after = await world.open({ encryption: world.encryption({ key: newer }) })
      expect(await after.server.findAccessKey(text)).toEqual(key)
    })
  })

  describe('a link', () => {
    const facts = { conversationId: 'talk', service: 'github' }

    it('is taken once, also by two at once, and not after ten minutes', async () => {
      const { server } = await world.open()
      const first = await server.createTicket(user('alice'), facts, CHAT)
      expect(first.text).toMatch(/^[\w-]{22}$/)
      expect(await server.readTicket(first.text)).toMatchObject({
        userId: 'alice',
        ...facts,
        pending: undefined,
      })
      const other = (await world.open()).server
      const taken = await Promise.all([server, other, server, other].map((one) => one.takeTicket(first.text)))
      expect(taken.filter((ticket) => ticket !== undefined)).toHaveLength(1)
      const second = await server.createTicket(user('alice'), facts, CHAT)
      world.clock.advance(10 * 60_000)
      expect([await server.readTicket(second.text), await server.takeTicket(second.text)]).toEqual([
        undefined,
        undefined,
      ])
      expect(JSON.stringify(await world.tamper('select * from vault_ticket'))).not.toContain(second.text)
    })

    it('that was put back lasts no longer, and ends with its user', async () => {
      const vault = await world.open()
      const { server } = vault
      const { text } = await server.createTicket(user('alice'), facts, CHAT)
      const ticket = await server.takeTicket(text)
      if (ticket === undefined) throw new Error('no ticket')
      await server.returnTicket(text, { ...ticket, pending: Buffer.from('sealed') })
      expect((await server.readTicket(text))?.until).toBe(ticket.until)
      await vault.deleteUser(user('alice'), CLI)
      expect(await server.readTicket(text)).toBeUndefined()
      world.clock.advance(11 * 60_000)
      await server.returnTicket(text, ticket)
      expect(await world.tamper('select id from vault_ticket')).toEqual([])
    })

    it.each([
      ["update vault_ticket set user_id = 'mallory'"],
      ["update vault_ticket set conversation = 'another'"],
      ["update vault_ticket set service = 'slack'"],
      ['update vault_ticket set until = until + 1'],
      ["update vault_ticket set root_key = 'none'"],
    ])('T-113 that somebody altered leads nowhere: %s', async (statement) => {
      const { server } = await world.open()
      const { text } = await server.createTicket(user('alice'), facts, CHAT)
      await world.tamper(statement)
      expect([await server.readTicket(text), await server.takeTicket(text)]).toEqual([undefined, undefined])
    })
  })

  describe('a request that may be sent again', () => {
    const request = { caller: 'service:a', key: 'k', userId: 'alice', content: 'PUT /v1 password' }

    it('is claimed once, told its answer for a day, and another one under its key is found out', async () => {
      const { server } = await world.open()
      const claims = await Promise.all(Array.from({ length: 5 }, () => server.claimRequest(request)))
      expect(claims.map(({ kind }) => kind).sort()).toEqual([
        'new',
        'running',
        'running',
        'running',
        'running',
      ])
      expect(await server.claimRequest({ ...request, content: 'PUT /v1 other' })).toEqual({ kind: 'other' })
      expect(await server.claimRequest({ ...request, userId: 'bob' })).toEqual({ kind: 'other' })
      expect(await server.claimRequest({ ...request, caller: 'service:b' })).toEqual({ kind: 'new' })
      await server.answerRequest(request, Buffer.from('yes'))
      const again = await server.claimRequest(request)
      expect(again.kind === 'answered' && Buffer.from(again.answer).toString()).toBe('yes')
      expect(
        JSON.stringify(await world.tamper('select caller, request_key, user_id from vault_request')),
      ).not.toContain('password')
      world.clock.advance(24 * 60 * 60_000)
      expect(await server.claimRequest(request)).toEqual({ kind: 'new' })
    })

    it('whose process is gone, or that came to nothing, can be sent anew', async () => {
      const { server } = await world.open()
      await server.claimRequest(request)
      await server.abandonRequest(request)
      expect(await server.claimRequest(request)).toEqual({ kind: 'new' })
      world.clock.advance(60_000)
      expect(await server.claimRequest(request)).toEqual({ kind: 'new' })
    })
  })
}
