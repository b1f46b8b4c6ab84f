/** Saves what a turn leaves behind: first the durable mark, then the conversation with the answer, in one step. */
import { isDeepStrictEqual } from 'node:util'
import { placeOf } from '../../machines/questions.ts'
import type { Context, Kept } from '../../machines/vocabulary.ts'
import { nothingKept } from '../../machines/vocabulary.ts'
import type { TurnScope } from '../actors/turn-scope.ts'
import type { TurnOutcome } from './outcome.ts'
import type { Lease, Save, StoredConversation } from '../state/state.ts'
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
  if (isNothing(kept)) return undefined
  const parked = isParked(kept) ? await parkedOf(parts, turn) : undefined
  const pending = await pendingOf(parts, turn)
  return { record: writeRecord(withOnly(kept, parked, pending)), parked, pending }
}

const isNothing = (kept: Kept): boolean => isDeepStrictEqual(kept, nothingKept)

const isParked = ({ parked, aside }: Kept): boolean => parked || aside.some((level) => level.parked)

/** What the record says is kept beside it is there. */
function withOnly(kept: Kept, parked: unknown, pending: unknown): Kept {
  const only = <Level extends Pick<Kept, 'parked' | 'pending'>>(level: Level): Level => ({
    ...level,
    parked: level.parked && parked !== undefined,
    pending: level.pending && pending !== undefined,
  })
  return { ...only(kept), held: kept.held && pending !== undefined, aside: kept.aside.map(only) }
}

/** The secrets of all questions that wait for one, sealed as one; those of earlier turns among them. */
async function pendingOf(
  parts: Parts,
  { input, loaded, context, scope }: FinishedTurn,
): Promise<StoredConversation['pending']> {
  const { kept, turn } = context
  const places = [kept, ...kept.aside].filter(({ pending }) => pending).map(({ want }) => placeOf(want))
  if ((places.length === 0 && !kept.held) || kept.questionUntil === null) return undefined
  const until = kept.questionUntil
  const isNew = Object.keys(turn.keepSecrets).length > 0 || turn.keepHeld !== null
  const isLess = turn.heldSecret !== null || places.length < Object.keys(turn.pendingSecrets).length
  if (!isNew && !isLess) return loaded.stored?.pending && { ...loaded.stored.pending, until }
  const handles = { ...turn.pendingSecrets, ...turn.keepSecrets }
  const given = Object.fromEntries(
    places.flatMap((place) => {
      const fields = scope.hand.fields(handles[place] ?? '')
      return fields === undefined ? [] : [[place, fields]]
    }),
  )
  const heldHandle = kept.held ? (turn.keepHeld ?? turn.heldSecret) : null
  const held = heldHandle === null ? undefined : Object.values(scope.hand.fields(heldHandle) ?? {})[0]
  if (Object.keys(given).length === 0 && held === undefined) return undefined
  return { sealed: await parts.sealed.sealSecrets(input.key, { given, held }), until }
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
