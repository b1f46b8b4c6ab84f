/**
 * One user's credential is used for that user alone, and what one user has tells another nothing
 * (missing means missing).
 */
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const ASKED = 'I need access to GitHub. Please provide your personal access token:'

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

const give = (userId: string, login: string) =>
  stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken(login) })

function envelopesOf(userId: string): Buffer[] {
  const database = new DatabaseSync(dataFile(stage, 'vault.db'))
  const rows = database.prepare('SELECT * FROM vault_credential WHERE user_id = ?').all(userId)
  database.close()
  return rows.flatMap((row) =>
    ['envelope', 'fingerprint', 'seal'].map((column) =>
      Buffer.from((row as Record<string, Uint8Array>)[column] ?? []),
    ),
  )
}

describe('two users', () => {
  it('T-020 who adds the token of another is told nothing, and the rows share no eight bytes', async () => {
    const token = world.github.issueToken('ranaroussi')
    for (const userId of ['t20-a', 't20-b']) {
      expect(await stage.hear(`Add my GitHub token ${token}`, { userId })).toBe(
        "Successfully added GitHub account 'ranaroussi'",
      )
    }
    const [first, second] = [envelopesOf('t20-a'), envelopesOf('t20-b')]
    expect(first).toHaveLength(3)
    for (const bytes of first) {
      // The head of an envelope says only its format, and is the same in all.
      for (let at = bytes.subarray(0, 2).toString() === 'KT' ? 16 : 0; at + 8 <= bytes.length; at += 1)
        expect(second.filter((other) => other.includes(bytes.subarray(at, at + 8)))).toEqual([])
    }
  })

  it('T-030 a user without an account is asked, and GitHub sees no call with the token of another', async () => {
    const token = world.github.issueToken('ranaroussi')
    await stage.keyturn.credentials.set('GITHUB', { userId: 't30-a', value: token })
    const before = world.github.requests(token).length
    const say = await stage.chat()
    expect(await say('Show my GitHub repositories', { userId: 't30-b' })).toBe(ASKED)
    expect(await say('look at the repositories', { userId: 't30-b', conversationId: 'tool' })).toBe(ASKED)
    expect(world.github.requests(token)).toHaveLength(before)
  })

  it('T-031 the id of another user’s account is as unknown as a random one', async () => {
    await give('t31-a', 'ranaroussi')
    await give('t31-b', 'muxi-ai')
    const [account] = await stage.keyturn.credentials.list({ userId: 't31-a' })
    const id = account?.id ?? ''
    expect(id).not.toBe('')
    const { credentials } = stage.keyturn
    const random = 'x'.repeat(id.length)
    expect(await credentials.delete('GITHUB', { userId: 't31-b', account: id })).toEqual(
      await credentials.delete('GITHUB', { userId: 't31-b', account: random }),
    )
    expect(await credentials.list({ userId: 't31-a' })).toHaveLength(1)
    for (const words of ['remove ID', 'use ID', 'make ID the default', 'rename ID to mine']) {
      const heard = async (word: string) =>
        (await stage.hear(words.replace('ID', word), { userId: 't31-b' })).replaceAll(word, 'ID')
      expect(await heard(id)).toBe(await heard(random))
    }
  })

  it('T-032 the name of another user’s account is not confirmed', async () => {
    await give('t32-a', 'ranaroussi')
    await give('t32-b', 'muxi-ai')
    for (const words of [
      'use my NAME account',
      'remove my NAME account',
      'make my NAME account the default',
    ]) {
      const heard = async (name: string) =>
        (await stage.hear(words.replace('NAME', name), { userId: 't32-b' })).replaceAll(name, 'NAME')
      expect(await heard('ranaroussi')).toBe(await heard('nobody'))
      expect(await heard('ranaroussi')).toBe(
        'I know no GitHub account of yours by that name. You have: muxi-ai.',
      )
    }
  })

  it('T-038 ids that would meet in a careless key, or match as a pattern, are different users', async () => {
    const ids = ['a:b', 'a', 'a%', 'a_', "a'--", '../a', 'a*', 'A', '1:a']
    const talks = ['c', 'b:c', '%', '_', '../c', '*', "'"]
    await give('a:b', 'ranaroussi')
    await stage.hear('Show my GitHub repositories', { userId: 'a', conversationId: 'b:c' })
    for (const userId of ids)
      expect(await stage.keyturn.credentials.list({ userId })).toHaveLength(userId === 'a:b' ? 1 : 0)
    for (const conversationId of talks) {
      const help = await stage.hear('what scopes does it need?', { userId: 'a', conversationId })
      expect(help.startsWith('PASS')).toBe(conversationId !== 'b:c')
    }
  })

  it.each(['', ' ', 'a ', 'a\n', 'a\u0000', '\u202Ea', 'e\u0301', '\uD800', 'x'.repeat(257)])(
    'T-039 T-110 the user id %j is refused before anything is read',
    async (userId) => {
      const before = stage.logged.length
      for (const work of [
        () => stage.say('hello', { userId }),
        () => stage.keyturn.credentials.list({ userId }),
        () => stage.keyturn.credentials.set('GITHUB', { userId, value: 'x' }),
        () => stage.say('hello', { conversationId: userId }),
        async () => stage.keyturn.user({ userId, conversationId: 'c' }).tools(),
      ])
        await expect(work()).rejects.toMatchObject({ code: 'PRINCIPAL_INVALID' })
      expect(stage.logged).toHaveLength(before)
    },
  )

  it('T-039 a missing user id is refused', async () => {
    for (const userId of [undefined, null, 7, {}, ['a']])
      await expect(stage.say('hello', { userId: userId as never })).rejects.toMatchObject({
        code: 'PRINCIPAL_INVALID',
      })
  })

  it('T-041 a secret of the formation is not used in place of a user’s credential', async () => {
    const token = world.github.issueToken('ranaroussi')
    await stage.restart({
      secrets: { GITHUB: token, GITHUB_TOKEN: token, GITHUB_PERSONAL_ACCESS_TOKEN: token },
    })
    const say = await stage.chat()
    expect(await say('Show my GitHub repositories', { userId: 't41' })).toBe(ASKED)
    expect(world.github.requests(token)).toHaveLength(0)
  })
})

describe('two conversations', () => {
  it('T-037 a question in one is not answered in the other', async () => {
    const said = { userId: 't37', conversationId: 'one' }
    await stage.hear('Show my GitHub repositories', said)
    const token = world.github.issueToken('ranaroussi')
    const other = await stage.hear(token, { ...said, conversationId: 'other' })
    expect(other).toMatch(/Should I add it to your accounts\? \(yes or no\)$/)
    expect(await stage.hear('what scopes does it need?', said)).toMatch(/repo, read:org/)
    expect(await stage.hear(token, said)).toMatch(/RESUME: Show my GitHub repositories$/)
  })

  it('T-037 an account chosen in one is not chosen in the other', async () => {
    await give('t37-c', 'ranaroussi')
    await give('t37-c', 'muxi-ai')
    await stage.hear('use muxi-ai', { userId: 't37-c', conversationId: 'one' })
    const heard = (conversationId: string) =>
      stage.hear('Show my GitHub PRs', { userId: 't37-c', conversationId })
    expect(await heard('one')).toBe('PASS: Show my GitHub PRs')
    expect(await heard('other')).toMatch(/Which one\?$/)
  })

  it('a conversation of the same id of another user is another one', async () => {
    await stage.hear('Show my GitHub repositories', { userId: 'same-a', conversationId: 'room' })
    expect(
      await stage.hear('what scopes does it need?', { userId: 'same-b', conversationId: 'room' }),
    ).toMatch(/^PASS/)
    expect(await stage.hear('cancel', { userId: 'same-b', conversationId: 'room' })).toMatch(/^PASS/)
    expect(await stage.hear('cancel', { userId: 'same-a', conversationId: 'room' })).toMatch(/^All right/)
  })
})

describe('two accounts', () => {
  it('T-040 "both" calls with each account’s own token and labels the results', async () => {
    const tokens = ['ranaroussi', 'muxi-ai'].map((login) => world.github.issueToken(login))
    for (const value of tokens) await stage.keyturn.credentials.set('GITHUB', { userId: 't40', value })
    const say = await stage.chat()
    const before = tokens.map((token) => world.github.requests(token).length)
    expect(await say('Show my GitHub PRs', { userId: 't40' })).toMatch(/Which one\?$/)
    const answer = await say('both', { userId: 't40' })
    expect(answer).toMatch(/\[ranaroussi\]\n- Cache time zones[^[]*\[muxi-ai\]\n- Stream tool results/)
    for (const [index, token] of tokens.entries())
      expect(world.github.requests(token).length).toBe((before[index] ?? 0) + 1)
  })

  it('T-044 a model cannot choose the account: the tool asks first', async () => {
    await give('t44', 'ranaroussi')
    await give('t44', 'muxi-ai')
    const before = world.github.requests().length
    const chat = stage.keyturn.agent(async ({ user }) => {
      const tools = await user.tools()
      const tool = tools.find(({ originalName }) => originalName === 'search_repositories')
      await tool?.call({ query: 'user:@me', account: 'muxi-ai' })
      return 'used muxi-ai'
    })
    const said = {
      userId: 't44',
      conversationId: 'talk',
      text: 'look around',
      transport: 'terminal',
    } as const
    expect((await chat(said)).text).toMatch(/^You have two GitHub accounts: .* Which one\?$/)
    expect(world.github.requests()).toHaveLength(before)
  })

  it('an account that was chosen and revoked is asked for again; the other is never used in its place', async () => {
    const chosen = world.github.issueToken('ranaroussi')
    const other = world.github.issueToken('muxi-ai')
    for (const value of [chosen, other])
      await stage.keyturn.credentials.set('GITHUB', { userId: 'fall', value })
    const say = await stage.chat()
    await say('use ranaroussi', { userId: 'fall' })
    world.github.revokeToken(chosen)
    expect(await say('Show my GitHub PRs', { userId: 'fall' })).toMatch(/no longer accepts .* ranaroussi/)
    await say('cancel', { userId: 'fall' })
    const before = world.github.requests(other).length
    const asked = 'ranaroussi was rejected by GitHub; use muxi-ai, or add it again?'
    expect(await say('Show my GitHub PRs', { userId: 'fall' })).toBe(asked)
    await say('cancel', { userId: 'fall' })
    expect(await say('look at the pull requests', { userId: 'fall' })).toBe(asked)
    expect(world.github.requests(other)).toHaveLength(before)
  })
})
