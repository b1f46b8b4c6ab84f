/**
 * Tells a call whose stream of events ended without its answer: the SDK would wait for it until its time is up. What comes behind an answer is
 * passed over by the SDK.
 */
import { ProtocolError } from '@modelcontextprotocol/client'

/** Of the range that JSON-RPC 2.0 leaves to implementations; no code of MCP's own. */
const BROKEN_OFF = -32_099

/** The event for the request in a body; nothing for what waits for no answer, and for a stream that can be taken up again. */
export function brokenOffEvent({ method, body }: RequestInit): Uint8Array | undefined {
  if (method !== 'POST' || typeof body !== 'string') return undefined
  const { id } = JSON.parse(body) as { readonly id?: unknown }
  if (typeof id !== 'number' && typeof id !== 'string') return undefined
  const message = { jsonrpc: '2.0', id, error: { code: BROKEN_OFF, message: 'The stream broke off.' } }
  return Buffer.from(`event: message\ndata: ${JSON.stringify(message)}\n\n`, 'utf8')
}

/** Whether an error is what that event comes to. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof ProtocolError && Number(error.code) === BROKEN_OFF
}
