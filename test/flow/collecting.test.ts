/**
 * What people say while something is asked: which service it is for, help where it may not be given, sign-ins in their own
 * words, several secrets at once.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0

/** A user who has said and stored nothing yet. */
const somebody = () => ({ userId: `somebody-${(users += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
  stage.local.people.set('ann', 'abcd')
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe('a wish that names no service', () => {
  it('is asked about, and the bare name of one is the answer', async () => {
    const who = somebody()
    expect(await stage.hear('add my account', who)).toBe('Which service? You can connect: Crm, Door, GitHub.')
    expect(await stage.hear('which ones?', who)).toBe('Which service? You can connect: Crm, Door, GitHub.')
    expect(await stage.hear('what is 2+2', who)).toBe('PASS: what is 2+2')
    expect(await stage.hear('the GitHub one, please', who)).toBe('PASS: the GitHub one, please')
    await stage.hear('add my account', who)
    expect(await stage.hear('the GitHub one, please', who)).toBe(
      'Please provide your GitHub personal access token:',
    )
  })

  it('is forgotten on cancel: a name said later is small talk', async () => {
    const who = somebody()
    await stage.hear('add my account', who)
    expect(await stage.hear('cancel', who)).toBe('All right, I stopped.')
    expect(await stage.hear('github', who)).toBe('PASS: github')
  })
})

describe('a question about what is asked for', () => {
  const plain = { channel: 'web', attested: false, audience: 'self' } as const

  it('T-090 is answered on an insecure connection without inviting anybody to paste', async () => {
    const who = { ...somebody(), transport: plain }
    await stage.hear('Show my GitHub repositories', who)
    for (const text of ['is it safe?', 'how?', 'what scopes does it need?']) {
      const reply = await stage.hear(text, who)
      expect(reply).toContain('Please do not send it in this chat.')
      expect(reply).not.toMatch(/paste/i)
    }
  })

  it('T-090 is judged by the connection it comes on, not by the one the question was asked on', async () => {
    const who = somebody()
    await stage.hear('Show my GitHub repositories', who)
    expect(await stage.hear('is it safe?', who)).toMatch(/Paste it here/)
    expect(await stage.hear('is it safe?', { ...who, transport: plain })).not.toMatch(/paste/i)
  })
})

describe('a sign-in of several fields', () => {
  it.each([
    ['username: ann, password: abcd'],
    ['my username is ann and my password is abcd'],
    ['ann:abcd'],
    ['ann\nabcd'],
    ['{"username":"ann","password":"abcd"}'],
    ['my username is ann', 'my password is abcd'],
  ])('is taken as people write it: %j', async (...texts) => {
    const who = somebody()
    expect(await stage.hear('add my crm account', who)).toBe('Please provide your Crm username:')
    const heard: string[] = []
    for (const text of texts) heard.push(await stage.hear(text, who))
    expect(heard.at(-1)).toBe("Successfully added Crm account 'ann'")
  })

  it('in one word with the wish is taken out of the history too', async () => {
    const outcome = await stage.say('add my crm account ann:abcd', somebody())
    expect(outcome).toMatchObject({ reply: { text: "Successfully added Crm account 'ann'" } })
    expect(outcome.history.user).not.toContain('abcd')
  })

  it('is not begun by a list of accounts, a cancel in another language, or a foreign question', async () => {
    const who = somebody()
    await stage.hear('add my crm account', who)
    const asked = stage.local.asked.length
    expect(await stage.hear('list my accounts', who)).toBe(
      'You have not connected an account yet.\nPlease provide your Crm username:',
    )
    expect(await stage.hear('was ist das?', who)).toContain('in deinem Namen')
    expect(await stage.hear('cancelar', who)).toBe('In Ordnung, ich verbinde Crm jetzt nicht.')
    expect(stage.local.asked).toHaveLength(asked)
  })
})

describe('several secrets in one message', () => {
  it('are never dropped in silence: the first is taken, the user is told of the rest', async () => {
    const who = somebody()
    await stage.hear('Add my GitHub token', who)
    const [one, other] = [world.github.issueToken('ranaroussi'), world.github.issueToken('muxi-ai')]
    expect(await stage.hear(`${one} and ${other}`, who)).toBe(
      'Your message held more than one secret. I took the first GitHub personal access token only and forgot the rest: ' +
        "please send them one at a time.\nSuccessfully added GitHub account 'ranaroussi'",
    )
  })

  it('that are one and the same are one', async () => {
    const who = somebody()
    await stage.hear('Add my GitHub token', who)
    const token = world.github.issueToken('ranaroussi')
    expect(await stage.hear(`${token}\n${token}`, who)).toBe("Successfully added GitHub account 'ranaroussi'")
  })
})

describe('a password for something else, said while a token is awaited', () => {
  it('is taken out, is no try, and is not given to the service', async () => {
    const who = somebody()
    await stage.hear('add my github account', who)
    const { kind, history } = await stage.say('my password is hunter2', who)
    expect([kind, history.user]).toEqual(['reply', 'my password is [password removed]'])
    expect(history.assistant).toContain('GitHub takes a personal access token, not a password')
    expect(stage.sinks()).not.toContain('hunter2')
    expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toContain('Successfully added')
  })
})

describe('a token nobody asked for', () => {
  it('may be given a name with the yes', async () => {
    const who = somebody()
    await stage.hear(`my key is ${world.github.issueToken('muxi-ai')}`, who)
    expect(await stage.hear('sure, add it as work', who)).toBe("Successfully added GitHub account 'muxi-ai'")
    expect(await stage.keyturn.credentials.list(who)).toMatchObject([{ label: 'work' }])
  })
})
