/** validate: asks the service about the secret in hand, settles the reserved attempt, and stores what was accepted. */
import type { StoredFacts, ValidationFacts } from '../../machines/vocabulary.ts'
import { accountFact } from './account-fact.ts'
import { KeyturnError } from '../errors.ts'
import { shapeOf } from '../guard/index.ts'
import type { CredentialFields } from '../secret.ts'
import type { Account, AttemptOutcome } from '../vault/vault.ts'
import { fieldsInHand } from './fields-in-hand.ts'
import type { TurnScope, ValidVerdict } from './turn-scope.ts'

/** Asks the service once; only a definite rejection counts as an attempt. */
export async function validate(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string; readonly slot: string },
): Promise<ValidationFacts> {
  const fields = fieldsInHand(scope, input)
  const service = scope.services.get(input.service)
  scope.onProgress?.(scope.validating())
  const verdict = await service.check(fields, {
    fetch: scope.fetch,
    clock: scope.clock,
    signal: scope.signal,
  })
  const slot = { id: input.slot, service: input.service }
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

/** Stores the accepted credential: a new account, a new secret for an old one, or the old secret accepted again. */
export async function storeCredential(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string; readonly label: string | null },
): Promise<StoredFacts> {
  const { verdict } = scope.hand
  if (verdict === undefined)
    throw new KeyturnError('INTERNAL', 'A credential was to be stored that nobody had accepted.')
  const { outcome, account } = await keepAccepted(scope, input, verdict).catch(async (error: unknown) => {
    await settle(scope, 'unknown').catch(() => undefined)
    throw error
  })
  await settle(scope, 'valid')
  if (outcome === 'replaced') await scope.endConnections(account.id)
  const accounts = await scope.vault.listAccounts(scope.principal, input.service)
  return {
    outcome,
    account: accountFact(account),
    checked: verdict.checked,
    accounts: accounts.map(accountFact),
  }
}

async function keepAccepted(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string; readonly label: string | null },
  verdict: ValidVerdict,
) {
  const { duplicate } = scope.hand
  if (duplicate === undefined) return addAccount(scope, input, verdict)
  return { outcome: 'replaced' as const, account: await acceptAgain(scope, duplicate, verdict) }
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
  input: { readonly secret: string; readonly service: string; readonly label: string | null },
  verdict: ValidVerdict,
) {
  const fields = fieldsInHand(scope, input)
  const service = scope.services.get(input.service)
  const label = input.label === null || sharesSecret(input.label, fields) ? undefined : input.label
  // A service that cannot say whose a credential is: the user's own word tells two accounts apart.
  const told =
    verdict.checked || label === undefined ? verdict.identity : { key: `label:${label}`, name: label }
  const isTelling = sharesSecret(told.name, fields) || sharesSecret(told.key, fields)
  const identity = isTelling ? { key: service.id, name: service.id } : told
  const credential = {
    service: input.service,
    identity,
    fields,
    label: identity.name === label ? undefined : label,
    checked: verdict.checked,
    scopes: verdict.scopes,
    expiresAt: verdict.expiresAt,
  }
  return scope.vault.add(scope.principal, credential, scope.context)
}

/** A name is kept and shown in clear: one that holds a part of the secret worth knowing is none. */
function sharesSecret(name: string, fields: CredentialFields): boolean {
  const called = squeeze(name)
  return Object.entries(fields).some(([field, secret]) => {
    const value = squeeze(secret.reveal())
    if (field === 'username' || value.length < 4) return false
    const isPart = called.length >= 6 && called.length * 2 >= value.length && value.includes(called)
    return called.includes(value) || isPart
  })
}

const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The service accepts a secret again that was marked as rejected. */
async function acceptAgain(scope: TurnScope, account: Account, verdict: ValidVerdict): Promise<Account> {
  const details = { scopes: verdict.scopes, expiresAt: verdict.expiresAt }
  await scope.vault.markChecked(scope.principal, account.id, account.revision, details, scope.context)
  const accounts = await scope.vault.listAccounts(scope.principal, account.service)
  return accounts.find(({ id }) => id === account.id) ?? account
}

/** A token whose own check digits do not fit was cut or mistyped: worth saying once the service has said no. */
function isDamaged(fields: CredentialFields): boolean {
  return Object.values(fields).some((secret) => shapeOf(secret.reveal())?.checksum === 'bad')
}
