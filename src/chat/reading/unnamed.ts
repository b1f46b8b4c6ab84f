/**
 * A request that says which accounts it is for and leaves the service out: "Show PRs from both", where the talk was of GitHub
 * anyway.
 */
import type { Reading } from '../../../machines/readings.ts'
import { meansEveryAccount, namedIn } from './accounts.ts'
import { SERVICE } from './words.ts'
import type { RuleFacts } from './words.ts'

/** Words without which no account is meant; only then are the user's accounts looked at. */
const SPEAKS_OF_ACCOUNTS = /\bboth\b|\baccounts?\b/
/** What stands before the name of an account. */
const MAY_NAME_ONE = /\b(?:from|with|using|in|on|for|of|as|via|under)\b/

/**
 * Reads which accounts are meant where one service can be: the one that was used in this conversation, or the only one of which
 * the user has accounts. Nothing where that leaves a doubt, or the user has a single account there.
 */
export async function readUnnamed(words: string, facts: RuleFacts): Promise<Reading | undefined> {
  const mayNameOne = facts.inUse.length > 0 && MAY_NAME_ONE.test(words)
  if (!mayNameOne && !SPEAKS_OF_ACCOUNTS.test(words)) return undefined
  const all = await facts.accounts()
  const places = facts.inUse.length > 0 ? facts.inUse : [...new Set(all.map(({ service }) => service))]
  const [place, another] = places
  const own = all.filter(({ service }) => service === place)
  if (place === undefined || another !== undefined || own.length < 2) return undefined
  const { accounts, oneOf } = meansEveryAccount(words, own.length)
    ? { accounts: own.map(({ id }) => id), oneOf: false }
    : namedIn(words, own, SERVICE, facts.typed)
  return accounts.length === 0
    ? undefined
    : { kind: 'use', service: place, accounts, ...(oneOf ? { oneOf } : {}) }
}
