/**
 * Asks a service with one credential: what a provider's own code has in hand. The credential is put in here, and goes to the provider's
 * origins alone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../../net/answer.ts'
import { REQUEST_TIMEOUT_MS, send, type OutgoingRequest } from '../../net/send.ts'
import type { Clock, Fetch } from '../../ports.ts'
import type { CredentialFields } from '../../secret.ts'
import type { Address } from '../address.ts'
import { startsWith } from '../fields.ts'
import { textOf, type Inject } from '../inject.ts'
import { readVerdict, type CheckMeaning, type GoodAnswer, type Rule } from './reading.ts'
import { bodyOf, urlOf, type ProbeRequest } from './request.ts'
import type { Verdict } from './verdict.ts'

/** A request and how its answer reads. */
export interface Probe extends ProbeRequest {
  readonly good: GoodAnswer
  /** Rows for every other answer, tried in order and before `good`. */
  readonly rules: readonly Rule<CheckMeaning>[]
}

/** What a check may use. */
export interface AskScope {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Milliseconds for everything that is asked. Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** Waits for some milliseconds. Default a timer. */
  readonly wait?: ((ms: number) => Promise<unknown>) | undefined
}

/** One credential, ready to ask with. */
export interface Ask {
  /** By the provider's own names. */
  readonly fields: CredentialFields
  readonly address: Address
  readonly clock: Clock
  /** Tells how a field begins. */
  startsWith(prefix: string, field?: string): boolean
  /** Sends a request. Never throws for what a service does. */
  send(request: ProbeRequest): Promise<Answer>
  /** Reads an answer. */
  read(answer: Answer, how: Pick<Probe, 'good' | 'rules'>): Verdict
  /** Sends a request and reads its answer. */
  probe(probe: Probe): Promise<Verdict>
  /** A field that may be shown, as text. */
  text(field: string): string | undefined
  /** Waits between two requests. */
  wait(ms: number): Promise<unknown>
}

/** What is asked about. */
export interface AskSubject {
  readonly fields: CredentialFields
  /** Names of the fields that nobody may see. */
  readonly secrets: readonly string[]
  readonly address: Address
  readonly inject: Inject
}

/** Shorter secrets are looked for in no answer: they stand in ordinary words. */
const MIN_SECRET_BYTES = 8

/** Makes an `Ask`; its time starts to run now. */
export function createAsk(
  { fields, secrets, address, inject }: AskSubject,
  { fetch, clock, signal, timeoutMs = REQUEST_TIMEOUT_MS, wait = sleep }: AskScope,
): Ask {
  const endsAt = performance.now() + timeoutMs
  const { origins } = address

  async function ask(request: ProbeRequest): Promise<Answer> {
    const outgoing = await build(request)
    const left = Math.max(1, endsAt - performance.now())
    return send(outgoing, { origins, fetch, signal, timeoutMs: left })
  }

  async function build(request: ProbeRequest): Promise<OutgoingRequest> {
    const url = urlOf(request, address.api, fields)
    const headers = new Headers(request.headers)
    const content = bodyOf(request, fields)
    if (content !== undefined) headers.set('content-type', content.contentType)
    const outgoing = { method: request.method ?? 'GET', url, headers, body: content?.body }
    // A secret is put in only where it may go; `send` refuses the rest.
    if (request.isAnonymous !== true && origins.includes(url.origin))
      await inject(outgoing, fields, clock.now())
    return outgoing
  }

  function isSecret(text: string): boolean {
    const bytes = Buffer.from(text, 'utf8')
    return secrets.some(
      (name) =>
        fields[name]?.use((secret) => secret.length >= MIN_SECRET_BYTES && bytes.includes(secret)) ?? false,
    )
  }

  function read(answer: Answer, { good, rules }: Pick<Probe, 'good' | 'rules'>): Verdict {
    return readVerdict(answer, { good, rules, now: clock.now(), isSecret })
  }

  return {
    fields,
    address,
    clock,
    startsWith: (prefix, field) => startsWith(fields, prefix, field),
    text: (name) => (secrets.includes(name) || fields[name] === undefined ? undefined : textOf(fields, name)),
    wait,
    send: ask,
    read,
    probe: async (probe) => read(await ask(probe), probe),
  }
}
