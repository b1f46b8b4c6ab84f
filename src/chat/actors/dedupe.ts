/** dedupe: whether this user gave this very secret before. */
import type { AccountFact } from '../../../machines/kept.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { heldFields } from '../held-fields.ts'
import type { TurnScope } from '../scope.ts'

/** The account that holds the secret already, usable or not. */
export async function dedupe(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string },
): Promise<AccountFact | null> {
  const fields = heldFields(scope, input)
  const account = await scope.vault.findDuplicate(scope.principal, input.service, fields)
  return account === undefined ? null : accountFact(account)
}
