/**
 * Saves what a turn leaves behind: first the vault's stamp and mark, then the conversation with the answer, in one step.
 *
 * From the moment the stamp has moved, no earlier record counts any more: a secret that was refused, used or forgotten cannot come
 * back, whatever happens to the store of conversations.
 */
import type { Context } from '../../machines/vocabulary.ts'
import { nothingKept } from '../../machines/vocabulary.ts'
import type { TurnScope } from '../actors/turn-scope.ts'
import type { TurnOutcome } from './outcome.ts'
import { MAX_SEALED_BYTES } from '../state/bounds.ts'
import type { Lease, Save } from '../state/state.ts'
import { createStamp } from '../vault/dialogue.ts'
import type { CheckedInput } from './input.ts'
import type { Loaded } from './load.ts'
import type { Parts } from './parts.ts'
import { sealPlace } from './place.ts'
import { writeRecord } from './record.ts'
import type { CollectingMark, DialogueMove, Sealing } from '../vault/vault.ts'

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
async function sealingOf(parts: Parts, { input, loaded, scope: { hand } }: FinishedTurn): Promise<Sealing> {
  const known = hand.sealing ?? (hand.slot === undefined ? loaded.dialogue.sealing : undefined)
  return known ?? parts.vault.sealingOf(input.principal)
}

async function conversationOf(parts: Parts, turn: FinishedTurn): Promise<Save['conversation']> {
  const { loaded, context } = turn
  const { kept, turn: running } = context
  if (JSON.stringify(kept) === JSON.stringify(nothingKept)) return undefined
  const parked = kept.parked ? await parkedOf(parts, turn) : undefined
  const pending =
    running.keepSecret !== null
      ? await pendingOf(parts, turn, running.keepSecret)
      : kept.pending
        ? loaded.stored?.pending
        : undefined
  const record = writeRecord({ ...kept, parked: parked !== undefined, pending: pending !== undefined })
  return { record, parked, pending }
}

async function parkedOf(parts: Parts, { input, loaded, context, scope }: FinishedTurn) {
  if (!context.turn.park) return loaded.stored?.parked
  return parts.sealed.sealText(input.key, scope.gated.text, scope.hand.sealing)
}

/** The secret that waits for its yes. One that is too long to be kept is also too long for any service to take it. */
async function pendingOf(parts: Parts, { input, context, scope }: FinishedTurn, handle: string) {
  const { want, questionUntil: until } = context.kept
  const fields = scope.hand.fields(handle)
  if (fields === undefined || until === null) return undefined
  const sealed = await parts.sealed.sealSecret(input.key, want?.service ?? null, fields)
  return sealed.byteLength > MAX_SEALED_BYTES ? undefined : { sealed, until }
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
