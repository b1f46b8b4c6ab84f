/**
 * Loads a conversation's place and its "collecting" mark side by side, and says what the next message is expected to be.
 *
 * The mark lives in the vault, so that losing the state never turns an awaited secret into chat.
 */
import { ANSWER_MS } from '../../../machines/questions.ts'
import type { Context } from '../../../machines/conversation.ts'
import type { Kept, Question } from '../../../machines/kept.ts'
import { nothingKept } from '../../../machines/kept.ts'
import type { Expectation } from '../gate/gate.ts'
import type { ConversationKey, StoredConversation } from '../../state/state.ts'
import type { CheckedInput } from './input.ts'
import type { Parts } from './parts.ts'
import { openPlace, readPlace } from './place.ts'
import type { FoundPlace } from './place.ts'
import { parseRecord } from './record.ts'
import type { CollectingMark, Dialogue } from '../../vault/vault.ts'

/** A conversation's place as it was found. */
export interface Loaded {
  readonly kept: Kept
  readonly version: number
  readonly stored: StoredConversation | undefined
  /** The saved answer to this very message. */
  readonly answer: Uint8Array | undefined
  readonly mark: CollectingMark | undefined
  /** What the vault holds of the conversation. */
  readonly dialogue: Dialogue
  /** The stored record does not count or could not be read: altered, exchanged, put back, or of another version. */
  readonly quarantined: boolean
}

/** Reads the place and the mark, in one round trip to each store. */
export async function load(parts: Parts, input: CheckedInput): Promise<Loaded> {
  const { answer, ...place } = await readPlace(parts, input.key, input.messageId)
  return { ...understand(place), answer }
}

/** What a conversation claimed by now says. Where another turn saved since it was read, the vault is asked once more. */
export async function loadClaimed(
  parts: Parts,
  key: ConversationKey,
  stored: StoredConversation | undefined,
  before: Loaded,
): Promise<Omit<Loaded, 'answer'>> {
  if ((stored?.version ?? 0) === before.version) return understand(openPlace(key, stored, before.dialogue))
  const dialogue = await parts.vault.readDialogue(key.principal, key.conversation)
  return understand(openPlace(key, stored, dialogue))
}

/** What a place says; one that does not count, or cannot be read, says nothing. */
export function understand(place: FoundPlace): Omit<Loaded, 'answer'> {
  const { stored, version, dialogue } = place
  const parsed = parseRecord(stored?.record)
  const found = { version, dialogue, mark: dialogue.mark }
  if (place.isForeign || parsed.kind === 'unreadable')
    return { ...found, kept: nothingKept, stored: undefined, quarantined: true }
  return { ...found, kept: parsed.kept, stored, quarantined: false }
}

/** A place of which nothing is known but what the vault holds: the store of conversations is away. */
export function understandNothing(dialogue: Dialogue): Loaded {
  return { ...understand({ stored: undefined, version: 0, isForeign: false, dialogue }), answer: undefined }
}

/** What the next message is expected to be. */
export function expect(parts: Parts, kept: Kept, mark: CollectingMark | undefined, at: number): Expectation {
  const open = kept.questionUntil !== null && kept.questionUntil > at
  const asked = open && AWAITING.includes(kept.question)
  const wanted = kept.want?.service ?? null
  const service = parts.services.find((asked ? wanted : mark?.service) ?? '')
  if (service !== undefined && asked) {
    const { question, armed, held, want } = kept
    const field = want?.field ?? null
    return { kind: 'secret', service, field, late: false, retry: question === 'retry', armed, held }
  }
  // People give it all the same: where it may not be given in the chat, and while another question is open.
  const waiting = open ? waitingFor(kept) : undefined
  const other = parts.services.find(waiting ?? '')
  if (other !== undefined) return { kind: 'earlier', service: other, late: false }
  if (service === undefined || mark === undefined || mark.until <= at) return { kind: 'nothing' }
  // The question is gone although it should be open: the state was lost, and whatever comes may be the answer to it.
  return mark.answerUntil > at && kept.question === 'none'
    ? { kind: 'secret', service, field: null, late: true, retry: false, armed: true, held: false }
    : { kind: 'earlier', service, late: true }
}

/** The service whose secret an open question waits for besides the one that was put last. */
function waitingFor({ question, want, aside }: Kept): string | undefined {
  const levels = [...aside, { question, want }].toReversed()
  const level = levels.find((each) => each.question === 'elsewhere' || AWAITING.includes(each.question))
  return level?.want?.service ?? undefined
}

/** Questions to which a secret is the answer. */
const AWAITING: readonly Question[] = ['secret', 'retry']

/**
 * The mark after a turn: set while a secret is awaited, gone when that was decided, kept when it only expired or was lost.
 * Where asking ended because too much had been tried, the next try may be on its way already: single words are held back for a while.
 */
export function nextMark(
  before: Loaded,
  { kept, turn }: Context,
  at: number,
): CollectingMark | 'keep' | undefined {
  const waiting = [kept, ...kept.aside.toReversed()].find(({ question }) => AWAITING.includes(question))
  if (waiting?.want?.service != null && kept.questionUntil !== null) {
    const { service } = waiting.want
    const isSet = before.mark?.service === service && before.mark.answerUntil === kept.questionUntil
    return isSet ? 'keep' : { service, until: at + MARK_MS, answerUntil: kept.questionUntil }
  }
  const service = turn.want?.service ?? null
  if (service !== null && turn.sayings.some(({ key }) => GAVE_UP.has(key))) {
    return { service, until: at + ANSWER_MS, answerUntil: at }
  }
  const expired = before.kept.questionUntil !== null && before.kept.questionUntil <= at
  const lost = before.kept.question === 'none'
  return expired || lost || kept.question === 'add' ? 'keep' : undefined
}

const GAVE_UP: ReadonlySet<string> = new Set(['lockout.locked', 'collect-inline.tooManyMalformed'])

/** How long a mark guards a conversation. Milliseconds. */
const MARK_MS = 24 * 60 * 60_000
