/** Puts errors of running servers and of the SDK into our words. */
import { SdkError, type SdkErrorCode } from '@modelcontextprotocol/client'
import { KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'

/** `TOOL_UNAVAILABLE`: `what` became of the server's process, and what to do about it. */
export function unavailable({ id, file }: ServerDefinition, what: string): KeyturnError {
  const message = `The MCP server ${id} (${file}) ${what}. What it wrote itself is in the log at debug level.`
  return new KeyturnError('TOOL_UNAVAILABLE', message, { server: id, file })
}

/** `TOOL_FAILED`: `why` is scrubbed text. */
export function failed(server: string, tool: string, why: string): KeyturnError {
  return new KeyturnError('TOOL_FAILED', `The tool ${tool} failed: ${why}.`, { server, tool })
}

/** Whether an error is the SDK's own of a code. */
export function isSdkError(error: unknown, code: SdkErrorCode): boolean {
  return SdkError.isInstance(error) && error.code === code
}

/** Whether a thrown value has a text. */
export function isErrorLike(error: unknown): error is { readonly message: string; readonly data?: unknown } {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  )
}
