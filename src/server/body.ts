/** Reads the body of a request: so many bytes at most, within a time, in UTF-8. */
import { ProblemError } from './problem.ts'

/** Bounds of a body. */
export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/**
 * The body as text; empty where there is none.
 *
 * @throws ProblemError `BODY_TOO_LARGE`, `BODY_TOO_SLOW`, `BODY_INVALID`.
 */
export async function readBody(request: Request, { maxBytes, timeoutMs }: BodyLimits): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw tooLarge(maxBytes)
  if (request.body === null) return ''
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow(timeoutMs)), timeoutMs)
  })
  try {
    const chunks: Uint8Array[] = []
    let size = 0
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) break
      size += value.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      chunks.push(value)
    }
    return decode(Buffer.concat(chunks))
  } catch (error) {
    void reader.cancel().catch(() => undefined)
    if (error instanceof ProblemError) throw error
    throw invalid('The body broke off. Send the request again.')
  } finally {
    clearTimeout(timer)
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid('The body is not UTF-8. Send JSON in UTF-8.')
  }
}

/** What is said of a body that cannot be read. */
export const invalid = (detail: string): ProblemError =>
  new ProblemError({ status: 400, code: 'BODY_INVALID', detail })

const tooLarge = (maxBytes: number): ProblemError =>
  new ProblemError({
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: `The body is longer than ${maxBytes} bytes. Send less at once.`,
  })

const tooSlow = (timeoutMs: number): ProblemError =>
  new ProblemError({
    status: 408,
    code: 'BODY_TOO_SLOW',
    detail: `The body did not arrive within ${timeoutMs / 1000} seconds. Send it again, faster.`,
  })
