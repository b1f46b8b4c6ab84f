/**
 * What people say is read by rules that fire only where words leave no doubt.
 *
 * Every phrase here was first written down as somebody might say it, then tried.
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
    'list accounts payable',
    'change the name of the branch to dev',
    'I want dark mode to be my default',
    'the main branch should be the default',
    'give Bob the label of that parcel',
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
    'our github actions bill doubled this month, any ideas why?',
    'my GitHub stars went up a lot this week, how come?',
    'our GitHub runners are slow today, any idea?',
    'my github build is red',
    'our github org was renamed last week',
    'what does our GitHub plan usually cost for five people?',
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
    'show my GitHub issues, any ideas which I should close first?',
    'what are the costs of my GitHub Actions this month?',
    'my open issues on GitHub',
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
    'list accounts',
    'accounts?',
    'what github accounts have I got?',
    'which one is in use?',
    'which is my default?',
    'remind me what accounts I have',
    'show my connected services',
  ])('%s', async (text) => {
    expect(await hear(text, 'one')).toBe('GitHub:\n  - ranaroussi')
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
    ['use only muxi-ai', 'muxi-ai'],
    ['go back to ranaroussi', 'ranaroussi'],
  ])('%s: uses %s in this conversation', async (text, name) => {
    expect(await stage.hear(text, said())).toBe(
      `I will use your GitHub account '${name}' in this conversation.`,
    )
  })

  it('"use both from now on" lasts; "use both" of other things is none of ours', async () => {
    const where = said()
    expect(await stage.hear('use both hands', where)).toBe('PASS: use both hands')
    expect(await stage.hear('use both from now on', where)).toBe(
      "I will use your GitHub accounts 'ranaroussi' and 'muxi-ai' in this conversation.",
    )
    for (const text of ['Show my GitHub PRs', 'Show my GitHub issues'])
      expect(await stage.hear(text, where)).toBe(`PASS: ${text}`)
    const chosen = stage.keyturn.user(where).tool('github', () => 'called')
    expect(await chosen(undefined)).toMatchObject([{ account: 'ranaroussi' }, { account: 'muxi-ai' }])
  })

  it.each([
    'make muxi-ai the default',
    'set work as my default GitHub account',
    'use muxi-ai by default',
    'set my default GitHub account to muxi-ai',
    'always use muxi-ai',
    'from now on always use muxi-ai',
    'I want muxi-ai to be my default',
    'my work account should be the default',
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
    ['change the name of muxi-ai to Office', 'Office'],
    ['give muxi-ai the label "Day Job"', 'Day Job'],
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
