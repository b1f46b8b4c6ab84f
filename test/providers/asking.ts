/** How the tests of providers say what they know, and ask. */
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { createGuardedFetch } from '../../src/net/guarded-fetch.ts'
import type { AskScope } from '../../src/providers/check/ask.ts'
import { checkCredential, type Place } from '../../src/providers/check/check.ts'
import type { UnknownReason, Verdict } from '../../src/providers/check/verdict.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { Secret, type CredentialFields } from '../../src/secret.ts'
import { fake, stub, type Reply, type Seen } from './fake-service.ts'

/** Epoch milliseconds of the frozen clock. */
export const NOW = Date.UTC(2026, 10, 23, 12)

/** A credential by its fields, made at run time. */
export type Given = Readonly<Record<string, string>>

/** What a service says, its answer (or several, for a check that asks more than once), and what that means. */
export type Row = readonly [
  says: string,
  reply: Reply | readonly Reply[],
  means: Expected,
  /** Another credential or place than the good one's. */
  extras?: { readonly given?: Given; readonly place?: Place },
]

/** A good verdict in short. */
export type ExpectedGood =
  | {
      readonly key: string
      readonly name: string
      readonly scopes?: readonly string[]
      readonly expiresAt?: number
    }
  | { readonly anonymous: true; readonly scopes?: readonly string[]; readonly expiresAt?: number }

/** A verdict in short: a word for a rejection or the reason of an unknown; or what a good one has. */
export type Expected = 'rejected' | 'expired' | UnknownReason | ExpectedGood

/** What is to be known of a provider for its test. */
export interface Contract {
  readonly provider: Provider
  /** A good credential, new in each run. */
  readonly given: Given
  readonly place?: Place
  /** The request that a check sends first: `GET https://api.github.com/user`. */
  readonly on: string
  /** The answers by which the credential is good. */
  readonly good: readonly Reply[]
  readonly means: ExpectedGood
  /** Where the key stands in the answer that tells it: a path in the JSON, or `header:NAME`. Absent for a service that never says. */
  readonly identity?: string
  /** Which of the good answers tells it. Default the last. */
  readonly told?: number
  /** Another credential and its answer for the hostile ones, where the first of several questions decides little. */
  readonly hostile?: { readonly given: Given; readonly good: readonly Reply[]; readonly identity: string }
  /** What the first request has to look like. */
  readonly sees: (seen: Seen) => void
  readonly rows: readonly Row[]
  /** Tokens that have to be known by their looks. */
  readonly tokens?: readonly string[]
}

/** Asks about a credential and gives the verdict, which never holds any of it. */
export async function ask(
  contract: Pick<Contract, 'provider' | 'given' | 'on'> & { readonly place?: Place | undefined },
  replies: readonly Reply[],
): Promise<{ readonly verdict: Verdict; readonly seen: readonly Seen[] }> {
  const { provider, given, on, place } = contract
  const seen = fake(replies, on, given)
  const verdict = await checkCredential(provider, secretsOf(given), scope(), place)
  expectHidden(provider, given, verdict)
  return { verdict, seen }
}

/** As `ask`, for answers of which only the reading matters. */
export async function judge(
  contract: Pick<Contract, 'provider' | 'given' | 'on'> & { readonly place?: Place | undefined },
  replies: readonly Reply[],
): Promise<{ readonly verdict: Verdict; readonly seen: readonly Seen[] }> {
  const { provider, given, on, place } = contract
  const { fetch, seen } = stub(replies, on, given)
  const verdict = await checkCredential(provider, secretsOf(given), { ...scope(), fetch }, place)
  expectHidden(provider, given, verdict)
  return { verdict, seen }
}

/** No secret of a credential is in a value, however it is looked at. */
export function expectHidden(provider: Provider, given: Given, value: unknown): void {
  const shown = inspect(value, { depth: 20, showHidden: true, maxStringLength: null })
  for (const { name, isSecret } of provider.fields) {
    const secret = given[name]
    if (isSecret && secret !== undefined) expect(shown.includes(secret)).toBe(false)
  }
}

/** What a check is given: the guarded `fetch`, and a clock that stands still. */
export function scope(signal?: AbortSignal): AskScope {
  return { fetch: createGuardedFetch(), clock: { now: () => NOW }, signal, wait: () => Promise.resolve() }
}

/** A credential of texts. */
export function secretsOf(given: Given): CredentialFields {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Secret.fromText(value)]))
}

/** The verdict that a short one stands for. */
export function verdictOf(expected: Expected): unknown {
  if (expected === 'rejected' || expected === 'expired') return { verdict: 'rejected', reason: expected }
  if (typeof expected === 'string')
    return expect.objectContaining({ verdict: 'unknown', reason: expected }) as unknown
  const { scopes, expiresAt } = expected
  const identity = 'key' in expected ? { key: expected.key, name: expected.name } : undefined
  return { verdict: 'valid', identity, scopes, expiresAt }
}
