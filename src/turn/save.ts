/** Saves what a turn leaves behind: first the durable mark, then the conversation with the answer, in one step. */
import type { Context } from '../../machines/vocabulary.ts'
import { nothingKept } from '../../machines/vocabulary.ts'
import type { TurnScope } from '../actors/turn-scope.ts'
import type { TurnOutcome } from './outcome.ts'
import { MAX_SEALED_BYTES } from '../state/bounds.ts'
import type { Lease, Save } from '../state/state.ts'
import type { CheckedInput } from './input.ts'
import type { Loaded } from './load.ts'
import type { Parts } from './parts.ts'
import { writeRecord } from './record.ts'
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
