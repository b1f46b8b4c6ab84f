/**
 * Values of conversations in Redis, which one plain `MGET` reads: 16 digits of the time until which a value counts (epoch
 * milliseconds), its own key, its content. The content of a conversation is its version (16 digits), the length of the
 * record in bytes (8 digits), the record, and `1` with the parked request behind it or `0`. Scripts write them.
 *
 * Because a value names its key, a reply that belongs to somebody else, or a value that was copied, is never believed.
 */
import type { StoredConversation } from '../state.ts'

/** A value that counts. */
export interface RedisValue {
  /** Epoch milliseconds. */
  readonly until: number
  readonly content: Buffer
}

/** What stands in a place: nothing that counts, a value of another place, or one that counts. */
export type ReadValue = RedisValue | 'foreign' | undefined

/** What a value is: nothing (or expired), of another key or broken (`foreign`), or one that counts. */
export function readValue(value: unknown, key: string, now: number): ReadValue {
  if (!Buffer.isBuffer(value)) return undefined
  const name = Buffer.from(key, 'utf8')
  const digits = value.subarray(0, 16).toString('latin1')
  if (!/^\d{16}$/.test(digits) || !value.subarray(16, 16 + name.length).equals(name)) return 'foreign'
  const until = Number(digits)
  return until <= now ? undefined : { until, content: value.subarray(16 + name.length) }
}

/** The content of a value that counts. */
export function toBytes(value: ReadValue): Uint8Array | undefined {
  return typeof value === 'object' ? new Uint8Array(value.content) : undefined
}

/** The conversation in a value, with the pending secret beside it; nothing when it is broken, as the scripts judge it too. */
export function toStored(conversation: ReadValue, beside: ReadValue): StoredConversation | undefined {
  if (typeof conversation !== 'object') return undefined
  const { content } = conversation
  const pending = typeof beside === 'object' ? beside : undefined
  const numbers = /^(\d{16})(\d{8})$/.exec(content.subarray(0, 24).toString('latin1'))
  if (numbers === null) return undefined
  const version = Number(numbers[1])
  const end = 24 + Number(numbers[2])
  const flag = content.subarray(end, end + 1).toString('latin1')
  if (version === 0 || (flag !== '0' && flag !== '1')) return undefined
  return {
    version,
    record: content.subarray(24, end).toString('utf8'),
    parked: flag === '1' ? new Uint8Array(content.subarray(end + 1)) : undefined,
    pending:
      pending === undefined ? undefined : { sealed: new Uint8Array(pending.content), until: pending.until },
  }
}
