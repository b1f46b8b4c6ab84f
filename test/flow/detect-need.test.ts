/**
 * What people say is read by rules that fire only where words leave no doubt (issue 2, "Rules that are easy to get wrong";
 * `design.md` §4). Every phrase here was first written down as somebody might say it, then tried.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let conversation = 0

/** A conversation in which nothing was said yet. */
const fresh = () => ({ conversationId: `fresh-${(conversation += 1)}` })

const hear = (text: string, userId: string, said = fresh()) => stage.hear(text, { ...said, userId })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
  const { credentials } = stage.keyturn
  const give = (userId: string, login: string, label?: string) =>
    credentials.set('GITHUB', { userId, value: world.github.issueToken(login), label })
  await give('one', 'ranaroussi')
  await give('two', 'ranaroussi')
  await give('two', 'muxi-ai', 'work')
  await give('three', 'ranaroussi')
  await give('three', 'muxi-ai', 'work')
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe('words about other things', () => {
  it.each([
    'delete my GitHub branch',
    'add a label to the GitHub issue',
    'use the API of GitHub',
    'what is GitHub?',
    'remove it from my list',
    'Add a login page to my GitHub project',
    'add password reset to my github repo',
    'set up a GitHub Action for tests',
    'save the password reset email to GitHub',
    'create a new GitHub repo for the token service',
    'delete the key',
    'remove the old access token from the config file of my GitHub repo',
    'drop the connection to the database',
    'rename my repo ranaroussi/notes to notes2',
    'rename the branch master to main on GitHub',
    'call my mother',
    'show my calendar',
    'unlock my github account',
    'reset the lock',
    'use tabs',
    'switch to dark mode',
    'forget about that bug',
    'connect the login button to my GitHub page',
    'register a webhook in my GitHub repo',
    'list the tokens in this text',
    'how do GitHub tokens work?',
    'does it work?',
    "that's all",
    'all good',
    'yes',
    'no',
    'cancel',
    'done',
    'both',
    '2',
    'the second one',
    'help',
    'print my GitHub token',
    'what are the first four letters of my GitHub token?',
    'Show my GitHub repositories',
  ])('%s: goes to the agent as it is', async (text) => {
    expect(await hear(text, 'one')).toBe(`PASS: ${text}`)
  })

  it.each([
    'what is GitHub?',
    'explain how GitHub issues work',
    'write a poem about GitHub',
    'use the API of GitHub',
    'is GitHub down?',
    'find alternatives to GitHub',
    'add a label to the GitHub issue',
    'tell my boss that GitHub is down',
    'see https://github.com/ranaroussi/yfinance',
  ])('%s: asks nobody without an account for one', async (text) => {
    expect(await hear(text, 'none')).toBe(`PASS: ${text}`)
  })
})

describe('a request for something at a service', () => {
  it.each([
    'Show my GitHub repositories',
    'list my open PRs on github',
    'how many GitHub issues do I have?',
    'could you please check my gh notifications',
    'create a GitHub issue about the crash',
    "what's new in my GitHub?",
    'delete my GitHub branch',
  ])('%s: asks a user without an account', async (text) => {
    expect(await hear(text, 'none')).toBe(
      'I need access to GitHub. Please provide your personal access token:',
    )
  })
})

describe('a wish to add an account', () => {
  it.each([
    'Add my GitHub token',
    'Add my GitHub account',
    'add github',
    'Please add my GitHub personal access token',
    'connect my github',
    'Can you connect to GitHub?',
    "I'd like to link my GitHub account, please",
    'I need to add my GitHub token',
    'how do I connect my GitHub account?',
    'sign me in to GitHub',
    'log in to github',
    'let me add my github key',
    'set up GitHub',
    'replace my GitHub token',
    'update my github credentials',
    'I want to add another GitHub account',
    'hey, add a second github account please',
    'add my token',
  ])('%s', async (text) => {
    expect(await hear(text, 'one')).toBe('Please provide your GitHub personal access token:')
  })

  it.each([
    ['add my work GitHub account', 'work'],
    ['Add my personal GitHub account', 'personal'],
    ['add a GitHub account for work', 'work'],
    ['add a github account called Side Project', 'Side Project'],
  ])('%s: gives the account that comes the label %s', async (text, label) => {
    const said = { ...fresh(), userId: `labels-${label}-${text.length}` }
    await stage.hear(text, said)
    await stage.hear(world.github.issueToken('muxi-ai'), said)
    expect(await stage.keyturn.credentials.list(said)).toMatchObject([{ label }])
  })
})

describe('a wish to see accounts', () => {
  it.each([
    'which accounts do I have?',
    'What accounts are connected?',
    'list my accounts',
    'show my GitHub accounts',
    'show me all my connected accounts',
    'which github accounts do i have',
    'what are my accounts?',
    'do I have a GitHub account connected?',
    'is GitHub connected?',
    'am I connected to github?',
    'do you have my GitHub token?',
    'have I added my GitHub token?',
    'which GitHub account are you using?',
    'how many GitHub accounts do I have?',
    'what services am I connected to?',
    'show my github token',
    'my accounts',
  ])('%s', async (text) => {
    expect(await hear(text, 'one')).toBe('GitHub:\n  - ranaroussi')
  })
})

describe('an answer to "which one?"', () => {
  const asked = 'You have two GitHub accounts: ranaroussi and muxi-ai (work). Which one?'
  const answer = async (text: string): Promise<string> => {
    const said = { ...fresh(), userId: 'two' }
    expect(await stage.hear('Show my GitHub PRs', said)).toBe(asked)
    const outcome = await stage.say(text, said)
    if (outcome.kind !== 'resume') return outcome.kind
    expect(outcome.text).toBe('Show my GitHub PRs')
    return outcome.accounts.map(({ name }) => name).join(' ')
  }

  it.each([
    ['1', 'ranaroussi'],
    ['2', 'muxi-ai'],
    ['#2', 'muxi-ai'],
    ['2.', 'muxi-ai'],
    ['2)', 'muxi-ai'],
    ['2nd', 'muxi-ai'],
    ['number one', 'ranaroussi'],
    ['option 2', 'muxi-ai'],
    ['two', 'muxi-ai'],
    ['first', 'ranaroussi'],
    ['The first one, please.', 'ranaroussi'],
    ['the second', 'muxi-ai'],
    ["I'll take the second one", 'muxi-ai'],
    ['the last one', 'muxi-ai'],
    ['ranaroussi', 'ranaroussi'],
    ['Ranaroussi.', 'ranaroussi'],
    ['@ranaroussi', 'ranaroussi'],
    ['"muxi-ai"', 'muxi-ai'],
    ['use muxi-ai', 'muxi-ai'],
    ['muxi-ai please', 'muxi-ai'],
    ['the muxi-ai one', 'muxi-ai'],
    ['the work one', 'muxi-ai'],
    ['work', 'muxi-ai'],
    ['my work account', 'muxi-ai'],
    ['WORK', 'muxi-ai'],
    ['the work GitHub account', 'muxi-ai'],
    ['the one for work', 'muxi-ai'],
    ['Show PRs from ranaroussi', 'ranaroussi'],
    ['muxi-ai (work)', 'muxi-ai'],
    ['1 and 2', 'ranaroussi muxi-ai'],
    ['1, 2', 'ranaroussi muxi-ai'],
    ['one and two', 'ranaroussi muxi-ai'],
    ['the first and the second', 'ranaroussi muxi-ai'],
    ['the two', 'ranaroussi muxi-ai'],
    ['both', 'ranaroussi muxi-ai'],
    ['both, please', 'ranaroussi muxi-ai'],
    ['both of them', 'ranaroussi muxi-ai'],
    ['Show PRs from both', 'ranaroussi muxi-ai'],
    ['use both accounts', 'ranaroussi muxi-ai'],
    ['all', 'ranaroussi muxi-ai'],
    ['all of them', 'ranaroussi muxi-ai'],
    ['ranaroussi and muxi-ai', 'ranaroussi muxi-ai'],
  ])('%s: means %s', async (text, accounts) => {
    expect(await answer(text)).toBe(accounts)
  })

  it.each([
    'show my calendar',
    "that's all",
    'all good',
    'how does that work?',
    "it doesn't work",
    'not ranaroussi',
    'close issue 5 in ranaroussi/yfinance',
    'who is ranaroussi and what is he famous for?',
    '3',
    'the third one',
    '7 apples',
    'one moment',
    'neither here nor there',
    'what time is it?',
  ])('%s: is an ordinary message, and the question stays open', async (text) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
    expect(await stage.hear('2', said)).toBe('\nRESUME: Show my GitHub PRs')
  })

  it.each(['ranarousi', 'rana', 'muxi', 'muxi ai', 'either', 'you choose', 'which ones are there?'])(
    '%s: names none of them, so it is asked again and nothing is guessed',
    async (text) => {
      const said = { ...fresh(), userId: 'two' }
      await stage.hear('Show my GitHub PRs', said)
      expect(await stage.hear(text, said)).toBe(asked)
      expect(await stage.hear('2', said)).toBe('\nRESUME: Show my GitHub PRs')
    },
  )

  it.each(['cancel', 'never mind', 'neither', 'none of them', 'no', 'abbrechen', '取消'])(
    '%s: ends it, with no word of connecting anything',
    async (text) => {
      const said = { ...fresh(), userId: 'two' }
      await stage.hear('Show my GitHub PRs', said)
      expect(await stage.hear(text, said)).toBe('All right, I stopped.')
    },
  )
})

describe('an answer while a token is awaited', () => {
  const open = async () => {
    const said = { ...fresh(), userId: 'none' }
    await stage.hear('Show my GitHub PRs', said)
    return said
  }

  it.each([
    'what scopes does it need?',
    'Which permissions?',
    'what is that?',
    'where do I get one?',
    'how do I create a GitHub token?',
    'is it safe?',
    'who can see it?',
    'why do you need it?',
    'help',
    "I don't know what that is",
    "I don't have one",
    'can you explain?',
    'what do you mean?',
  ])('%s: is answered, and the question stays open', async (text) => {
    const said = await open()
    const reply = await stage.hear(text, said)
    expect(reply).toMatch(/Paste it here, or say "cancel"\.$/)
    expect(await stage.hear(world.github.issueToken('ranaroussi'), { ...said, userId: 'none' })).toMatch(
      /^(?:Successfully added|Updated)/,
    )
    await stage.keyturn.credentials.delete('GITHUB', { userId: 'none' })
  })

  it.each([
    'show my calendar',
    'what is the capital of France?',
    "what's the weather like?",
    'how do I center a div?',
    'why is the sky blue?',
    'who won the world cup?',
    'thanks',
    'yes',
  ])('%s: is an ordinary message, and the question stays open', async (text) => {
    const said = await open()
    expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
    expect(await stage.hear('cancel', said)).toBe('All right, I will not connect GitHub now.')
  })

  it.each([
    'cancel',
    'Cancel!',
    'never mind',
    'nevermind',
    'nvm',
    'no thanks',
    'No, thank you.',
    'not now',
    'maybe later',
    "I'd rather not",
    "I don't want to",
    'forget it',
    'stop',
    'please stop asking',
    'actually, never mind',
    'i dont want to',
    "no way, I won't give you that",
    "I don't trust you",
    'forget github',
    'cancel the GitHub thing',
    'exit',
    'Abbrechen',
    'no gracias',
    'Non, merci !',
    'отмена',
    'キャンセル',
    '取消',
  ])('%s: ends it', async (text) => {
    expect(await stage.hear(text, await open())).toBe('All right, I will not connect GitHub now.')
  })
})

describe('requests about accounts', () => {
  const said = () => ({ ...fresh(), userId: 'two' })

  it.each([
    'remove my work GitHub account',
    'delete muxi-ai',
    'Disconnect my work account',
    'please remove the work one',
    'forget my muxi-ai token',
    'unlink muxi-ai from GitHub',
    'can you remove my work account?',
  ])('%s: asks once before it removes', async (text) => {
    const where = said()
    expect(await stage.hear(text, where)).toBe(
      "Remove your GitHub account 'muxi-ai' and forget its personal access token? (yes or no)",
    )
    expect(await stage.hear('no, keep it', where)).toBe('All right, nothing was removed.')
  })

  it.each(['remove my GitHub account', 'disconnect github', 'log out of GitHub', 'delete my github token'])(
    '%s: asks which of two',
    async (text) => {
      expect(await stage.hear(text, said())).toMatch(/Which one\?$/)
    },
  )

  it.each([
    ['use muxi-ai', 'muxi-ai'],
    ['switch to ranaroussi', 'ranaroussi'],
    ['use my work account', 'muxi-ai'],
    ["let's use the work one", 'muxi-ai'],
    ['from now on use my work account', 'muxi-ai'],
    ['switch to my work GitHub account please', 'muxi-ai'],
  ])('%s: uses %s in this conversation', async (text, name) => {
    expect(await stage.hear(text, said())).toBe(
      `I will use your GitHub account '${name}' in this conversation.`,
    )
  })

  it.each([
    'make muxi-ai the default',
    'set work as my default GitHub account',
    'use muxi-ai by default',
    'set my default GitHub account to muxi-ai',
    'always use muxi-ai',
  ])('%s: sets the default', async (text) => {
    const where = { ...fresh(), userId: 'three' }
    expect(await stage.hear(text, where)).toBe("'muxi-ai' is now your default GitHub account.")
    expect(await stage.hear('Show my GitHub PRs', where)).toBe('PASS: Show my GitHub PRs')
  })

  it.each([
    ['rename muxi-ai to Client Work', 'Client Work'],
    ['call my muxi-ai account work', 'work'],
    ['label muxi-ai as day job', 'day job'],
    ['name muxi-ai work', 'work'],
  ])('%s: gives it the label %s', async (text, label) => {
    expect(await stage.hear(text, said())).toBe(`Your GitHub account 'muxi-ai' is now called "${label}".`)
    await stage.hear('rename muxi-ai to work', said())
  })

  it.each(['remove both my GitHub accounts', 'disconnect all my GitHub accounts'])(
    '%s: asks once for all of them',
    async (text) => {
      const where = said()
      expect(await stage.hear(text, where)).toBe(
        "Remove your GitHub accounts 'ranaroussi' and 'muxi-ai' and forget what was stored for them? (yes or no)",
      )
      expect(await stage.hear('no', where)).toBe('All right, nothing was removed.')
    },
  )

  it('"both" to "which one?" of a removal removes both, after one yes', async () => {
    const where = { ...fresh(), userId: 'leaves' }
    for (const login of ['ranaroussi', 'muxi-ai'])
      await stage.keyturn.credentials.set('GITHUB', { ...where, value: world.github.issueToken(login) })
    await stage.hear('remove my GitHub account', where)
    expect(await stage.hear('both', where)).toMatch(/^Remove your GitHub accounts .*\(yes or no\)$/)
    expect(await stage.keyturn.credentials.list(where)).toHaveLength(2)
    expect(await stage.hear('yes', where)).toMatch(
      /^Removed your GitHub accounts 'ranaroussi' and 'muxi-ai'\./,
    )
    expect(await stage.keyturn.credentials.list(where)).toEqual([])
  })

  it('"switch accounts" asks which, "the other one" is the one that is not in use, and a list says which is', async () => {
    const where = said()
    expect(await stage.hear('switch accounts', where)).toMatch(/Which one\?$/)
    expect(await stage.hear('1', where)).toMatch(/'ranaroussi' in this conversation/)
    expect(await stage.hear('switch to the other one', where)).toMatch(/'muxi-ai' in this conversation/)
    expect(await stage.hear('which account are you using?', where)).toContain(
      'muxi-ai (work), used in this conversation',
    )
  })

  it('a label is taken off by no name at all, and one that is too long is cut', async () => {
    const where = { ...fresh(), userId: 'three' }
    expect(await stage.hear('remove the label of muxi-ai', where)).toMatch(/has no label any more\.$/)
    await stage.hear(`rename muxi-ai to ${'x'.repeat(100)}`, where)
    expect(await stage.hear('my accounts', where)).toContain(`muxi-ai (${'x'.repeat(64)})`)
    await stage.hear('rename my GitHub account muxi-ai to work', where)
    expect(await stage.hear('my accounts', where)).toContain('muxi-ai (work)')
  })

  it('a request that names an account by "from" is done with it, one that only mentions a word is not', async () => {
    const from = await stage.say('Show my GitHub PRs from muxi-ai', said())
    expect(from.kind).toBe('pass')
    expect(await stage.hear('Show my GitHub PRs that need work', said())).toMatch(/Which one\?$/)
    expect((await stage.say('Show my work GitHub PRs', said())).kind).toBe('pass')
  })
})
