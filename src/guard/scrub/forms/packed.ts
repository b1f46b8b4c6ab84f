/** Reads what was compressed and then written in base64 or in hexadecimal: gzip (RFC 1952), zlib (RFC 1950). */
import { gunzipSync, inflateSync, constants } from 'node:zlib'
import { FormBuilder, type Form } from './form.ts'

/** How each begins: `1f 8b 08`, and `78` with a level that divides with it by 31. */
const PACKED =
  /(?:H4sI|eJ[wzyx]|eNo|eNp|eAE|eF4)[A-Za-z0-9+/_-]{16,}|(?:1f8b08|789c|78da|7801|785e)(?:[0-9a-f]{2}){12,}/gi
/** As long as the longest message, unpacked. Bytes. */
const MOST_UNPACKED = 1024 * 1024
/** So many are tried in a text. */
const MOST_TRIED = 64

/** The texts that are packed in a text; each of their characters stands for all that it was read from. */
export function readPacked(text: string): readonly Form[] {
  const form = new FormBuilder()
  let tried = 0
  for (const { 0: run, index } of text.matchAll(PACKED)) {
    if (++tried > MOST_TRIED) break
    const isHex = /^[0-9a-f]+$/i.test(run)
    const unpacked = unpack(Buffer.from(run, isHex ? 'hex' : 'base64'))
    if (unpacked !== '') form.add(`${unpacked}\n`, index, index + run.length)
  }
  return form.buildFrom(1)
}

function unpack(bytes: Buffer): string {
  // What is cut off at its end tells its beginning all the same.
  const options = { maxOutputLength: MOST_UNPACKED, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    return (bytes[0] === 0x1f ? gunzipSync(bytes, options) : inflateSync(bytes, options)).toString('latin1')
  } catch {
    return ''
  }
}
