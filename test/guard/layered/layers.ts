/** Encodings on top of each other. */
import { base64, chain, each, hex, inHex, percent, reversed, type Spell } from './spell.ts'

const rot13: Spell = (value) =>
  value.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  })
const spaced: Spell = (value) => [...value].join(' ')
const entities = each((code) => `&#${code};`)
const unicode = each((code) => `\\u${hex(code, 4)}`)
const base64url: Spell = (value) => Buffer.from(value).toString('base64url')
const wrapped: Spell = (value) => value.replace(/.{20}/g, '$&\n')

export const LAYERS: Readonly<Record<string, Spell>> = {
  'in base64 of base64': chain(base64, base64),
  'in base64 of base64 of base64': chain(base64, base64, base64),
  'in base64 of base64url behind a word': (value) => base64(`key=${base64url(`t:${value}`)}`),
  'in wrapped base64 of base64': chain(base64, base64, wrapped),
  'in base64 of hexadecimal': chain(inHex, base64),
  'in hexadecimal of base64': chain(base64, inHex),
  'in hexadecimal of hexadecimal': chain(inHex, inHex),
  'in base64 of a JSON text': (value) => base64(JSON.stringify({ token: value })),
  'in base64 of a basic header in base64': (value) =>
    base64(`Authorization: Basic ${base64(`user:${value}`)}`),
  'in base64 of escapes': chain(unicode, base64),
  'in base64 of entities': chain(entities, base64),
  'in hexadecimal of percent-encoding': chain(percent, inHex),
  'percent-encoded hexadecimal': chain(inHex, percent),
  'percent-encoded base64': chain(base64, percent),
  'in escapes of base64': chain(base64, unicode),
  'in entities of base64': chain(base64, entities),
  'in base64 of decimal bytes': chain(each(String, ','), base64),
  'in decimal bytes of base64': chain(base64, each(String, ' ')),
  'in base64 of ROT13': chain(rot13, base64),
  'in ROT13 of base64': chain(base64, rot13),
  'in base64 of blanks': chain(spaced, base64),
  'in base64 with blanks between': chain(base64, spaced),
  'in base64 of base64, reversed': chain(base64, base64, reversed),
  'in hexadecimal of the reversed': chain(reversed, inHex),
  'in base64 of reversed base64': chain(base64, reversed, base64),
  'in JSON of JSON of escapes': (value) => JSON.stringify(JSON.stringify(unicode(value))),
  'in binary of base64': chain(
    base64,
    each((code) => code.toString(2).padStart(8, '0'), ' '),
  ),
  'in full-width letters of base64': chain(base64, (text) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  ),
}
