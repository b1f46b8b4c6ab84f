/**
 * What a server asks a user to open (URL elicitation, MCP 2025-11-25 and 2026-07-28): passed on as a link with its host, and opened by nobody
 * but the user. Forms are never offered to a server, since any of them may ask for a secret.
 */
import { ProtocolError } from '@modelcontextprotocol/client'
import type { Scrubber } from '../guard/index.ts'
import { scrubbedMessage } from './scrubbed-message.ts'

/** A page that a server wants its user to open. */
export interface AskedLink {
  readonly url: string
  /** As browsers show it: in ASCII, so that no letter passes for another. */
  readonly host: string
  /** What the server says of it, scrubbed. */
  readonly message: string
}

/** Links of one call that are passed on. */
const MAX_LINKS = 3

const MAX_URL_CHARACTERS = 2_048

/** The code of a call that waits for a page to be opened (2025-11-25, elicitation, URL mode). */
const URL_REQUIRED = -32042

/** A link in the parameters of a request; nothing for a form, and for what should not be opened. */
export function readAskedLink(params: unknown, scrubber: Scrubber): AskedLink | undefined {
  if (!isRecord(params) || params['mode'] !== 'url') return undefined
  const { url: text, message } = params
  if (typeof text !== 'string' || text.length > MAX_URL_CHARACTERS || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // A name before the host passes for a host; what is not https can be changed on its way.
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  // A credential in an address would be sent wherever it leads.
  if (isWithheld(url.href, scrubber)) return undefined
  const words = typeof message === 'string' ? scrubbedMessage(scrubber, message) : ''
  return { url: url.href, host: url.host, message: words }
}

/** The links of an error that asks for them; nothing for any other error. */
export function linksOfError(error: unknown, scrubber: Scrubber): readonly AskedLink[] | undefined {
  if (!(error instanceof ProtocolError) || Number(error.code) !== URL_REQUIRED) return undefined
  const { data } = error
  const asked: unknown = isRecord(data) ? data['elicitations'] : undefined
  return readAll(Array.isArray(asked) ? asked : [], scrubber)
}

/** The links of a result that waits for input (2026-07-28); nothing for any other result. */
export function linksOfResult(result: unknown, scrubber: Scrubber): readonly AskedLink[] | undefined {
  if (!isRecord(result) || result['resultType'] !== 'input_required') return undefined
  const asked = isRecord(result['inputRequests']) ? Object.values(result['inputRequests']) : []
  const params = asked.map((one) =>
    isRecord(one) && one['method'] === 'elicitation/create' ? one['params'] : undefined,
  )
  return readAll(params, scrubber)
}

function readAll(asked: readonly unknown[], scrubber: Scrubber): readonly AskedLink[] {
  return asked
    .slice(0, MAX_LINKS)
    .map((params) => readAskedLink(params, scrubber))
    .filter((link) => link !== undefined)
}

function isWithheld(address: string, scrubber: Scrubber): boolean {
  try {
    return [address, decodeURIComponent(address)].some((text) => scrubber.text(text) !== text)
  } catch {
    return true
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
