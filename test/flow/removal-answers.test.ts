/**
 * What people say to "Remove …? (yes or no)": only a plain yes removes, and only while the question is the last thing said. Whatever
 * means no, not yet, or nothing in particular leaves nothing behind that a later "yes" could set off.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** A user with so many of the two accounts, in a conversation of their own. */
async function somebody(count: 1 | 2) {
  const who = { userId: `remover-${(users += 1)}` }
  for (const [login, label] of [
    ['ranaroussi', 'home'],
    ['muxi-ai', 'work'],
  ].slice(0, count))
    await stage.keyturn.credentials.set('GITHUB', {
      ...who,
      value: world.github.issueToken(login ?? ''),
      label,
    })
  return who
}

const ASKED_ONE = "Remove your GitHub account 'ranaroussi' and forget its personal access token? (yes or no)"
const ASKED_BOTH =
  "Remove your GitHub accounts 'ranaroussi' and 'muxi-ai' and forget what was stored for them? (yes or no)"

const names = async (who: { userId: string }): Promise<string[]> =>
  (await stage.keyturn.credentials.list(who)).map(({ identity }) => identity.name)

describe('a reply to "Remove …?" that is no plain yes', () => {
  it.each([
    'no',
    'No!',
    'no thanks',
    'no 😅',
    'nope :)',
    'nah',
    'wait',
    'wait a second',
    'hold on',
    'one sec',
    'not yet',
    'not now',
    'maybe later',
    'later',
    'tomorrow',
    'hm',
    'hmm let me think',
    'why',
    'huh?',
    'really?',
    'are you sure?',
    'undo',
    'stop',
    'cancel',
    'never mind',
    'nevermind',
    'actually keep it',
    'keep it',
    "don't",
    "don't do it",
    'please do not',
    'ranaroussi',
    'both',
    '1',
    '2',
    'the other one',
    'not that one',
    'no, only work',
    'not both',
    'blah',
    'ok wait',
    'try again',
    'start over',
    'I changed my mind',
    'what happens to my data?',
    'and my repositories?',
    '🤔',
  ])('%j removes nothing, and neither does a "yes" after the next message', async (text) => {
    const who = await somebody(1)
    expect(await stage.hear('remove my github account', who)).toBe(ASKED_ONE)
    const reply = await stage.hear(text, who)
    const isAskedAgain = reply.endsWith(ASKED_ONE)
    expect(reply).not.toMatch(/^Removed/)
    // Where it was not asked again, no yes is for it; where it was, one more message takes it away.
    if (isAskedAgain)
      expect(await stage.hear('draft an email to Bob', who)).toBe('PASS: draft an email to Bob')
    expect(await stage.hear('yes', who)).toBe('PASS: yes')
    expect(await names(who)).toEqual(['ranaroussi'])
  })
})

describe('after "Remove …?"', () => {
  it.each([
    ['a request to the agent', 'first draft an email'],
    ['a question', 'what is the capital of France?'],
    ['a long message', 'Before that, could you tell me what we decided about the launch in May?'],
    ['a message of another script', '明日の天気を教えてください、お願いします'],
    ['a request that needs the account', 'Show my GitHub repositories'],
  ])('%s passes, and the "yes" to what the agent asked removes nothing', async (_, text) => {
    const who = await somebody(1)
    await stage.hear('remove my github account', who)
    expect(await stage.hear(text, who)).toBe(`PASS: ${text}`)
    for (const answer of ['yes', 'ok', 'do it', 'remove it', 'yes please'])
      expect(await stage.hear(answer, who)).toBe(`PASS: ${answer}`)
    expect(await names(who)).toEqual(['ranaroussi'])
    expect(await stage.hear('remove my github account', who)).toBe(ASKED_ONE)
    expect(await stage.hear('yes', who)).toMatch(/^Removed your GitHub account 'ranaroussi'/)
  })

  it('an answer that is told once more is something that was said', async () => {
    const who = await somebody(1)
    const first = { ...who, messageId: 'told-1' }
    const listed = await stage.hear('list my accounts', first)
    await stage.hear('remove my github account', who)
    expect(await stage.hear('list my accounts', first)).toBe(listed)
    expect(await stage.hear('yes', who)).toBe('PASS: yes')
    expect(await names(who)).toEqual(['ranaroussi'])
  })

  it('its own answer told once more is the question again', async () => {
    const who = await somebody(1)
    const asks = { ...who, messageId: 'told-2' }
    await stage.hear('remove my github account', asks)
    expect(await stage.hear('remove my github account', asks)).toBe(ASKED_ONE)
    expect(await stage.hear('yes', who)).toMatch(/^Removed/)
  })

  it('an answer of the agent that is told once more is something that was said', async () => {
    const who = await somebody(1)
    const chat = stage.keyturn.agent(() => 'Shall I send it?')
    const at = { conversationId: 'talk', transport: 'terminal', ...who } as const
    await chat({ ...at, messageId: 'email', text: 'draft an email' })
    await chat({ ...at, messageId: 'remove', text: 'remove my github account' })
    expect((await chat({ ...at, messageId: 'email', text: 'draft an email' })).text).toBe('Shall I send it?')
    expect((await chat({ ...at, messageId: 'yes', text: 'yes' })).text).toBe('Shall I send it?')
    expect(await names(who)).toEqual(['ranaroussi'])
  })

  it('a list is shown, and the question comes again behind it', async () => {
    const who = await somebody(1)
    await stage.hear('remove my github account', who)
    expect(await stage.hear('which accounts do I have?', who)).toMatch(
      /^GitHub:\n.*\nRemove your GitHub account/,
    )
    expect(await stage.hear('yes', who)).toMatch(/^Removed/)
  })

  it('something else is done, and it is said that nothing was removed', async () => {
    const who = await somebody(2)
    await stage.hear('remove ranaroussi', who)
    expect(await stage.hear('rename muxi-ai to office', who)).toBe(
      'All right, nothing was removed.\nYour GitHub account \'muxi-ai\' is now called "office".',
    )
    expect(await stage.hear('yes', who)).toBe('PASS: yes')
    expect(await names(who)).toEqual(['ranaroussi', 'muxi-ai'])
  })
})

describe('a narrower answer', () => {
  it.each([
    ['no, only work', 'muxi-ai'],
    ['only work', 'muxi-ai'],
    ['just muxi-ai please', 'muxi-ai'],
    ['not ranaroussi', 'muxi-ai'],
    ['keep home', 'muxi-ai'],
    ['all but work', 'ranaroussi'],
    ['the first one only', 'ranaroussi'],
    ['ranaroussi', 'ranaroussi'],
  ])('%j asks about that one alone', async (text, name) => {
    const who = await somebody(2)
    expect(await stage.hear('remove both my github accounts', who)).toBe(ASKED_BOTH)
    expect(await stage.hear(text, who)).toBe(
      `Remove your GitHub account '${name}' and forget its personal access token? (yes or no)`,
    )
    expect(await stage.hear('yes', who)).toMatch(`Removed your GitHub account '${name}'.`)
    expect(await names(who)).toEqual(['ranaroussi', 'muxi-ai'].filter((other) => other !== name))
  })

  it('"not both" asks which', async () => {
    const who = await somebody(2)
    await stage.hear('remove both my github accounts', who)
    expect(await stage.hear('not both', who)).toMatch(/Which one\?$/)
    expect(await stage.hear('work', who)).toMatch(/^Remove your GitHub account 'muxi-ai'/)
    expect(await names(who)).toHaveLength(2)
  })
})

it('a question about it is answered, and asked again', async () => {
  const who = await somebody(1)
  await stage.hear('remove my github account', who)
  for (const text of ['what happens to my data?', 'why?', 'is that safe?'])
    expect(await stage.hear(text, who)).toBe(
      'A removal deletes the personal access token stored here, and nothing at GitHub: your account and your data there ' +
        `stay as they are. You can connect it again at any time.\n${ASKED_ONE}`,
    )
  expect(await stage.hear('yes', who)).toMatch(/^Removed/)
})
