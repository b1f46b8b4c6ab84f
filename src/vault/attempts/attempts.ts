/**
 * Slots to ask a service about a secret: reserved in the database before the service is asked, so that a burst of tries
 * from any number of processes reaches the service at most `maxAttempts` times in a window.
 */
import type { Principal } from '../../principal.ts'
import type { CredentialFields } from '../../secret.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import { equalBytes, randomBytes } from '../sealing/crypto.ts'
import { checkFields } from '../sealing/fields.ts'
import { checkService } from '../input.ts'
import { HOUR_MS, isCounted, isInFlight, isInWindow, isOpen, isRejection } from './lockout-rule.ts'
import { countedIds } from './lasting.ts'
import { clearCount, readAttempts } from './lockout-rows.ts'
import { noteRejection, readLockedUntil } from './lockout.ts'
import type { AttemptTable } from '../tables.ts'
import { ensureUserKey, fingerprintOf } from '../keys/user-key.ts'
import type { ActContext, AttemptOutcome, AttemptSlot, Reservation } from '../vault.ts'

const ID_BYTES = 16

/**
 * Reserves an attempt, or says why not: see `Reservation`. What is reserved or locked is audited; `busy` and `in-flight` are
 * asked again and again by one who waits, and change nothing.
 */
export async function reserveAttempt(
  core: VaultCore,
  principal: Principal,
  service: string,
  fields: CredentialFields,
  context: ActContext,
): Promise<Reservation> {
  checkService(service)
  checkFields(fields)
  return core.write(principal, async (transaction) => {
    const now = core.clock.now()
    const userKey = await ensureUserKey(core, transaction, principal.user)
    const fingerprint = fingerprintOf(userKey, service, fields)
    const attempts = await readAttempts(core, transaction, principal.user, now)
    const lockedUntil = await readLockedUntil(core, transaction, principal.user, service, attempts, now)
    if (lockedUntil !== undefined) {
      const facts = { act: 'attempt', outcome: 'locked', service }
      await appendAudit(core, transaction, principal.user, facts, context)
      return { kind: 'locked', lockedUntil }
    }
    const counted = attempts.filter((attempt) => attempt.service === service && isCounted(attempt, now))
    const same = counted.find((attempt) => isInFlight(attempt, now) && holds(attempt, fingerprint))
    if (same !== undefined) return { kind: 'in-flight', slotId: same.id }
    if (counted.length >= core.limits.maxAttempts) return { kind: 'busy' }

    const id = randomBytes(ID_BYTES).toString('base64url')
    await forgetOldAttempts(transaction, principal.user, now)
    await transaction
      .insertInto('vault_attempt')
      .values({
        id,
        user_id: principal.user,
        service,
        fingerprint,
        reserved_at: now,
        outcome: 'open',
        cleared: 0,
      })
      .execute()
    const facts = { act: 'attempt', outcome: 'reserved', service }
    await appendAudit(core, transaction, principal.user, facts, context)
    return { kind: 'reserved', slot: { id, service } }
  })
}

/** Says what came of an attempt. The second and every later saying of the same slot changes nothing. */
export async function settleAttempt(
  core: VaultCore,
  principal: Principal,
  slot: AttemptSlot,
  outcome: AttemptOutcome,
  context: ActContext,
): Promise<{ readonly lockedUntil: number | undefined; readonly attemptsLeft: number }> {
  return core.write(principal, async (transaction) => {
    const { user } = principal
    const { service } = slot
    const now = core.clock.now()
    const settled = await transaction
      .updateTable('vault_attempt')
      .set({ outcome, fingerprint: null })
      .where('id', '=', slot.id)
      .where('user_id', 'in', countedIds(core, user))
      .where('service', '=', service)
      .where('outcome', '=', 'open')
      .executeTakeFirst()
    const isFirst = settled.numUpdatedRows === 1n
    if (isFirst) await appendAudit(core, transaction, user, { act: 'attempt', outcome, service }, context)
    if (isFirst && outcome === 'valid') await clearCount(core, transaction, user, service, true)

    const attempts = await readAttempts(core, transaction, user, now)
    const rejections = attempts.filter(
      (attempt) => attempt.service === service && isRejection(attempt, now),
    ).length
    if (isFirst && outcome === 'rejected')
      await noteRejection(core, transaction, user, service, rejections, now, context)
    return {
      lockedUntil: await readLockedUntil(core, transaction, user, service, attempts, now),
      attemptsLeft: Math.max(0, core.limits.maxAttempts - rejections),
    }
  })
}

/** The outcome of a slot; `gone` when it is not this user's, or its window ended without an outcome. */
export async function attemptOutcome(
  core: VaultCore,
  principal: Principal,
  slotId: string,
): Promise<AttemptOutcome | 'open' | 'gone'> {
  core.checkFormation(principal)
  const attempt = await core.read((database) =>
    database
      .selectFrom('vault_attempt')
      .selectAll()
      .where('id', '=', slotId)
      .where('user_id', 'in', countedIds(core, principal.user))
      .executeTakeFirst(),
  )
  if (attempt === undefined) return 'gone'
  return isOpen(attempt) && !isInWindow(attempt, core.clock.now()) ? 'gone' : attempt.outcome
}

async function forgetOldAttempts(transaction: VaultTransaction, user: string, now: number): Promise<void> {
  await transaction
    .deleteFrom('vault_attempt')
    .where('user_id', '=', user)
    .where('reserved_at', '<=', now - HOUR_MS)
    .execute()
}

function holds(attempt: AttemptTable, fingerprint: Buffer): boolean {
  return attempt.fingerprint instanceof Uint8Array && equalBytes(attempt.fingerprint, fingerprint)
}
