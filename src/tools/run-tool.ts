/** Runs a function of the host as a tool of one user: it gets a `fetch` that acts for the user, and never the credential. */
import { isKeyturnError, KeyturnError } from '../errors.ts'
import { createScrubber, type Family } from '../guard/index.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../providers/service.ts'
import type { UseProof } from '../vault/vault.ts'
import { createFetch } from './authorized-fetch.ts'
import { createCredentialScrubber, secretsOf } from './live-scrubber.ts'
import { scrubbedMessage } from './scrubbed-message.ts'

/**
 * What became of the function. `speaksOfRejection`: one of its requests was answered with 401, which says something of that request, and
 * only perhaps of the credential.
 */
export type WorkOutcome<Result> =
  | { readonly kind: 'result'; readonly result: Result; readonly speaksOfRejection: boolean }
  | { readonly kind: 'failed'; readonly error: KeyturnError; readonly speaksOfRejection: boolean }

/**
 * Runs `work` and scrubs what it gives back; `rules` are the formation's own shapes of tokens (`Services.rules`).
 *
 * A function, a response, a stream or an iterator in it becomes one that gives scrubbed texts. What it throws is `TOOL_FAILED` with its
 * text scrubbed; an error of Keyturn keeps its code.
 */
export async function runTool<Result>(
  service: Service,
  fields: CredentialFields,
  work: (tools: { readonly fetch: Fetch }) => Promise<Result> | Result,
  options: {
    readonly fetch?: Fetch | undefined
    readonly rules?: readonly Family[]
    /** Asked before each request of `work`, which may come long after the opening. */
    readonly proof?: UseProof | undefined
  } = {},
): Promise<WorkOutcome<Result>> {
  const scrubber = createScrubber(secretsOf(service.id, fields), { rules: options.rules ?? [] })
  let speaksOfRejection = false
  const onStatus = (status: number): void => {
    speaksOfRejection ||= status === 401
  }
  try {
    const send = createFetch(service, fields, { ...options, onStatus })
    const echoes = createCredentialScrubber(service.id, fields)
    const fetch: Fetch = async (...request) => echoes.value(await send(...request)) as Response
    const result = await work({ fetch })
    return { kind: 'result', result: scrubber.value(result) as Result, speaksOfRejection }
  } catch (error) {
    // Of the host's own making too: anybody may throw one, with any words.
    if (isKeyturnError(error))
      return { kind: 'failed', error: scrubber.value(error) as KeyturnError, speaksOfRejection }
    const text = error instanceof Error ? error.message : 'no reason given'
    const message = `The tool failed: ${scrubbedMessage(scrubber, text)}`
    const failure = new KeyturnError('TOOL_FAILED', message, { service: service.id })
    return { kind: 'failed', error: failure, speaksOfRejection }
  }
}
