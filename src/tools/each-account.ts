/** One call made with each of several accounts: what each gave, and a plain sentence for each that gave nothing. */
import { isKeyturnError } from '../errors.ts'
import { NeedError } from './need.ts'
import type { Account } from '../vault/vault.ts'
import type { Words } from '../words.ts'

/** What one account gave, or why it gave nothing. Under `label` stand the names of the accounts the call went out with. */
export type EachAnswer<Result> =
  { readonly label: string; readonly result: Result } | { readonly label: string; readonly failure: string }

/** What all of them gave, in their order. */
export interface EachAnswers<Result> {
  readonly answers: readonly EachAnswer<Result>[]
  /** What the first account that its service rejects needs; nothing where all are accepted. The others' answers stand. */
  readonly left: NeedError | undefined
}

/** Rounds that are called at the same time; each may start a process of its own. */
const CALLED_AT_ONCE = 4

/**
 * Calls with every round of accounts, four at a time. Where any of them gives something, those that do not are told in words.
 *
 * @throws what the call throws where no round gives anything, a need before all else; and what would fail for every account alike.
 */
export async function callEach<Result>(
  words: Words,
  rounds: readonly (readonly Account[])[],
  call: (accounts: readonly Account[]) => Promise<Result>,
): Promise<EachAnswers<Result>> {
  const errors: unknown[] = []
  const answers = (await callAll(rounds, call)).map((settled, index): EachAnswer<Result> => {
    const accounts = rounds[index] ?? []
    const label = accounts.map(({ identity }) => identity.name).join(', ')
    if (settled.status === 'fulfilled') return { label, result: settled.value }
    const error: unknown = settled.reason
    if (!isOfOneAccount(error)) throw error
    errors.push(error)
    return { label, failure: failureOf(words, error, accounts, label) }
  })
  const needs = errors.filter((error) => error instanceof NeedError)
  if (errors.length > 0 && errors.length === rounds.length) throw needs[0] ?? errors[0]
  return { answers, left: needs.find(({ need }) => need.why === 'rejected') }
}

/** Each lane takes the next round when it is through with one; all end before any result is looked at. */
async function callAll<Round, Result>(
  rounds: readonly Round[],
  call: (round: Round) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const waiting = rounds.entries()
  const settled: PromiseSettledResult<Result>[] = []
  const lane = async (): Promise<void> => {
    for (const [index, round] of waiting) [settled[index]] = await Promise.allSettled([call(round)])
  }
  await Promise.all(Array.from({ length: CALLED_AT_ONCE }, lane))
  return settled
}

/** Another account may fare better. */
function isOfOneAccount(error: unknown): error is Error {
  return (
    error instanceof NeedError ||
    isKeyturnError(error, 'TOOL_UNAVAILABLE') ||
    isKeyturnError(error, 'TOOL_FAILED')
  )
}

function failureOf(words: Words, error: Error, accounts: readonly Account[], name: string): string {
  const need = error instanceof NeedError ? error.need : undefined
  const account = accounts.find(({ id }) => id === need?.account) ?? accounts[0]
  const facts = { service: account?.service ?? '', account: name }
  if (need !== undefined)
    return words.noAnswer({ ...facts, why: need.why === 'rejected' ? 'rejected' : 'gone' })
  return isKeyturnError(error, 'TOOL_FAILED')
    ? words.noAnswer({ ...facts, why: 'failed', reason: error.message })
    : words.noAnswer({ ...facts, why: 'unavailable' })
}
