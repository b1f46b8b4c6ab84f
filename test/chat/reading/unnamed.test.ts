/** Which accounts a request is for that leaves the service out; and that others are left alone. */
import { describe, expect, it } from 'vitest'
import { readRequest } from '../../../src/chat/reading/rules.ts'
import type { OwnAccount } from '../../../src/chat/reading/words.ts'

const account = (service: string, name: string, label: string | null = null): OwnAccount => ({
  id: `${service}/${name}`,
  service,
  name,
  label,
  isUsed: false,
})

const GITHUB = [account('github', 'ranaroussi'), account('github', 'muxi-ai', 'work')]
const SLACK = [account('slack', 'acme-corp'), account('slack', 'freelance')]
const EACH = ['github/ranaroussi', 'github/muxi-ai']

/** What is read, and how often the accounts were looked at. */
async function read(words: string, own: readonly OwnAccount[], inUse: readonly string[] = []) {
  let looks = 0
  const reading = await readRequest({
    words: words.toLowerCase(),
    typed: words,
    secret: null,
    services: [
      { id: 'github', words: ['github', 'gh'] },
      { id: 'slack', words: ['slack'] },
    ],
    inUse,
    accounts: (service) => {
      looks += 1
      return Promise.resolve(service === undefined ? own : own.filter((one) => one.service === service))
    },
  })
  return { reading, looks }
}

const use = (accounts: string[]) => ({ kind: 'use', service: 'github', accounts })

describe('a request that leaves the service out', () => {
  it.each(['show PRs from both', 'list my repos in all my accounts', 'check the issues of both accounts'])(
    '%s: means each account of the only service there is',
    async (words) => {
      expect((await read(words, GITHUB)).reading).toEqual(use(EACH))
    },
  )

  it('means the service that was used in the conversation, where the user has accounts of others', async () => {
    const all = [...GITHUB, ...SLACK]
    expect((await read('show PRs from both', all, ['github'])).reading).toEqual(use(EACH))
    expect((await read('show PRs from both', all)).reading).toEqual({ kind: 'none' })
    expect((await read('show PRs from both', all, ['github', 'slack'])).reading).toEqual({ kind: 'none' })
  })

  it.each([
    ['show PRs from ranaroussi', 'github/ranaroussi'],
    ['list the issues in my work account', 'github/muxi-ai'],
    ['check my notifications with muxi-ai', 'github/muxi-ai'],
  ])('%s: means the account it names, where one was chosen before', async (words, id) => {
    expect((await read(words, GITHUB, ['github'])).reading).toEqual(use([id]))
  })

  it.each([
    'show the issues of muxi-ai/roadmap',
    'show PRs from somebody-else',
    'write an email about both accounts',
    'compare both branches',
    'explain issues with both accounts',
    'show me both files',
    'list the pages that mention work',
    'how do I merge PRs from both',
  ])('%s: is none of it', async (words) => {
    expect((await read(words, GITHUB, ['github'])).reading).toEqual({ kind: 'none' })
  })

  it('leaves alone who has one account or none', async () => {
    expect((await read('show PRs from both', GITHUB.slice(1))).reading).toEqual({ kind: 'none' })
    expect((await read('show PRs from both', [])).reading).toEqual({ kind: 'none' })
  })
})

it('the accounts are not looked at for a message that speaks of none', async () => {
  for (const words of ['show my PRs', 'list the repos', 'check my notifications', 'hello', 'both'])
    expect((await read(words, GITHUB)).looks).toBe(0)
})
