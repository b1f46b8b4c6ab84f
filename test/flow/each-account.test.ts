/** "Both", where one of the accounts gives nothing: the other's answer is told, and each failure in one plain sentence. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { message, openStage } from './stage.ts'
import type { Said, Stage } from './stage.ts'
import { createStreamingAgent } from './streaming-agent.ts'

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

/** A user with two accounts, by name; gives the tokens and what the demo's agent answers. */
async function twoAccounts(userId: string, logins = ['ranaroussi', 'muxi-ai']) {
  const tokens = logins.map((login) => world.github.issueToken(login))
  for (const value of tokens) await stage.keyturn.credentials.set('GITHUB', { userId, value })
  const [own = '', work = ''] = tokens
  const say = await stage.chat()
  return { own, work, hear: (text: string) => say(text, { userId }) }
}

const OWN = '[ranaroussi]\n- Cache time zones on disk\n- Draft the spring talk'
const WORK = '[muxi-ai]\n- Stream tool results\n- Plan the second quarter'
const ASKED = 'GitHub no longer accepts the personal access token of muxi-ai. Please provide a new one:'

const statuses = async (userId: string) =>
  Object.fromEntries(
    (await stage.keyturn.credentials.list({ userId })).map(({ identity, status }) => [identity.name, status]),
  )

/** Ends the running tool server that was given a token. */
function killServerWith(token: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(token)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // Somebody else's process, or one that has just ended.
    }
  }
}

describe('a request that leaves the service out', () => {
  it.each([
    'Show PRs from both',
    'show my PRs from all my accounts',
    'list the pull requests of both accounts, please',
    'check both my accounts for open PRs',
  ])('%s: is done with both accounts of the only service the user has', async (text) => {
    const { hear } = await twoAccounts(`both-${text.length}`)
    expect(await hear(text)).toBe(`Open pull requests:\n${OWN}\n${WORK}`)
  })

  it('is done with the account it names, once one was chosen in the conversation; the choice stays', async () => {
    const { hear } = await twoAccounts('names-one')
    await hear('Show my GitHub PRs')
    const work = 'Open pull requests:\n- Stream tool results\n- Plan the second quarter'
    expect(await hear('muxi-ai')).toBe(work)
    expect(await hear('Show PRs from ranaroussi')).toBe(
      'Open pull requests:\n- Cache time zones on disk\n- Draft the spring talk',
    )
    expect(await hear('Show my PRs')).toBe(work)
    expect(await hear('show the PRs from both')).toBe(`Open pull requests:\n${OWN}\n${WORK}`)
    expect(await hear('Show my PRs')).toBe(work)
  })
})

describe('an account that its service rejects', () => {
  it('T-040 is asked for once, after the answer of the account that works; its new token brings its own answer', async () => {
    const userId = 'revoked'
    const { work, hear } = await twoAccounts(userId)
    world.github.revokeToken(work)
    await hear('Show my GitHub PRs')
    expect(await hear('both')).toBe(
      `Open pull requests:\n${OWN}\n[muxi-ai]\n` +
        `No answer from 'muxi-ai': its personal access token is not accepted any more and has to be given again.\n${ASKED}`,
    )
    expect(await statuses(userId)).toEqual({ ranaroussi: 'active', 'muxi-ai': 'rejected' })
    expect(await hear(world.github.issueToken('muxi-ai'))).toBe(
      "Updated the personal access token of your GitHub account 'muxi-ai'\n" +
        'Open pull requests:\n- Stream tool results\n- Plan the second quarter',
    )
    expect(await hear('Show PRs from both my GitHub accounts')).toBe(`Open pull requests:\n${OWN}\n${WORK}`)
  })

  it('is not asked for again when its question was cancelled, and the other goes on working', async () => {
    const { work, hear } = await twoAccounts('cancels')
    world.github.revokeToken(work)
    expect(await hear('Show PRs from both my GitHub accounts')).toContain(ASKED)
    expect(await hear('cancel')).toBe('All right, I will not connect GitHub now.')
    expect(await hear('Show my GitHub PRs from ranaroussi')).toBe(
      'Open pull requests:\n- Cache time zones on disk\n- Draft the spring talk',
    )
  })

  it('goes on being told of in the same answer, when the agent calls a second tool', async () => {
    const userId = 'second-call'
    const { work } = await twoAccounts(userId)
    world.github.revokeToken(work)
    const before = world.github.requests(work).length
    const results: string[] = []
    const chat = stage.keyturn.agent(async ({ user }) => {
      const tool = (await user.tools()).find(({ originalName }) => originalName === 'search_repositories')
      for (const query of ['user:@me', 'user:@me']) results.push(JSON.stringify(await tool?.call({ query })))
      return 'Looked twice.'
    })
    const hear = async (text: string) => (await chat(message(text, { userId }))).text
    expect(await hear('switch to both my GitHub accounts')).toBe(
      "I will use your GitHub accounts 'ranaroussi' and 'muxi-ai' in this conversation.",
    )
    expect(await hear('Show my GitHub repositories')).toBe(`Looked twice.\n${ASKED}`)
    expect(results).toHaveLength(2)
    for (const result of results) expect(result).toMatch(/ranaroussi\/yfinance.*No answer from 'muxi-ai'/)
    // The call, and the question whether the token is accepted at all.
    expect(world.github.requests(work)).toHaveLength(before + 2)
    // The choice lasts: whoever does not give a new token is still answered from the account that works.
    await hear('cancel')
    expect(await hear('Show my GitHub repositories')).toMatch(/^Looked twice\./)
  })

  it('is asked for after the last piece of a stream', async () => {
    const { work } = await twoAccounts('streams')
    world.github.revokeToken(work)
    const chat = stage.keyturn.agent(createStreamingAgent(await world.model.client()))
    const stream = chat.stream(message('Show PRs from both my GitHub accounts', { userId: 'streams' }))
    let heard = ''
    for await (const piece of stream) heard += piece
    expect(heard).toMatch(/- Draft the spring talk\n[^]*has to be given again\.\nGitHub no longer accepts/)
    expect(await stream.answer).toMatchObject({ text: heard, history: { assistant: heard } })
  })

  it('is asked for before anything is said, where no other gave an answer', async () => {
    const { own, work, hear } = await twoAccounts('both-revoked')
    for (const token of [own, work]) world.github.revokeToken(token)
    expect(await hear('Show PRs from both my GitHub accounts')).toBe(ASKED.replace('muxi-ai', 'ranaroussi'))
    expect(await statuses('both-revoked')).toEqual({ ranaroussi: 'rejected', 'muxi-ai': 'rejected' })
    expect(await hear(world.github.issueToken('ranaroussi'))).toMatch(
      /^Updated[^\n]*\nOpen pull requests:\n- Cache/,
    )
  })
})

describe('an account whose call fails', () => {
  let killer: NodeJS.Timeout | undefined
  const answerOf = async (userId: string, spoil: (work: string) => void): Promise<string> => {
    const { work, hear } = await twoAccounts(userId)
    await hear('Show PRs from both my GitHub accounts')
    spoil(work)
    const answer = await hear('Show PRs from both my GitHub accounts')
    clearInterval(killer)
    world.github.faults.clear()
    expect(answer).toContain(`Open pull requests:\n${OWN}\n[muxi-ai]\n`)
    expect(answer).not.toContain('Stream tool results')
    expect(answer).not.toMatch(/Please provide|token|at debug level/)
    expect(await statuses(userId)).toEqual({ ranaroussi: 'active', 'muxi-ai': 'active' })
    expect(await hear('Show PRs from both my GitHub accounts')).toBe(`Open pull requests:\n${OWN}\n${WORK}`)
    return answer.slice(answer.indexOf('[muxi-ai]\n') + '[muxi-ai]\n'.length)
  }

  it('for an outage is told with what the service said', async () => {
    const said = await answerOf('outage', (token) =>
      world.github.faults.add({ kind: 'unavailable' }, { token }),
    )
    expect(said).toMatch(/^No answer from 'muxi-ai': .*Server Error.* It may work when you ask again\.$/)
  })

  it('for single sign-on is told with what the service said, and the token is kept', async () => {
    const said = await answerOf('sso', (token) => world.github.faults.add({ kind: 'sso' }, { token }))
    expect(said).toMatch(/^No answer from 'muxi-ai': .*SAML enforcement/)
  })

  it('as its server dies in the middle is told as out of reach, and works again with the next request', async () => {
    const said = await answerOf('dies', (token) => {
      world.github.faults.add({ kind: 'delay', delayMs: 2_000 }, { token })
      killer = setInterval(() => killServerWith(token), 100)
    })
    expect(said).toBe(
      "No answer from 'muxi-ai': GitHub could not be reached with it. Please try again in a moment.",
    )
  })

  it('is told to the agent as an error of the tool where every account fails', async () => {
    await twoAccounts('all-fail')
    world.github.faults.add({ kind: 'unavailable' }, { times: 2 })
    const results: unknown[] = []
    const chat = stage.keyturn.agent(async ({ user }) => {
      const tool = (await user.tools()).find(({ originalName }) => originalName === 'search_repositories')
      results.push(await tool?.call({ query: 'user:@me' }))
      return 'Tried.'
    })
    const said = message('Show PRs from both my GitHub accounts', { userId: 'all-fail' })
    expect((await chat(said)).text).toBe('Tried.')
    expect(results).toMatchObject([{ isError: true }])
    expect(JSON.stringify(results)).toMatch(/github says: .*Server Error/)
    world.github.faults.clear()
  })
})

describe('a function of the host', () => {
  it('gets a sentence in place of one account’s result, and the need to park after the answer', async () => {
    const userId = 'own-function'
    const { work } = await twoAccounts(userId)
    world.github.revokeToken(work)
    const said: Said = { userId }
    await stage.hear('Show my GitHub PRs', said)
    await stage.hear('both', said)
    const user = stage.keyturn.user({ userId, conversationId: 'talk' })
    const login = user.tool('github', async (_: undefined, { fetch }) => {
      const response = await fetch('/user')
      return ((await response.json()) as { login?: string }).login
    })
    expect(await login(undefined)).toEqual([
      { account: 'ranaroussi', result: 'ranaroussi' },
      {
        account: 'muxi-ai',
        error:
          "No answer from 'muxi-ai': its personal access token is not accepted any more and has to be given again.",
      },
    ])
    expect(user.takeNeed()).toBeUndefined()
    const need = user.takePartialNeed()
    expect(need?.need).toMatchObject({ service: 'github', why: 'rejected' })
    expect(user.takePartialNeed()).toBeUndefined()
    const outcome = await stage.keyturn.park(need, message('Show my GitHub PRs', said))
    expect(outcome).toMatchObject({ kind: 'reply', reply: { text: ASKED } })
  })

  it('that fails for one account is told with its reason, without a secret in it', async () => {
    const userId = 'own-failure'
    const { own, work } = await twoAccounts(userId)
    await stage.hear('Show my GitHub PRs', { userId })
    await stage.hear('both', { userId })
    const user = stage.keyturn.user({ userId, conversationId: 'talk' })
    let runs = 0
    const run = user.tool('github', () => {
      if ((runs += 1) === 1) throw new Error(`cannot use ${own} nor ${work}`)
      return 'fine'
    })
    const results = await run(undefined)
    expect(results).toMatchObject([{ account: 'ranaroussi' }, { account: 'muxi-ai', result: 'fine' }])
    expect(JSON.stringify(results)).toContain('The tool failed: cannot use [github token removed] nor')
    for (const token of [own, work]) expect(JSON.stringify(results)).not.toContain(token)
  })
})
