/** What `createHandler` may be given. */
import type { TransportInput } from '../net/transport.ts'
import type { TokenOptions } from './authenticate.ts'
import type { Rate } from './rate-limit.ts'

/** What `createHandler` takes; without `tokens` only service keys are known. */
export interface HandlerOptions {
  /** Tokens of the host's identity provider, each of which reaches the matters of its own user. Default none. */
  readonly tokens?: TokenOptions | undefined
  /**
   * The user whom your own session or signed cookie says a browser to be, for the one-time page: a link opens for its own user only.
   * Without it, the page says whose account it will become.
   */
  readonly userOf?: ((request: Request) => Promise<string | undefined>) | undefined
  /** How often one service key may ask. Default 200 a second, 400 at once. */
  readonly serviceRate?: Rate | undefined
  /** How often one user's tokens may ask. Default 10 a second, 30 at once. */
  readonly userRate?: Rate | undefined
  /** How often one address may come without a key that is known. Default one in 3 seconds, 20 at once. */
  readonly strangerRate?: Rate | undefined
  /** How often one address may open the pages for people. Default 2 a second, 60 at once. */
  readonly visitorRate?: Rate | undefined
  /** The longest body, in bytes. Default 2 MiB: a message of 1 MiB, its line breaks escaped. */
  readonly maxBodyBytes?: number | undefined
  /** How long a body may take to arrive, in milliseconds. Default 15,000. */
  readonly bodyTimeoutMs?: number | undefined
}

/**
 * Answers one request. `connection` says how it came: `fromRequest(incoming)` on Node, or
 * `{ channel: 'https', attested: true, audience: 'self' }` where a platform has ended TLS before it.
 */
export interface Handler {
  (request: Request, connection?: TransportInput): Promise<Response>
  /** Refuses what comes from now on, and settles when what is under way has been answered. */
  drain(): Promise<void>
}
