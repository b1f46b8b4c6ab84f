/** validate: has the service asked about the credential that was given, and what it accepted stored. */
import type { StoredFacts, ValidationFacts } from '../../../machines/found.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { checkCredential } from '../../credentials/check.ts'
import { findLookAlike, storeAccepted } from '../../credentials/store.ts'
import { KeyturnError } from '../../errors.ts'
import { heldFields } from '../held-fields.ts'
import type { TurnScope } from '../scope.ts'

/** Asks the service once. */
export async function validate(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string; readonly slot: string },
): Promise<ValidationFacts> {
  const fields = heldFields(scope, input)
  const slot = { id: input.slot, service: input.service }
  tellProgress(scope)
  const result = await checkCredential(scope, fields, slot)
  if (result.kind === 'rejected') return { ...result, lockedUntil: result.lockedUntil ?? null }
  if (result.kind === 'unknown') return result
  scope.held.remember({ verdict: result.verdict, slot })
  return { kind: 'valid' }
}

/** An accepted credential for the machine: its handle, the user's own word for it, and the account in whose place it was asked for. */
export interface AcceptedSecret {
  readonly secret: string
  readonly service: string
  readonly label: string | null
  readonly replaces: string | null
}

/**
 * Stores the accepted credential, without its label where another account has that; the secret is not given twice for a word. Says
 * which account its name can be taken for.
 */
export async function storeCredential(scope: TurnScope, input: AcceptedSecret): Promise<StoredFacts> {
  const { verdict, slot } = scope.held
  if (verdict === undefined)
    throw new KeyturnError('INTERNAL', 'A credential was to be stored that nobody had accepted.')
  const { service, label, replaces } = input
  const accepted = { service, fields: heldFields(scope, input), verdict, slot, label, replaces }
  const { outcome, account, labelHolder } = await storeAccepted(scope, accepted, { leavesLabelOut: true })
  if (outcome === 'label-taken')
    throw new KeyturnError('INTERNAL', 'A label was refused that nobody had asked for.')
  const accounts = await scope.vault.listAccounts(scope.principal, service)
  const alike = findLookAlike(account, accounts)
  return {
    outcome,
    account: accountFact(account),
    checked: verdict.checked,
    accounts: accounts.map(accountFact),
    labelHolder: labelHolder === undefined ? null : accountFact(labelHolder),
    lookAlike: alike === undefined ? null : accountFact(alike),
  }
}

/** The host's own code, to which nobody may listen any more. */
function tellProgress({ onProgress, validating, logger }: TurnScope): void {
  try {
    onProgress?.(validating())
  } catch {
    logger.warn({}, 'The progress of a turn could not be told: onProgress failed.')
  }
}
