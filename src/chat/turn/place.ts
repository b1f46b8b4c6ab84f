/**
 * Where a conversation stands, as the store of conversations keeps it: sealed as one piece for the stamp that the vault holds.
 *
 * The store has no authority: what it gives back counts only if it opens under the user's key, for this conversation and this stamp,
 * and what lies beside the record only if the record says so. A forged or exchanged record opens nowhere, an older one under no stamp any more;
 * then the place in the dialogue is lost, and nothing else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../../vault/sealing/crypto.ts'
import type { ConversationKey, StateStore, StoredConversation } from '../../state/state.ts'
import type { Dialogue, Sealing, Vault } from '../../vault/vault.ts'

/** Between the vault's move and the store's save another instance's turn takes a moment, on a busy machine a long one: so long it is waited for. */
const PAUSES_MS = [25, 50, 100, 200, 400, 800] as const

/** A record, and the digests of what lies beside it; nothing where nothing does. */
interface OpenedRecord {
  readonly record: string
  readonly parked: string | undefined
  readonly pending: string | undefined
}

/** What was found of a conversation. */
export interface FoundPlace {
  /** Opened; nothing where nothing is kept, or what is kept does not count. */
  readonly stored: StoredConversation | undefined
  /** What the store has; 0 where it has nothing. */
  readonly version: number
  /** Something is kept that does not count. */
  readonly isForeign: boolean
  readonly dialogue: Dialogue
}

/** Reads where a conversation stands, and the saved answer to a message: one round trip to each of the two, side by side. */
export async function readPlace(
  parts: { readonly state: Pick<StateStore, 'read'>; readonly vault: Pick<Vault, 'readDialogue'> },
  key: ConversationKey,
  messageId: string | undefined,
): Promise<FoundPlace & { readonly answer: Uint8Array | undefined }> {
  for (let look = 0; ; look += 1) {
    const [{ stored, answer }, dialogue] = await Promise.all([
      parts.state.read(key, messageId),
      parts.vault.readDialogue(key.principal, key.conversation),
    ])
    const place = openPlace(key, stored, dialogue)
    const pauseMs = PAUSES_MS[look]
    if (!place.isForeign || pauseMs === undefined) return { ...place, answer }
    await sleep(pauseMs)
  }
}

/** Opens what the store gave back. */
export function openPlace(
  key: ConversationKey,
  stored: StoredConversation | undefined,
  dialogue: Dialogue,
): FoundPlace {
  if (stored === undefined) return { stored, version: 0, isForeign: false, dialogue }
  const { version } = stored
  const opened = openRecord(key, stored, dialogue)
  if (opened === undefined) return { stored: undefined, version, isForeign: true, dialogue }
  const { parked, pending } = stored
  const isOwn = (bytes: Uint8Array | undefined, digest: string | undefined): boolean =>
    bytes !== undefined && digestOf(bytes) === digest
  const place = {
    version,
    record: opened.record,
    parked: isOwn(parked, opened.parked) ? parked : undefined,
    pending: isOwn(pending?.sealed, opened.pending) ? pending : undefined,
  }
  return { stored: place, version, isForeign: false, dialogue }
}

/** Seals a record and what lies beside it for a stamp. */
export function sealPlace(
  sealing: Sealing,
  key: ConversationKey,
  stamp: string,
  { record, parked, pending }: Omit<StoredConversation, 'version'>,
): Omit<StoredConversation, 'version'> {
  const digests = [parked, pending?.sealed].map((bytes) => (bytes === undefined ? '' : digestOf(bytes)))
  const sealed = sealing.seal(purpose(key, stamp), Buffer.from([...digests, record].join('\n'), 'utf8'))
  return { record: Buffer.from(sealed).toString('base64url'), parked, pending }
}

function openRecord(
  key: ConversationKey,
  { record }: StoredConversation,
  { stamp, sealing }: Dialogue,
): OpenedRecord | undefined {
  if (stamp === undefined || sealing === undefined) return undefined
  const plain = sealing.unseal(purpose(key, stamp), Buffer.from(record, 'base64url'))
  const [parked, pending, ...rest] = plain?.toString('utf8').split('\n') ?? []
  if (parked === undefined || pending === undefined) return undefined
  return { record: rest.join('\n'), parked: parked || undefined, pending: pending || undefined }
}

const digestOf = (bytes: Uint8Array): string => sha256(bytes).toString('base64url')

const purpose = ({ conversation }: ConversationKey, stamp: string): string =>
  JSON.stringify(['record', conversation, stamp])
