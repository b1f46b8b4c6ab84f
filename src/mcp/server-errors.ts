/**
 * Puts errors of servers and of the SDK into our words. Of errors from starting a process only the code is read: their texts may hold the
 * whole command and environment.
 */
import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import { KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'

/** `TOOL_UNAVAILABLE`: `what` became of the server's process, and what to do about it. */
export function unavailable({ id, file }: ServerDefinition, what: string): KeyturnError {
  const message = `The MCP server ${id} (${file}) ${what}. What it wrote itself is in the log at debug level.`
  return new KeyturnError('TOOL_UNAVAILABLE', message, { server: id, file })
}

/** `TOOL_FAILED`: `why` is scrubbed text. */
export function failed({ id }: ServerDefinition, tool: string, why: string): KeyturnError {
  return new KeyturnError('TOOL_FAILED', `The tool ${tool} failed: ${why}.`, { server: id, tool })
}

/** Why a server did not start, and what to do about it. */
export function startFailure(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'ENOENT')
    return 'could not be started: its command or working folder does not exist. Install the command, or correct command and cwd in that file'
  if (code === 'EACCES')
    return 'could not be started: its command may not be run. Make it executable, or correct command in that file'
  if (code === 'NO_PRIVATE_FOLDER')
    return 'could not be started: no private folder could be made for it. Let TMPDIR name a folder that can be written to'
  if (code === SdkErrorCode.RequestTimeout)
    return 'did not get ready in time. Try again, since npx may have been fetching it; install it beside the formation to be quicker'
  if (code === SdkErrorCode.ConnectionClosed)
    return 'ended while it was starting. Correct command and args in that file, or install what they start; run them by hand to see why'
  return 'could not be started. Correct command and args in that file; run them by hand to see why'
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
