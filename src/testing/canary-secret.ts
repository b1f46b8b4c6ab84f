/** One secret of a canary: its text, its fields, and which of its bytes are the secret ones. */
import type { SecretPiece } from './secret-shapes.ts'

/** A secret that must be nowhere. */
export interface CanarySecret {
  readonly name: string
  /** All of it, as a user would paste it. */
  readonly text: string
  /** By field where it has several (`username`, `password`); else `token` alone. */
  readonly fields: Readonly<Record<string, string>>
}

/** Text whose bytes a scan looks for. `hidden[i]` tells whether UTF-8 byte `i` is part of what nobody may see. */
export interface HiddenText {
  readonly text: string
  readonly hidden: readonly boolean[]
}

/** Puts the pieces together. */
export function createCanarySecret(name: string, pieces: readonly SecretPiece[]): CanarySecret {
  const named = pieces.filter((piece) => piece.field !== undefined)
  const text = pieces.map((piece) => piece.text).join('')
  const fields =
    named.length === 0
      ? { token: text }
      : Object.fromEntries(named.map((piece) => [piece.field ?? '', piece.text]))
  return { name, text, fields }
}

/** What to look for: the whole, and each field by itself, which a tool may encode without the rest. */
export function hiddenTexts(pieces: readonly SecretPiece[]): HiddenText[] {
  const whole: HiddenText = {
    text: pieces.map((piece) => piece.text).join(''),
    hidden: pieces.flatMap(({ text, isSecret }) =>
      Array.from({ length: Buffer.byteLength(text, 'utf8') }, () => isSecret),
    ),
  }
  const fields = pieces.filter((piece) => piece.field !== undefined && piece.isSecret && pieces.length > 1)
  return [
    whole,
    ...fields.map(({ text }) => ({
      text,
      hidden: Array.from({ length: Buffer.byteLength(text, 'utf8') }, () => true),
    })),
  ]
}
