/**
 * What lies sealed beside a conversation's record: the parked request, the saved answer, the pending secrets.
 *
 * Each is bound to its user, conversation and purpose: moved elsewhere it does not open.
 *
 * Long because sealing and opening of each kind stand side by side.
 */
import { KeyturnError } from '../../errors.ts'
import type { TurnOutcome } from './outcome.ts'
import { packOutcome, unpackOutcome } from './packed-outcome.ts'
import { Secret } from '../../secret.ts'
import type { CredentialFields } from '../../secret.ts'
import type { ConversationKey } from '../../state/state.ts'
import type { Sealing, Vault } from '../../vault/vault.ts'

/** Secrets that wait for a word of their owner's: by service, '' for one that nobody can place; and a message that may be one. */
export interface PendingSecrets {
  readonly given: Readonly<Record<string, CredentialFields>>
  readonly held: Secret | undefined
}

/** A request that waits, and how far its agent had come with it (JSON). */
export interface ParkedRequest {
  readonly text: string
  readonly progress: string | undefined
}

/** Seals and opens what belongs to conversations. */
export class Sealed {
  readonly #vault: Vault

  constructor(vault: Vault) {
    this.#vault = vault
  }

  async sealParked(key: ConversationKey, parked: ParkedRequest, sealing?: Sealing): Promise<Uint8Array> {
    return this.#seal(key, purpose('parked', key), packParked(parked), sealing)
  }

  async openParked(
    key: ConversationKey,
    sealed: Uint8Array,
    sealing?: Sealing,
  ): Promise<ParkedRequest | undefined> {
    const place = purpose('parked', key)
    const plain = sealing?.unseal(place, sealed) ?? (await this.#vault.unseal(key.principal, place, sealed))
    return plain && unpackParked(plain)
  }

  async sealAnswer(
    key: ConversationKey,
    messageId: string,
    outcome: TurnOutcome,
    sealing?: Sealing,
  ): Promise<Uint8Array> {
    return this.#seal(key, purpose('answer', key, messageId), packOutcome(outcome), sealing)
  }

  /** A saved answer; a `resume` says that it comes again. Nothing for what does not open or read. */
  async openAnswer(
    key: ConversationKey,
    messageId: string,
    sealed: Uint8Array,
  ): Promise<TurnOutcome | undefined> {
    const plain = await this.#vault.unseal(key.principal, purpose('answer', key, messageId), sealed)
    const outcome = plain === undefined ? undefined : unpackOutcome(plain)
    return outcome?.kind === 'resume' ? { ...outcome, redelivered: true } : outcome
  }

  /** With the key that this turn has read already, where it has one. */
  async #seal(
    key: ConversationKey,
    place: string,
    plain: Uint8Array,
    sealing: Sealing | undefined,
  ): Promise<Uint8Array> {
    return sealing?.seal(place, plain) ?? this.#vault.seal(key.principal, place, plain)
  }

  async sealSecrets(key: ConversationKey, secrets: PendingSecrets): Promise<Uint8Array> {
    const plain = packSecrets(secrets)
    try {
      return await this.#vault.seal(key.principal, purpose('pending', key), plain)
    } finally {
      plain.fill(0)
    }
  }

  async openSecrets(key: ConversationKey, sealed: Uint8Array): Promise<PendingSecrets | undefined> {
    const plain = await this.#vault.unseal(key.principal, purpose('pending', key), sealed)
    if (plain === undefined) return undefined
    try {
      return unpackSecrets(plain)
    } finally {
      plain.fill(0)
    }
  }
}

const purpose = (kind: string, key: ConversationKey, ...parts: string[]): string =>
  JSON.stringify([kind, key.conversation, ...parts])

/** The text behind its length in four bytes, then the progress, if there is any. */
function packParked({ text, progress = '' }: ParkedRequest): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.byteLength)
  return Buffer.concat([length, bytes, Buffer.from(progress, 'utf8')])
}

function unpackParked(packed: Buffer): ParkedRequest | undefined {
  if (packed.byteLength < 4) return undefined
  const end = 4 + packed.readUInt32BE()
  const progress = packed.toString('utf8', end)
  return { text: packed.toString('utf8', 4, end), progress: progress === '' ? undefined : progress }
}

/** Service, field and value of each secret, each behind its length in four bytes: no secret becomes a string on the way. */
function packSecrets({ given, held }: PendingSecrets): Buffer {
  const rows = Object.entries(given).flatMap(([service, fields]) =>
    Object.entries(fields).map(([field, secret]) => ({ service, field, secret })),
  )
  const all = held === undefined ? rows : [...rows, { service: HELD, field: '', secret: held }]
  const parts = all.flatMap(({ service, field, secret }) => [
    Buffer.from(service, 'utf8'),
    Buffer.from(field, 'utf8'),
    secret.use((bytes) => Buffer.from(bytes)),
  ])
  const packed = Buffer.allocUnsafeSlow(parts.reduce((size, part) => size + 4 + part.byteLength, 0))
  let offset = 0
  for (const part of parts) {
    offset = packed.writeUInt32BE(part.byteLength, offset)
    offset += part.copy(packed, offset)
    part.fill(0)
  }
  return packed
}

function unpackSecrets(packed: Buffer): PendingSecrets {
  const parts: Buffer[] = []
  for (let offset = 0; offset + 4 <= packed.byteLength;) {
    const length = packed.readUInt32BE(offset)
    const part = packed.subarray(offset + 4, offset + 4 + length)
    if (part.byteLength !== length)
      throw new KeyturnError('INTERNAL', 'A pending secret was not packed whole.')
    parts.push(part)
    offset += 4 + length
  }
  const given: Record<string, Record<string, Secret>> = {}
  let held: Secret | undefined
  for (let index = 0; index + 2 < parts.length; index += 3) {
    const [place, field, value] = [parts[index], parts[index + 1], parts[index + 2]]
    if (place === undefined || field === undefined || value === undefined) continue
    const service = place.toString('utf8')
    const secret = Secret.fromBytes(value)
    if (service === HELD) held = secret
    else given[service] = { ...given[service], [field.toString('utf8')]: secret }
  }
  return { given, held }
}

/** Stands where a service stands; no service is called so. */
const HELD = '?'
