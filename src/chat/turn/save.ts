/**
 * Saves what a turn leaves behind: first the vault's stamp and mark, then the conversation with the answer, in one step.
 *
 * From the moment the stamp has moved, no earlier record counts any more: a secret that was refused, used or forgotten cannot come
 * back, whatever happens to the store of conversations.
 */
import { isDeepStrictEqual } from 'node:util'
import { placeOf } from '../../../machines/questions.ts'
import type { Context, Effect } from '../../../machines/conversation.ts'
import type { Kept } from '../../../machines/kept.ts'
import { nothingKept } from '../../../machines/kept.ts'
import type { TurnScope } from '../scope.ts'
import type { TurnOutcome } from './outcome.ts'
import type { Lease, Save, StoredConversation } from '../../state/state.ts'
import type { CredentialFields } from '../../secret.ts'
import { createStamp } from '../../vault/dialogue.ts'
import type { CheckedInput } from './input.ts'
import type { Loaded } from './load.ts'
import type { Parts } from './parts.ts'
import { sealPlace } from './place.ts'
import { writeRecord } from './record.ts'
import type { CollectingMark, DialogueMove, Sealing } from '../../vault/vault.ts'

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
  const place = await conversationOf(parts, turn)
  const answer = await answerOf(parts, turn)
  const stamp = createStamp()
  const conversation = place && sealPlace(await sealingOf(parts, turn), key, stamp, place)
  // The mark is set before the question is out, and cleared after it is settled: in between, a secret is never taken for chat.
  const next = { stamp, hasRecord: place !== undefined, mark: mark === 'keep' ? loaded.mark : mark }
  const first = { ...next, mark: next.mark ?? loaded.mark }
  const move = (from: string | undefined, to: DialogueMove): Promise<boolean> =>
    parts.vault.moveDialogue(principal, key.conversation, from, to)
  if (!(await move(loaded.dialogue.stamp, first))) {
    await parts.state.release(lease)
    return 'lost'
  }
  await recordRefusals(parts, turn)
  const saved = await parts.state.save(lease, { conversation, expectedVersion: loaded.version, answer })
  if (saved === 'saved' && first.mark !== next.mark) await move(stamp, next)
  // A user who was deleted meanwhile has nothing left here either.
  if (saved === 'lost' && loaded.dialogue.stamp === undefined)
    await move(stamp, { stamp, hasRecord: false, mark: undefined })
  return saved
}

/** The user's key as this turn knows it. Asking a service takes long: what was read before it is not gone by. */
async function sealingOf(parts: Parts, { input, loaded, scope: { held } }: FinishedTurn): Promise<Sealing> {
  const known = held.sealing ?? (held.slot === undefined ? loaded.dialogue.sealing : undefined)
  return known ?? parts.vault.sealingOf(input.principal)
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
  const handles = { ...scope.held.kept.pending, ...turn.keepSecrets }
  const given: Record<string, string> = {}
  let bytes = 0
  for (const { pending, want } of [kept, ...kept.aside.toReversed()]) {
    const handle = handles[placeOf(want)]
    if (!pending || handle === undefined) continue
    bytes += sizeOf(scope, handle)
    if (bytes <= MAX_PENDING_BYTES) given[placeOf(want)] = handle
  }
  const held = kept.held ? (turn.keepHeld ?? scope.held.kept.held) : null
  return Object.keys(given).length === 0 && held === null ? undefined : { given, held }
}

const sizeOf = ({ held }: TurnScope, handle: string): number =>
  Object.values(held.fields(handle) ?? {}).reduce(
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
  const before = scope.held.kept
  const isSame = isDeepStrictEqual(given, before.pending) && held === before.held
  if (isSame && loaded.stored?.pending !== undefined) return { ...loaded.stored.pending, until }
  const fields = Object.entries(given).map(([place, handle]) => [place, scope.held.fields(handle) ?? {}])
  const message = held === null ? undefined : Object.values(scope.held.fields(held) ?? {})[0]
  const secrets = { given: Object.fromEntries(fields) as Record<string, CredentialFields>, held: message }
  return { sealed: await parts.sealed.sealSecrets(input.key, secrets), until }
}

async function parkedOf(parts: Parts, { input, loaded, context, scope }: FinishedTurn) {
  if (!context.turn.park) return loaded.stored?.parked
  const request = { text: scope.gated.text, progress: input.progress }
  return parts.sealed.sealParked(input.key, request, scope.held.sealing)
}

async function answerOf(parts: Parts, { input, outcome, scope }: FinishedTurn): Promise<Save['answer']> {
  const { messageId, key } = input
  if (messageId === undefined || outcome.kind === 'pass') return undefined
  const sealed = await parts.sealed.sealAnswer(key, messageId, outcome, scope.held.sealing)
  return { messageId, sealed }
}

/** Refusals leave a trace in the audit; a record that could not be read does too. */
async function recordRefusals(parts: Parts, { input, loaded, context, scope }: FinishedTurn): Promise<void> {
  const service = context.turn.want?.service
  for (const effect of context.turn.effects) {
    const outcome = DENIED[effect]
    if (outcome === undefined || context.turn.secret === null) continue
    const entry = { act: 'credential.denied', outcome }
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

/** How the audit calls it. */
const DENIED: Readonly<Partial<Record<Effect, string>>> = {
  'denied-insecure': 'insecure',
  'denied-shared': 'shared',
  'denied-here': 'notHere',
}
