/** What a connection needs of the way to its server, whichever that is. */
import type { Transport } from '@modelcontextprotocol/client'
import type { Scrubber } from '../guard/index.ts'
import type { StartFailure } from './start-failure.ts'

/** Why a connection is closed. `ended`: its credential was taken out of use, so that nothing more may be sent with it. */
export type CloseReason = 'ended' | 'unused'

/** What an error of a link means for a call. */
export type CallFault =
  /** Nothing was done, and the connection is good for nothing any more: a new one may do it. */
  | { readonly kind: 'lost' }
  /** The server cannot be reached, or not now; the rest of a sentence that begins with the server. */
  | { readonly kind: 'unavailable'; readonly what: string }
  /** The tool's own answer. */
  | { readonly kind: 'answered' }

/** What lies between us and a server: the pipes of a process, or requests to an address. */
export interface ServerLink {
  readonly transport: Transport
  /** How the revision of the protocol is found: `legacy` by the handshake alone, `auto` by asking first (2026-07-28). */
  readonly protocol: 'legacy' | 'auto'
  /** Whether a server may ask its user to open a page. Forms are never offered. */
  readonly takesLinks: boolean
  /** Knows every secret of the link, also one that came later. */
  readonly scrubber: Scrubber
  /** Of a process. */
  readonly pid?: number | undefined
  /** Why the connection did not come about. */
  readStartFailure(error: unknown): StartFailure
  /** What an error means that is no answer of the tool; `hasEnded`: the connection is closed. */
  readCallFault(error: unknown, hasEnded: boolean): CallFault
  close(reason: CloseReason): Promise<void>
}
