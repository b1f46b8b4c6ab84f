/** A credential's row as bytes and back, for the cache that seals it. */
import type { CredentialTable } from './tables.ts'

/** The row as JSON; its binary columns, sealed or hashed already, in base64. */
export function packRow(row: CredentialTable): Buffer {
  const packed = Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  )
  return Buffer.from(JSON.stringify(packed), 'utf8')
}

/** What `packRow` packed; nothing for bytes that are no row. The row's own seal decides whether it is to be believed. */
export function unpackRow(packed: Buffer): CredentialTable | undefined {
  try {
    return JSON.parse(packed.toString('utf8'), (_, value: unknown) =>
      isBinary(value) ? Buffer.from(value.base64, 'base64') : value,
    ) as CredentialTable
  } catch {
    return undefined
  }
}

function isBinary(value: unknown): value is { readonly base64: string } {
  return typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
}
