/** The check digits some services put into their tokens. They rank and explain; a wrong one never lets a token pass. */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value >>> 0
})

/** CRC-32 of an ASCII text (ISO 3309, polynomial 0xEDB88320), as an unsigned number. */
export function crc32(text: string): number {
  let crc = 0xffff_ffff
  for (let at = 0; at < text.length; at++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ text.charCodeAt(at)) & 255] ?? 0)
  }
  return (crc ^ 0xffff_ffff) >>> 0
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A number in base 62 with digits, upper, lower case, padded with `0` to `width`. */
export function toBase62(value: number, width: number): string {
  let rest = value
  let digits = ''
  while (rest > 0) {
    digits = (BASE62[rest % 62] ?? '') + digits
    rest = Math.floor(rest / 62)
  }
  return digits.padStart(width, '0')
}

/** A CRC-32 as eight hex digits with the lowest byte first. */
export function toLittleEndianHex(value: number): string {
  const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * How to check a whole token, prefix included; undefined where its form carries no check digits.
 *
 * Sources: GitHub and npm: github.blog 2021-04-05 and 2021-09-23 (CRC-32 of the 30 random characters in base 62);
 * GitLab: `lib/authn/token_field/generator/routable_token.rb` (CRC-32 of all before the last 7 in base 36);
 * Atlassian: recomputed on published vectors (CRC-32 of all before the last 8, upper hex);
 * Grafana: `pkg/components/satokengen` (CRC-32 of the token without its check part, little-endian hex).
 */
export const CHECKSUMS = {
  base62(token: string): boolean | undefined {
    const body = token.slice(token.lastIndexOf('_') + 1)
    if (!/^[0-9A-Za-z]{36}$/.test(body)) return undefined
    return toBase62(crc32(body.slice(0, 30)), 6) === body.slice(30)
  },
  routable(token: string): boolean | undefined {
    if (!/\.[0-9a-z]{2}\.?[0-9a-z]{9}$/.test(token)) return undefined
    return crc32(token.slice(0, -7)).toString(36).padStart(7, '0') === token.slice(-7)
  },
  atlassian(token: string): boolean | undefined {
    if (!/=[0-9A-F]{8}$/.test(token)) return undefined
    return crc32(token.slice(0, -8)).toString(16).toUpperCase().padStart(8, '0') === token.slice(-8)
  },
  grafana(token: string): boolean | undefined {
    const match = /^(glsa_[A-Za-z0-9]{32})_([0-9a-f]{8})$/.exec(token)
    return match === null ? undefined : toLittleEndianHex(crc32(match[1] ?? '')) === match[2]
  },
} as const satisfies Record<string, (token: string) => boolean | undefined>

/** Names of the known check-digit schemes. */
export type ChecksumName = keyof typeof CHECKSUMS
