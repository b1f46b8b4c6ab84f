/** Sends one call to the server: again where that is safe and may help, never twice in effect, never to another address. */
import { KeyturnApiError, type ProblemMembers } from './error.ts'

/** How a client sends. */
export interface Sending {
  readonly url: URL
  readonly token: () => string | Promise<string>
  readonly fetch: typeof globalThis.fetch
  readonly retries: number
  readonly timeoutMs: number
}

/** One call. Whatever is left undefined is left out. */
export interface Call {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: object
  readonly signal?: AbortSignal | undefined
}

/** Statuses that may pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** The first wait before a call is sent again, and the longest, in milliseconds. */
const WAIT_MS = { first: 200, longest: 30_000 } as const

/**
 * Sends a call and gives what it was answered. A change carries an Idempotency-Key, so sending it again is safe.
 *
 * @throws KeyturnApiError
 */
export async function send<Answer>(sending: Sending, call: Call): Promise<Answer> {
  const key = call.method === 'GET' ? undefined : globalThis.crypto.randomUUID()
  for (let sent = 1; ; sent += 1) {
    const { answer, failure, retryAfterMs } = await sendOnce<Answer>(sending, call, key)
    if (failure === undefined) return answer
    const mayPass = failure.status === undefined ? failure.code !== 'ABORTED' : PASSING.has(failure.status)
    if (!mayPass || sent > sending.retries || failure.code === 'ANSWER_INVALID') throw failure
    const backOffMs = WAIT_MS.first * 2 ** (sent - 1) * (0.5 + Math.random())
    const waitMs = Math.max(backOffMs, retryAfterMs ?? 0)
    // What takes longer than that is the caller's to decide about.
    if (waitMs > WAIT_MS.longest) throw failure
    await pause(waitMs, call.signal)
  }
}

type Sent<Answer> =
  | { readonly answer: Answer; readonly failure?: undefined; readonly retryAfterMs?: undefined }
  | { readonly answer?: undefined; readonly failure: KeyturnApiError; readonly retryAfterMs?: number }

async function sendOnce<Answer>(
  sending: Sending,
  call: Call,
  key: string | undefined,
): Promise<Sent<Answer>> {
  const { method, body, signal } = call
  const timeout = AbortSignal.timeout(sending.timeoutMs)
  const token = await sending.token()
  let response: Response
  let text: string
  try {
    response = await sending.fetch(urlOf(sending.url, call), {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Followed, a redirect would take token and value to an address that nobody chose.
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    text = await response.text()
  } catch {
    return { failure: unanswered(signal, timeout) }
  }
  const json = readObject(text)
  if (response.ok && json !== undefined) return { answer: json as Answer }
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN)
  return {
    failure: failureOf(response.status, json),
    ...(Number.isFinite(retryAfter) ? { retryAfterMs: retryAfter * 1000 } : {}),
  }
}

function urlOf(base: URL, { path, query = {} }: Call): string {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url.href
}

function unanswered(signal: AbortSignal | undefined, timeout: AbortSignal): KeyturnApiError {
  if (signal?.aborted === true)
    return new KeyturnApiError({ code: 'ABORTED', message: 'The call was given up by its signal.' })
  if (timeout.aborted)
    return new KeyturnApiError({ code: 'TIMEOUT', message: 'The server did not answer in time. Try again.' })
  return new KeyturnApiError({
    code: 'UNREACHABLE',
    message: 'The server could not be reached. Check KEYTURN_URL, and whether it runs.',
  })
}

function failureOf(status: number, problem: ProblemMembers | undefined): KeyturnApiError {
  const [code, detail, reason] = ['code', 'detail', 'reason'].map((name) => {
    const member = problem?.[name]
    return typeof member === 'string' ? member : undefined
  })
  if (code === undefined) {
    const message = `The answer (status ${status}) is none of Keyturn's. Check that KEYTURN_URL leads to the server itself.`
    return new KeyturnApiError({
      code: 'ANSWER_INVALID',
      message,
      status: PASSING.has(status) ? status : undefined,
    })
  }
  return new KeyturnApiError({ code, message: detail ?? code, status, reason, problem })
}

function readObject(text: string): ProblemMembers | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as ProblemMembers) : undefined
  } catch {
    return undefined
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    const giveUp = (): void => {
      clearTimeout(timer)
      reject(new KeyturnApiError({ code: 'ABORTED', message: 'The call was given up by its signal.' }))
    }
    if (signal?.aborted === true) giveUp()
    else signal?.addEventListener('abort', giveUp, { once: true })
  })
}
