/**
 * How an answer reads, said as data: rows that are tried in order, then what makes a good answer.
 *
 * Only a row decides that a credential is bad: a status without the body that the service's page gives is somebody else's answer, a
 * proxy's for one, and decides nothing.
 */
import { memberOf, readRetryAfterMs } from '../answer.ts'
import type { Answer } from '../../net/answer.ts'
import { createIdentity } from '../identity.ts'
import type { Identity } from '../service.ts'
import { readInstant, readScopes } from './details.ts'
import { factAt, textAt, type Facts, type Source } from './source.ts'
import { unknown, type UnknownReason, type Verdict } from './verdict.ts'

/** What a member of an answer has to be: exactly this, a text that matches, or there at all (`ANY`); or one of several. */
export type Matcher = OneMatcher | readonly OneMatcher[]

type OneMatcher = string | number | boolean | null | RegExp | typeof ANY

/** Matches whatever is there, `null` excepted. */
export const ANY = Symbol('any')

/** One row: an answer like this means that. Everything that a row names must fit. */
export interface Rule<Meaning> {
  readonly status: number | readonly number[]
  /** Members of the JSON body by their dotted paths. */
  readonly body?: Readonly<Record<string, Matcher>>
  /** Response headers by name. */
  readonly headers?: Readonly<Record<string, RegExp | typeof ANY>>
  /** A body of plain text. */
  readonly text?: RegExp
  /** The service answers without anything: no body, `{}`, or `null`. */
  readonly empty?: true
  readonly means: Meaning
}

/** What a row can say about a credential. */
export type CheckMeaning = 'rejected' | 'expired' | UnknownReason

/** What makes an answer a good one, and where the facts stand in it. */
export interface GoodAnswer {
  /** Default 200. */
  readonly status?: number
  /** Members that a good answer has besides its identity. */
  readonly body?: Readonly<Record<string, Matcher>>
  /** Whose the credential is; `anonymous` for a service that never says. `isOptional`: one that does not always say. */
  readonly identity: { readonly key: Source; readonly name: Source; readonly isOptional?: true } | 'anonymous'
  readonly scopes?: Source
  /** When the credential ends: epoch seconds or milliseconds, or a date and time. */
  readonly expires?: Source
}

/** How much of a text a pattern is tried on, in characters. */
const MAX_MATCHED_CHARACTERS = 1000

/** What the first fitting row means; absent where none fits. Rows with neither body, headers, text nor `empty` fit JSON alone. */
export function matchRules<Meaning>(answer: Answer, rules: readonly Rule<Meaning>[]): Meaning | undefined {
  if (answer.kind === 'failed') return undefined
  return rules.find((rule) => fits(answer, rule))?.means
}

function fits(answer: Exclude<Answer, { kind: 'failed' }>, rule: Rule<unknown>): boolean {
  const statuses = typeof rule.status === 'number' ? [rule.status] : rule.status
  if (!statuses.includes(answer.status)) return false
  for (const [name, matcher] of Object.entries(rule.headers ?? {})) {
    if (!matches(answer.headers.get(name), matcher)) return false
  }
  if (rule.text !== undefined) return answer.kind === 'text' && matches(answer.body, rule.text)
  if (rule.empty === true) return isEmpty(answer)
  if (rule.body === undefined) return rule.headers !== undefined || answer.kind === 'json'
  return answer.kind === 'json' && holds(answer.body, rule.body)
}

function isEmpty(answer: Answer): boolean {
  return (
    answer.kind === 'empty' || (answer.kind === 'json' && /^(?:\{\}|null)$/.test(JSON.stringify(answer.body)))
  )
}

function holds(body: unknown, members: Readonly<Record<string, Matcher>>): boolean {
  return Object.entries(members).every(([path, matcher]) => matches(memberOf(body, path), matcher))
}

function matches(value: unknown, matcher: Matcher): boolean {
  if (isList(matcher)) return matcher.some((one) => matches(value, one))
  if (matcher === ANY) return value !== undefined && value !== null
  if (matcher instanceof RegExp) {
    return typeof value === 'string' && matcher.test(value.slice(0, MAX_MATCHED_CHARACTERS))
  }
  return value === matcher
}

function isList(matcher: Matcher): matcher is readonly OneMatcher[] {
  return Array.isArray(matcher)
}

/** How to read an answer. */
export interface Reading {
  readonly good: GoodAnswer
  readonly rules: readonly Rule<CheckMeaning>[]
  /** Epoch milliseconds. */
  readonly now: number
  /** Tells whether a text holds the credential: a service that gives it back as a name does not get it shown. */
  readonly isSecret: (text: string) => boolean
}

/** Reads an answer: the rows first, then whether it is a good one, then what its status means everywhere. */
export function readVerdict(answer: Answer, { good, rules, now, isSecret }: Reading): Verdict {
  if (answer.kind === 'failed') return unknown(answer.reason)
  const meaning = matchRules(answer, rules)
  if (meaning === 'rejected' || meaning === 'expired') return { verdict: 'rejected', reason: meaning }
  const retryAfterMs = readRetryAfterMs(answer.headers, now)
  if (meaning !== undefined) return unknown(meaning, retryAfterMs)
  if (answer.status === (good.status ?? 200)) return readGood(answer, good, isSecret)
  return unknown(statusReason(answer.status), retryAfterMs)
}

function readGood(
  answer: Exclude<Answer, { kind: 'failed' }>,
  good: GoodAnswer,
  isSecret: Reading['isSecret'],
): Verdict {
  if (answer.kind !== 'json' || !holds(answer.body, good.body ?? {})) return unknown('unreadable')
  const facts: Facts = { headers: answer.headers, body: answer.body }
  const identity = good.identity === 'anonymous' ? undefined : readIdentity(facts, good.identity, isSecret)
  // Whoever answers without saying who it is is not the service, whatever the status says.
  const isNeeded = good.identity !== 'anonymous' && good.identity.isOptional !== true
  if (identity === undefined && isNeeded) return unknown('unreadable')
  const scopes = good.scopes === undefined ? undefined : readScopes(factAt(facts, good.scopes))
  return {
    verdict: 'valid',
    identity,
    scopes: scopes?.filter((scope) => !isSecret(scope)),
    expiresAt: good.expires === undefined ? undefined : readInstant(factAt(facts, good.expires)),
  }
}

function readIdentity(
  facts: Facts,
  sources: Exclude<GoodAnswer['identity'], 'anonymous'>,
  isSecret: Reading['isSecret'],
): Identity | undefined {
  const key = textAt(facts, sources.key)
  const name = textAt(facts, sources.name)
  if (key === undefined || isSecret(key)) return undefined
  return createIdentity(key, name === undefined || isSecret(name) ? undefined : name)
}

/** What a status means that no row explains. */
function statusReason(status: number): UnknownReason {
  if (status === 429) return 'rate-limited'
  if (status === 403) return 'forbidden'
  if (status === 408 || status >= 500) return 'unavailable'
  return 'unreadable'
}
