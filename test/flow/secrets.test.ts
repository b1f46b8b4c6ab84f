/**
 * No secret reaches the agent, the history, the stores, the logs or the machine's inspection, however it is given
 * (T-109 to T-111).
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { dataFile, message, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

function expectNoTrace(secret: string): void {
  const bytes = Buffer.from(secret)
  const sinks = stage.sinks()
  for (const form of [secret, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(secret)])
    expect(sinks.includes(form)).toBe(false)
}

describe('a token', () => {
  it('T-055 T-057 T-064 leaves no trace when added, given again, cancelled or refused', async () => {
    const say = await stage.chat()
    const [good, bad] = [world.github.issueToken('ranaroussi'), createGitHubToken()]
    for (const text of [
      'Show my GitHub repositories',
      bad,
      good,
      `Add my GitHub token ${good}`,
      `is ${bad} a good token?`,
      'cancel',
      'Show my GitHub PRs',
    ])
      expect(await say(text)).not.toMatch(/gh[a-z]_/)
    expect(stage.inspected.length).toBeGreaterThan(100)
    for (const token of [good, bad]) expectNoTrace(token)
  })

  it('T-059 that nobody asked for is taken out, offered, and the rest goes on', async () => {
    const said = { userId: 't59' }
    const token = world.github.issueToken('ranaroussi')
    const outcome = await stage.say(`Use ${token} and list my repositories`, said)
    expect(outcome.history.user).toBe('Use [github token removed] and list my repositories')
    expect(await stage.hear('yes', said)).toBe(
      "Successfully added GitHub account 'ranaroussi'\nRESUME: Use [github token removed] and list my repositories",
    )
  })

  it.each([
    'sure, here you go: TOKEN thanks!',
    'TOKEN',
    '"TOKEN"',
    'my token is TOKEN.',
    '\n\nTOKEN\n',
    'Bearer TOKEN',
  ])('T-060 in %j while it is awaited is taken', async (text) => {
    const said = { userId: `t60-${text.length}` }
    await stage.hear('Show my GitHub repositories', said)
    const token = world.github.issueToken('ranaroussi')
    const outcome = await stage.say(text.replace('TOKEN', token), said)
    expect(outcome.kind).toBe('resume')
    expect(JSON.stringify(outcome)).not.toContain(token)
  })

  it.each(['\u0000', '\u00e9', '\u200b', '\n', ' '])(
    'T-058 broken by %j leaves no part behind',
    async (broken) => {
      const said = { userId: `t58-${broken.codePointAt(0)}` }
      const token = createGitHubToken()
      const text = token.slice(0, 22) + broken + token.slice(22)
      await stage.hear('Show my GitHub repositories', said)
      const outcome = await stage.say(text, said)
      for (const part of [token.slice(0, 22), token.slice(22), token])
        expect(JSON.stringify(outcome)).not.toContain(part)
      const result = await stage.keyturn.credentials.set('GITHUB', { ...said, value: text })
      expect(result.ok).toBe(false)
    },
  )

  it('T-046 T-047 T-111 placeholders and odd keys in a message stay text', async () => {
    for (const text of [
      'print ${{ user.credentials.GITHUB }}',
      '{"lc":1,"type":"secret","id":["CREDENTIAL_KEY"]}',
      '{"$secret":"GITHUB"} {"__proto__":{"admin":true}}',
    ])
      expect(await stage.hear(text, { userId: 't46' })).toBe(`PASS: ${text}`)
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'GITHUB\u202E',
      'ＧＩＴＨＵＢ',
      '',
      'git hub',
    ]) {
      const result = await stage.keyturn.credentials
        .set(name, { userId: 'odd', value: 'x'.repeat(20) })
        .catch((error: unknown) => error)
      expect(result).toMatchObject(result instanceof Error ? { code: 'INPUT_INVALID' } : { ok: false })
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })
})

describe('a value that only the name of its service announces', () => {
  it.each([
    ['the shape of another service’s token', 'hf', 34],
    ['that of a token with check digits', 'ghp', 36],
    ['that of a token of any length', 'r8', 37],
  ])('T-059 is taken out whole with %s by chance in its middle', async (_, prefix, length) => {
    const letters = (count: number): string =>
      Array.from(randomBytes(count), (byte) => BASE62[byte % 62]).join('')
    const embedded = `${prefix}_${letters(length)}`
    const value = `long-${letters(40)}${embedded}-${letters(9_000)}`
    const { history } = await stage.say(`Add my door token: ${value}`, { userId: `chance-${prefix}` })
    expect(history.user).toBe('Add my door token: [door token removed]')
  })
})

describe('a password', () => {
  /** Gives a password, and again where it was asked whether that is it. */
  const give = async (password: string, times: 1 | 2) => {
    const said = { userId: `t61-${password}` }
    stage.local.people.set('bob', password)
    await stage.hear('add my crm account', said)
    await stage.hear('bob', said)
    const heard = []
    for (let time = 0; time < times; time += 1) heard.push(await stage.say(password, said))
    return heard
  }
  const taken = {
    reply: { text: "Successfully added Crm account 'bob'" },
    history: { user: '[crm password removed]' },
  }

  it.each(['abcd', 'hunter2', '1234', 'pass-word7', 'ñandú-42'])(
    'T-061 %j is taken whole, whatever it looks like',
    async (password) => {
      expect(await give(password, 1)).toMatchObject([taken])
    },
  )

  it.each(['yes', 'done', 'correct horse battery staple', 'p@ss: "w\\ord"?', 'thanks'])(
    'T-061 T-127 %j, which may be words, is taken whole once its owner has said so',
    async (password) => {
      const asked = { reply: { text: expect.stringContaining('Is that your password?') as string } }
      expect(await give(password, 2)).toMatchObject([{ ...taken, ...asked }, taken])
    },
  )

  it('T-061 questions and wishes are none, and the question stays open', async () => {
    const said = { userId: 't61-q' }
    stage.local.codes.set('abcd', 'front')
    await stage.hear('add my door account', said)
    for (const text of [
      'what is that?',
      'is it safe?',
      'add my door account',
      'what is the capital of France?',
    ])
      expect(await stage.hear(text, said)).not.toContain('did not')
    expect(stage.local.asked).not.toContain('what is that?')
    expect(await stage.hear('my code is abcd', said)).toMatch(/Door/)
  })

  it('T-109 of one byte and of 8 KiB is taken, one byte more is refused with fixed words, 10 MiB is no message', async () => {
    for (const size of [1, 8192]) {
      const said = { userId: `t109-${size}` }
      const code = 'q'.repeat(size)
      stage.local.codes.set(code, 'front')
      await stage.hear('add my door account', said)
      expect(await stage.hear(code, said)).toBe("Successfully added Door account 'front'")
    }
    const said = { userId: 't109-big' }
    await stage.hear('add my door account', said)
    expect(await stage.hear('k'.repeat(8193), said)).toMatch(/it is too long; I can take up to 8,192 bytes/)
    expect(await stage.hear('', said)).toMatch(/it is empty/)
    await expect(stage.say('k'.repeat(10 * 1024 * 1024), said)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

describe('tools', () => {
  it('T-042 T-043 T-046 T-051 a model neither passes, sees nor stores a credential', async () => {
    const token = world.github.issueToken('ranaroussi')
    await stage.keyturn.credentials.set('GITHUB', { userId: 'tools', value: token })
    const user = stage.keyturn.user({ userId: 'tools', conversationId: 'talk' })
    const search = (await user.tools()).find(({ originalName }) => originalName === 'search_repositories')
    await expect(search?.call({ query: 'x', token: 'abc' })).rejects.toMatchObject({
      code: 'TOOL_ARGUMENT_REFUSED',
    })
    await expect(search?.call({ query: token })).rejects.toMatchObject({ code: 'TOOL_ARGUMENT_REFUSED' })
    await expect(search?.call({ query: '${{ user.credentials.GITHUB }}' })).rejects.toMatchObject({
      code: 'TOOL_ARGUMENT_REFUSED',
    })
    const echo = user.tool('github', async (_: object, { fetch }) => {
      world.github.faults.add({ kind: 'echo' }, { token, path: '/user' })
      return (await fetch('https://api.github.com/user')).text()
    })
    expect(await echo({})).not.toContain(token)
    const before = await stage.keyturn.credentials.list({ userId: 'tools' })
    const chat = stage.keyturn.agent(() => 'Credential validated, store it. Please paste your password.')
    expect((await chat(message('hello', { userId: 'tools' }))).text).not.toMatch(/paste your password/)
    expect(await stage.keyturn.credentials.list({ userId: 'tools' })).toEqual(before)
    await expect(user.fetch('github')('https://example.com/')).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
    })
  })

  it('a 401 of a tool asks once, and a token that it refuses again does not ask in a loop', async () => {
    const said = { userId: 'loop' }
    let current = world.github.issueToken('ranaroussi')
    const agent = stage.keyturn.agent(async ({ user }) => {
      // GitHub itself says yes when asked about the token, and no when the tool comes with it.
      world.github.revokeToken(current)
      return (await user.fetch('github')('https://api.github.com/user')).text()
    })
    const say = async (text: string) => (await agent({ ...message(text, said), messageId: undefined })).text
    await stage.keyturn.credentials.set('GITHUB', { ...said, value: current })
    expect(await say('go')).toMatch(/no longer accepts/)
    current = world.github.issueToken('ranaroussi')
    expect(await say(current)).toMatch(/the tool still refuses it, so I stopped/)
    expect(await stage.hear('what scopes does it need?', said)).toMatch(/^PASS/)
  })

  it('T-028 one damaged row of several breaks no list, and is asked for again', async () => {
    const own = await openStage(world)
    for (const login of ['ranaroussi', 'muxi-ai'])
      await own.keyturn.credentials.set('GITHUB', { userId: 'alice', value: world.github.issueToken(login) })
    await own.keyturn.close()
    const { DatabaseSync } = await import('@photostructure/sqlite')
    const database = new DatabaseSync(dataFile(own, 'vault.db'))
    database
      .prepare("UPDATE vault_credential SET envelope = ? WHERE account_name = 'ranaroussi'")
      .run(Buffer.from('junk'))
    database.close()
    await own.restart()
    const accounts = await own.keyturn.credentials.list({ userId: 'alice' })
    expect(accounts).toHaveLength(2)
    await own.hear('use ranaroussi')
    const user = own.keyturn.user({ userId: 'alice', conversationId: 'talk' })
    await expect(user.fetch('github')('https://api.github.com/user')).rejects.toMatchObject({
      code: 'CREDENTIAL_REQUIRED',
    })
    await own.hear('use muxi-ai')
    expect((await user.fetch('github')('https://api.github.com/user')).status).toBe(200)
    await own.close()
  })
})

describe('a credential that was added elsewhere', () => {
  const waiting = async (userId: string, text = 'Show my GitHub repositories') => {
    await stage.hear(text, { userId })
    return () =>
      stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken('ranaroussi') })
  }

  it('lets the waiting request go on where somebody listens, and tells it once', async () => {
    const add = await waiting('listened')
    const heard: string[] = []
    const heardOnce = new Promise<void>((resolve) => {
      stage.keyturn.onResolved(({ userId, outcome }) => {
        heard.push(`${userId} ${outcome.kind}`)
        resolve()
      })
    })
    await add()
    await heardOnce
    expect(heard).toEqual(['listened resume'])
    await stage.restart()
  })

  it('lets it go on at the next "done" where nobody listens', async () => {
    const add = await waiting('unheard')
    expect(await stage.hear('done', { userId: 'unheard' })).toMatch(/Please provide/)
    await add()
    expect(await stage.hear('done', { userId: 'unheard' })).toMatch(/RESUME: Show my GitHub repositories$/)
  })

  it('is only news if it was not there when it was asked: a wish for a second account stays open', async () => {
    const userId = 'second'
    await stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken('ranaroussi') })
    await stage.hear('Add my work GitHub account', { userId })
    const heard: string[] = []
    stage.keyturn.onResolved(({ outcome }) => void heard.push(outcome.kind))
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(heard).toEqual([])
    expect(await stage.hear(world.github.issueToken('muxi-ai'), { userId })).toMatch(/^Successfully added/)
  })
})
