/**
 * detect-need: says what a message wants from us, in the machine's words.
 *
 * Short answers first (yes, no, cancel, which account), then the rules; a model is asked only for what the rules leave
 * open, and only ever sees the gated text.
 *
 * Long because the order in which readings win is told in one place.
 */
import { lastingChoices } from '../../machines/guards.ts'
import type { Kept, Reading } from '../../machines/vocabulary.ts'
import { detectNeedAnswer, detectNeedInstruction } from '../../prompts/detect-need.ts'
import { accountFact } from './account-fact.ts'
import { chooseAccounts } from './ask-account.ts'
import { lookOnce } from './check-store.ts'
import { plainWords, readPhrase } from '../gate/phrases.ts'
import { readAccountAnswer } from './detect-need-accounts.ts'
import { readRequest } from './detect-need-rules.ts'
import type { RuleReading } from './detect-need-rules.ts'
import { missesEveryAccount } from './detect-need-which.ts'
import { mentionedServices, namedAlone } from './detect-need-words.ts'
import type { Secret } from '../secret.ts'
import type { TurnScope } from './turn-scope.ts'

/** Messages longer than this are never about accounts as a whole; only their beginning is read. UTF-16 units. */
const READ_AT_MOST = 2_000

/** Reads the turn's message, in the light of what was open when it came. */
export async function detectNeed(scope: TurnScope, before: Kept): Promise<Reading> {
  const kept = { ...before, chosen: lastingChoices(before.chosen) }
  const reading = await readMessage(scope, kept)
  if (reading.kind === 'use') return (await needsNothing(scope, kept, reading)) ? none : reading
  if (reading.kind !== 'maybe') return reading
  const use: Reading = { kind: 'use', service: reading.service, accounts: null }
  if (await needsNothing(scope, kept, use)) return none
  return (await modelAgrees(scope, reading.service)) ? use : none
}

/** A use that names no account, and for which one is there without asking, is an ordinary turn. */
async function needsNothing(
  scope: TurnScope,
  kept: Kept,
  use: Extract<Reading, { kind: 'use' }>,
): Promise<boolean> {
  if (use.accounts !== null) return false
  const { accounts } = await lookOnce(scope, use.service)
  const wish = { named: null, one: undefined, chosen: kept.chosen[use.service] }
  return chooseAccounts(accounts.map(accountFact), wish).kind === 'use'
}

const none: Reading = { kind: 'none' }

async function readMessage(scope: TurnScope, open: Kept): Promise<RuleReading> {
  const { gated, services } = scope
  const secret = pickSecret(scope, open)
  const typed = gated.rest.slice(0, READ_AT_MOST)
  const words = plainWords(typed)
  const answer = secret === null ? readAnswer(words, open, scope) : undefined
  if (answer !== undefined && answer.kind !== 'help') return answer
  const reading = await readRequest({
    words,
    typed,
    secret: secret?.handle ?? null,
    services: services.all,
    inUse: Object.keys(open.chosen),
    accounts: (service) => ownAccounts(scope, open, service),
  })
  // "Can you delete my token?" is a question by its looks and a request by its words.
  if (answer !== undefined) return REQUESTS.has(reading.kind) ? reading : answer
  if (reading.kind === 'secret' && secret !== null) {
    const service = secret.service ?? reading.service
    const alone = saysLittle(words, scope)
    return { ...reading, service, late: gated.late, alone, ...others(scope, service) }
  }
  if (reading.kind === 'add' && secret !== null) {
    const service = reading.service ?? secret.service ?? null
    return { ...reading, service, ...others(scope, service) }
  }
  if (reading.kind === 'switch' && open.question === 'account' && (reading.accounts ?? []).length > 0) {
    if (reading.oneOf === true) return { kind: 'unclear' }
    return { kind: 'accounts', accounts: reading.accounts ?? [], all: false }
  }
  return reading
}

const REQUESTS: ReadonlySet<string> = new Set(['list', 'usage', 'remove', 'rename', 'default'])

/** An answer to the open question, as far as it can be told by its wording. */
function readAnswer(words: string, open: Kept, { services, gated }: TurnScope): Reading | undefined {
  if (open.question === 'none') return undefined
  const serviceWords = services.find(open.want?.service ?? '')?.words ?? []
  if (open.question === 'account') {
    const answer = readAccountAnswer(words, gated.rest, open.offered, serviceWords)
    if (answer === 'unclear') return { kind: 'unclear' }
    if (answer !== undefined) return { kind: 'accounts', ...answer }
    const [broken, another] = open.offered.filter(({ active }) => !active)
    if (ADD_AGAIN.test(words) && broken !== undefined && another === undefined)
      return { kind: 'accounts', accounts: [broken.id], all: false }
    if (/^(?:none|neither|(?:none|neither) of (?:them|these|those)|neither one)$/.test(words))
      return { kind: 'cancel' }
    if (missesEveryAccount(words, open.offered)) return { kind: 'unclear' }
  }
  if (open.question === 'add' && words.length <= 60 && !/\b(?:my|show|list)\b/.test(words)) {
    const named = mentionedServices(words, services.all)[0]
    if (named !== undefined && readPhrase(words) === undefined) return { kind: 'service', service: named }
  }
  if (open.question === 'service') {
    const named = namedAlone(words, services.all)
    if (named !== undefined) return { kind: 'service', service: named }
  }
  const label = open.question === 'add' ? ADD_IT_AS.exec(words)?.[1] : undefined
  if (label !== undefined) return { kind: 'add', service: null, secret: null, label }
  const phrase = readPhrase(words, serviceWords)
  if (phrase === undefined) return undefined
  if (phrase.kind === 'keep' || phrase.kind === 'remove') return readWish(phrase.kind, open)
  return phrase.kind === 'help' ? phrase : { kind: phrase.kind }
}

/** Of an account that cannot be used: a new credential for it. */
const ADD_AGAIN =
  /^(?:(?:please|ok|okay|yes|sure|no)[, ]+)*(?:i(?:'ll| will| want to|'d like to) )?(?:(?:re-?)?(?:add|connect|link) (?:it|that|that one|the account|this)?(?: ?again| ?anew)?|(?:add|give you|paste|send) (?:you )?a new (?:one|token|key|password|credential)|re-?add|(?:renew|replace|update|fix) (?:it|that|that one))(?: please)?$/

/** A yes with a name for the account that comes: "sure, add it as work", "yes, call it work". */
const ADD_IT_AS =
  /^(?:(?:yes|yep|yeah|sure|ok|okay|please)[, ]+)*(?:(?:add|save|store|connect) (?:it|that|this)(?: (?:as|for|under|to))|call it|name it|label it(?: as)?)(?: my| the)? ["'“]?([\p{L}\p{N}][\p{L}\p{N} _-]{0,40}?)["'”]?(?: (?:account|one))?(?:[, ]+please)?$/u

/** "Save it" and "delete it": a yes or a no by what was asked; nothing where neither was asked. */
function readWish(wish: 'keep' | 'remove', { question }: Kept): Reading | undefined {
  if (question === 'add') return { kind: wish === 'keep' ? 'yes' : 'no' }
  if (question === 'removal') return { kind: wish === 'remove' ? 'yes' : 'no' }
  return undefined
}

/**
 * The secret the message is about: the one of the awaited service, else the first. The guard names a token's maker; a
 * formation may call the same service by another name (`slack_bot`).
 */
function pickSecret(scope: TurnScope, open: Kept): { handle: string; service: string | undefined } | null {
  const wanted = open.want?.service ?? null
  const secrets = scope.gated.secrets.map(({ handle, service }) => ({
    handle,
    service: service === undefined ? undefined : placeOf(scope, service, wanted),
  }))
  return secrets.find(({ service }) => service !== undefined && service === wanted) ?? secrets[0] ?? null
}

/** Whether the message held other secrets than the one in hand; the parts of one credential are none. */
function others({ gated, hand, services }: TurnScope, service: string | null): { more?: true } {
  if ((services.find(service ?? '')?.fields ?? []).length > 1) return {}
  const values = gated.secrets.flatMap(({ handle }) => Object.values(hand.fields(handle) ?? {}))
  const [first, ...rest] = values
  return rest.some((value) => !isSame(value, first)) ? { more: true } : {}
}

const isSame = (one: Secret, other: Secret | undefined): boolean =>
  other?.use((bytes) => one.use((own) => own.equals(bytes))) ?? false

function placeOf({ services }: TurnScope, found: string, wanted: string | null): string {
  const makers = services.all.filter(({ id, knownAs }) => id === found || knownAs === found)
  return (
    (makers.find(({ id }) => id === wanted) ?? makers.find(({ id }) => id === found) ?? makers[0])?.id ??
    found
  )
}

async function ownAccounts(scope: TurnScope, { chosen }: Kept, of: string | undefined) {
  const { principal, vault } = scope
  const accounts =
    of === undefined ? await vault.listAccounts(principal) : (await lookOnce(scope, of)).accounts
  return accounts.map(({ id, service, identity, label, login, isDefault }) => ({
    id,
    service,
    name: identity.name,
    label: label ?? null,
    ...(login === undefined ? {} : { login }),
    isUsed: chosen[service]?.ids.includes(id) ?? isDefault,
  }))
}

/** Words that add nothing to a pasted secret: "here is my key". */
const LITTLE =
  /^(?:here(?:'s|s)?|is|it|it's|its|this|that|my|the|a|an|your|token|tokens|key|keys|api|access|personal|password|secret|pat|credential|credentials|for|to|of|you|go|are|please|use|ok|okay|hi|hello|hey|so|and|there|take|try|with|i|have|got|instead|one|new|now|then|thanks|sorry|oops|:|=|-)$/

function saysLittle(words: string, scope: TurnScope): boolean {
  const known = new Set(scope.services.all.flatMap((service) => service.words))
  return words
    .split(/[\s:=,;."'`()<>-]+/)
    .every((word) => word === '' || LITTLE.test(word) || known.has(word))
}

/** A model's yes to one narrow question; every failure is a no. It can raise a need, never decide about an account. */
async function modelAgrees(scope: TurnScope, service: string): Promise<boolean> {
  if (scope.askModel === undefined) return false
  const names = scope.services.all.map(({ id }) => id)
  try {
    const answer = await scope.askModel({
      instruction: detectNeedInstruction(names),
      message: scope.gated.text.slice(0, READ_AT_MOST),
      signal: scope.signal,
    })
    const parsed = detectNeedAnswer.safeParse(answer)
    return parsed.success && parsed.data.intent === 'use' && parsed.data.service === service
  } catch {
    scope.logger.warn({ service }, 'The model could not be asked whether a message needs an account.')
    return false
  }
}
