/**
 * Why a server did not start, told apart by what became of its process and by its own last words. Of errors from starting a process
 * only the code is read: their texts may hold the whole command and environment.
 */
import { SdkErrorCode } from '@modelcontextprotocol/client'
import type { CommandServer } from '../../formation/formation.ts'
import { MessageRefused } from '../message-bounds.ts'
import { isRejectedText } from '../rejection.ts'
import type { StartFailure, StartFailureReason } from '../start-failure.ts'

/** How it went until it failed. */
export interface FailedStart {
  readonly server: CommandServer
  readonly error: unknown
  /** Whether it was to do without a credential that its services need. */
  readonly isBare: boolean
  readonly lastLines: readonly string[]
}

/** Of a process. */
type ProcessFailureReason = Exclude<StartFailureReason, 'refused' | 'unreachable'>

const ENDED = 'ended while it was starting'
const BY_HAND = 'run them by hand to see why'
const WHAT: Readonly<Record<ProcessFailureReason, string>> = {
  broken: `${ENDED}. Correct command and args in that file, or install what they start; ${BY_HAND}`,
  'credential-missing': `${ENDED}: it needs the user's credential to start, and was tried without one`,
  ended: `${ENDED}. Correct command and args in that file, or install what they start; ${BY_HAND}`,
  late: 'did not get ready in time. Try again, since npx may have been fetching it; install it beside the formation to be quicker',
  busy: 'could not be started at this moment. Try again',
  unreadable: 'sent a message over 10 MiB, 100,000 values, or 128 levels, and was ended. Use another server',
}

/** Codes of errors from starting a process that say what is wrong with the server's file. */
const SPAWN_FAULTS: Readonly<Record<string, string>> = {
  ENOENT:
    'could not be started: its command or working folder does not exist. Install the command, or correct command and cwd in that file',
  ENOTDIR: 'could not be started: its working folder is none. Correct cwd in that file',
  EACCES:
    'could not be started: its command may not be run. Make it executable, or correct command in that file',
  NO_PRIVATE_FOLDER:
    'could not be started: no private folder could be made for it. Let TMPDIR name a folder that can be written to',
  ENOEXEC: 'could not be started: its command is no program. Correct command in that file',
}

const OTHERWISE = `could not be started. Correct command and args in that file; ${BY_HAND}`

/** Tells why a server did not start. */
export function readStartFailure({ server, error, isBare, lastLines }: FailedStart): StartFailure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  const of = (reason: ProcessFailureReason, what = WHAT[reason]): StartFailure => ({
    reason,
    what,
    lastLines,
    speaksOfRejection: isRejectedText(lastLines.join('\n')),
  })
  if (error instanceof MessageRefused) return of('unreadable')
  if (typeof code === 'string' && code in SPAWN_FAULTS) return of('broken', SPAWN_FAULTS[code])
  if (code === SdkErrorCode.RequestTimeout) return of('late')
  if (code !== SdkErrorCode.ConnectionClosed) return of('ended', OTHERWISE)
  const words = lastLines.join('\n')
  if (BROKEN_WORDS.some((sign) => sign.test(words))) return of('broken')
  return of(isBare && asksForCredential(server, words) ? 'credential-missing' : 'ended')
}

/** How shells, npm, Node, Python and Docker say that there is nothing to run. */
const BROKEN_WORDS = [
  /^npm (?:error|ERR!)/m,
  /\bcommand not found\b|\bexecutable file not found\b/,
  /^\S*(?:sh|env|exec): .*(?:not found|No such file or directory)$/m,
  /\bCannot find (?:module|package)\b|\bERR_(?:MODULE_NOT_FOUND|UNSUPPORTED_DIR_IMPORT)\b|\bMODULE_NOT_FOUND\b/,
  /\b(?:ModuleNotFoundError|ImportError|SyntaxError|IndentationError)\b|\bNo module named\b/,
  /\bUnable to find image\b|\bpull access denied\b|\bCannot connect to the Docker daemon\b/,
]

/** A variable that is named after what it holds: `SLACK_BOT_TOKEN`, `BRAVE_API_KEY`. */
const CREDENTIAL_VARIABLE =
  /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:TOKEN|KEY|SECRET|PASSWORD|CREDENTIALS?|PAT|AUTH)\b/

const CREDENTIAL_WORDS =
  /\b(?:tokens?|api[ -]?keys?|credentials?|passwords?|secrets?|authentication|authorization)\b/i
const MISSING_WORDS =
  /\b(?:missing|required?|requires|needs?|must|not set|not found|not provided|undefined|unset|please|provide|no)\b/i

/** Whether a server that was started without a credential says that it wants one. */
function asksForCredential(server: CommandServer, words: string): boolean {
  const named = [server.env, server.auth?.values ?? {}].flatMap((templates) =>
    Object.entries(templates).flatMap(([name, { parts }]) =>
      /^[A-Z]/.test(name) && parts.some(({ kind }) => kind === 'credential') ? [name] : [],
    ),
  )
  if (named.some((name) => words.includes(name)) || CREDENTIAL_VARIABLE.test(words)) return true
  return words.split('\n').some((line) => CREDENTIAL_WORDS.test(line) && MISSING_WORDS.test(line))
}
