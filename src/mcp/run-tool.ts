/** Runs a function of the host as a tool of one user: it gets a `fetch` that acts for the user, and never the credential. */
import { isKeyturnError, KeyturnError } from '../errors.ts'
import type { Family } from '../guard/families/family.ts'
import { createScrubber } from '../guard/scrub.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../services/service.ts'
import type { UseProof } from '../vault/vault.ts'
import { createFetch } from './authorized-fetch.ts'
import { isSecretField } from './environment.ts'
import { scrubbedMessage } from './scrubbed-message.ts'

/** What became of the function; `rejected`: the service answered one of its requests with 401. */
export type WorkOutcome<Result> =
  { readonly kind: 'result'; readonly result: Result } | { readonly kind: 'rejected' }

/**
 * Runs `work` and scrubs what it gives back; `rules` are the formation's own shapes of tokens (`Services.rules`).
 *
 * @throws KeyturnError `TOOL_FAILED` with the scrubbed text of what `work` threw; its own errors pass as they are.
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
  const secrets = Object.entries(fields).filter(([name]) => isSecretField(name))
  const live = secrets.map(([, secret]) => ({ secret, service: service.id }))
  const scrubber = createScrubber(live, { rules: options.rules ?? [] })
  let isRejected = false
  const onStatus = (status: number): void => {
    isRejected ||= status === 401
  }
  try {
    const result = await work({ fetch: createFetch(service, fields, { ...options, onStatus }) })
    if (isRejected) return { kind: 'rejected' }
    return { kind: 'result', result: scrubber.value(result) as Result }
  } catch (error) {
    if (isRejected) return { kind: 'rejected' }
    if (isKeyturnError(error)) throw error
    const text = error instanceof Error ? error.message : 'no reason given'
    const message = `The tool failed: ${scrubbedMessage(scrubber, text)}`
    throw new KeyturnError('TOOL_FAILED', message, { service: service.id })
  }
}
