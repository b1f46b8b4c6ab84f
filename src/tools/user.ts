/**
 * One user in one conversation, as tools see them: every call goes out with this user's own credentials.
 *
 * Long because half of it is the documented public interface.
 */
import { instructions } from '../../prompts/model.ts'
import { chooseAccounts, openAccount } from './account-choice.ts'
import type { CallPlace } from './account-choice.ts'
import { callEach } from './each-account.ts'
import { KeyturnError } from '../errors.ts'
import type { ServiceId } from '../formation/formation.ts'
import { normalizeServiceId } from '../formation/service-id.ts'
import { createFetch } from './authorized-fetch.ts'
import { createCredentialScrubber } from './live-scrubber.ts'
import { runTool } from './run-tool.ts'
import { NeedError } from './need.ts'
import { followHint } from './rejection-hint.ts'
import type { Fetch } from '../ports.ts'
import { checkId, createPrincipal } from '../principal.ts'
import type { Service } from '../providers/service.ts'
import type { ConversationKey } from '../state/state.ts'
import type { ToolParts } from './parts.ts'
import { listUserTools } from './list-tools.ts'
import type { UserTool } from './tools.ts'
import type { Account } from '../vault/vault.ts'

/** A function of the host's own that works with a service in the user's name. */
export type UserWork<Args, Result> = (
  args: Args,
  tools: { readonly fetch: Fetch },
) => Result | Promise<Result>

/** What one account gave, where several were called; a plain sentence where it gave nothing. */
export type AccountResult<Result> =
  { readonly account: string; readonly result: Result } | { readonly account: string; readonly error: string }

/** One user in one conversation. */
export interface User {
  readonly userId: string
  readonly conversationId: string

  /**
   * A short text for the model, to stand with the host's own instructions: never to ask for a secret, what marks of removed ones mean, and
   * the names of this user's accounts.
   */
  instructions(): Promise<string>

  /** The formation's MCP tools; none of them shows or takes a credential. */
  tools(): Promise<readonly UserTool[]>

  /**
   * A `fetch` that adds this user's credential, and goes only to the service's own hosts. Where the answer tells that credential, in
   * its headers or its body, a marker stands in its place, as the body streams; everything else of it is as the service gave it. In
   * bodies that are no text only the credential itself and its common encodings are found.
   *
   * It rejects with NeedError when the user has to act first (also when the service answers 401 and, asked about it, does not
   * accept the credential any more), `DESTINATION_REFUSED`
   * for any other host, and `ACCOUNT_REQUIRED` while several accounts are chosen at once.
   */
  fetch(service: string): Fetch

  /**
   * Wraps a function of the host's own: gives it that `fetch`, scrubs its result and errors.
   *
   * Where the user chose several accounts, it runs with each, and the results come labelled (`AccountResult[]`); with `single` it works
   * with one at a time, and the user is asked which.
   */
  tool<Args, Result>(
    service: string,
    work: UserWork<Args, Result>,
    options?: { readonly single?: boolean },
  ): (args: Args) => Promise<Result | readonly AccountResult<Result>[]>

  /** The last need that a call raised and nobody has parked yet; agent loops often swallow tool errors. */
  takeNeed(): NeedError | undefined

  /**
   * The need of an account that its service rejected while others of several gave their answers: say what the agent made of
   * those, then give this to `park`. `Keyturn.agent` does so by itself.
   */
  takePartialNeed(): NeedError | undefined
}

/** Makes a user's handle; nothing is read until a tool is called. */
export function createUser(
  parts: ToolParts,
  who: { readonly userId: string; readonly conversationId: string },
): User {
  const { userId, conversationId } = readWho(who)
  const principal = createPrincipal(parts.formation.id, userId)
  checkId(conversationId, 'conversation id')
  const key: ConversationKey = { principal, conversation: conversationId }
  let raised: NeedError | undefined
  let partial: NeedError | undefined
  const onPartialNeed = (need: NeedError): void => {
    partial = new NeedError('CREDENTIAL_REQUIRED', { ...need.need, answered: true })
  }
  const noting = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof NeedError) raised = error
      throw error
    }
  }
  return {
    userId,
    conversationId,
    async instructions() {
      const accounts = await parts.vault.listAccounts(principal)
      return instructions(
        parts.services.all.map(({ id, name }) => ({
          service: name,
          accounts: accounts.filter(({ service }) => service === id).map(({ identity }) => identity.name),
        })),
      )
    },
    tools: () =>
      listUserTools(parts, key, {
        onNeed: (need) => {
          raised = need
        },
        onPartialNeed,
      }),
    fetch: (name) => {
      const service = serviceOf(parts, name)
      return (input, init) => noting(() => fetchRenewed(parts, key, service, input, init))
    },
    tool: (name, work, { single = false } = {}) => {
      const service = serviceOf(parts, name)
      return (args) =>
        noting(async () => {
          const { result, left } = await runWithAccounts(parts, { key, service, single }, (tools) =>
            work(args, tools),
          )
          if (left !== undefined) onPartialNeed(left)
          return result
        })
    },
    takeNeed: () => {
      const need = raised
      raised = undefined
      return need
    },
    takePartialNeed: () => {
      const need = partial
      partial = undefined
      return need
    },
  }
}

/** Read once: types say what it is, and the host's code may pass on anything. */
function readWho(who: { readonly userId: string; readonly conversationId: string }): typeof who {
  try {
    return { userId: who.userId, conversationId: who.conversationId }
  } catch {
    throw new KeyturnError('INPUT_INVALID', 'A user is named by an object: { userId, conversationId }.')
  }
}

function serviceOf(parts: ToolParts, name: string): Service {
  return parts.services.get(normalizeServiceId(name) ?? '')
}

const placeOf = (key: ConversationKey, service: ServiceId, act: string): CallPlace => ({
  key,
  server: null,
  purpose: `${service}.${act}`,
})

/** Sends a request; once more where its access token had ended and was renewed over it, and the request can be sent twice. */
async function fetchRenewed(
  parts: ToolParts,
  key: ConversationKey,
  service: Service,
  ...request: Parameters<Fetch>
): Promise<Response> {
  const first = await fetchOnce(parts, key, service, ...request)
  if (first.response.status !== 401 || !first.isGranted || !isRepeatable(...request)) return first.response
  await first.response.body?.cancel().catch(() => undefined)
  return (await fetchOnce(parts, key, service, ...request)).response
}

/** A stream is gone once it was sent. */
function isRepeatable(...[input, init]: Parameters<Fetch>): boolean {
  const body = init?.body ?? undefined
  if (input instanceof Request) return input.body === null && body === undefined
  return (
    body === undefined ||
    typeof body === 'string' ||
    body instanceof Uint8Array ||
    body instanceof URLSearchParams
  )
}

async function fetchOnce(
  parts: ToolParts,
  key: ConversationKey,
  service: Service,
  ...request: Parameters<Fetch>
): Promise<{ readonly response: Response; readonly isGranted: boolean }> {
  const place = placeOf(key, service.id, 'fetch')
  const [account] = await chooseAccounts(parts, service.id, place, { single: true })
  if (account === undefined)
    throw new KeyturnError('INTERNAL', 'A call was to be made with no account at all.')
  const credential = await openAccount(parts, account, place)
  try {
    const scrubber = createCredentialScrubber(service.id, credential.fields)
    const options = { fetch: parts.fetch, proof: credential }
    const response = await createFetch(service, credential.fields, options)(...request)
    const need = response.status === 401 ? await followHint(parts, [credential], place) : undefined
    if (need !== undefined) throw need
    return { response: scrubber.value(response) as Response, isGranted: credential.grant !== undefined }
  } finally {
    credential.dispose()
  }
}

async function runWithAccounts<Result>(
  parts: ToolParts,
  call: { readonly key: ConversationKey; readonly service: Service; readonly single: boolean },
  work: (tools: { readonly fetch: Fetch }) => Result | Promise<Result>,
): Promise<{ result: Result | readonly AccountResult<Result>[]; left?: NeedError | undefined }> {
  const { key, service, single } = call
  const place = placeOf(key, service.id, 'tool')
  const accounts = await chooseAccounts(parts, service.id, place, { single })
  const run = (account: Account): Promise<Result> => runOnce(parts, service, account, place, work)
  const [only, another] = accounts
  if (only === undefined) throw new KeyturnError('INTERNAL', 'A call was to be made with no account at all.')
  if (another === undefined) return { result: await run(only) }
  const rounds = accounts.map((account) => [account])
  const { answers, left } = await callEach(parts.words, rounds, ([account = only]) => run(account))
  const results = answers.map(({ label: account, ...gave }) =>
    'failure' in gave ? { account, error: gave.failure } : { account, result: gave.result },
  )
  return { result: results, left }
}

async function runOnce<Result>(
  parts: ToolParts,
  service: Service,
  account: Account,
  place: CallPlace,
  work: (tools: { readonly fetch: Fetch }) => Result | Promise<Result>,
): Promise<Result> {
  const credential = await openAccount(parts, account, place)
  try {
    const options = { fetch: parts.fetch, rules: parts.services.rules, proof: credential }
    const outcome = await runTool(service, credential.fields, work, options)
    const need = outcome.speaksOfRejection ? await followHint(parts, [credential], place) : undefined
    if (need !== undefined) throw need
    if (outcome.kind === 'failed') throw outcome.error
    return outcome.result
  } finally {
    credential.dispose()
  }
}
