/** How several accounts are called for one request: some at a time, answers in the order of the accounts. */
import { describe, expect, it } from 'vitest'
import { KeyturnError } from '../../src/errors.ts'
import { callEach } from '../../src/tools/each-account.ts'
import type { Account } from '../../src/vault/vault.ts'
import type { Words } from '../../src/words.ts'

const words = {
  noAnswer: ({ account, reason }: { account: string; reason?: string }) => `${account}: ${reason ?? ''}`,
} as Partial<Words> as Words

const rounds = Array.from({ length: 10 }, (_, index) => [
  { id: `${index}`, service: 'github', identity: { key: `${index}`, name: `account-${index}` } },
]) as Partial<Account>[][] as Account[][]

const nameOf = ([account]: readonly Account[]): string => account?.identity.name ?? ''

describe('a call with several accounts', () => {
  it('has four of them under way at a time, and gives the answers in the order of the accounts', async () => {
    let underWay = 0
    let most = 0
    const ended: string[] = []
    const { answers } = await callEach(words, rounds, async (accounts) => {
      most = Math.max(most, (underWay += 1))
      await new Promise((resolve) => setTimeout(resolve, 40 - 4 * Number(accounts[0]?.id)))
      underWay -= 1
      ended.push(nameOf(accounts))
      return `of ${nameOf(accounts)}`
    })
    const names = rounds.map(nameOf)
    expect(most).toBe(4)
    expect(ended).not.toEqual(names)
    expect(answers).toEqual(names.map((label) => ({ label, result: `of ${label}` })))
  })

  it('tells of those that fail while others answer, and fails as the first does where none answers', async () => {
    const failing = (isFailing: (name: string) => boolean) => async (accounts: readonly Account[]) => {
      await Promise.resolve()
      const name = nameOf(accounts)
      if (isFailing(name)) throw new KeyturnError('TOOL_FAILED', `no luck with ${name}`)
      return name
    }
    const some = await callEach(
      words,
      rounds.slice(0, 3),
      failing((name) => name === 'account-1'),
    )
    expect(some.answers).toEqual([
      { label: 'account-0', result: 'account-0' },
      { label: 'account-1', failure: 'account-1: no luck with account-1' },
      { label: 'account-2', result: 'account-2' },
    ])
    const none = callEach(
      words,
      rounds,
      failing(() => true),
    )
    await expect(none).rejects.toThrow('no luck with account-0')
  })

  it('fails as a whole for what would fail for every account, once all calls have ended', async () => {
    let ended = 0
    const call = callEach(words, rounds.slice(0, 3), async (accounts) => {
      if (nameOf(accounts) === 'account-0') throw new KeyturnError('ABORTED', 'given up')
      await new Promise((resolve) => setTimeout(resolve, 20))
      ended += 1
    })
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' })
    expect(ended).toBe(2)
  })
})
