/** Reads a text once more with its escapes undone: percent, HTML, JSON and Markdown. One level, no more. */
import { ALNUM, isOf } from './characters.ts'
import { ViewBuilder, type View } from './view.ts'

/** Literals that make a second reading worthwhile: escapes of printable ASCII. */
export const ESCAPE_MARKS: readonly string[] = [
  ...'%2 %3 %4 %5 %6 %7 &# \\u00 \\x \\_ \\- \\/ \\. \\*'.split(' '),
  ...'&amp; &lt; &gt; &quot; &apos; &lowbar; &hyphen; &equals; &sol; &plus; &period; &nbsp; &shy;'.split(' '),
]

const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", lowbar: '_', hyphen: '-', dash: '-', equals: '=', sol: '/', plus: '+',
  period: '.', nbsp: ' ', shy: '', zwnj: '', zwj: '', colon: ':', commat: '@', dollar: '$', excl: '!', num: '#', percnt: '%',
} // prettier-ignore

const ESCAPES =
  /%[0-9A-Fa-f]{2}(?:%[89A-Fa-f][0-9A-Fa-f])*|&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});?|&[a-z]{2,6};|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,6}\}|\\x[0-9A-Fa-f]{2}|\\[nrt]|\\[_\-*./"'`\\#+!~()[\]{}>|:=&]/y

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** The view with its escapes undone; undefined where nothing changes. */
export function decodeView(view: View): View | undefined {
  const { text } = view
  const builder = new ViewBuilder(text.length)
  let copied = 0
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code !== 37 && code !== 38 && code !== 92) {
      at++
      continue
    }
    const byte = code === 37 ? hexByte(text, at + 1) : -1
    // `%252d`: escaped twice.
    const twice = byte === 37 ? hexByte(text, at + 3) : -1
    if (twice >= 33 && twice < 128 && !isOf(String.fromCharCode(twice), 0, ALNUM)) {
      builder.copy(text, copied, at)
      builder.add(twice, at, at + 5)
      copied = at += 5
      continue
    }
    if (byte >= 0 && byte < 128) {
      // The commonest escape by far, and the cheapest to repeat: no pattern for it.
      builder.copy(text, copied, at)
      builder.add(byte, at, at + 3)
      copied = at += 3
      continue
    }
    ESCAPES.lastIndex = at
    const escape = ESCAPES.exec(text)?.[0]
    const pieces = escape === undefined ? undefined : read(escape)
    if (escape === undefined || pieces === undefined) {
      at++
      continue
    }
    builder.copy(text, copied, at)
    for (const [by, width] of pieces) {
      builder.replace(by, at, at + width)
      at += width
    }
    copied = at
  }
  if (copied === 0) return undefined
  builder.copy(text, copied, text.length)
  return builder.finish(view)
}

/** Two hex digits as a number; -1 where there are none. */
function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at))
  const low = hexDigit(text.charCodeAt(at + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

/** What an escape stands for, and how many units of it each piece takes; undefined where it is none. */
function read(escape: string): (readonly [by: string, width: number])[] | undefined {
  if (escape.startsWith('%')) return readPercent(escape)
  if (escape.startsWith('&#')) {
    const hex = escape.charAt(2) === 'x'
    return one(Number.parseInt(escape.slice(hex ? 3 : 2), hex ? 16 : 10), escape)
  }
  if (escape.startsWith('&')) {
    const by = NAMED[escape.slice(1, -1)]
    return by === undefined ? undefined : [[by, escape.length]]
  }
  if (/^\\[ux]/.test(escape)) return one(Number.parseInt(escape.replace(/[^0-9A-Fa-f]/g, ''), 16), escape)
  const letter = escape.charAt(1)
  return [[CONTROL[letter] ?? letter, escape.length]]
}

function one(code: number, escape: string): [string, number][] | undefined {
  if (!(code <= 0x10ffff)) return undefined
  // Zero-width and soft hyphen: as in `normalise`.
  if (code === 0x200b || code === 0xad || code === 0x200c || code === 0x200d || code === 0xfeff)
    return [['', escape.length]]
  return [[String.fromCodePoint(code), escape.length]]
}

/** Bytes of ASCII one by one; a run of others as UTF-8, together. */
function readPercent(escape: string): [string, number][] {
  const bytes = Buffer.from(escape.replaceAll('%', ''), 'hex')
  if (bytes.every((byte) => byte < 128)) return [...bytes].map((byte) => [String.fromCharCode(byte), 3])
  return [[bytes.toString('utf8'), escape.length]]
}
