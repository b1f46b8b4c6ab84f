/**
 * Requests that carry an idempotency key, and their answers: sent again, a request is not done again.
 *
 * @see draft-ietf-httpapi-idempotency-key-header
 */
import type { VaultCore } from '../core.ts'
import { deriveKey, equalBytes, hmacSha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'
import type { RepeatableRequest, RequestClaim } from './port.ts'

/** How long an answer is told again: a day, as that of a chat message. */
const ANSWER_MS = 24 * 60 * 60_000

/** After that long without an answer, the process that claimed it is taken to be gone. */
const CLAIM_MS = 60_000

/** Claims a request, or tells what came of it. */
export async function claimRequest(core: VaultCore, request: RepeatableRequest): Promise<RequestClaim> {
  const now = core.clock.now()
  const digest = digestOf(core, request)
  const { caller, key } = request
  return core.transaction(async (transaction) => {
    await transaction.deleteFrom('vault_request').where('until', '<=', now).execute()
    const row = {
      caller,
      request_key: key,
      user_id: request.userId ?? null,
      digest,
      answer: null,
      until: now + CLAIM_MS,
    }
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('vault_request')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (Number(numInsertedOrUpdatedRows ?? 0) > 0) return { kind: 'new' }
    const known = await transaction
      .selectFrom('vault_request')
      .select(['digest', 'answer'])
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .executeTakeFirst()
    if (known === undefined) return { kind: 'running' }
    if (!equalBytes(known.digest, digest)) return { kind: 'other' }
    return known.answer === null ? { kind: 'running' } : { kind: 'answered', answer: known.answer }
  })
}

/** Keeps the answer to a claimed request. */
export async function answerRequest(
  core: VaultCore,
  { caller, key }: RepeatableRequest,
  answer: Uint8Array,
): Promise<void> {
  const until = core.clock.now() + ANSWER_MS
  await core.transaction((transaction) =>
    transaction
      .updateTable('vault_request')
      .set({ answer, until })
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .execute(),
  )
}

/** Forgets a claimed request. */
export async function abandonRequest(core: VaultCore, { caller, key }: RepeatableRequest): Promise<void> {
  await core.transaction((transaction) =>
    transaction
      .deleteFrom('vault_request')
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .where('answer', 'is', null)
      .execute(),
  )
}

/** Keyed: the body may hold a password, of which a plain hash could be guessed. */
function digestOf(core: VaultCore, { content, userId }: RepeatableRequest): Buffer {
  const root = core.keys.primary
  const key = deriveKey(root.key, Buffer.alloc(0), lengthPrefixed('kt/request-key/v1', root.formation))
  return hmacSha256(key, lengthPrefixed('kt/request/v1', userId ?? '', content))
}
