/** The link to a server that runs as a process of one user. */
import { SdkErrorCode } from '@modelcontextprotocol/client'
import type { CommandServer } from '../../formation/formation.ts'
import type { Scrubber } from '../../guard/index.ts'
import type { Logger } from '../../ports.ts'
import type { ServerLink } from '../link.ts'
import { scrubbedMessage } from '../scrubbed-message.ts'
import { isSdkError } from '../server-errors.ts'
import type { LaunchPlan } from './environment.ts'
import { ProcessTransport } from './process-transport.ts'
import { readStartFailure } from './start-failure.ts'

/** Lines of stderr that are kept to show why a server did not start. */
const LAST_LINES = 10

/** What a process is started from. */
export interface ProcessLinkParameters {
  readonly server: CommandServer
  readonly plan: LaunchPlan
  /** Knows every secret of the plan. */
  readonly scrubber: Scrubber
  readonly logger: Logger
  /** Whether it is to start without a credential that its services need. */
  readonly isBare: boolean
  readonly ended: AbortSignal
}

/** Makes the link; the process starts when the connection is opened. */
export function createProcessLink(parameters: ProcessLinkParameters): ServerLink {
  const { server, plan, scrubber, logger, isBare, ended } = parameters
  const lastLines: string[] = []
  const transport = new ProcessTransport({
    ...plan,
    ended,
    onErrorLine: (given) => {
      const line = scrubbedMessage(scrubber, given)
      lastLines.push(line)
      if (lastLines.length > LAST_LINES) lastLines.shift()
      logger.debug({ server: server.id, line }, 'server stderr')
    },
  })
  return {
    transport,
    // Finding the revision out would start a second process with the same credential.
    protocol: 'legacy',
    takesLinks: false,
    scrubber,
    get pid() {
      return transport.pid
    },
    readStartFailure: (error) => readStartFailure({ server, error, isBare, lastLines }),
    readCallFault: (error, hasEnded) =>
      hasEnded || isSdkError(error, SdkErrorCode.ConnectionClosed)
        ? { kind: 'unavailable', what: 'ended during the call. Try again' }
        : { kind: 'answered' },
    close: () => transport.close(),
  }
}
