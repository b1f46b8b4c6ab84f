/**
 * `Idempotency-Key`: a request that changes something can be sent again without being done again.
 *
 * @see draft-ietf-httpapi-idempotency-key-header-07
 */
import type { RepeatableRequest, ServerStore } from '../vault/server/port.ts'
import { invalid } from './body.ts'
import { ProblemError } from './problem.ts'

const FORM = /^[\x21-\x7e]{1,128}$/

/** The key of a request; nothing where it has none, or changes nothing. */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key')
  if (key === null || request.method === 'GET') return undefined
  if (!FORM.test(key)) throw invalid('The Idempotency-Key has 1 to 128 printable characters without blanks.')
  return key
}

/** Does a request once, and tells what it came to as often as it is sent. */
export async function answerOnce(
  store: ServerStore,
  request: RepeatableRequest,
  answer: () => Promise<Response>,
): Promise<Response> {
  const claim = await store.claimRequest(request)
  if (claim.kind === 'answered') return unpack(claim.answer)
  if (claim.kind !== 'new') {
    const isOther = claim.kind === 'other'
    throw new ProblemError({
      status: 409,
      code: 'IDEMPOTENCY_CONFLICT',
      detail: isOther
        ? 'That Idempotency-Key was used for another request. Make a new key for each request.'
        : 'The same request is being answered. Send it again in a moment.',
      ...(isOther ? {} : { retryAfterSeconds: 1 }),
    })
  }
  let response: Response
  try {
    response = await answer()
  } catch (error) {
    await store.abandonRequest(request)
    throw error
  }
  // What may pass by itself is worth asking again under the same key.
  if (response.status >= 500 || response.status === 429) await store.abandonRequest(request)
  else await store.answerRequest(request, await pack(response.clone()))
  return response
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
