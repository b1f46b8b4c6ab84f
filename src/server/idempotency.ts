/**
 * `Idempotency-Key`: a request that changes something can be sent again without being done again.
 *
 * @see draft-ietf-httpapi-idempotency-key-header-07
 */
import type { ServerParts } from '../keyturn.ts'
import type { RepeatableRequest } from '../vault/server/port.ts'
import { invalid } from './body.ts'
import { ProblemError } from './problem.ts'

const FORM = /^[\x21-\x7e]{1,128}$/

/** The key of a request; nothing where it has none, changes nothing, or is told apart by other means. */
export function idempotencyKeyOf(request: Request, pathname: string): string | undefined {
  const key = request.headers.get('idempotency-key')
  // A turn has its messageId; and what is kept for a user who was just deleted would be all that is kept of them.
  if (key === null || request.method === 'GET' || ['/v1/turns', '/v1/users'].includes(pathname))
    return undefined
  if (!FORM.test(key)) throw invalid('The Idempotency-Key has 1 to 128 printable characters without blanks.')
  return key
}

/** What answering once works with: answers are kept sealed for their user. */
export type AnswerKeeper = Pick<ServerParts, 'store' | 'seal' | 'unseal'>

/** A request of one user. */
export interface UserRequest extends RepeatableRequest {
  readonly userId: string
}

/** Does a request once, and tells what it came to as often as it is sent. */
export async function answerOnce(
  { store, seal, unseal }: AnswerKeeper,
  request: UserRequest,
  answer: () => Promise<Response>,
): Promise<Response> {
  const { userId } = request
  const claim = await store.claimRequest(request)
  if (claim.kind === 'answered') {
    const plain = await unseal('server.answer', userId, claim.answer)
    if (plain !== undefined) return unpack(plain)
  }
  if (claim.kind !== 'new') throw conflict(claim.kind === 'running')
  let response: Response
  try {
    response = await answer()
  } catch (error) {
    await store.abandonRequest(request)
    throw error
  }
  // What may pass by itself is worth asking again under the same key.
  if (response.status >= 500 || response.status === 429) await store.abandonRequest(request)
  else await store.answerRequest(request, await seal('server.answer', userId, await pack(response.clone())))
  return response
}

function conflict(isRunning: boolean): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'IDEMPOTENCY_CONFLICT',
    detail: isRunning
      ? 'The same request is being answered. Send it again in a moment.'
      : 'That Idempotency-Key was used for another request. Make a new key for each request.',
    ...(isRunning ? { retryAfterSeconds: 1 } : {}),
  })
}

async function pack(response: Response): Promise<Uint8Array> {
  const { status } = response
  const [type, retryAfter] = ['content-type', 'retry-after'].map((name) => response.headers.get(name))
  return Buffer.from(JSON.stringify({ status, type, retryAfter, body: await response.text() }))
}

function unpack(answer: Uint8Array): Response {
  const { status, type, retryAfter, body } = JSON.parse(Buffer.from(answer).toString('utf8')) as {
    readonly status: number
    readonly type: string | null
    readonly retryAfter: string | null
    readonly body: string
  }
  const headers = new Headers({ 'idempotency-replayed': 'true' })
  if (type !== null) headers.set('content-type', type)
  if (retryAfter !== null) headers.set('retry-after', retryAfter)
  return new Response(body, { status, headers })
}
