/**
 * The saved form of a conversation's place: our own small versioned record, strictly checked on the way back in.
 *
 * A record holds ids, counters and account names, and has no authority: whatever it claims, credentials are stored and
 * used only after the vault and the service were asked.
 */
import { z } from 'zod'
import { MOST_ASIDE } from '../../../machines/questions.ts'
import { MACHINE_VERSION } from '../../../machines/turn.ts'
import { nothingKept } from '../../../machines/kept.ts'
import type { Kept } from '../../../machines/kept.ts'

/** The longest record, in bytes of UTF-8 JSON: 16 KiB, so that sealed and in base64url the state store takes it. */
export const MAX_RECORD_BYTES = 16 * 1024

/** The most accounts or choices of each kind that are kept. */
const MOST = 50

const id = z.string().min(1).max(256)
const word = z.string().max(64)
/** At most 256 bytes of UTF-8, see `showName`. */
const name = z.string().max(256)
const time = z.int().min(0)
const why = z.enum([
  'use',
  'add',
  'rejected',
  'stray',
  'switch',
  'default',
  'no-default',
  'rename',
  'remove',
  'forget',
  'log-out',
])
const question = z.enum([
  'none',
  'service',
  'account',
  'name',
  'secret',
  'add',
  'removal',
  'retry',
  'elsewhere',
])

const account = z.strictObject({
  id,
  name,
  label: name.nullable(),
  active: z.boolean(),
  expired: z.boolean().exactOptional(),
  isDefault: z.boolean(),
  damaged: z.boolean().exactOptional(),
  login: name.exactOptional(),
})

const want = z.strictObject({
  service: word.nullable(),
  server: id.nullable(),
  why,
  named: z.array(id).max(MOST).nullable(),
  subject: id.nullable(),
  label: name.nullable(),
  one: z.enum(['named', 'tool']).exactOptional(),
  unnamed: z.literal(true).exactOptional(),
  answered: z.literal(true).exactOptional(),
  field: word.nullable(),
})

const aside = z.strictObject({
  question,
  want: want.nullable(),
  parked: z.boolean(),
  pending: z.boolean(),
})

const kept = z.strictObject({
  question,
  questionUntil: time.nullable(),
  want: want.nullable(),
  offered: z.array(account).max(MOST),
  armed: z.boolean(),
  repeated: z.boolean(),
  askedIn: id.nullable(),
  parked: z.boolean(),
  pending: z.boolean(),
  held: z.boolean(),
  aside: z.array(aside).max(MOST_ASIDE),
  chosen: z
    .record(
      word,
      z.strictObject({
        ids: z.array(id).max(MOST),
        once: z.boolean(),
        before: z.array(id).max(MOST).exactOptional(),
      }),
    )
    .refine((chosen) => Object.keys(chosen).length <= MOST),
  declined: z.array(word).max(MOST),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .exactOptional(),
  malformed: z.int().min(0).max(10),
  resumed: z.strictObject({ turnId: id, why, declined: name.exactOptional() }).nullable(),
})

const record = z.strictObject({ machineVersion: z.literal(MACHINE_VERSION), kept })

/** What a stored record turned out to be. `unreadable`: altered, of another version, or too large. */
export type ParsedRecord = { readonly kind: 'read'; readonly kept: Kept } | { readonly kind: 'unreadable' }

/** Reads a stored record; never throws, whatever the bytes. */
export function parseRecord(text: string | undefined): ParsedRecord {
  if (text === undefined) return { kind: 'read', kept: nothingKept }
  if (Buffer.byteLength(text, 'utf8') > MAX_RECORD_BYTES) return { kind: 'unreadable' }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { kind: 'unreadable' }
  }
  const result = record.safeParse(json)
  return result.success ? { kind: 'read', kept: result.data.kept } : { kind: 'unreadable' }
}

/** Writes a record; it is trimmed until it fits, oldest choices first, then the last of many accounts that were offered. */
export function writeRecord(state: Kept): string {
  let chosen = Object.fromEntries(Object.entries(state.chosen).slice(-MOST))
  let offered = state.offered.slice(0, MOST)
  for (;;) {
    const text = JSON.stringify({ machineVersion: MACHINE_VERSION, kept: { ...state, chosen, offered } })
    if (Buffer.byteLength(text, 'utf8') <= MAX_RECORD_BYTES) return text
    if (Object.keys(chosen).length > 0) chosen = Object.fromEntries(Object.entries(chosen).slice(1))
    else if (offered.length > 0) offered = offered.slice(0, -1)
    else return text
  }
}
