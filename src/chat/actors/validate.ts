/**
 * validate: asks the service about the secret in hand, settles the reserved attempt, and stores what was accepted.
 *
 * Long because asking, settling and storing are one story.
 */
import type { StoredFacts, ValidationFacts } from '../../../machines/found.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { KeyturnError } from '../../errors.ts'
import { shapeOf } from '../../guard/index.ts'
import { isSecretField } from '../../tools/stdio/environment.ts'
import type { CredentialFields } from '../../secret.ts'
import { showName } from '../../providers/account-name.ts'
import { looksLike } from '../../providers/look-alike.ts'
import type { Account, AddResult, AttemptOutcome } from '../../vault/vault.ts'
import type { Verdict } from '../../providers/service.ts'
import { fieldsInHand } from './fields-in-hand.ts'
import type { TurnScope, ValidVerdict } from './scope.ts'

/** Asks the service once; only a definite rejection counts as an attempt. */
export async function validate(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string; readonly slot: string },
): Promise<ValidationFacts> {
  const fields = fieldsInHand(scope, input)
  const slot = { id: input.slot, service: input.service }
  const verdict = await ask(scope, input.service, fields)
  if (verdict.verdict === 'valid') {
    // Settled once it is stored: until then the same secret from elsewhere waits for this one.
    scope.hand.remember({ verdict, slot })
    return { kind: 'valid' }
  }
  const settled = await scope.vault.settleAttempt(scope.principal, slot, verdict.verdict, scope.context)
  if (verdict.verdict === 'unknown') return { kind: 'unknown', reason: verdict.reason }
  return {
    kind: 'rejected',
    expired: verdict.reason === 'expired',
    damaged: isDamaged(fields),
    attemptsLeft: settled.attemptsLeft,
    lockedUntil: settled.lockedUntil ?? null,
  }
}

/** An accepted credential: its secret, the user's own word for it, and the account in whose place it was asked for. */
export interface AcceptedCredential {
  readonly secret: string
  readonly service: string
  readonly label: string | null
  readonly replaces: string | null
}

/**
 * Stores the accepted credential, without its label where another account has that; the secret is not given twice for a word. Says
 * which account its name can be taken for.
 */
export async function storeCredential(scope: TurnScope, input: AcceptedCredential): Promise<StoredFacts> {
  const { outcome, account, labelHolder } = await storeAccepted(scope, input, { leavesLabelOut: true })
  if (outcome === 'label-taken')
    throw new KeyturnError('INTERNAL', 'A label was refused that nobody had asked for.')
  const accounts = await scope.vault.listAccounts(scope.principal, input.service)
  const alike = findLookAlike(account, accounts)
  return {
    outcome,
    account: accountFact(account),
    checked: scope.hand.verdict?.checked ?? true,
    accounts: accounts.map(accountFact),
    labelHolder: labelHolder === undefined ? null : accountFact(labelHolder),
    lookAlike: alike === undefined ? null : accountFact(alike),
  }
}

/** A check that throws must not keep its slot: it says no more than a service that could not say. */
async function ask(scope: TurnScope, id: string, fields: CredentialFields): Promise<Verdict> {
  const { fetch, clock, signal } = scope
  try {
    tellProgress(scope)
    return await scope.services.get(id).check(fields, { fetch, clock, signal })
  } catch {
    scope.logger.error({ service: id }, 'A credential could not be checked: the check itself failed.')
    return { verdict: 'unknown', reason: 'unreadable', retryAfterMs: undefined }
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

/** What became of an accepted credential; `labelHolder`: the account that has the label which was left out. */
export interface AcceptedResult extends AddResult {
  readonly labelHolder?: Account
}

/**
 * Stores the accepted credential: a new account, a new secret for an old one, or the old secret accepted again; its attempt is settled
 * once. `leavesLabelOut`: a label that another account has is left out, and not the credential.
 */
export async function storeAccepted(
  scope: TurnScope,
  input: AcceptedCredential,
  { leavesLabelOut = false }: { readonly leavesLabelOut?: boolean } = {},
): Promise<AcceptedResult> {
  const { verdict } = scope.hand
  if (verdict === undefined)
    throw new KeyturnError('INTERNAL', 'A credential was to be stored that nobody had accepted.')
  const result = await addAccepted(scope, input, verdict, leavesLabelOut).catch(async (error: unknown) => {
    await settle(scope, 'unknown').catch(() => undefined)
    throw error
  })
  await settle(scope, 'valid')
  if (result.outcome === 'replaced') await scope.endConnections(result.account.id)
  return result
}

async function addAccepted(
  scope: TurnScope,
  input: AcceptedCredential,
  verdict: ValidVerdict,
  leavesLabelOut: boolean,
): Promise<AcceptedResult> {
  const first = await addAccount(scope, input, verdict)
  if (first.outcome !== 'label-taken' || !leavesLabelOut) return first
  return { ...(await addAccount(scope, { ...input, label: null }, verdict)), labelHolder: first.account }
}

/** The other account of the service whose name or label can be taken for one of this account's. */
export function findLookAlike(account: Account, accounts: readonly Account[]): Account | undefined {
  const namesOf = ({ identity, label }: Account): string[] =>
    label === undefined ? [identity.name] : [identity.name, label]
  return accounts
    .filter(({ id }) => id !== account.id)
    .find((other) => namesOf(other).some((name) => namesOf(account).some((own) => looksLike(own, name))))
}

/** The service was asked, and the secret is there now; or it could not be stored, and the slot is free again. */
async function settle(
  { vault, principal, context, hand }: TurnScope,
  outcome: AttemptOutcome,
): Promise<void> {
  if (hand.slot === undefined) return
  await vault.settleAttempt(principal, hand.slot, outcome, context)
}

async function addAccount(
  scope: TurnScope,
  input: AcceptedCredential,
  verdict: ValidVerdict,
): Promise<AddResult> {
  const fields = fieldsInHand(scope, input)
  const wished = showName(input.label ?? '')
  const label = sharesSecret(wished, fields) ? '' : wished
  const nameless = { key: undefined, name: nameOfService(scope, input.service) }
  const told = verdict.identity ?? nameless
  const isTelling = sharesSecret(told.name, fields) || sharesSecret(told.key ?? '', fields)
  const identity = isTelling ? nameless : told
  const credential = {
    service: input.service,
    identity,
    replaces: input.replaces ?? undefined,
    fields,
    label: label === '' || label === identity.name ? undefined : label,
    checked: verdict.checked,
    scopes: verdict.scopes,
    expiresAt: verdict.expiresAt,
  }
  return scope.vault.add(scope.principal, credential, scope.context)
}

const nameOfService = ({ services }: TurnScope, id: string): string => showName(services.get(id).name) || id

/** A name is kept and shown in clear: one that holds a part of the secret worth knowing is none. */
function sharesSecret(name: string, fields: CredentialFields): boolean {
  const called = squeeze(name)
  return Object.entries(fields).some(([field, secret]) => {
    const value = squeeze(secret.reveal())
    if (!isSecretField(field) || value.length < 4) return false
    const isPart = called.length >= 6 && called.length * 2 >= value.length && value.includes(called)
    return called.includes(value) || isPart
  })
}

const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A token whose own check digits do not fit was cut or mistyped: worth saying once the service has said no. */
function isDamaged(fields: CredentialFields): boolean {
  return Object.values(fields).some((secret) => shapeOf(secret.reveal())?.checksum === 'bad')
}
