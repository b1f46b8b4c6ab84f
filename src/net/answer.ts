/** What comes back from a service, bounded in size and told apart by what it is. */

/** The largest answer that is read, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024

/** Why no answer came. */
export type SendFailure = 'forbidden' | 'network' | 'redirected' | 'timeout'

/**
 * What came back. `json`: a JSON value; `text`: plain text; `empty`: no body at all; `unreadable`: a page, something that is not what it
 * says it is, or over 1 MiB.
 */
export type Answer =
  | FailedAnswer
  | (AnswerHead & { readonly kind: 'json'; readonly body: unknown })
  | (AnswerHead & { readonly kind: 'text'; readonly body: string })
  | (AnswerHead & { readonly kind: 'empty' | 'unreadable' })

/** No answer came. */
export interface FailedAnswer {
  readonly kind: 'failed'
  readonly reason: SendFailure
}

interface AnswerHead {
  readonly status: number
  readonly headers: Headers
}

/** Reads an answer. Errors of `JSON.parse` quote what they were given, so none of them leaves this file. */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response
  const type = typeOf(headers)
  if (response.body === null || headers.get('content-length') === '0') {
    await discard(response)
    return { kind: 'empty', status, headers }
  }
  if (type === 'other') {
    await discard(response)
    return { kind: 'unreadable', status, headers }
  }
  const text = await readText(response, MAX_BODY_BYTES)
  if (text === undefined) return { kind: 'unreadable', status, headers }
  if (text.trim() === '') return { kind: 'empty', status, headers }
  if (type === 'text') return { kind: 'text', status, headers, body: text }
  try {
    return { kind: 'json', status, headers, body: JSON.parse(text) as unknown }
  } catch {
    return { kind: 'unreadable', status, headers }
  }
}

/** An answer without a content type is given the benefit of the doubt: it still has to parse. */
function typeOf(headers: Headers): 'json' | 'text' | 'other' {
  const type = headers.get('content-type')?.trim()
  if (type === undefined || /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i.test(type)) return 'json'
  return /^text\/plain\s*(?:;|$)/i.test(type) ? 'text' : 'other'
}

/** A body as UTF-8 text, read once; nothing for one over `maxBytes`, of which no more than that is read. */
export async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Lets go of an answer that is not read. */
export async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined)
}
