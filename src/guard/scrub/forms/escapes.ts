/**
 * Undoes escapes: of HTML, of addresses, of mail, of CSS, and of the strings of programming languages.
 *
 * What stands between the escapes stays, as far as a value reaches that has an escape in it. An escape that says different things in
 * different languages (`\101` is octal, decimal, or hexadecimal) gives a form for each.
 */
import { FormBuilder, type Form } from './form.ts'
import { letterNamed } from './spoken.ts'

/**
 * Every kind of escape at once; each begins with one of seven signs, so that ordinary text is passed over. Numbers of HTML may have
 * zeros in front and no end (HTML Standard §13.2.5.80), CSS escapes one blank behind them (CSS Syntax 3 §4.3.7).
 */
const ESCAPE = new RegExp(
  `(?=[&%=+uU^]|(?<!\\\\)\\\\)(?:${[
    String.raw`&#[xX](?<entityHex>[0-9a-fA-F]{1,12});?`,
    String.raw`&#(?<entity>[0-9]{1,12});?`,
    String.raw`&(?<name>[A-Za-z]{2,8});`,
    String.raw`\\+(?:[uU]\{|x\{|o\{)(?<braced>[0-9a-fA-F]{1,8})\}`,
    String.raw`\\+U(?<long>[0-9a-fA-F]{8})`,
    String.raw`\\+u(?<unit>[0-9a-fA-F]{4})`,
    String.raw`\\+x(?<byte>[0-9a-fA-F]{2})`,
    String.raw`\\+char[ "]?(?<decimal>[0-9]{2,3})[ {}]*`,
    String.raw`\\+N\{(?<named>[A-Z]{3,5} [A-Z ]{3,32})\}`,
    String.raw`\\+(?<number>[0-9a-fA-F]{2,6}) ?`,
    String.raw`\\+(?<line>[nrtfv])`,
    String.raw`%(?:25)*[uU](?<percentUnit>[0-9a-fA-F]{4})`,
    String.raw`%(?:25)*(?<percent>[0-9a-fA-F]{2})`,
    String.raw`=(?<printable>[0-9A-F]{2})`,
    String.raw`=\r?\n`,
    String.raw`\^\^(?<caret>[0-9a-f]{2})`,
    String.raw`[uU]\+(?<point>[0-9a-fA-F]{4,6})`,
    String.raw`\+(?<utf7>[A-Za-z0-9+/]{3,})-?`,
  ].join('|')})`,
  'g',
)

/** Signs that values are written with, by their names in HTML (HTML Standard §13.5). */
const NAMES: Readonly<Record<string, string>> = {
  amp: '&',
  lowbar: '_',
  UnderBar: '_',
  period: '.',
  hyphen: '-',
  dash: '-',
  minus: '-',
  ndash: '-',
  plus: '+',
  sol: '/',
  bsol: '\\',
  equals: '=',
  colon: ':',
  semi: ';',
  num: '#',
  commat: '@',
  ast: '*',
  excl: '!',
  quest: '?',
  dollar: '$',
  percnt: '%',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  vert: '|',
  verbar: '|',
  Hat: '^',
  grave: '`',
  comma: ',',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  Tab: ' ',
  NewLine: '\n',
  fjlig: 'fj',
}

/** How numbers behind a backslash are read. */
const BASES = [8, 10, 16] as const
type Base = (typeof BASES)[number]

/** How far around an escape the text is kept, in UTF-16 units: a value that is longer shows parts enough by then. */
const AROUND = 96

/** The text with its escapes undone; nothing where it has none. */
export function readEscapes(text: string): readonly Form[] {
  const found = [...text.matchAll(ESCAPE)]
  if (found.length === 0) return []
  const bases = found.some(({ groups }) => groups?.['number'] !== undefined) ? BASES : ([16] as const)
  return bases.flatMap((base) => undo(text, found, base))
}

function undo(text: string, found: readonly RegExpExecArray[], base: Base): readonly Form[] {
  const form = new FormBuilder()
  let from = 0
  let isChanged = false
  for (const match of found) {
    const read = characterOf(match, base)
    if (read === undefined) continue
    isChanged = true
    const start = match.index
    if (start - from > 2 * AROUND) {
      form.copy(text, from, from === 0 ? 0 : from + AROUND)
      form.add('\n', start - AROUND, start - AROUND)
      form.copy(text, start - AROUND, start)
    } else form.copy(text, from, start)
    // In octal and decimal no blank belongs to an escape.
    const end = start + match[0].length
    const isBlank = base !== 16 && match.groups?.['number'] !== undefined && match[0].endsWith(' ')
    form.add(read, start, isBlank ? end - 1 : end)
    from = isBlank ? end - 1 : end
  }
  if (!isChanged) return []
  form.copy(text, from, Math.min(text.length, from + AROUND))
  return [form.build(true)]
}

/** What an escape stands for; undefined where it is none. */
function characterOf({ groups = {} }: RegExpExecArray, base: Base): string | undefined {
  const { entity, entityHex, name, line, number, utf7, decimal, named } = groups
  if (name !== undefined) return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined
  if (entity !== undefined) return fromPoint(Number.parseInt(entity, 10))
  if (entityHex !== undefined) return fromPoint(Number.parseInt(entityHex, 16))
  if (decimal !== undefined) return fromPoint(Number.parseInt(decimal, 10))
  if (named !== undefined) return letterNamed(named)
  if (line !== undefined) return '\n'
  if (utf7 !== undefined) return fromUtf7(utf7)
  if (number !== undefined) return fromNumber(number, base)
  const { braced, long, unit, byte, percentUnit, percent, printable, point, caret } = groups
  const code = braced ?? long ?? unit ?? byte ?? percentUnit ?? percent ?? printable ?? point ?? caret
  return code === undefined ? '' : fromPoint(Number.parseInt(code, 16))
}

/** Digits beyond those of the escape itself are text. */
function fromNumber(digits: string, base: Base): string | undefined {
  if (base === 16) return fromPoint(Number.parseInt(digits, 16))
  const own = (base === 8 ? /^[0-7]{2,3}/ : /^[0-9]{2,3}/).exec(digits)?.[0]
  if (own === undefined) return undefined
  // `\0137` is octal too, of four digits.
  const long = base === 8 && own.startsWith('0') ? (/^0[0-7]{3}/.exec(digits)?.[0] ?? own) : own
  const read = fromPoint(Number.parseInt(long, base))
  return read === undefined ? undefined : read + digits.slice(long.length)
}

function fromPoint(point: number): string | undefined {
  if (!(point > 0 && point <= 0x10ffff)) return undefined
  return point < 32 ? '\n' : String.fromCodePoint(point)
}

/** UTF-16 in base64 (RFC 2152); only where it gives ASCII. */
function fromUtf7(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, 'base64')
  let read = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const code = bytes.readUInt16BE(at)
    if (code < 32 || code > 126) return undefined
    read += String.fromCharCode(code)
  }
  return read === '' ? undefined : read
}
