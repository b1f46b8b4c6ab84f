/** Why a server over HTTP gave no connection, told by its status, and by its words only where the status leaves it open. */
import { SdkErrorCode } from '@modelcontextprotocol/client'
import type { Scrubber } from '../../guard/index.ts'
import { MessageRefused } from '../message-bounds.ts'
import { isRejectedError, isRejectedText } from '../rejection.ts'
import { scrubbedMessage } from '../scrubbed-message.ts'
import { isErrorLike, isSdkError } from '../server-errors.ts'
import type { StartFailure, StartFailureReason } from '../start-failure.ts'
import { readHttpError } from './answer-error.ts'
import { Unreachable, UNREACHABLE, type UnreachableReason } from './unreachable.ts'

/** How it went until it failed. */
export interface FailedConnection {
  readonly error: unknown
  /** Whether it was to do without a credential that the server's services need. */
  readonly isBare: boolean
  readonly scrubber: Scrubber
}

/** Nothing that trying again would mend. */
const LASTING: readonly UnreachableReason[] = ['unknown-host', 'private', 'certificate', 'redirected']

const WANTS_CREDENTIAL = "answers only with a user's credential, and was asked without one"
const NO_MCP = 'answered what is no MCP over streamable HTTP. Correct url in that file'

/** Tells why there is no connection. */
export function readHttpStartFailure({ error, isBare, scrubber }: FailedConnection): StartFailure {
  const of = (
    reason: StartFailureReason,
    what: string,
    { words = '', speaksOfRejection = false }: { words?: string; speaksOfRejection?: boolean } = {},
  ): StartFailure => ({
    reason,
    what,
    lastLines: words === '' ? [] : [scrubbedMessage(scrubber, words)],
    speaksOfRejection: speaksOfRejection && !isBare,
  })
  if (error instanceof MessageRefused)
    return of('unreadable', 'sent a message over 10 MiB, 100,000 values, or 128 levels. Use another server')
  const gone = unreachableIn(error)
  if (gone !== undefined)
    return of(LASTING.includes(gone.reason) ? 'broken' : 'unreachable', UNREACHABLE[gone.reason])
  const answer = readHttpError(error)
  if (answer !== undefined) {
    const { status, text: words } = answer
    const isRefusal =
      status === 401 || status === 403 || (status === 400 && (isBare || isRejectedText(words)))
    if (isRefusal && isBare) return of('credential-missing', WANTS_CREDENTIAL, { words })
    const speaksOfRejection = status === 401 || (isRefusal && isRejectedText(words))
    const answered = `answered with HTTP status ${status}`
    if (isRefusal)
      return of('refused', `${answered}, and so did not accept the credential`, { words, speaksOfRejection })
    if (status === 429 || status >= 500)
      return of('unreachable', `${answered}. Try again in a moment`, { words })
    return of('broken', `${answered}. Correct url in that file`, { words })
  }
  if (isSdkError(error, SdkErrorCode.RequestTimeout))
    return of('late', 'did not answer in time. Try again in a moment')
  const words = isErrorLike(error) ? error.message : ''
  const speaksOfRejection = isErrorLike(error) && isRejectedError(error)
  if (speaksOfRejection && isBare) return of('credential-missing', WANTS_CREDENTIAL, { words })
  return of(
    speaksOfRejection ? 'refused' : 'ended',
    speaksOfRejection ? 'did not accept the credential' : NO_MCP,
    {
      words,
      speaksOfRejection,
    },
  )
}

/** The SDK wraps what happened while it asked for the revision. */
function unreachableIn(error: unknown): Unreachable | undefined {
  if (error instanceof Unreachable) return error
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Unreachable ? cause : undefined
}
