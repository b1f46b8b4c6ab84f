/** Decodes one run in the plainest way, all of it, wherever in a group it may begin: what the guard's quick readings are measured by. */
import { isBase85 } from '../../../src/guard/scrub/forms/base85.ts'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = UPPER.toLowerCase()
const DIGITS = '0123456789'

/** Signs that a run of an encoding is written with, whether a run of them may be one, and the texts of twelve characters and more that it holds. */
export interface Decoding {
  readonly signs: string
  /** Whether a run stands for one text as a whole. */
  readonly isWhole: boolean
  readonly isRun: (run: string) => boolean
  readonly encode: (bytes: Uint8Array) => string
  readonly decode: (run: string) => readonly string[]
}

/** Each encoding by its name. */
export const DECODINGS: Readonly<Record<string, Decoding>> = {
  'base64, forwards and backwards': {
    signs: `${UPPER}${LOWER}${DIGITS}+/`,
    isWhole: false,
    isRun: () => true,
    encode: (bytes) => Buffer.from(bytes).toString('base64').replaceAll('=', ''),
    decode: (run) =>
      [run, [...run].reverse().join('')].flatMap((read) =>
        [0, 1, 2, 3].flatMap((phase) => textsOf(Buffer.from(read.slice(phase), 'base64'))),
      ),
  },
  Ascii85: base85(Array.from({ length: 85 }, (_, place) => String.fromCharCode(33 + place)).join('')),
  'base 85 of RFC 1924': base85(`${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`),
  Z85: base85(`${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`),
  'a number in base 58': number('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'),
  'a number in base 62': number(DIGITS + UPPER + LOWER),
  'a number in base 36': number(DIGITS + LOWER),
  'a decimal number': number(DIGITS),
}

function base85(signs: string): Decoding {
  const encode = (bytes: Uint8Array): string => {
    let run = ''
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      let word = Buffer.from(bytes).readUInt32BE(at)
      let group = ''
      for (let sign = 0; sign < 5; sign++, word = Math.floor(word / 85))
        group = signs.charAt(word % 85) + group
      run += group
    }
    return run
  }
  const decode = (run: string): string[] =>
    [0, 1, 2, 3, 4].flatMap((phase) => {
      const bytes: number[] = []
      for (let at = phase; at + 5 <= run.length; at += 5) {
        const word = [...run.slice(at, at + 5)].reduce((sum, sign) => sum * 85 + signs.indexOf(sign), 0)
        // A byte that no text holds where the group is none.
        if (word > 0xffffffff) bytes.push(255)
        else for (const shift of [24, 16, 8, 0]) bytes.push((word >>> shift) & 255)
      }
      return textsOf(bytes)
    })
  return { signs, isWhole: false, isRun: isBase85, encode, decode }
}

function number(signs: string): Decoding {
  const base = BigInt(signs.length)
  const encode = (bytes: Uint8Array): string => {
    let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    let run = ''
    for (; rest > 0n; rest /= base) run = signs.charAt(Number(rest % base)) + run
    return run
  }
  const decode = (run: string): string[] => {
    const read = [...run].reduce((sum, sign) => sum * base + BigInt(signs.indexOf(sign)), 0n)
    const hex = read.toString(16)
    // Of a number no byte is passed over.
    return (
      Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
        .toString('latin1')
        .match(/[ -~]{12,}/g) ?? []
    )
  }
  return { signs, isWhole: true, isRun, encode, decode }
}

/** Letters without a digit among them are taken for a word, digits alone only where there are many for a number. */
function isRun(run: string): boolean {
  return /\d/.test(run) && (/[A-Za-z]/.test(run) || run.length >= 28)
}

/** Zeros are passed over. */
function textsOf(bytes: Iterable<number>): string[] {
  const written = [...bytes].filter((byte) => byte !== 0)
  return (
    Buffer.from(written)
      .toString('latin1')
      .match(/[ -~]{12,}/g) ?? []
  )
}
