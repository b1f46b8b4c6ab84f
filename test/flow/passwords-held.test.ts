/**
 * Words in the place of a password, and passwords in the place of a token: neither is sent to a service or shown to anybody, and the
 * user is asked (T-127).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const HOUR = 60 * 60_000

let world: World
let stage: Stage
let users = 0

const somebody = () => ({ userId: `holder-${(users += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
  stage.local.people.set('bob', 'hunter2')
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** Asked for the password of `bob`. */
async function asked() {
  const who = somebody()
  await stage.hear('add my crm account', who)
  expect(await stage.hear('bob', who)).toBe('Please provide your Crm password:')
  return who
}

const IS_IT =
  'Is that your password? If so, send it again on its own. Nobody has read it. To stop, say "cancel".'

describe('T-127 while a password is awaited', () => {
  it.each([
    'hold on, let me find it',
    'oops wrong username',
    'thanks',
    'Thanks!',
    'what is the weather',
    'what is the weather?',
    'ok one sec',
    'yes',
    'done',
    'hello',
    'it is complicated',
    'my password is wrong',
    'I do not remember it',
    'let me look it up in my password manager',
    'show me a picture of a cat',
    'correct horse battery staple',
    'einen Moment bitte, ich suche es',
    '😅',
  ])('%j is held back, and no try is spent on it', async (text) => {
    const who = await asked()
    const before = stage.local.asked.length
    const outcome = await stage.say(text, who)
    expect(outcome).toMatchObject({
      kind: 'reply',
      reply: { text: IS_IT },
      history: { user: '[crm password removed]' },
    })
    expect(stage.local.asked).toHaveLength(before)
    expect(await stage.hear('hunter2', who)).toBe("Successfully added Crm account 'bob'")
  })

  it.each(['correct horse battery staple', 'yes', 'p@ss: "w\\ord"?', 'pass word', 'done'])(
    '%j sent again is the password',
    async (password) => {
      const who = somebody()
      stage.local.people.set('ann', password)
      for (const text of ['add my crm account', 'ann', password]) await stage.hear(text, who)
      const outcome = await stage.say(password, who)
      expect(outcome).toMatchObject({ reply: { text: "Successfully added Crm account 'ann'" } })
      expect(stage.sinks()).not.toContain(
        password.length > 4 ? password : 'nothing so short can be searched for',
      )
    },
  )

  it('what was held back is the password on a "yes", and forgotten on a "no"', async () => {
    stage.local.people.set('eve', 'open sesame now')
    const who = somebody()
    for (const text of ['add my crm account', 'eve', 'open sesame now']) await stage.hear(text, who)
    expect(await stage.hear('no', who)).toBe('Please provide your Crm password:')
    expect(await stage.hear('open sesame now', who)).toBe(IS_IT)
    expect(await stage.hear('yes', who)).toBe("Successfully added Crm account 'eve'")
  })

  it.each([
    'hunter2',
    'password: hunter2',
    'Password = hunter2',
    'my password is hunter2',
    'the crm password is hunter2.',
    "it's hunter2",
    'ok here it is: hunter2',
    '"hunter2"',
    '`hunter2`',
    'it is hunter2, thanks',
  ])('%j says which word it is', async (text) => {
    expect(await stage.hear(text, await asked())).toBe("Successfully added Crm account 'bob'")
  })

  it('"start over" starts over, and nothing of what was given stays', async () => {
    const who = await asked()
    expect(await stage.hear('start over', who)).toBe('Please provide your Crm username:')
    expect(await stage.hear('ann:nope1', who)).toMatch(/^Crm did not accept that user name and password/)
  })

  it.each([
    ['a cancel', 'cancel', /^All right, I will not connect Crm now\.$/],
    ['a question about it', 'is it safe?', /Paste it here, or say "cancel"\.$/],
    [
      'a wish that names its service',
      'add my GitHub account',
      /^Please provide your GitHub personal access token:$/,
    ],
    ['a list', 'list my accounts', /^You have not connected an account yet\./],
  ])('%s is what it is', async (_, text, answer) => {
    expect(await stage.hear(text, await asked())).toMatch(answer)
  })
})

describe('T-127 while a token is awaited', () => {
  it.each([
    'hunter2',
    'P@ssw0rd!2024',
    'correct horse battery staple',
    'Tr0ub4dor&3',
    "it's hunter2",
    'qwerty123',
    'tulip-engine-forty-marble',
    'try P@ssw0rd!2024 please',
  ])('%j is held back from everybody, as often as it is sent', async (text) => {
    const who = somebody()
    await stage.hear('Show my GitHub repositories', who)
    for (let time = 0; time < 3; time += 1) {
      const outcome = await stage.say(text, who)
      expect(outcome).toMatchObject({
        kind: 'reply',
        history: { user: expect.stringContaining('removed]') as string },
      })
      expect(JSON.stringify(outcome)).not.toContain(text)
    }
    expect(world.github.requests(text)).toHaveLength(0)
    expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toMatch(/RESUME: Show my GitHub/)
  })

  it.each(['hunter2', 'P@ssw0rd!2024', 'correct horse battery staple', 'Tr0ub4dor&3', 'qwerty123'])(
    '%j is held back under the mark too, hours after the question is over',
    async (text) => {
      const own = await openStage(world, { local: true })
      await own.hear('Show my GitHub repositories')
      for (const hours of [1, 8, 8]) {
        own.advance(hours * HOUR)
        const outcome = await own.say(text)
        expect(outcome).toMatchObject({ kind: 'reply' })
        expect(JSON.stringify(outcome)).not.toContain(text)
      }
      expect(await own.hear('yes')).toBe('PASS: yes')
      expect(await own.hear('show my calendar')).toBe('PASS: show my calendar')
      own.advance(8 * HOUR)
      expect((await own.say('hello again')).kind).toBe('pass')
      await own.close()
    },
  )

  it.each([
    'show my calendar',
    'bananas',
    'ranaroussi',
    'good morning',
    'what is 2+2?',
    'zeig mir meine offenen Tickets',
    'see https://example.com/a?b=1',
    'README.md',
    'v1.2.3',
    'at 10:30',
  ])('%j is an ordinary message under the mark', async (text) => {
    const own = await openStage(world)
    await own.hear('Show my GitHub repositories')
    own.advance(HOUR)
    expect(await own.hear(text)).toBe(`PASS: ${text}`)
    await own.close()
  })

  it.each([
    ['the id of a commit', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'the id of a commit'],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000', 'an id (a UUID)'],
    ['a path', '/home/bob/projects/notes/secrets.txt', 'the path of a file'],
    ['a path of Windows', 'C:\\Users\\bob\\token-file.txt', 'the path of a file'],
  ])('%s is not sent, and that is said', async (_, text, words) => {
    const who = somebody()
    await stage.hear('add my GitHub token', who)
    expect(await stage.hear(text, who)).toBe(
      `I did not try that GitHub personal access token: it looks like ${words}. Please copy it again and paste it here:`,
    )
    expect(world.github.requests(text)).toHaveLength(0)
  })

  it.each([20, 12, 30, 39])(
    'the first %i characters of a token are not sent, and that is said',
    async (length) => {
      const who = somebody()
      const part = world.github.issueToken('ranaroussi').slice(0, length)
      await stage.hear('add my GitHub token', who)
      expect(await stage.hear(part, who)).toContain(`it looks cut off: ${length} of 40 characters`)
      expect(world.github.requests(part)).toHaveLength(0)
    },
  )

  it('the last half of a token is not sent either', async () => {
    const who = somebody()
    const part = world.github.issueToken('ranaroussi').slice(20)
    await stage.hear('add my GitHub token', who)
    expect(await stage.hear(part, who)).toContain('it looks cut off: 20 of 40 characters')
    expect(world.github.requests(part)).toHaveLength(0)
  })

  it.each(['my password is hunter2', 'password: hunter2', 'the password is P@ssw0rd!2024'])(
    '%j says that a token is wanted',
    async (text) => {
      const who = somebody()
      await stage.hear('add my GitHub token', who)
      expect(await stage.hear(text, who)).toBe(
        'I did not send that: GitHub takes a personal access token, not a password. Please paste the personal access token here, or say "cancel":',
      )
    },
  )
})
