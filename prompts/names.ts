/** How services and accounts are called in every text, so that they are called the same everywhere. */

/** A service as people know it: `GitHub`, `personal access token`. */
export interface ServiceWords {
  readonly name: string
  readonly credentialName: string
}

/** An account as people know it. */
export interface AccountWords {
  readonly name: string
  readonly label: string | null
  readonly active: boolean
  readonly expired?: boolean
  readonly damaged?: boolean
  /** Removed, and ended at its service as well. */
  readonly revoked?: true
  readonly isDefault: boolean
}

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** `two` for 2, digits above twelve. */
export function numberWord(count: number): string {
  return NUMBERS[count] ?? String(count)
}

/** `ranaroussi`, or with its label `ranaroussi (personal)`. */
export function accountName(account: AccountWords): string {
  return account.label === null ? account.name : `${account.name} (${account.label})`
}

/** The same where it is to be chosen: one that does not work says so. */
export function accountToChoose(account: AccountWords): string {
  return `${accountName(account)}${account.active ? '' : ' (needs to be added again)'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}

/** `1 minute`, `15 minutes`; from 90 minutes on in hours. */
export function minutesInWords(minutes: number): string {
  if (minutes < 90) return minutes === 1 ? '1 minute' : `${minutes} minutes`
  const hours = Math.ceil(minutes / 60)
  return hours === 1 ? '1 hour' : `${hours} hours`
}
