/** The state contract: nobody meets what belongs to somebody else, whatever the ids are made of. */
import { expect, it } from 'vitest'
import { createPrincipal, type Principal } from '../../src/principal.ts'
import type { ConversationKey } from '../../src/state/state.ts'
import type { Subject } from './subject.ts'
import { bytes, claimed, codeOf, newKey, saved, saving, unique } from './fixtures.ts'

const ODD = [
  '%',
  '_',
  "'",
  '"',
  '../',
  '*',
  '?',
  '[a]',
  '\\',
  '{x}',
  '}',
  '{',
  ':',
  '1:a',
  'a\nb',
  'a\0b',
  'a',
  'é',
  '🜁',
]

/** Runs the part of the contract about owners. */
export function describeOwners(subject: () => Subject): void {
  it('T-072 the same message id of another user, formation or conversation is not served the answer', async () => {
    const { store } = subject()
    const key = newKey('alice', 'chat')
    await saved(store, key, '{}', { messageId: 'm1', sealed: bytes('for alice') })
    const others: ConversationKey[] = [
      { principal: createPrincipal(key.principal.formation, 'bob'), conversation: 'chat' },
      { principal: createPrincipal(unique('other'), 'alice'), conversation: 'chat' },
      { principal: key.principal, conversation: 'another chat' },
    ]
    for (const other of others) {
      expect(await store.read(other, 'm1')).toEqual({ stored: undefined, answer: undefined })
      expect(await store.claim(other, 'm1')).toMatchObject({ kind: 'claimed', stored: undefined })
    }
  })

  it('T-037 two conversations of one user hold two places', async () => {
    const { store } = subject()
    const { principal } = newKey()
    const one = { principal, conversation: 'one' }
    const two = { principal, conversation: 'two' }
    await saved(store, one, '{"at":"one"}')
    await claimed(store, one)
    expect((await store.claim(two, undefined)).kind).toBe('claimed')
    expect((await store.read(two, undefined)).stored).toBeUndefined()
  })

  it('T-038 ids of any characters are different owners, and none matches another as a pattern', async () => {
    const { store } = subject()
    const formation = unique('odd')
    const users = ODD.filter((text) => !/[\n\0]/.test(text))
    const keys = [
      ...users.map((user) => ({ principal: createPrincipal(formation, user), conversation: 'c' })),
      ...ODD.map((conversation) => ({ principal: createPrincipal(formation, 'u'), conversation })),
      { principal: createPrincipal(formation, 'a:b'), conversation: 'c' },
      { principal: createPrincipal(formation, 'a'), conversation: 'b:c' },
      { principal: createPrincipal(`${formation}:a`, 'b'), conversation: 'c' },
    ]
    for (const [index, key] of keys.entries()) {
      await saved(store, key, `{"n":${index}}`, { messageId: "m'%*", sealed: bytes(`answer ${index}`) })
    }
    for (const [index, key] of keys.entries()) {
      expect(await store.read(key, "m'%*")).toMatchObject({
        stored: { record: `{"n":${index}}`, version: 1 },
        answer: bytes(`answer ${index}`),
      })
    }
    await store.forget(createPrincipal(formation, '%'))
    await store.forget(createPrincipal(formation, '*'))
    const left = await Promise.all(keys.map(async (key) => (await store.read(key, undefined)).stored))
    expect(left.filter((stored) => stored === undefined)).toHaveLength(2)
  })

  it('T-038 message ids of any characters are different messages', async () => {
    const { store } = subject()
    const key = newKey()
    for (const messageId of ODD) await saved(store, key, '{}', { messageId, sealed: bytes(messageId) })
    for (const messageId of ODD) expect((await store.read(key, messageId)).answer).toEqual(bytes(messageId))
    expect((await store.read(key, 'never said')).answer).toBeUndefined()
  })

  it('T-039 without an exact principal nothing is read or written', async () => {
    const { store } = subject()
    const bad = [
      undefined,
      {},
      { formation: '', user: 'a' },
      { formation: 'f', user: '' },
      { formation: 'f', user: ' a' },
    ]
    for (const principal of bad as (Principal | undefined)[]) {
      const key = { principal, conversation: 'c' } as ConversationKey
      expect(await codeOf(store.read(key, undefined))).toBe('PRINCIPAL_INVALID')
      expect(await codeOf(store.claim(key, undefined))).toBe('PRINCIPAL_INVALID')
      expect(await codeOf(store.forget(principal as Principal))).toBe('PRINCIPAL_INVALID')
    }
  })

  it('a forgotten principal has nothing left, and a turn that was under way cannot bring it back', async () => {
    const { store } = subject()
    const key = newKey()
    const bystander = { principal: createPrincipal(key.principal.formation, 'bob'), conversation: 'chat' }
    await saved(store, bystander, '{"who":"bob"}')
    for (let chat = 0; chat < 30; chat += 1) {
      await saved(store, { ...key, conversation: `chat ${chat}` }, '{}', {
        messageId: 'm',
        sealed: bytes('a'),
      })
    }
    await saved(store, key, '{}')
    const { lease } = await claimed(store, key)
    await store.forget(key.principal)
    expect(await store.save(lease, saving('{}', 1, { messageId: 'late', sealed: bytes('late') }))).toBe(
      'lost',
    )
    expect(await store.read(key, 'late')).toEqual({ stored: undefined, answer: undefined })
    for (let chat = 0; chat < 30; chat += 1) {
      expect(await store.read({ ...key, conversation: `chat ${chat}` }, 'm')).toEqual({
        stored: undefined,
        answer: undefined,
      })
    }
    expect((await store.read(bystander, undefined)).stored?.record).toBe('{"who":"bob"}')
  })
}
