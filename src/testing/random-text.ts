/** Random text over an alphabet, each character equally likely. */

/** Digits, capitals, small letters: the order that GitHub's checksum uses. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Characters of base64url. */
export const BASE64URL = `${BASE62}-_`

/** Small hexadecimal digits. */
export const HEX = '0123456789abcdef'

/** Text of `length` random characters of an alphabet of at most 256. */
export function randomText(length: number, alphabet: string = BASE62): string {
  // The remainder of a byte would favour the first characters: bytes above the last whole multiple are thrown away.
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(Math.min(length, 1024)))) {
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length)
    }
  }
  return text
}
