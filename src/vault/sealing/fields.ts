/** The secret parts of a credential as bytes: to be sealed, and to be recognised when they come again. */
import { KeyturnError } from '../../errors.ts'
import { type CredentialFields, Secret } from '../../secret.ts'
import { lengthPrefixed, splitLengthPrefixed } from './length-prefix.ts'

/** The longest value of one field in UTF-8 bytes. */
export const MAX_FIELD_BYTES = 8_192

const MAX_FIELDS = 8
const FIELD_NAME = /^[a-z][a-z0-9_]{0,31}$/i

/**
 * Passes 1 to 8 fields of 1 to 8,192 bytes each.
 *
 * @throws KeyturnError `INPUT_INVALID`, naming the field, never its value.
 */
export function checkFields(fields: CredentialFields): void {
  const names = Object.keys(fields)
  if (names.length === 0 || names.length > MAX_FIELDS) {
    throw new KeyturnError('INPUT_INVALID', `A credential has 1 to ${MAX_FIELDS} fields.`)
  }
  for (const name of names) {
    if (!FIELD_NAME.test(name)) {
      throw new KeyturnError('INPUT_INVALID', 'A field of a credential has a name that is not a plain word.')
    }
    const length = fields[name]?.use((bytes) => bytes.byteLength) ?? 0
    if (length === 0 || length > MAX_FIELD_BYTES) {
      throw new KeyturnError(
        'INPUT_INVALID',
        `The field ${name} has to hold 1 to ${MAX_FIELD_BYTES} bytes.`,
        {
          field: name,
        },
      )
    }
  }
}

/** Which fields there are, as bound into the envelope: `token`, `password,username`. */
export function fieldKind(fields: CredentialFields): string {
  return sortedNames(fields).join(',')
}

/** Names and values in one piece of bytes; the caller zeroes it. */
export function encodeFields(fields: CredentialFields): Buffer {
  return joinFields(fields, (value) => value)
}

/** The fields again, or nothing when the bytes are not such a piece. */
export function decodeFields(bytes: Buffer): CredentialFields | undefined {
  const parts = splitLengthPrefixed(bytes)
  if (parts === undefined || parts.length === 0 || parts.length % 2 !== 0) return undefined
  const fields: Record<string, Secret> = {}
  for (let index = 0; index < parts.length; index += 2) {
    const [name, value] = [parts[index]?.toString('utf8'), parts[index + 1]]
    if (name === undefined || value === undefined || !FIELD_NAME.test(name)) return undefined
    fields[name] = Secret.fromBytes(value)
    value.fill(0)
  }
  return fields
}

/**
 * What two entries of the same secret have in common: outer blanks taken off, nothing else (tokens know upper and lower
 * case). One `token` is its bytes; several fields are their sorted names and values. The caller zeroes it.
 */
export function canonicalFields(fields: CredentialFields): Buffer {
  const token = fields['token']
  if (token !== undefined && sortedNames(fields).length === 1)
    return token.use((bytes) => Buffer.from(trim(bytes)))
  return joinFields(fields, trim)
}

/** Zeroes every field. */
export function disposeFields(fields: CredentialFields): void {
  for (const secret of Object.values(fields)) secret.dispose()
}

function joinFields(fields: CredentialFields, shape: (bytes: Buffer) => Buffer): Buffer {
  const pieces: Buffer[] = []
  for (const name of sortedNames(fields)) {
    const piece = fields[name]?.use((bytes) => lengthPrefixed(name, shape(bytes)))
    if (piece !== undefined) pieces.push(piece)
  }
  const joined = Buffer.concat(pieces)
  for (const piece of pieces) piece.fill(0)
  return joined
}

function sortedNames(fields: CredentialFields): string[] {
  return Object.keys(fields).sort()
}

/** Takes off tab, line feed, vertical tab, form feed, carriage return and space. */
function trim(bytes: Buffer): Buffer {
  const isBlank = (byte: number | undefined): boolean =>
    byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13)
  let start = 0
  let end = bytes.byteLength
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}
