/**
 * Takes secrets out of an inbound message before anything else sees it: storage, logs, history, models.
 *
 * What counts as a secret depends on what is awaited (`design.md` §4): known shapes always; while a service with known
 * shapes is being connected, also any long run of token characters; while a password is awaited, the whole message,
 * unless a fixed rule says that it is a question or a cancel. An awaited secret that comes too late, or after the place
 * in the dialogue was lost, is held back all the same.
 */
import { addAnnounced } from './announced.ts'
import { findSecrets, markerFor, redactFindings } from '../guard/index.ts'
import type { Family, Finding } from '../guard/index.ts'
import { findNamedValue, isPlainQuestion, isPlainWish, plainWords, readPhrase } from './phrases.ts'
import type { Phrase } from './phrases.ts'
import { Secret } from '../secret.ts'
import type { SecretHandle, SecretPool } from '../secret.ts'
import type { Service } from '../services/service.ts'
import type { Services } from '../services/services.ts'

/** A run of 12 token characters or more is taken for the awaited secret (`design.md` §4). */
const LONG_RUN = /[\w~+/=.-]{12,}/

/**
 * What a message is expected to be. `late`: the secret was awaited, but the question was lost. `retry`: the question is
 * whether to try again, and a new secret is welcome too.
 */
export type Expectation =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'secret'; readonly service: Service; readonly late: boolean; readonly retry: boolean }
  | { readonly kind: 'expired'; readonly service: Service }

/** A secret that was taken out, behind its handle. */
export interface TakenSecret {
  readonly handle: SecretHandle
  readonly service: string | undefined
}

/** A message without its secrets. */
export interface GatedMessage {
  /** The message with a marker in place of each secret: the only form that leaves the turn. */
  readonly text: string
  readonly secrets: readonly TakenSecret[]
  /** Awaited, but too late or lost: to be offered, not taken. */
  readonly late: boolean
  /** The words between the markers. */
  readonly rest: string
  /** A service of several fields whose dialogue was lost: nobody can say which field this was, so it is only held back. */
  readonly heldFor?: Service
}

/** Gates one message; secrets go into the pool. */
export function gate(
  text: string,
  expectation: Expectation,
  pool: SecretPool,
  { all: services, rules }: Pick<Services, 'all' | 'rules'>,
): GatedMessage {
  const findings = findAll(text, services, rules)
  if (expectation.kind === 'nothing') return take(text, findings, pool, false)
  const { service } = expectation
  const late = expectation.kind === 'expired' || expectation.late
  if (expectation.kind === 'expired' && !isOneWord(text)) return take(text, findings, pool, false)
  const phrase = readPhrase(text, service.words)
  if (phrase !== undefined && (service.hasKnownShape || isNoPassword(phrase, expectation))) {
    return take(text, findings, pool, late)
  }
  if (isDocument(text)) return takeWhole(text, service, pool, late)
  if (service.hasKnownShape) {
    return take(text, findings.length > 0 ? findings : longRuns(text, service), pool, late)
  }
  const words = plainWords(text)
  const isNoSecret = isPlainQuestion(words) || isPlainWish(words, service.words)
  if (isNoSecret && findings.length === 0) return take(text, [], pool, late)
  const [announced, another] = findings
  if (announced !== undefined && another === undefined && isAnnounced(text, announced)) {
    return take(text, [{ ...announced, service: service.id }], pool, late)
  }
  const named = another === undefined ? findNamedValue(text) : undefined
  if (named !== undefined) {
    const { start, value } = named
    const end = start + value.length
    const finding = { start, end, value, service: service.id, kind: 'password', certainty: 'words' } as const
    return take(text, [finding], pool, late)
  }
  return takeWhole(text, service, pool, late)
}

/** What the guard knows, and what the formation's own services give away; each under the name the formation has for it. */
function findAll(text: string, services: readonly Service[], rules: readonly Family[]): Finding[] {
  const known = findSecrets(text, { rules }).map((finding) => {
    const service = services.find(({ id, knownAs }) => (knownAs ?? id) === finding.service)
    return service === undefined ? finding : { ...finding, service: service.id }
  })
  return addAnnounced(text, services, known)
}

/** A credential file pasted whole, in the place of the awaited secret: no part of it stays behind. */
const isDocument = (text: string): boolean => /^\s*\{[\s\S]*\}\s*$/.test(text)

function take(text: string, findings: readonly Finding[], pool: SecretPool, late: boolean): GatedMessage {
  if (findings.length === 0) return { text, secrets: [], late, rest: text }
  const secrets = findings.map((finding) => ({
    handle: pool.put(Secret.fromText(finding.value)),
    service: finding.service,
  }))
  return { text: redactFindings(text, findings).text, secrets, late, rest: between(text, findings) }
}

/** The whole message is the secret; only the blanks around it are not. */
function takeWhole(text: string, service: Service, pool: SecretPool, late: boolean): GatedMessage {
  const value = text.trim()
  const secrets = [{ handle: pool.put(Secret.fromText(value)), service: service.id }]
  const gated = { text: markerFor(service.id, 'password'), secrets, late, rest: '' }
  return late && service.fields.length > 1 ? { ...gated, heldFor: service } : gated
}

/** "my password is …": the last word is the secret, and the words before it only say so. */
function isAnnounced(text: string, { start, end }: Finding): boolean {
  return (
    /\b(?:is|are)[ :]*["'`]?$|[:=] *["'`]?$/.test(text.slice(0, start)) &&
    /^["'`]?[.!]?\s*$/.test(text.slice(end))
  )
}

/** A question or a cancel is never the awaited password; "yes" and "done" are, unless they answer something that was asked. */
function isNoPassword({ kind }: Phrase, expectation: Expectation): boolean {
  if (kind === 'cancel' || kind === 'no' || kind === 'help') return true
  return expectation.kind === 'expired' || (expectation.kind === 'secret' && expectation.retry)
}

/**
 * Words with a run of token characters in the place of the awaited token; whole words, so that no part of a damaged token
 * stays behind. Ordinary words of a sentence, addresses and e-mail addresses are none; a message of a single word always is one.
 */
function longRuns(text: string, service: Service): Finding[] {
  const runs: Finding[] = []
  for (const { 0: word, index: start } of text.matchAll(/[^\s"'`<>()[\]{},;]+/g)) {
    if (word.includes('://') || word.includes('@')) continue
    const value = word.replace(/[.:!?]+$/, '')
    if (!LONG_RUN.test(value) || (!isOneWord(text) && isOrdinaryWord(value))) continue
    const end = start + value.length
    runs.push({ start, end, value, service: service.id, kind: 'token', certainty: 'words' })
  }
  return runs
}

/** "repositories", "Access-control", "src/index": letters in the way of words. */
const isOrdinaryWord = (value: string): boolean => /^[A-Z]?[a-z]+(?:[-/.][A-Z]?[a-z]+)*$/.test(value)

function between(text: string, findings: readonly Finding[]): string {
  let rest = ''
  let from = 0
  for (const finding of findings) {
    rest += `${text.slice(from, finding.start)} `
    from = finding.end
  }
  return rest + text.slice(from)
}

const isOneWord = (text: string): boolean => /^\S+$/.test(text.trim())
