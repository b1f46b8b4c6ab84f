/** Escapes of programming languages, of HTML, CSS, addresses and mail. */
import { chain, each, hex, only, percent, type Spell } from './spell.ts'

const NAMED: Readonly<Record<string, string>> = { _: '&lowbar;', '-': '&hyphen;', '0': '&#48;' }
const named: Spell = (value) => value.replace(/[_\-0]/g, (sign) => NAMED[sign] ?? sign)
const quotedPrintable = each((code) => `=${hex(code).toUpperCase()}`)

export const ESCAPES: Readonly<Record<string, Spell>> = {
  'in decimal entities': each((code) => `&#${code};`),
  'in entities with leading zeros': each((code) => `&#0000${code};`),
  'in hexadecimal entities of a capital X': each((code) => `&#X${hex(code)};`),
  'in hexadecimal entities with leading zeros': each((code) => `&#x0000${hex(code)};`),
  'in decimal entities without an end': each((code) => `&#${code} `),
  'in hexadecimal entities without an end': each((code) => `&#x${hex(code)}`, ' '),
  'with named entities': named,
  'with entities twice': (value) =>
    named(value).replaceAll('&', '&amp;') + named(value).replaceAll('&', '&amp;'),
  'with every second letter an entity': each((code, at) =>
    at % 2 === 0 ? `&#${code};` : String.fromCharCode(code),
  ),
  'in \\U escapes of eight digits': each((code) => `\\U${hex(code, 8)}`),
  'in \\u{} escapes': each((code) => `\\u{${hex(code, 1)}}`),
  'in \\u{} escapes with zeros': each((code) => `\\u{${hex(code, 6)}}`),
  'in \\x{} escapes': each((code) => `\\x{${hex(code)}}`),
  'in \\u escapes, escaped again': each((code) => `\\\\u${hex(code, 4)}`),
  'with escapes of the signs only': only(/[^a-z]/g, (code) => `\\x${hex(code)}`),
  'with \\u escapes of every second letter': each((code, at) =>
    at % 2 === 0 ? `\\u${hex(code, 4)}` : String.fromCharCode(code),
  ),
  'in octal escapes': each((code) => `\\${code.toString(8)}`),
  'with octal escapes of the digits': only(/[0-9_]/g, (code) => `\\0${code.toString(8)}`),
  'in decimal escapes': each((code) => `\\${String(code).padStart(3, '0')}`),
  'in CSS escapes': each((code) => `\\${hex(code, 1)} `),
  'in CSS escapes of six digits': each((code) => `\\${hex(code, 6)}`),
  'with CSS escapes of every third letter': each((code, at) =>
    at % 3 === 0 ? `\\${hex(code, 6)}` : String.fromCharCode(code),
  ),
  'as code points': each((code) => `U+${hex(code, 4).toUpperCase()}`, ' '),
  'as names of code points': each((code) => `<U+${hex(code, 4).toUpperCase()}>`),
  'percent-encoded three times': each((code) => `%2525${hex(code).toUpperCase()}`),
  'percent-encoded four times': each((code) => `%252525${hex(code).toUpperCase()}`),
  'percent-encoded in %u': each((code) => `%u${hex(code, 4)}`),
  'percent-encoded here and there': only(/[aeiou0-9_]/g, (code) => `%${hex(code)}`),
  'percent-encoded here and there, three times': only(/[aeiou0-9_]/g, (code) => `%2525${hex(code)}`),
  'in quoted-printable': quotedPrintable,
  'in quoted-printable here and there': only(/[A-Z_]/g, (code) => `=${hex(code).toUpperCase()}`),
  'in quoted-printable with soft breaks': (value) => quotedPrintable(value).replace(/.{24}/g, '$&=\r\n'),
  'in UTF-7': (value) => value.replace(/[^A-Z]+/g, (run) => `+${utf7(run)}-`),
  'with signs in UTF-7': (value) => value.replace(/_/g, '+AF8-').replace(/-(?!$)/g, '-'),
  'as chr() calls': each((code) => `chr(${code})`, '+'),
  'as chr() calls of hexadecimal': each((code) => `chr(0x${hex(code)})`, ' . '),
  'as CHAR() of SQL': (value) => `CHAR(${each(String, ',')(value)})`,
  'as String.fromCharCode': (value) => `String.fromCharCode(${each(String, ', ')(value)})`,
  'as many calls of fromCharCode': each((code) => `String.fromCharCode(${code})`, ' + '),
  'as char casts of PowerShell': each((code) => `[char]${code}`, '+'),
  'as rune literals': each((code) => `'\\x${hex(code)}'`, ', '),
  'in the quotes of a shell': each((code) => `$'\\x${hex(code)}'`),
  'as Erlang literals': each((code) => `16#${hex(code)}`, ', '),
  'with line ends as \\n': (value) => value.replace(/.{5}/g, '$&\\n'),
  'percent-encoded entities': chain(
    each((code) => `&#${code};`),
    (text) => text.replace(/[&#;]/g, percent),
  ),
  'in a C string of strings': (value) => value.replace(/.{4}/g, (part) => `"${part}" `),
}

function utf7(run: string): string {
  return Buffer.from(run, 'utf16le').swap16().toString('base64').replaceAll('=', '')
}
