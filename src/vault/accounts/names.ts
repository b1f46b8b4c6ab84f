/**
 * The names of a user's accounts at a service, each given once: what an account is called and the user's own label for it share one
 * unique index over `nameKey`, so that no name ever fits two accounts.
 */
import { nameKey, numberName } from '../../providers/account-name.ts'
import type { VaultTransaction } from '../core.ts'

/** Whose names they are. */
export interface NameOwner {
  readonly user: string
  readonly service: string
  /** The account's id. */
  readonly account: string
}

/** What an account wants to be called. `isKept`: it has that name already, sealed into its row. */
export interface WantedNames {
  readonly name: string
  readonly isKept?: boolean | undefined
  readonly label: string | null
  /** An account that goes in the same transaction, and whose names are free with it. */
  readonly leaving?: string | undefined
}

/** The names an account got; `taken`: another account has the label already, and nothing was changed. */
export type ClaimedNames =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: 'taken'; readonly holder: string }

/** Gives an account its names in place of those it has. A name that another has is numbered, a label that another has refused. */
export async function claimNames(
  transaction: VaultTransaction,
  owner: NameOwner,
  wanted: WantedNames,
): Promise<ClaimedNames> {
  const { leaving } = wanted
  const labelKey = wanted.label === null ? undefined : nameKey(wanted.label)
  const holder = labelKey === undefined ? undefined : await findHolder(transaction, owner, labelKey, leaving)
  if (holder !== undefined) return { ok: false, reason: 'taken', holder }
  const isFree = async (name: string): Promise<boolean> =>
    (await findHolder(transaction, owner, nameKey(name), leaving)) === undefined
  const name = wanted.isKept === true ? wanted.name : await numberName(wanted.name, isFree)
  for (const account of leaving === undefined ? [owner.account] : [owner.account, leaving])
    await releaseNames(transaction, owner.user, account)
  const keys = new Set([nameKey(name), ...(labelKey === undefined ? [] : [labelKey])])
  const { user: user_id, service, account } = owner
  await transaction
    .insertInto('vault_name')
    .values([...keys].map((name_key) => ({ user_id, service, name_key, account })))
    // A kept name is another's only where somebody edited this table: the rows themselves are not changed by that.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { ok: true, name }
}

/** Frees the names of an account that is removed. */
export async function releaseNames(
  transaction: VaultTransaction,
  user: string,
  account: string,
): Promise<void> {
  await transaction
    .deleteFrom('vault_name')
    .where('user_id', '=', user)
    .where('account', '=', account)
    .execute()
}

/** The other account that has a name. One that is not there any more has none, whatever is left of it. */
async function findHolder(
  transaction: VaultTransaction,
  { user, service, account }: NameOwner,
  key: string,
  leaving: string | undefined,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('vault_name')
    .leftJoin('vault_credential as credential', (join) =>
      join
        .onRef('credential.id', '=', 'vault_name.account')
        .onRef('credential.user_id', '=', 'vault_name.user_id')
        .onRef('credential.service', '=', 'vault_name.service'),
    )
    .select(['vault_name.account', 'credential.id as live'])
    .where('vault_name.user_id', '=', user)
    .where('vault_name.service', '=', service)
    .where('vault_name.name_key', '=', key)
    .executeTakeFirst()
  if (row === undefined || row.account === account || row.account === leaving) return undefined
  if (row.live !== null) return row.account
  await releaseNames(transaction, user, row.account)
  return undefined
}
