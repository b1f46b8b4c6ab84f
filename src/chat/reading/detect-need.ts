/**
 * detect-need: says what a message wants from us, in the machine's words.
 *
 * Short answers first (yes, no, cancel, which account), then the rules; a model is asked only for what the rules leave
 * open, and only ever sees the gated text.
 *
 * Long because the order in which readings win is told in one place.
 */
import { lastingChoices } from '../../../machines/guards.ts'
import type { Kept } from '../../../machines/kept.ts'
import type { OtherSecret, Reading } from '../../../machines/readings.ts'
import { detectNeedAnswer, detectNeedInstruction } from '../../../prompts/detect-need.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { chooseAccounts } from '../../credentials/choose.ts'
import { lookOnce } from '../look.ts'
import { readAnswer } from './answer.ts'
import { readInLanguage } from './in-language.ts'
import { isNoOtherMatter, readRequest, startsRequest } from './rules.ts'
import type { RuleReading } from './rules.ts'
import { plainWords } from '../gate/phrases.ts'
import { MARKER } from '../../guard/index.ts'
import type { Secret } from '../../secret.ts'
import type { Services } from '../../providers/services.ts'
import type { TurnScope } from '../scope.ts'

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
  const held = readHeld(scope, open)
  if (held !== undefined) return held
  const secret = pickSecret(scope, open)
  const typed = gated.rest.slice(0, READ_AT_MOST)
  const words = plainWords(typed)
  const own = () => ownAccounts(scope, open, undefined)
  const said = secret === null ? await readInLanguage(scope, open, typed, own) : undefined
  if (said !== undefined && said.kind !== 'none') return said
  const answer = secret === null ? readAnswer(words, typed, open, services) : undefined
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
    const isAwaited = ['secret', 'retry'].includes(open.question) && service === open.want?.service
    const isDocument = /^\s*[{[]/.test(gated.text)
    const isBeside = isAwaited ? asksForMore(gated.text) : !isDocument && !saysLittle(words, scope)
    const standing = isBeside ? 'beside' : 'alone'
    return { ...reading, service, late: gated.late, standing, ...others(scope, secret) }
  }
  if (reading.kind === 'add' && secret !== null) {
    const service = reading.service ?? secret.service ?? null
    const standing = asksForMore(gated.text) ? 'beside' : 'marked'
    return { ...reading, service, standing, ...others(scope, secret) }
  }
  if (reading.kind === 'switch' && open.question === 'account' && (reading.accounts ?? []).length > 0) {
    if (reading.oneOf === true) return { kind: 'unsure' }
    return { kind: 'accounts', accounts: reading.accounts ?? [], all: false, by: 'name' }
  }
  if (reading.kind !== 'none' && reading.kind !== 'maybe') return reading
  return open.question !== 'none' && isNoOtherMatter(words) ? { kind: 'unsure' } : reading
}

const REQUESTS: ReadonlySet<string> = new Set(['list', 'usage', 'remove', 'rename', 'default'])

/** A message that was kept from everybody; the one that is sent again is what its owner says it is. */
function readHeld({ gated, held }: TurnScope, { question, held: wasHeld, armed }: Kept): Reading | undefined {
  if (gated.held === undefined) return undefined
  const { handle, service, fits, isYes } = gated.held
  const [now, before] = [handle, held.kept.held ?? ''].map((each) => held.fields(each)?.['token'])
  const isSentAgain = fits && !gated.late && question !== 'none' && now !== undefined && isSame(now, before)
  if (isSentAgain)
    return { kind: 'secret', service: service.id, secret: handle, late: false, standing: 'alone' }
  // "Yes" may be a password, too; to "Is that your password?" it is an answer.
  return isYes && wasHeld && armed
    ? { kind: 'yes' }
    : { kind: 'held', service: service.id, secret: handle, late: gated.late, fits }
}

/**
 * The secret the message is about: the one of the awaited service, else the first. The guard names a token's maker; a
 * formation may call the same service by another name (`slack_bot`).
 */
function pickSecret(scope: TurnScope, open: Kept): Picked | null {
  const wanted = open.want?.service ?? null
  const secrets = takenSecrets(scope, wanted)
  return secrets.find(({ service }) => service !== undefined && service === wanted) ?? secrets[0] ?? null
}

interface Picked {
  readonly handle: string
  readonly service: string | undefined
}

/** The secrets of the message; the parts of one credential are one. */
function takenSecrets({ gated, held, services }: TurnScope, wanted: string | null): Picked[] {
  return gated.secrets.map(({ handle, service, fields }) => ({
    handle: fields === undefined ? handle : held.put(fields),
    service: service === undefined ? undefined : placeOf(services, service, wanted),
  }))
}

/** The secrets beside the picked one: each service's first is offered to it, the rest is told of. */
function others(scope: TurnScope, picked: Picked): { others?: OtherSecret[]; more?: true } {
  const { held, services } = scope
  const own = Object.values(held.fields(picked.handle) ?? {})
  if ((services.find(picked.service ?? '')?.fields ?? []).length > 1 && own.length < 2) return {}
  const rest = takenSecrets(scope, picked.service ?? null).filter(({ handle }) =>
    Object.values(held.fields(handle) ?? {}).some((value) => own.every((one) => !isSame(value, one))),
  )
  const offered: OtherSecret[] = []
  for (const { handle, service } of rest) {
    const isPlaced = service !== undefined && services.find(service) !== undefined
    const isFirst = service !== picked.service && offered.every((other) => other.service !== service)
    if (isPlaced && isFirst && offered.length < MOST_OFFERED) offered.push({ service, secret: handle })
  }
  return {
    ...(offered.length > 0 ? { others: offered } : {}),
    ...(offered.length < rest.length ? { more: true } : {}),
  }
}

/** The most services whose secrets are offered out of one message. */
const MOST_OFFERED = 3

const isSame = (one: Secret, other: Secret | undefined): boolean =>
  other?.use((bytes) => one.use((own) => own.equals(bytes))) ?? false

function placeOf({ all }: Services, found: string, wanted: string | null): string {
  const makers = all.filter(({ id, knownAs }) => id === found || knownAs === found)
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

/** A request of its own before or behind the secret: "… and show my repositories". */
function asksForMore(gatedText: string): boolean {
  return gatedText
    .split(MARKER)
    .some((part) =>
      startsRequest(
        plainWords(part).replace(/^(?:[,.;:!)-]|and|then|now|so|please|afterwards|after that| )+/, ''),
      ),
    )
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
