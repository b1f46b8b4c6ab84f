/** manage-accounts: lists accounts and their use, sets a default, renames, removes. */
import type { ManagementFacts } from '../../../machines/found.ts'
import type { AccountFact, Want } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { removeAccounts, type RemovedAccount } from '../../credentials/remove.ts'
import { tellsStoredSecret } from '../../credentials/store.ts'
import { showName } from '../../providers/account-name.ts'
import type { Account } from '../../vault/vault.ts'
import type { TurnScope } from '../scope.ts'

/** How far back "what used my account?" looks, and how much it shows: the newest, each with the words a person has for it. */
const USAGE_MS = 30 * 24 * 60 * 60_000
const USAGE_ENTRIES = 20

/** Does what the reading or the wish asks for. */
export async function manageAccounts(
  scope: TurnScope,
  input: { readonly reading: Reading | null; readonly want: Want | null; readonly confirmed: boolean },
): Promise<ManagementFacts> {
  const { reading, want, confirmed } = input
  if (reading?.kind === 'list' || reading?.kind === 'expiry') return list(scope, reading.service)
  if (reading?.kind === 'usage') return showUse(scope, reading.service)
  const { vault, principal, context } = scope
  if (want?.why === 'forget' || want?.why === 'log-out')
    return confirmed ? removeAll(scope) : list(scope, null)
  if (want === null || want.service === null) return { kind: 'gone' }
  const before = await vault.listAccounts(principal, want.service)
  if (want.why === 'remove') return confirmed ? remove(scope, before, want) : { kind: 'gone' }
  if (want.why === 'no-default') {
    await vault.setDefault(principal, want.service, undefined, context)
    return { kind: 'done', accounts: [] }
  }
  const { subject } = want
  if (subject === null || before.every(({ id }) => id !== subject)) return { kind: 'gone' }
  if (want.why === 'rename') return rename(scope, before, want, subject)
  const done = await vault.setDefault(principal, want.service, subject, context)
  return done ? doneWith(scope, want.service, subject) : { kind: 'gone' }
}

/** Gives the label, takes it off where there is none; one that tells a stored secret is none, and one of another account is left to it. */
async function rename(
  scope: TurnScope,
  before: readonly Account[],
  want: Want,
  subject: string,
): Promise<ManagementFacts> {
  const account = before.find(({ id }) => id === subject)
  if (account === undefined) return { kind: 'gone' }
  const label = want.label === null ? undefined : showName(want.label)
  const isNone = label === '' || (label !== undefined && (await tellsStoredSecret(scope, label)))
  if (isNone) return { kind: 'label-missing', account: accountFact(account) }
  const result = await scope.vault.rename(scope.principal, subject, label, scope.context)
  if (result.ok) return doneWith(scope, account.service, subject)
  if (result.reason === 'not-found') return { kind: 'gone' }
  return { kind: 'label-taken', account: accountFact(account), holder: accountFact(result.account) }
}

async function doneWith(scope: TurnScope, service: string, id: string): Promise<ManagementFacts> {
  const after = (await scope.vault.listAccounts(scope.principal, service)).find(
    (account) => account.id === id,
  )
  return after === undefined ? { kind: 'gone' } : { kind: 'done', accounts: [accountFact(after)] }
}

/** Everything that the user has here. */
async function removeAll(scope: TurnScope): Promise<ManagementFacts> {
  const all = await scope.vault.listAccounts(scope.principal)
  return removeThese(scope, all)
}

/** Removes the account that was asked about, or all that were named; those that are gone by now are left out. */
async function remove(scope: TurnScope, before: readonly Account[], want: Want): Promise<ManagementFacts> {
  const meant = want.subject === null ? (want.named ?? []) : [want.subject]
  return removeThese(
    scope,
    before.filter(({ id }) => meant.includes(id)),
  )
}

async function removeThese(scope: TurnScope, accounts: readonly Account[]): Promise<ManagementFacts> {
  const removed = await removeAccounts(scope, accounts)
  return removed.length === 0 ? { kind: 'gone' } : { kind: 'done', accounts: removed.map(removedFact) }
}

const removedFact = ({ account, isRevoked }: RemovedAccount): AccountFact => ({
  ...accountFact(account),
  ...(isRevoked && { revoked: true as const }),
})

async function list(scope: TurnScope, service: string | null): Promise<ManagementFacts> {
  const accounts = await scope.vault.listAccounts(scope.principal, service ?? undefined)
  return {
    kind: 'listed',
    accounts: accounts.map((account) => ({ ...accountFact(account), service: account.service })),
  }
}

async function showUse(scope: TurnScope, service: string | null): Promise<ManagementFacts> {
  const since = scope.clock.now() - USAGE_MS
  const filter = service === null ? { since, limit: USAGE_ENTRIES } : { since, limit: USAGE_ENTRIES, service }
  const [entries, accounts] = await Promise.all([
    scope.vault.listAudit(scope.principal, filter),
    scope.vault.listAccounts(scope.principal),
  ])
  const names = new Map(accounts.map((account) => [account.id, account.identity.name]))
  const uses = entries
    .filter((entry) => entry.service !== undefined)
    .map(({ service: used, account, act, at, outcome, detail }) => ({
      service: used ?? '',
      account: account === undefined ? null : (names.get(account) ?? 'removed'),
      act,
      at,
      outcome,
      detail: act === 'use' ? (detail ?? null) : null,
    }))
  return { kind: 'used', uses }
}
