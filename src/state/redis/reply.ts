/** Takes the elements of a script's reply apart. */
import type { ReplyElement } from './client.ts'
import { failRedis } from './error.ts'

/** An element as text. */
export function textOf(element: ReplyElement | undefined): string {
  return Buffer.isBuffer(element) ? element.toString('utf8') : String(element)
}

/**
 * A value, if there is one; it must carry the name of the key it was asked for, because a client that mixes up replies
 * would otherwise hand one user what belongs to another.
 *
 * @throws KeyturnError `STATE_UNAVAILABLE` with the reason `mixed`.
 */
export function ownedBytes(
  owner: ReplyElement | undefined,
  name: string | undefined,
  value: ReplyElement | undefined,
): Uint8Array | undefined {
  if (!Buffer.isBuffer(value)) return undefined
  if (name === undefined || textOf(owner) !== name) throw failRedis('mixed')
  return new Uint8Array(value)
}
