/**
 * The saved form of an answer: its structure as JSON, and beside it the two texts that may be as long as a message, as they are. In
 * JSON a control character takes six bytes for one, so that a message within the limit could be beyond that of the store.
 */
import { z } from 'zod'
import type { TurnOutcome } from './outcome.ts'

const account = z.object({
  id: z.string(),
  service: z.string(),
  name: z.string(),
  label: z.string().optional(),
})
const history = z.object({ user: z.string(), assistant: z.string().optional() })
const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pass'), text: z.string(), history }),
  z.object({
    kind: z.literal('reply'),
    reply: z.object({
      text: z.string(),
      choices: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
      form: z
        .object({ service: z.string(), field: z.string(), label: z.string(), masked: z.boolean() })
        .optional(),
      link: z.string().optional(),
    }),
    history,
  }),
  z.object({
    kind: z.literal('resume'),
    prelude: z.string(),
    text: z.string(),
    account: account.optional(),
    accounts: z.array(account),
    declined: z.string().optional(),
    progress: z.string().optional(),
    history,
  }),
])

/** Bytes of the number that says how long the JSON is. */
const LENGTH_BYTES = 4

/** UTF-8 has no halves of surrogate pairs; a text that holds one is written as it is in memory. */
const ENCODINGS = ['utf8', 'utf16le'] as const

const head = z.object({
  answer,
  /** Bytes and encoding of the two texts. */
  texts: z.tuple([
    z.tuple([z.int().min(0), z.enum(ENCODINGS)]),
    z.tuple([z.int().min(0), z.enum(ENCODINGS)]),
  ]),
})

/** Writes an answer; at most twice the bytes of its texts, and a few hundred. */
export function packOutcome(outcome: TurnOutcome): Buffer {
  const { user } = outcome.history
  const text = outcome.kind === 'reply' ? '' : outcome.text
  const texts = [text, user].map((long) => {
    const encoding = long.isWellFormed() ? 'utf8' : 'utf16le'
    return { encoding, bytes: Buffer.from(long, encoding) } as const
  })
  const json = Buffer.from(
    JSON.stringify({
      answer: withTexts(outcome, '', ''),
      texts: texts.map(({ encoding, bytes }) => [bytes.byteLength, encoding]),
    }),
    'utf8',
  )
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(json.byteLength)
  return Buffer.concat([length, json, ...texts.map(({ bytes }) => bytes)])
}

/** Reads an answer; nothing for bytes that are none. */
export function unpackOutcome(packed: Buffer): TurnOutcome | undefined {
  if (packed.byteLength < LENGTH_BYTES) return undefined
  let from = LENGTH_BYTES + packed.readUInt32BE()
  const parsed = head.safeParse(parseJson(packed.toString('utf8', LENGTH_BYTES, from)))
  if (!parsed.success) return undefined
  const [text = '', user = ''] = parsed.data.texts.map(([bytes, encoding]) => {
    const long = packed.toString(encoding, from, from + bytes)
    from += bytes
    return long
  })
  // Read with its optional members as they were written: present, or not there at all.
  return withTexts(parsed.data.answer as TurnOutcome, text, user)
}

function withTexts(outcome: TurnOutcome, text: string, user: string): TurnOutcome {
  const history = { ...outcome.history, user }
  return outcome.kind === 'reply' ? { ...outcome, history } : { ...outcome, text, history }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
