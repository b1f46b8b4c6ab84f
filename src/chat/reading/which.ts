/** Whether a message tries to answer "which one?" without naming one of the accounts: then it is asked again, never guessed. */
import { foldText } from '../../providers/account-name.ts'
import { AROUND } from './accounts.ts'
import { findAlike } from './names.ts'
import type { NamedAccount } from '../../credentials/called.ts'

/** Asks which there are. */
const ASKS_WHICH =
  /^(?:\?+|huh|what|which|which one|which ones|(?:remind|tell) me which (?:ones )?(?:there are|i have)|what are (?:they|these|those|my (?:options|choices))|(?:which|what) (?:ones |accounts? )?(?:are there|do i have|can i choose(?: from)?|is which)|who are they|(?:what|which)(?:'s| is) the difference)$/

/** Said of the question itself, not of an account: whichever you like. */
const LEAVES_OPEN =
  /^(?:(?:no[, ]+)?(?:the|my) other(?: one| account)?|(?:i )?(?:do not|don't|dont) (?:know|care|mind)(?: which(?: one)?)?|(?:i'm |i am )?not sure|no idea|any|any one|anyone|any of (?:them|these|those)|either|either one|either of (?:them|these|those)|(?:either|any|any one|both|which|whatever|whichever)(?: one)? (?:is|are|works|would be) (?:fine|ok|okay|good|for me)|(?:no[, ]+)?not (?:that|this|the (?:first|second|last|other|same)) one|neither of the two|whichever(?: one)?|whatever|you (?:choose|decide|pick)|your choice|(?:it )?(?:does not|doesn't|doesnt) matter|the right one|the (?:correct|usual|normal) one)$/

/** "Not the work one": what is meant instead is never concluded. */
const NOT_THIS = /^(?:no |but )?not (?:the |my )?(.+?)(?: one| account)?$/

/**
 * Whether a message tries to answer "which one?" and names none of the accounts: a name with a slip in it, a part of one,
 * "either", "which ones are there?". It is asked again then; a name is never guessed.
 */
export function missesEveryAccount(words: string, offered: readonly NamedAccount[]): boolean {
  const plain = unmarked(words)
  if (LEAVES_OPEN.test(plain)) return true
  const refused = NOT_THIS.exec(plain)?.[1]
  const isOffered = ({ name, label }: NamedAccount): boolean =>
    [name, label ?? ''].some((called) => squeeze(called) === squeeze(refused ?? ''))
  if (refused !== undefined && offered.some(isOffered)) return true
  const name = nameIn(plain)
  return name !== undefined && offered.some((account) => isNear(name, account, 2))
}

/** Whether a message asks which accounts there are. */
export function asksWhich(words: string): boolean {
  const plain = unmarked(words)
  return plain === '' ? words.includes('?') : ASKS_WHICH.test(plain)
}

const unmarked = (words: string): string => words.replaceAll(/["'`“”,;:()?!]/g, '').trim()

/** The one account whose name or label is meant, though a letter of it is wrong, or only a part of it was said. */
export function nearestAccount(words: string, offered: readonly NamedAccount[]): string | undefined {
  const name = nameIn(unmarked(words))
  if (name === undefined || NOT_THIS.test(words)) return undefined
  const [near, another] = offered.filter((account) => isNear(name, account, 1))
  if (near === undefined || another !== undefined) return undefined
  return findAlike([near.id], offered).length > 0 ? undefined : near.id
}

/** The words that may be a name: one or two, without those that may stand around it. */
function nameIn(plain: string): string | undefined {
  const said = plain.split(/\s+/).filter((word) => !AROUND.test(word))
  const name = squeeze(said.join(''))
  return said.length === 0 || said.length > 2 || name.length < 3 ? undefined : name
}

const isNear = (name: string, { name: own, label }: NamedAccount, slips: number): boolean =>
  [own, label ?? '']
    .map(squeeze)
    .some((full) => full !== '' && (full.includes(name) || (name.length >= 5 && isSlipOf(name, full, slips))))

const squeeze = (name: string): string => foldText(name).replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')

/** At most so many letters more, fewer, or others. */
function isSlipOf(said: string, name: string, slips: number): boolean {
  if (Math.abs(said.length - name.length) > slips) return false
  let row = [...Array(name.length + 1).keys()]
  for (const [line, letter] of [...said].entries()) {
    const next = [line + 1]
    for (const [column, other] of [...name].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return (row.at(-1) ?? 9) <= slips
}
