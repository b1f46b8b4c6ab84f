/**
 * T-116: an account that was meant, or could have been, and cannot be used: the user is asked, and told what is wrong with it. No
 * call goes out as another, in the chat, through a tool or through `user.fetch`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, message, openStage, tell } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** Edits a row of the vault as somebody with write access to its file would. */
async function edit(userId: string, name: string, change: string): Promise<void> {
  const { DatabaseSync } = await import('@photostructure/sqlite')
  const database = new DatabaseSync(dataFile(stage, 'vault.db'))
  const { changes } = database
    .prepare(`update vault_credential set ${change} where user_id = ? and account_name = ?`)
    .run(userId, name)
  database.close()
  expect(changes).toBe(1)
}

function newCode(login: string): string {
  const code = `code-${crypto.randomUUID()}`
  stage.local.codes.set(code, login)
  return code
}

/** A new user with two accounts at the door, and what the door sees of them. */
async function somebody() {
  const userId = `broken-${(users += 1)}`
  const codes = { ranaroussi: newCode('ranaroussi'), 'muxi-ai': newCode('muxi-ai') }
  for (const value of Object.values(codes)) await stage.keyturn.credentials.set('DOOR', { userId, value })
  const said = { userId, conversationId: 'talk' }
  const user = stage.keyturn.user(said)
  const url = `${stage.local.origin}/door/open`
  const ways = {
    fetch: async () => {
      await user.fetch('door')(url)
    },
    tool: async () => {
      await user.tool('door', async (_: undefined, { fetch }) => (await fetch(url)).status)(undefined)
    },
  }
  return {
    userId,
    codes,
    user,
    hear: (text: string) => stage.hear(text, said),
    /** Calls in the user's name; the codes that came to the door, or the question that has to be answered first. */
    async use(way: keyof typeof ways = 'fetch'): Promise<string[] | string> {
      stage.local.asked.length = 0
      try {
        await ways[way]()
        return [...stage.local.asked]
      } catch (error) {
        expect(stage.local.asked).toEqual([])
        return tell(await stage.keyturn.park(user.takeNeed() ?? error, message('Open the door', said)))
      }
    },
    /** The service takes one back: the next call with it is answered 401, and its owner is asked; that question is cancelled. */
    async revoke(login: keyof typeof codes): Promise<void> {
      stage.local.codes.delete(codes[login])
      await stage.hear(`use ${login}`, { userId, conversationId: 'revoking' })
      const elsewhere = stage.keyturn.user({ userId, conversationId: 'revoking' })
      await expect(elsewhere.fetch('door')(url)).rejects.toMatchObject({ code: 'CREDENTIAL_REQUIRED' })
    },
  }
}

const DAMAGED = 'What was stored for muxi-ai cannot be read any more; use ranaroussi, or add it again?'
const REJECTED = 'muxi-ai was rejected by Door; use ranaroussi, or add it again?'

describe('T-116 the default row with one edited column', () => {
  it.each([
    "label = 'mine'",
    'is_default = 0',
    "scopes = '[]'",
    'checked = 0',
    "status = 'rejected'",
    'revision = revision + 1',
    'expires_at = 1',
    "envelope = x'00'",
    'created_at = created_at - 1',
  ])('%s: it is asked about, and nothing goes out as the other', async (change) => {
    const { userId, hear, use, codes } = await somebody()
    await hear('make muxi-ai my default Door account')
    await edit(userId, 'muxi-ai', change)
    for (const way of ['fetch', 'tool'] as const) expect(await use(way)).toBe(DAMAGED)
    expect(await hear('ranaroussi')).toMatch(/RESUME: Open the door$/)
    expect(await use()).toEqual([codes.ranaroussi])
  })

  it('is asked about in the chat as well, before anything is called', async () => {
    const { userId, hear } = await somebody()
    await hear('make muxi-ai my default Door account')
    await edit(userId, 'muxi-ai', 'is_default = 0')
    expect(await hear('show my door messages')).toBe(DAMAGED)
  })
})

describe('T-116 one of two that its service rejected', () => {
  it('is told with its reason to whoever calls, and the way out is offered', async () => {
    const { revoke, use, user } = await somebody()
    await revoke('muxi-ai')
    await expect(user.fetch('door')(`${stage.local.origin}/door/open`)).rejects.toMatchObject({
      code: 'ACCOUNT_REQUIRED',
      facts: { reason: 'rejected' },
    })
    for (const way of ['fetch', 'tool'] as const) expect(await use(way)).toBe(REJECTED)
  })

  it.each([
    ['chosen in the conversation', 'use muxi-ai', 'show my door messages'],
    ['the default', 'make muxi-ai my default Door account', 'show my door messages'],
    ['named', 'what is the time?', 'show my door messages from muxi-ai'],
    ['one of several', 'what is the time?', 'show my door messages'],
    [
      'chosen, and named by its number',
      'switch to muxi-ai',
      'show my door messages with the muxi-ai account',
    ],
  ])('and %s is asked about in the chat', async (_, before, request) => {
    const { revoke, hear, use } = await somebody()
    await hear(before)
    await revoke('muxi-ai')
    expect(await hear(request)).toBe(REJECTED)
    expect(await use()).toBe(REJECTED)
  })

  it.each(['add it again', 'muxi-ai', 'add a new token', 'use muxi-ai', 're-add it please'])(
    'is given again after "%s", and the request goes on with it',
    async (answer) => {
      const { revoke, hear, use } = await somebody()
      await revoke('muxi-ai')
      expect(await use()).toBe(REJECTED)
      expect(await hear(answer)).toBe(
        'Door no longer accepts the API key of muxi-ai. Please provide a new one:',
      )
      const fresh = newCode('muxi-ai')
      expect(await hear(fresh)).toMatch(
        /^Updated the API key of your Door account 'muxi-ai'\nRESUME: Open the door$/,
      )
      expect(await use()).toEqual([fresh])
    },
  )

  it('is asked about once more where the answer is neither, and forgotten with "cancel"', async () => {
    const { revoke, hear, use } = await somebody()
    await revoke('muxi-ai')
    expect(await use()).toBe(REJECTED)
    expect(await hear('which ones are there?')).toBe(REJECTED)
    expect(await hear('either')).toBe(
      'I do not know which account you mean. You have ranaroussi and muxi-ai (needs to be added again): say the name of one, or "cancel".',
    )
    expect(await hear('which ones are there?')).toBe(REJECTED)
    expect(await hear('cancel')).toMatch(/\(The user declined to use a Door account for this request\./)
    expect(await use()).toBe(REJECTED)
  })

  it('beside two that work is asked about with both of them', async () => {
    const { userId, revoke, use } = await somebody()
    await stage.keyturn.credentials.set('DOOR', { userId, value: newCode('lab') })
    await revoke('muxi-ai')
    expect(await use()).toBe('muxi-ai was rejected by Door; use ranaroussi or lab, or add it again?')
  })

  it('is told in words beside the other’s answer where both are meant, and both rejected are asked for', async () => {
    const { revoke, hear, user, codes } = await somebody()
    await revoke('muxi-ai')
    await hear('switch to both my Door accounts')
    stage.local.asked.length = 0
    const open = user.tool(
      'door',
      async (_: undefined, { fetch }) => (await fetch(`${stage.local.origin}/door/open`)).status,
    )
    expect(await open(undefined)).toMatchObject([
      { account: 'ranaroussi', result: 200 },
      { account: 'muxi-ai', error: expect.stringContaining('not accepted any more') as unknown },
    ])
    expect(stage.local.asked).toEqual([codes.ranaroussi])
    await revoke('ranaroussi')
    await expect(open(undefined)).rejects.toMatchObject({ code: 'CREDENTIAL_REQUIRED' })
  })
})

describe('T-116 the only account', () => {
  it('that cannot be read any more is asked for with what is wrong, and replaced by the same secret', async () => {
    const { userId, hear, use, codes } = await somebody()
    await stage.keyturn.credentials.delete('DOOR', { userId, account: 'ranaroussi' })
    await edit(userId, 'muxi-ai', 'checked = 0')
    const asked = 'What was stored for muxi-ai cannot be read any more. Please provide a new one:'
    expect(await use()).toBe(asked)
    expect(await hear('cancel')).not.toBe('')
    // In this conversation it is asked for at the user's own word only.
    expect(await hear('show my door messages')).toBe('PASS: show my door messages')
    expect(await stage.hear('show my door messages', { userId, conversationId: 'another' })).toBe(asked)
    expect(await hear('add my door account')).toMatch(/^Please provide your Door API key:/)
    expect(await hear(codes['muxi-ai'])).toMatch(/^Updated the API key of your Door account 'muxi-ai'/)
    expect(await use()).toEqual([codes['muxi-ai']])
  })
})
