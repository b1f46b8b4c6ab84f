/** What goes into SQLite and what comes out, as the types this store uses. */

/** A row as the driver gives it; read its columns with `readNumber`, `readText`, `readBytes`. */
export type Row = Readonly<Record<string, unknown>>

/** What may be bound to a statement. */
export type Bound = string | number | Uint8Array | null

/** The UTF-8 bytes of a text, as names and records are stored. */
export function toBytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}

/** A column as number, or nothing for NULL. */
export function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** A column as text, from bytes of UTF-8 or text, or nothing for NULL. */
export function readText(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  return typeof value === 'string' ? value : undefined
}

/** A column as bytes of our own, or nothing for NULL. */
export function readBytes(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? new Uint8Array(value) : undefined
}
