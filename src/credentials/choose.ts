/**
 * ask-account: which accounts a use goes out with, decided here for the chart and for tools alike.
 *
 * Named in the message → chosen in this conversation → the user's default → the only one → ask. Never guessed, and never another in
 * the place of one that cannot be used: where such a one could have been meant, the user is asked and told what is wrong with it.
 */
import type { AccountChoice, StoreQuestion } from '../../machines/found.ts'
import type { AccountFact } from '../../machines/kept.ts'

/** What is known of the accounts that are meant: what the words name, whether only one can be, what was chosen before. */
export type AccountWish = Pick<StoreQuestion, 'named' | 'one' | 'chosen'>

/** Decides which of a user's accounts of one service are meant. */
export function chooseAccounts(accounts: readonly AccountFact[], wish: AccountWish): AccountChoice {
  const { named, chosen, one } = wish
  if (accounts.length === 0) return { kind: 'none' }
  const among = (ids: readonly string[] = []): AccountFact[] => accounts.filter(({ id }) => ids.includes(id))
  if (named !== null) {
    const meant = among(named)
    if (meant.length === 0) return { kind: 'unknown' }
    return meant.length > 1 && one === 'named' ? askWhich(meant) : goOutWith(meant, accounts, one)
  }
  const picked = among(chosen?.ids)
  if (picked.length > 0) return goOutWith(picked, accounts, one)
  const fallback = accounts.filter(({ isDefault }) => isDefault)
  if (fallback.length === 1 || accounts.length === 1)
    return goOutWith(fallback.length === 1 ? fallback : accounts, accounts, one)
  // Any of several may be the one that is meant, and a damaged one may have been the default.
  const broken = accounts.filter(({ active }) => !active)
  return broken.length > 0 ? askAbout(broken, accounts, false) : askWhich(accounts)
}

/** Of several that the user named or chose at once, those that work go on, and what the others need is told by their use. */
function goOutWith(
  meant: readonly AccountFact[],
  accounts: readonly AccountFact[],
  one: AccountWish['one'],
): AccountChoice {
  if (meant.length > 1 && one === 'tool') return { kind: 'ask', accounts: [...meant], why: 'one-at-a-time' }
  return meant.some(({ active }) => active)
    ? { kind: 'use', accounts: [...meant] }
    : askAbout(meant, accounts, true)
}

const askWhich = (accounts: readonly AccountFact[]): AccountChoice => ({
  kind: 'ask',
  accounts: [...accounts],
  why: 'several',
})

const askAbout = (
  broken: readonly AccountFact[],
  accounts: readonly AccountFact[],
  isMeant: boolean,
): AccountChoice => ({
  kind: 'broken',
  accounts: [...broken],
  isMeant,
  usable: accounts.filter(({ active }) => active),
})
