/** Saves what a turn leaves behind: first the durable mark, then the conversation with the answer, in one step. */
import { isDeepStrictEqual } from 'node:util'
import { placeOf } from '../../machines/questions.ts'
import type { Context, Kept } from '../../machines/vocabulary.ts'
import { nothingKept } from '../../machines/vocabulary.ts'
import type { TurnScope } from '../actors/turn-scope.ts'
import type { TurnOutcome } from './outcome.ts'
import type { Lease, Save, StoredConversation } from '../state/state.ts'
import type { CredentialFields } from '../secret.ts'
import type { CheckedInput } from './input.ts'
import type { Loaded } from './load.ts'
import type { Parts } from './parts.ts'
import { writeRecord } from './record.ts'
import { MAX_PARKED_BYTES } from './sealed.ts'
import type { CollectingMark } from '../vault/vault.ts'

/** A turn that came to rest. */
export interface FinishedTurn {
  readonly input: CheckedInput
  readonly lease: Lease
  readonly loaded: Loaded
  readonly context: Context
  readonly outcome: TurnOutcome
  readonly mark: CollectingMark | 'keep' | undefined
  readonly scope: TurnScope
}

/** Saves a turn. `lost`: another turn came in between, and nothing of this one's place was kept. */
export async function saveTurn(parts: Parts, turn: FinishedTurn): Promise<'saved' | 'lost'> {
  const { input, lease, loaded, mark } = turn
  const { principal, key } = input
  // Set before the question is out, cleared after it is settled: in between, a secret is never taken for chat.
  if (mark !== 'keep' && mark !== undefined)
    await parts.vault.setCollecting(principal, key.conversation, mark)
  await recordRefusals(parts, turn)
  const save: Save = {
    conversation: await conversationOf(parts, turn),
    expectedVersion: loaded.version,
    answer: await answerOf(parts, turn),
  }
  const saved = await parts.state.save(lease, save)
  if (saved === 'saved' && mark === undefined && loaded.mark !== undefined) {
    await parts.vault.setCollecting(principal, key.conversation, undefined)
  }
  return saved
}

async function conversationOf(parts: Parts, turn: FinishedTurn): Promise<Save['conversation']> {
  const { kept } = turn.context
  if (isDeepStrictEqual(kept, nothingKept)) return undefined
  const isParked = [kept, ...kept.aside].some((level) => level.parked)
  const parked = isParked ? await parkedOf(parts, turn) : undefined
  const secrets = secretsToKeep(turn)
  const pending = secrets === undefined ? undefined : await sealPending(parts, turn, secrets)
  return { record: writeRecord(withOnly(kept, parked !== undefined, secrets)), parked, pending }
}

/** The record says that something is kept beside it only where it is. */
function withOnly(kept: Kept, isParked: boolean, secrets: KeptSecrets | undefined): Kept {
  const only = <Level extends Pick<Kept, 'parked' | 'pending' | 'want'>>(level: Level): Level => ({
    ...level,
    parked: level.parked && isParked,
    pending: level.pending && secrets !== undefined && Object.hasOwn(secrets.given, placeOf(level.want)),
  })
  return { ...only(kept), held: kept.held && secrets?.held != null, aside: kept.aside.map(only) }
}

/** Handles of the secrets that wait, by their services, and of the message that may be one. */
interface KeptSecrets {
  readonly given: Readonly<Record<string, string>>
  readonly held: string | null
}

/** The secrets of all questions that wait for one; of more than can be kept, those that were asked about last. */
function secretsToKeep({ context, scope }: FinishedTurn): KeptSecrets | undefined {
  const { kept, turn } = context
  const handles = { ...scope.hand.kept.pending, ...turn.keepSecrets }
  const given: Record<string, string> = {}
  let bytes = 0
  for (const { pending, want } of [kept, ...kept.aside.toReversed()]) {
    const handle = handles[placeOf(want)]
    if (!pending || handle === undefined) continue
    bytes += sizeOf(scope, handle)
    if (bytes <= MAX_PENDING_BYTES) given[placeOf(want)] = handle
  }
  const held = kept.held ? (turn.keepHeld ?? scope.hand.kept.held) : null
  return Object.keys(given).length === 0 && held === null ? undefined : { given, held }
}

const sizeOf = ({ hand }: TurnScope, handle: string): number =>
  Object.values(hand.fields(handle) ?? {}).reduce(
    (size, secret) => size + secret.use((bytes) => bytes.byteLength),
    0,
  )

/** With a message of 8 KiB beside them, all of it is well below the 64 KiB that the state takes. In bytes. */
const MAX_PENDING_BYTES = 48 * 1024

async function sealPending(
  parts: Parts,
  { input, loaded, context, scope }: FinishedTurn,
  { given, held }: KeptSecrets,
): Promise<StoredConversation['pending']> {
  const until = context.kept.questionUntil
  if (until === null) return undefined
  const before = scope.hand.kept
  const isSame = isDeepStrictEqual(given, before.pending) && held === before.held
  if (isSame && loaded.stored?.pending !== undefined) return { ...loaded.stored.pending, until }
  const fields = Object.entries(given).map(([place, handle]) => [place, scope.hand.fields(handle) ?? {}])
  const message = held === null ? undefined : Object.values(scope.hand.fields(held) ?? {})[0]
  const secrets = { given: Object.fromEntries(fields) as Record<string, CredentialFields>, held: message }
  return { sealed: await parts.sealed.sealSecrets(input.key, secrets), until }
}

async function parkedOf(parts: Parts, { input, loaded, context, scope }: FinishedTurn) {
  if (!context.turn.park) return loaded.stored?.parked
  const { text } = scope.gated
  if (Buffer.byteLength(text, 'utf8') > MAX_PARKED_BYTES) return undefined
  return parts.sealed.sealText(input.key, text, scope.hand.sealing)
}

async function answerOf(parts: Parts, { input, outcome, scope }: FinishedTurn): Promise<Save['answer']> {
  const { messageId, key } = input
  if (messageId === undefined || outcome.kind === 'pass') return undefined
  const sealed = await parts.sealed.sealAnswer(key, messageId, outcome, scope.hand.sealing)
  return { messageId, sealed }
}

/** Refusals leave a trace in the audit; a record that could not be read does too. */
async function recordRefusals(parts: Parts, { input, loaded, context, scope }: FinishedTurn): Promise<void> {
  const service = context.turn.want?.service
  for (const { key } of context.turn.sayings) {
    if (!REFUSALS.has(key) || context.turn.secret === null) continue
    const entry = { act: 'credential.denied', outcome: key.slice(key.indexOf('.') + 1) }
    await parts.vault.record(input.principal, service == null ? entry : { ...entry, service }, scope.context)
  }
  if (loaded.quarantined) {
    await parts.vault.record(
      input.principal,
      { act: 'state.quarantined', outcome: 'discarded' },
      scope.context,
    )
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['redirect.insecure', 'redirect.shared', 'redirect.notHere'])
