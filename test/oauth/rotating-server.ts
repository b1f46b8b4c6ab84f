/** A token endpoint that rotates: each refresh token is good for one use, and one that comes twice ends the grant. */
import { startHttp, type LocalServer } from '../providers/local-server.ts'
import { testTokens, type TestTokens } from './quirks.ts'

/** How it behaves. */
export interface RotatingOptions {
  /** What comes twice in this time gets the same answer again, as many servers have it for answers that were lost. Milliseconds; default none. */
  readonly graceMs?: number
  /** How long it thinks. Milliseconds. */
  readonly delayMs?: number
}

/** A running one. */
export interface RotatingServer extends LocalServer {
  /** Refreshes that it was asked for. */
  readonly asked: () => number
  /** Pairs that it issued. */
  readonly issued: () => number
  /** Whether the grant goes on. */
  readonly isAlive: () => boolean
  /** The pair that is good now. */
  readonly current: () => TestTokens
  /** A new grant, and nothing that was asked before. */
  begin(): TestTokens
}

/** Starts one. */
export async function startRotating({
  graceMs = 0,
  delayMs = 0,
}: RotatingOptions = {}): Promise<RotatingServer> {
  let current = testTokens()
  let before: { readonly refresh: string; readonly until: number } | undefined
  let isAlive = true
  let asked = 0
  let issued = 0
  const answer = (refresh: string | null): [status: number, body: object] => {
    asked++
    const isRepeated = before?.refresh === refresh && Date.now() < before.until
    if (isAlive && (refresh === current.refresh || isRepeated)) {
      if (!isRepeated) {
        before = { refresh: current.refresh, until: Date.now() + graceMs }
        current = testTokens()
        issued++
      }
      const { access, refresh: next } = current
      return [200, { access_token: access, refresh_token: next, token_type: 'bearer', expires_in: 3600 }]
    }
    isAlive = false
    return [400, { error: 'invalid_grant' }]
  }
  const local = await startHttp((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
      const [status, body] = answer(form.get('refresh_token'))
      setTimeout(
        () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        delayMs,
      )
    })
  })
  return {
    ...local,
    asked: () => asked,
    issued: () => issued,
    isAlive: () => isAlive,
    current: () => current,
    begin() {
      current = testTokens()
      before = undefined
      isAlive = true
      asked = 0
      issued = 0
      return current
    },
  }
}
