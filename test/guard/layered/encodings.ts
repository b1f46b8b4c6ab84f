/** Numbers, and encodings of bytes by alphabets. */
import { base64, bitsOf, bytesOf, chain, each, hex, inHex, reversed, type Spell } from './spell.ts'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE62_SMALL = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'
const RFC1924 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'

const number: Spell = (value) => BigInt(`0x${inHex(value)}`).toString()

function positional(alphabet: string): Spell {
  return (value) => {
    let rest = BigInt(`0x${inHex(value)}`)
    let text = ''
    for (const base = BigInt(alphabet.length); rest > 0n; rest /= base)
      text = alphabet.charAt(Number(rest % base)) + text
    return text
  }
}

function base32(alphabet: string): Spell {
  return (value) =>
    (bitsOf(value).match(/.{1,5}/g) ?? [])
      .map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
      .join('')
}

function base85(digit: (place: number) => string): Spell {
  return (value) => {
    const missing = (4 - (Buffer.byteLength(value) % 4)) % 4
    const bytes = Buffer.from(value + ' '.repeat(missing))
    let text = ''
    for (let at = 0; at < bytes.length; at += 4) {
      let word = bytes.readUInt32BE(at)
      let five = ''
      for (let place = 0; place < 5; place++, word = Math.floor(word / 85)) five = digit(word % 85) + five
      text += five
    }
    return text
  }
}

const ascii85 = base85((place) => String.fromCharCode(33 + place))

const uuencode: Spell = (value) => {
  const lines =
    Buffer.from(value)
      .toString('latin1')
      .match(/.{1,45}/g) ?? []
  return lines
    .map((line) => {
      const bits = bitsOf(line.padEnd(Math.ceil(line.length / 3) * 3, '\0'))
      const body = (bits.match(/.{6}/g) ?? []).map((six) =>
        String.fromCharCode(32 + (Number.parseInt(six, 2) || 64)),
      )
      return String.fromCharCode(32 + line.length) + body.join('')
    })
    .map((line) => `\n${line}\n`)
    .join('')
}

const wide =
  (order: 'LE' | 'BE'): ((value: string) => Buffer) =>
  (value) => {
    const bytes = Buffer.from(value, 'utf16le')
    return order === 'LE' ? bytes : bytes.swap16()
  }

export const ENCODINGS: Readonly<Record<string, Spell>> = {
  'as one decimal number': number,
  'as a BigInt of JavaScript': (value) => `${number(value)}n`,
  'as one decimal number with commas': (value) => number(value).replace(/\B(?=(\d{3})+$)/g, ','),
  'as one hexadecimal number': (value) => `0x${inHex(value)}`,
  'as one octal number': (value) => BigInt(`0x${inHex(value)}`).toString(8),
  'as one binary number': (value) => BigInt(`0x${inHex(value)}`).toString(2),
  'as one number of base 36': (value) => BigInt(`0x${inHex(value)}`).toString(36),
  'as decimal bytes with blanks': each(String, ' '),
  'as decimal bytes with bars': each(String, ' | '),
  'as decimal bytes in words': each((code, at) => `byte ${at} is ${code}`, ', '),
  'as decimal bytes with arrows': each(String, ' -> '),
  'as decimal bytes by lines': each((code, at) => `${at}: ${code}`, '\n'),
  'as floats': each((code) => `${code}.0`, ', '),
  'as octal bytes': each((code) => code.toString(8), ' '),
  'as octal bytes with 0o': each((code) => `0o${code.toString(8)}`, ', '),
  'as binary bytes': each((code) => code.toString(2).padStart(8, '0'), ' '),
  'as binary bytes with 0b': each((code) => `0b${code.toString(2)}`, ', '),
  'as binary of seven bits': each((code) => code.toString(2).padStart(7, '0'), ' '),
  'as hexadecimal bytes with 0x and bars': each((code) => `0x${hex(code)}`, ' | '),
  'as hexadecimal bytes with an h': each((code) => `${hex(code)}h`, ' '),
  'as hexadecimal words of four': (value) => inHex(value).replace(/.{8}/g, '$& '),
  'as a dump of xxd': (value) =>
    (value.match(/.{1,16}/g) ?? [])
      .map((row, at) => `${hex(at * 16, 8)}: ${inHex(row).replace(/.{4}/g, '$& ')}`)
      .join('\n'),
  'in UTF-16LE in hexadecimal': (value) => wide('LE')(value).toString('hex'),
  'in UTF-16BE in hexadecimal': (value) => wide('BE')(value).toString('hex'),
  'in UTF-16LE in base64': (value) => wide('LE')(value).toString('base64'),
  'in UTF-16BE in base64': (value) => wide('BE')(value).toString('base64'),
  'in UTF-16LE behind a mark in base64': (value) => wide('LE')(`\ufeff${value}`).toString('base64'),
  'in UTF-32 in base64': (value) => Buffer.from(Uint32Array.from(bytesOf(value)).buffer).toString('base64'),
  'in base32hex': base32('0123456789ABCDEFGHIJKLMNOPQRSTUV'),
  'in base32 of Crockford': base32('0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  'in z-base-32': base32('ybndrfg8ejkmcpqxot1uwisza345h769'),
  'in base58': positional(BASE58),
  'in base62': positional(BASE62),
  'in base62, small letters first': positional(BASE62_SMALL),
  'in ascii85': (value) => `<~${ascii85(value)}~>`,
  'in ascii85 behind two bytes': (value) => ascii85(`xy${value}`),
  'in base85 of RFC 1924': base85((place) => RFC1924.charAt(place)),
  'in Z85': base85((place) => Z85.charAt(place)),
  'in uuencode': uuencode,
  'reversed in base64': chain(reversed, base64),
  'in base64, reversed': chain(base64, reversed),
  'in base64 of pieces of four': (value) => (value.match(/.{1,4}/g) ?? []).map(base64).join(' '),
  'in base64 of pieces of five': (value) => (value.match(/.{1,5}/g) ?? []).map(base64).join(','),
  'by ROT47': (value) =>
    value.replace(/[!-~]/g, (sign) => String.fromCharCode(33 + ((sign.charCodeAt(0) + 14) % 94))),
  'by Atbash': (value) =>
    value.replace(/[a-z]/gi, (letter) => {
      const first = letter <= 'Z' ? 65 : 97
      return String.fromCharCode(first + 25 - (letter.charCodeAt(0) - first))
    }),
  'with its case turned': (value) =>
    value.replace(/[a-z]/gi, (letter) => (letter <= 'Z' ? letter.toLowerCase() : letter.toUpperCase())),
}
