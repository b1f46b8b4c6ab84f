/**
 * The request that waits for an answer is the first one, whatever is said and done on the way; and where the user says no, the agent
 * gets it with that fact.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { NeedError } from '../../src/index.ts'
import { message, openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const MINUTE = 60_000

let world: World
let stage: Stage
let users = 0

const somebody = () => ({ userId: `parker-${(users += 1)}` })

async function withTwo() {
  const who = somebody()
  for (const [login, label] of [
    ['ranaroussi', undefined],
    ['muxi-ai', 'work'],
  ] as const)
    await stage.keyturn.credentials.set('GITHUB', { ...who, value: world.github.issueToken(login), label })
  return who
}

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

const DECLINED =
  '(The user declined to use a GitHub account for this request. Answer without it, and do not ask for it.)'

describe('filler', () => {
  it.each([
    ['ok one sec', 'idk', 'the work acct'],
    ['hmm', 'blah', 'blubb'],
    ['thanks', 'ok', 'lol nice'],
    [
      'just looking for it in my drawer here',
      'still looking, sorry about that',
      'found the paper now I think',
    ],
    ['what was it again that I wanted from you?', 'ah yes', 'go'],
  ])(
    '%j, %j, %j that reaches the agent and needs the same does not replace the request',
    async (...texts) => {
      const who = somebody()
      const ran: string[] = []
      // An agent that calls a tool for whatever it is told.
      const chat = stage.keyturn.agent(async ({ text, user }) => {
        ran.push(text)
        return String((await user.fetch('github')('https://api.github.com/user')).status)
      })
      const say = async (text: string): Promise<string> => (await chat(message(text, who))).text
      expect(await say('tell me who I am at work, please, with all the details')).toMatch(/Please provide/)
      for (const text of texts) await say(text)
      expect(await say(world.github.issueToken('ranaroussi'))).toMatch(/^Successfully added .*\n200$/)
      expect(ran.at(-1)).toBe('tell me who I am at work, please, with all the details')
    },
  )
})

describe('a request beside a token', () => {
  it.each([
    ['add my GitHub token TOKEN and show my repositories'],
    ['Add my GitHub token TOKEN, then list my issues'],
    ['add this GitHub token TOKEN. Show me my open PRs'],
    ['show my repositories, my GitHub token is TOKEN'],
    ['connect my github with TOKEN and tell me how many PRs I have'],
  ])('%j goes on once it is stored', async (text) => {
    const outcome = await stage.say(text.replace('TOKEN', world.github.issueToken('ranaroussi')), somebody())
    const gone = outcome.kind === 'reply' ? await stage.hear('yes', { userId: `parker-${users}` }) : outcome
    expect(JSON.stringify(gone)).toContain(text.slice(text.indexOf('TOKEN') + 5).slice(0, 12))
    expect(typeof gone === 'string' ? 'resume' : gone.kind).toBe('resume')
  })

  it.each([
    'add my GitHub token TOKEN',
    'Add my GitHub token TOKEN please, thanks',
    'here is my token: TOKEN',
  ])('%j holds none', async (text) => {
    const who = somebody()
    await stage.hear('add my GitHub account', who)
    const outcome = await stage.say(text.replace('TOKEN', world.github.issueToken('ranaroussi')), who)
    expect(outcome.kind).toBe('reply')
  })

  it('waits with the token for another try', async () => {
    const who = somebody()
    const token = world.github.issueToken('ranaroussi')
    world.github.faults.add({ kind: 'unavailable' }, { token })
    expect(await stage.hear(`add my GitHub token ${token} and show my repositories`, who)).toMatch(
      /try again/,
    )
    expect(await stage.hear('try again', who)).toBe(
      "Successfully added GitHub account 'ranaroussi'\nRESUME: add my GitHub token [github token removed] and show my repositories",
    )
  })
})

describe('a request in the middle of a choice', () => {
  const WHICH = 'You have two GitHub accounts: ranaroussi and muxi-ai (work). Which one?'
  const open = async () => {
    const who = await withTwo()
    expect(await stage.hear('Show my GitHub PRs', who)).toBe(WHICH)
    return who
  }
  const GOES_ON = '\nRESUME: Show my GitHub PRs'

  it('survives adding', async () => {
    const who = await open()
    expect(await stage.hear('add another GitHub account', who)).toMatch(/^Please provide/)
    expect(await stage.hear(world.github.issueToken('muxi-ai'), who)).toBe(
      `Updated the personal access token of your GitHub account 'muxi-ai'\n${WHICH}`,
    )
    expect(await stage.hear('2', who)).toBe(GOES_ON)
  })

  it('survives an adding that is cancelled, and one that is refused', async () => {
    const who = await open()
    await stage.hear('add another GitHub account', who)
    expect(await stage.hear('cancel', who)).toBe(`All right, I will not connect GitHub now.\n${WHICH}`)
    await stage.hear('add another GitHub account', who)
    expect(await stage.hear(createGitHubToken(), who)).toMatch(/did not accept/)
    expect(await stage.hear('cancel', who)).toBe(`All right, I will not connect GitHub now.\n${WHICH}`)
    expect(await stage.hear('both', who)).toBe(GOES_ON)
  })

  it('survives removing: what is left is used', async () => {
    const who = await open()
    expect(await stage.hear('remove muxi-ai', who)).toMatch(/\(yes or no\)$/)
    expect(await stage.hear('no', who)).toBe(`All right, nothing was removed.\n${WHICH}`)
    await stage.hear('remove muxi-ai', who)
    expect(await stage.hear('yes', who)).toMatch(
      /^Removed your GitHub account 'muxi-ai'.*\nRESUME: Show my GitHub PRs$/,
    )
  })

  it('survives renaming, a default of another one, a list and a question', async () => {
    const who = await open()
    expect(await stage.hear('rename muxi-ai to office', who)).toBe(
      'Your GitHub account \'muxi-ai\' is now called "office".\nYou have two GitHub accounts: ranaroussi and muxi-ai (office). Which one?',
    )
    expect(await stage.hear('list my accounts', who)).toMatch(/Which one\?$/)
    expect(await stage.hear('which ones are there?', who)).toMatch(/Which one\?$/)
    expect(await stage.hear('make muxi-ai my default', who)).toBe(
      `'muxi-ai' is now your default GitHub account.${GOES_ON}`,
    )
  })

  it('survives a lockout of adding', async () => {
    const who = await open()
    await stage.hear('add another GitHub account', who)
    for (let time = 0; time < 2; time += 1) await stage.hear(createGitHubToken(), who)
    expect(await stage.hear(createGitHubToken(), who)).toMatch(
      /adding one is paused.*\nYou have two .*Which one\?$/s,
    )
    expect(await stage.hear('muxi-ai', who)).toBe(GOES_ON)
  })
})

it('a request survives a lockout that is shorter than it waits', async () => {
  const own = await openStage(world)
  for (let time = 0; time < 3; time += 1) await own.hear(`Add my GitHub token ${createGitHubToken()}`)
  own.advance(8 * MINUTE)
  expect(await own.hear('Show my GitHub PRs')).toMatch(
    /try again in 7 minutes.*I keep your request until then/,
  )
  expect(await own.hear('when can I try again?')).toMatch(/^In 7 minutes\./)
  expect(await own.hear('why?')).toMatch(/^Too many GitHub credentials were not accepted/)
  own.advance(7 * MINUTE + 1000)
  expect(await own.hear('try again')).toMatch(/^I need access to GitHub/)
  expect(await own.hear(world.github.issueToken('ranaroussi'))).toMatch(/RESUME: Show my GitHub PRs$/)
  await own.close()
})

describe('on a no', () => {
  it.each(['no', 'cancel', 'no thanks', 'never mind', 'not now', "I'd rather not"])(
    '%j lets the request go on with the fact that the user declined',
    async (text) => {
      const who = somebody()
      await stage.hear('Show my GitHub PRs', who)
      expect(await stage.say(text, who)).toMatchObject({
        kind: 'resume',
        declined: 'github',
        prelude: 'All right, I will not connect GitHub now.',
        text: `Show my GitHub PRs\n\n${DECLINED}`,
        accounts: [],
      })
    },
  )

  it.each(['neither', 'cancel', 'none of them'])('%j to "which one?" does too', async (text) => {
    const who = await withTwo()
    await stage.hear('Show my GitHub PRs', who)
    expect(await stage.say(text, who)).toMatchObject({ kind: 'resume', declined: 'github' })
  })

  it('the need that comes up in that very run is answered, and not asked about', async () => {
    const who = somebody()
    const texts: string[] = []
    const chat = stage.keyturn.agent(async ({ text, user }) => {
      texts.push(text)
      return String((await user.fetch('github')('https://api.github.com/user')).status)
    })
    const say = async (text: string): Promise<string> => (await chat(message(text, who))).text
    await say('Show my GitHub PRs')
    expect(await say('no')).toBe(
      'All right, I will not connect GitHub now.\n' +
        'That needs a GitHub account, and you decided to go on without one. To connect one after all, say "add my GitHub account".',
    )
    expect(texts.at(-1)).toContain(DECLINED)
  })

  it('an agent that can do without answers, and hears that it should', async () => {
    const who = somebody()
    const chat = stage.keyturn.agent(({ text }) => `without: ${text.includes(DECLINED)}`)
    await chat(message('Show my GitHub PRs', who))
    expect((await chat(message('no', who))).text).toBe(
      'All right, I will not connect GitHub now.\nwithout: true',
    )
  })

  it('the same conversation is asked again only at the user’s own word', async () => {
    const who = somebody()
    await stage.hear('Show my GitHub PRs', who)
    await stage.hear('no', who)
    expect(await stage.hear('Show my GitHub issues', who)).toBe('PASS: Show my GitHub issues')
    const need = new NeedError('CREDENTIAL_REQUIRED', {
      service: 'github',
      server: null,
      why: 'use',
      account: null,
    })
    expect(await stage.keyturn.park(need, message('Show my GitHub issues', who))).toMatchObject({
      kind: 'reply',
      reply: { text: expect.stringContaining('you decided to go on without one') as string },
    })
    expect(await stage.hear('add my GitHub account', who)).toMatch(/^Please provide/)
    await stage.hear('cancel', who)
    expect(await stage.hear('Show my GitHub PRs', { ...who, conversationId: 'another' })).toMatch(
      /^I need access/,
    )
  })
})
