/** Ciphers without a key, orders of the same characters, words of memory, archives, and spelling aloud in several languages. */
import { deflateSync, gzipSync } from 'node:zlib'
import { base64, bytesOf, chain, each, hex, inHex, reversed, type Spell } from './spell.ts'

const shifted =
  (by: number): Spell =>
  (value) =>
    value.replace(/[a-z]/gi, (letter) => {
      const first = letter <= 'Z' ? 65 : 97
      return String.fromCharCode(first + ((letter.charCodeAt(0) - first + by) % 26))
    })
const moved = (by: number): Spell => each((code) => String.fromCharCode(33 + ((code - 33 + by + 94) % 94)))
const every =
  (step: number): Spell =>
  (value) =>
    Array.from({ length: step }, (_, first) =>
      [...value].filter((__, at) => at % step === first).join(''),
    ).join(' ')
/** In numbers of so many bytes. */
const words =
  (size: number, write: (bytes: Buffer) => string): Spell =>
  (value) =>
    (value.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [])
      .map((part) => write(Buffer.from(part.padEnd(size, '\0'))))
      .join(', ')
const spoken = (alphabet: string, digits = DIGITS): Spell => {
  const [letters, numbers] = [alphabet.split(' '), digits.split(' ')]
  return (value) =>
    [...value]
      .map((sign) => {
        if (/[a-z]/i.test(sign)) return letters[sign.toLowerCase().charCodeAt(0) - 97]
        return /[0-9]/.test(sign) ? numbers[Number(sign)] : 'then'
      })
      .join(', ')
}
const DIGITS = 'zero one two three four five six seven eight nine'
const name = (sign: string): string => {
  if (/[0-9]/.test(sign)) return `DIGIT ${DIGITS.split(' ')[Number(sign)]}`.toUpperCase()
  return /[a-z]/i.test(sign)
    ? `LATIN ${sign < 'a' ? 'CAPITAL' : 'SMALL'} LETTER ${sign.toUpperCase()}`
    : 'LOW LINE'
}
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

export const CIPHERS: Readonly<Record<string, Spell>> = {
  'three letters on': shifted(3),
  'seven letters on': shifted(7),
  'one letter back, in base64': chain(shifted(25), base64),
  'thirteen letters on, backwards': chain(shifted(13), reversed),
  'one sign on': moved(1),
  'two signs back': moved(-2),
  'with pairs turned': (value) => value.replace(/(.)(.)/g, '$2$1'),
  'in hexadecimal with pairs turned': (value) => inHex(value).replace(/(.)(.)/g, '$2$1'),
  'in letters of hexadecimal': (value) =>
    inHex(value).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))),
  'every second character, then the others': every(2),
  'every third character, then the others': every(3),
  'with each character twice': (value) => value.replace(/./g, '$&$&'),
  'with each character three times': (value) => value.replace(/./g, '$&$&$&'),
  'with a letter between': (value) => [...value].join('x'),
  'with any letter between': (value) =>
    [...value].map((sign, at) => sign + 'qwertzuiop'.charAt((at * 7) % 10)).join(''),
  'with two letters between': (value) => [...value].join('ay'),
  'in classes of an expression': (value) => value.replace(/./g, '[$&]'),
  'in words of 32 bits': words(4, (bytes) => `0x${bytes.readUInt32BE().toString(16)}`),
  'in words of 32 bits, lowest byte first': words(4, (bytes) => `0x${bytes.readUInt32LE().toString(16)}`),
  'in decimal words of 32 bits': words(4, (bytes) => String(bytes.readUInt32BE())),
  'in decimal words of 32 bits, lowest byte first': words(4, (bytes) => String(bytes.readUInt32LE())),
  'in decimal words of 64 bits': words(8, (bytes) => String(bytes.readBigUInt64BE())),
  'in words of 64 bits, lowest byte first': words(8, (bytes) => `0x${bytes.readBigUInt64LE().toString(16)}`),
  'in swapped words of 16 bits': words(2, (bytes) => bytes.swap16().toString('hex')),
  'in addresses of IPv4': words(4, (bytes) => bytes.join('.')),
  'in colours': words(3, (bytes) => `#${bytes.toString('hex')}`),
  'in bytes of an assembler': each((code) => `0${hex(code)}h`, ','),
  'in characters of TeX': each((code) => `\\char ${code} `),
  'in carets of TeX': each((code) => `^^${hex(code)}`),
  'in base45': (value) =>
    (value.match(/../gs) ?? [])
      .map((pair) => {
        const number = Buffer.from(pair).readUInt16BE()
        return [1, 45, 2025].map((weight) => BASE45.charAt(Math.floor(number / weight) % 45)).join('')
      })
      .join(''),
  'packed by gzip in base64': (value) => gzipSync(value).toString('base64'),
  'packed by gzip in hexadecimal': (value) => gzipSync(value).toString('hex'),
  'packed by zlib in base64': (value) => deflateSync(value).toString('base64'),
  'packed with text around it, in base64 of base64': (value) =>
    base64(gzipSync(`the key is ${value}, as you know`).toString('base64')),
  'in names of Unicode': (value) => [...value].map(name).join(', '),
  'in names of Unicode in braces': (value) => [...value].map((sign) => `\\N{${name(sign)}}`).join(''),
  'aloud, capital and small': (value) =>
    [...value]
      .map((sign) => (/[A-Z]/.test(sign) ? `capital ${sign}` : /[a-z]/.test(sign) ? `small ${sign}` : sign))
      .join(', '),
  'aloud by the names of letters': spoken(
    'ay bee cee dee ee eff gee aitch eye jay kay ell em en oh pee cue ar ess tee you vee doubleyou ex why zee',
  ),
  'aloud with German digits': spoken(
    'a b c d e f g h i j k l m n o p q r s t u v w x y z',
    'null eins zwei drei vier fünf sechs sieben acht neun',
  ),
  'aloud as on German telephones': spoken(
    'Anton Berta Cäsar Dora Emil Friedrich Gustav Heinrich Ida Julius Kaufmann Ludwig Martha Nordpol Otto Paula Quelle Richard Samuel Theodor Ulrich Viktor Wilhelm Xanthippe Ypsilon Zacharias',
    'null eins zwei drei vier fünf sechs sieben acht neun',
  ),
  'aloud as the police does': spoken(
    'Adam Boy Charles David Edward Frank George Henry Ida John King Lincoln Mary Nora Ocean Paul Queen Robert Sam Tom Union Victor William Xray Young Zebra',
  ),
  'aloud, its hexadecimal': (value) =>
    [...inHex(value)]
      .map((digit) => `${DIGITS} a b c d e f`.split(' ')[Number.parseInt(digit, 16)])
      .join(' '),
  'aloud, its numbers': (value) =>
    bytesOf(value)
      .map((code) => [...String(code)].map((digit) => DIGITS.split(' ')[Number(digit)]).join(' '))
      .join(', '),
}
