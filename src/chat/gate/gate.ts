/**
 * Takes secrets out of an inbound message before anything else sees it: storage, logs, history, models.
 *
 * What counts as a secret depends on what is awaited: known shapes always; while a service with known shapes is being connected, also
 * any long run of token characters; while a password is awaited, one word that is none of a chat's, or what is marked as it. What may
 * be a password besides is held back from everybody until its owner says so. An awaited secret that comes too late, or after the
 * place in the dialogue was lost, is held back all the same.
 *
 * Long because what is taken in which place is told in one piece.
 */
import { addAnnounced } from './announced.ts'
import { addBroken } from './broken-tokens.ts'
import { addSignIns } from './sign-ins.ts'
import type { SignInFinding } from './sign-ins.ts'
import { readDocument } from './document.ts'
import type { DocumentCredential } from './document.ts'
import { mayBeFields, readFields } from './fields.ts'
import type { FieldValues } from './fields.ts'
import { findMarked } from './marked.ts'
import type { MarkedValue } from './marked.ts'
import { isPlainWish, plainWords, readPhrase } from './phrases.ts'
import type { Phrase } from './phrases.ts'
import { isNoMessage, looksLikePassword } from './no-message.ts'
import { isChatWord, mayBePassword } from './wording.ts'
import type { ServiceId } from '../../formation/formation.ts'
import { findSecrets, markerFor, redactFindings } from '../../guard/index.ts'
import type { Family, Finding, Kind } from '../../guard/index.ts'
import { Secret } from '../../secret.ts'
import type { CredentialFields, SecretHandle, SecretPool } from '../../secret.ts'
import { MAX_SECRET_BYTES } from '../../providers/credential.ts'
import type { Service } from '../../providers/service.ts'
import type { Services } from '../../providers/services.ts'

/** A run of 12 token characters or more is taken for the awaited secret. */
const LONG_RUN = /[\w~+/=.-]{12,}/

/** A secret that is asked for. */
export interface AwaitedSecret {
  readonly kind: 'secret'
  readonly service: Service
  /** The field that is asked for; null for the first. */
  readonly field: string | null
  /** It was awaited, but the question was lost. */
  readonly late: boolean
  /** The question is whether to try again, and a new secret is welcome too. */
  readonly retry: boolean
  /** The question was the last thing said. */
  readonly armed: boolean
  /** The question is whether an earlier message is the secret. */
  readonly held: boolean
}

/** What a message is expected to be. */
export type Expectation =
  | { readonly kind: 'nothing' }
  | AwaitedSecret
  /** A secret was asked for before something else, and may come yet; `late`: the time to answer is over. */
  | { readonly kind: 'earlier'; readonly service: Service; readonly late: boolean }

/** A secret that was taken out, behind its handle. */
export interface TakenSecret {
  readonly handle: SecretHandle
  readonly service: string | undefined
  readonly kind: Kind
  /** The parts of a credential that were given together or by their names. */
  readonly fields?: CredentialFields
}

/** A message that may be a secret, behind its handle. `fits`: it can be the one that is awaited. `isYes`: it is a yes, too. */
export interface HeldMessage {
  readonly handle: SecretHandle
  readonly service: Service
  readonly fits: boolean
  readonly isYes: boolean
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
  /** The whole message may be a secret; its owner has to say. */
  readonly held?: HeldMessage
  /** A service of several fields whose dialogue was lost: nobody can say which field this was, so it is only held back. */
  readonly heldFor?: Service
}

/** Gates one message; secrets go into the pool. */
export function gate(
  text: string,
  expectation: Expectation,
  pool: SecretPool,
  services: Pick<Services, 'all' | 'rules'>,
): GatedMessage {
  const findings = findAll(text, services.all, services.rules)
  switch (expectation.kind) {
    case 'nothing':
      return take(text, findings, pool, false)
    case 'earlier':
      return gateEarlier(text, findings, expectation, pool, services)
    case 'secret':
      return gateAwaited(text, findings, expectation, pool, services)
  }
}

function gateAwaited(
  text: string,
  findings: PartedFinding[],
  awaited: AwaitedSecret,
  pool: SecretPool,
  services: Pick<Services, 'all' | 'rules'>,
): GatedMessage {
  const { service, late } = awaited
  if (isCommand(text, awaited, services.all)) return take(text, findings, pool, late)
  const document = readDocument(text, service, services)
  if (document !== undefined && (document.length > 0 || service.hasKnownShape || service.fields.length > 1))
    return takeDocument(text, document, service, pool, late)
  if (service.hasKnownShape) {
    const runs = findings.length > 0 ? findings : longRuns(text, service)
    const isOpen = runs.length === 0 && isNoMessage(text, wordsOf(services.all))
    return isOpen ? hold(text, service, pool, late, false) : take(text, runs, pool, late)
  }
  if (findings.some((finding) => isAnothers(finding, service))) return take(text, findings, pool, late)
  const isFirst = awaited.field === null || awaited.field === service.fields[0]
  const fields = readFields(text, service, isFirst)
  if (fields !== undefined) return takeFields(service, fields, pool, late)
  const marked = findMarked(text, service)
  if (marked !== undefined) return takeMarked(text, marked, service, pool, late)
  // Which of them is the password, only their owner can say: they are not kept, and asked for one by one.
  if (isFirst && mayBeFields(text, service)) return takeWhole(text, service, pool, late)
  // Words of a chat are never tried; a word alone is the password only right after it was asked for.
  const isValue = text.trim() === '' || (isOneWord(text) && !isChatWord(text.trim()) && awaited.armed)
  if (isValue) return takeWhole(text, service, pool, late)
  // Where another try is all that is waited for, sentences are ordinary messages.
  if (awaited.retry && !mayBePassword(text)) return take(text, findings, pool, late)
  return hold(text, service, pool, late, true)
}

/** A secret was asked for earlier: what comes now is an ordinary message, unless it looks like nothing else. */
function gateEarlier(
  text: string,
  findings: PartedFinding[],
  { service, late }: { readonly service: Service; readonly late: boolean },
  pool: SecretPool,
  services: Pick<Services, 'all'>,
): GatedMessage {
  const isPassword = (): boolean => looksLikePassword(text, wordsOf(services.all))
  if (findings.length > 0 || readPhrase(text, service.words) !== undefined)
    return take(text, findings, pool, late)
  if (service.hasKnownShape) {
    const runs = isOneWord(text) ? longRuns(text, service) : []
    const isOpen = runs.length === 0 && isPassword()
    return isOpen ? hold(text, service, pool, late, false) : take(text, runs, pool, late)
  }
  const isValue = isOneWord(text) && !isChatWord(text.trim())
  // A word alone is offered where its question is gone; while that only waits for another one, it is not the answer to this.
  if (isValue && late) return takeWhole(text, service, pool, late)
  return isValue || isPassword() ? hold(text, service, pool, late, false) : take(text, [], pool, late)
}

const wordsOf = (services: readonly Service[]): string[] => services.flatMap(({ words }) => words)

/** What a finding is in full: also the parts that it is made of. */
type PartedFinding = SignInFinding

/** What the guard knows, and what the formation's own services give away; each under the name the formation has for it. */
function findAll(text: string, services: readonly Service[], rules: readonly Family[]): PartedFinding[] {
  const known = addBroken(text, findSecrets(text, { rules }), rules).map((finding) => {
    const service = services.find(({ id, knownAs }) => (knownAs ?? id) === finding.service)
    return service === undefined ? finding : { ...finding, service: service.id }
  })
  return addSignIns(text, services, addAnnounced(text, services, known))
}

/** A token of another service, by its looks, is that service's wherever it is given. */
const isAnothers = ({ service: found, certainty }: Finding, service: Service): boolean =>
  found !== undefined && found !== service.id && found !== service.knownAs && certainty !== 'words'

function take(
  text: string,
  findings: readonly PartedFinding[],
  pool: SecretPool,
  late: boolean,
): GatedMessage {
  if (findings.length === 0) return { text, secrets: [], late, rest: text }
  const secrets = findings.map(({ value, service, kind, fields }) =>
    fields === undefined || service === undefined
      ? { handle: pool.put(Secret.fromText(value)), service, kind }
      : takenFields(service, fields, pool),
  )
  return { text: redactFindings(text, findings).text, secrets, late, rest: between(text, findings) }
}

/** The whole message is the secret; only the blanks around it are not. */
function takeWhole(text: string, service: Service, pool: SecretPool, late: boolean): GatedMessage {
  const handle = pool.put(Secret.fromText(text.trim()))
  const secrets = [{ handle, service: service.id, kind: 'secret' as const }]
  const gated = { text: markerFor(service.id, 'password'), secrets, late, rest: '' }
  return late && service.fields.length > 1 ? { ...gated, heldFor: service } : gated
}

/** The message says which part of it is the secret. */
function takeMarked(
  text: string,
  { start, value, field }: MarkedValue,
  service: Service,
  pool: SecretPool,
  late: boolean,
): GatedMessage {
  const isPart = field !== undefined && service.fields.length > 1
  if (isPart) return takeFields(service, { [field]: value }, pool, late)
  const end = start + value.length
  const kind = 'password' as const
  return take(text, [{ start, end, value, service: service.id, kind, certainty: 'words' }], pool, late)
}

/** Parts given together or by their names; nothing of the message stays, as nobody knows which words are whose. */
function takeFields(service: Service, values: FieldValues, pool: SecretPool, late: boolean): GatedMessage {
  const taken = takenFields(service.id, values, pool)
  return { text: markerFor(service.id, 'password'), secrets: [taken], late, rest: '' }
}

function takenFields(service: ServiceId, values: FieldValues, pool: SecretPool): TakenSecret {
  const fields = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, Secret.fromText(value)]),
  )
  const [handle = pool.put(Secret.fromText(''))] = Object.values(fields).map((secret) => pool.put(secret))
  return { handle, service, kind: 'secret', fields }
}

/** A settings file: each service's own is taken out of it, and no part of it stays behind. */
function takeDocument(
  text: string,
  credentials: readonly DocumentCredential[],
  service: Service,
  pool: SecretPool,
  late: boolean,
): GatedMessage {
  if (credentials.length === 0) return takeWhole(text, service, pool, late)
  const secrets = credentials.map(({ service: owner, fields }) => takenFields(owner.id, fields, pool))
  const markers = secrets.map((secret) => markerFor(secret.service, 'secret'))
  return { text: markers.join(' '), secrets, late, rest: '' }
}

/** Nobody gets the message, and nothing is done with it, until its owner says what it is. */
function hold(text: string, service: Service, pool: SecretPool, late: boolean, fits: boolean): GatedMessage {
  const value = text.trim()
  const held = {
    handle: pool.put(Secret.fromText(value)),
    service,
    fits: fits && Buffer.byteLength(value, 'utf8') <= MAX_SECRET_BYTES,
    isYes: readPhrase(value)?.kind === 'yes',
  }
  return { text: markerFor(service.id, 'password'), secrets: [], late, rest: '', held }
}

/** What is said to the question itself, or asks for something else beyond doubt, is never the awaited secret. */
function isCommand(text: string, { service, retry }: AwaitedSecret, services: readonly Service[]): boolean {
  const phrase = readPhrase(text, service.words)
  if (phrase === undefined)
    return isPlainWish(
      plainWords(text),
      services.flatMap(({ words }) => words),
    )
  return service.hasKnownShape || retry || COMMANDS.has(phrase.kind)
}

/** Of what people say to a question, what is no password; "yes", "done" and "wait" may be one. */
const COMMANDS: ReadonlySet<Phrase['kind']> = new Set(['cancel', 'no', 'help', 'start-over'])

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
