/** A value in pieces within one text. */
import { hex, type Spell } from './spell.ts'

const cut = (value: string, size: number): string[] => value.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
const pieces =
  (size: number, write: (piece: string, at: number) => string, parting = ' '): Spell =>
  (value) =>
    cut(value, size).map(write).join(parting)
const NATO =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu'.split(
    ' ',
  )
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ')
const word = (sign: string): string => {
  if (/[a-z]/i.test(sign)) return NATO[sign.toLowerCase().charCodeAt(0) - 97] ?? ''
  return /[0-9]/.test(sign) ? (DIGITS[Number(sign)] ?? '') : sign === '_' ? 'underscore' : 'dash'
}
const MORSE =
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'.split(
    ' ',
  )
const MORSE_DIGITS = '----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.'.split(' ')
const morse = (sign: string): string => {
  if (/[a-z]/i.test(sign)) return MORSE[sign.toLowerCase().charCodeAt(0) - 97] ?? ''
  return /[0-9]/.test(sign) ? (MORSE_DIGITS[Number(sign)] ?? '') : '..--.-'
}

export const PIECES: Readonly<Record<string, Spell>> = {
  'with dots between': pieces(1, (piece) => piece, '.'),
  'with stars between': pieces(1, (piece) => piece, '*'),
  'with two blanks between': pieces(1, (piece) => piece, '  '),
  'with line ends between': pieces(1, (piece) => piece, '\n'),
  'with bars and blanks between': pieces(2, (piece) => piece, ' | '),
  'in bold of Markdown': pieces(2, (piece, at) => (at % 2 === 0 ? `**${piece}**` : piece), ''),
  'in code of Markdown': pieces(4, (piece) => `\`${piece}\``, ' + '),
  'in parts of HTML': pieces(2, (piece) => `<b>${piece}</b>`, ''),
  'in spans of HTML': pieces(3, (piece, at) => `<span class="c${at}">${piece}</span>`, ''),
  'with comments of HTML between': pieces(3, (piece) => piece, '<!-- -->'),
  'in two parts': (value) =>
    `part 1: ${value.slice(0, 11)} and part 2: ${value.slice(11, 22)} part 3: ${value.slice(22, 33)} part 4: ${value.slice(33)}`,
  'in parts of eight': pieces(8, (piece, at) => `part ${at + 1}: ${piece}`, '\n'),
  'in parts of five': pieces(5, (piece, at) => `Part no. ${at + 1} is "${piece}"`, ', '),
  'in parts of four with words': pieces(4, (piece) => `then comes ${piece}`),
  'in parts of three': pieces(3, (piece, at) => `${at + 1}) ${piece}`),
  'in parts of two': pieces(2, (piece, at) => `[${at}]=${piece}`),
  'letter by letter with numbers': pieces(1, (piece, at) => `${at}: ${piece}`, ', '),
  'letter by letter in JSON': (value) => JSON.stringify({ ...[...value] }),
  'letter by letter in pretty JSON': (value) => JSON.stringify({ ...[...value] }, undefined, 2),
  'letter by letter in pairs': pieces(1, (piece, at) => `{"i":${at},"c":"${piece}"}`, ','),
  'in pieces of three in JSON': (value) => JSON.stringify(cut(value, 3)),
  'in variables': pieces(6, (piece, at) => `const p${at} = '${piece}';`, '\n'),
  'in rows of a table': pieces(4, (piece, at) => `| ${at} | ${piece} |`, '\n'),
  'in halves of seven with long words': pieces(
    7,
    (piece, at) => `and the piece that stands at place ${at} is this: ${piece}`,
  ),
  'in pieces, the reversed value': (value) =>
    pieces(5, (piece, at) => `${at}: ${piece}`)([...value].reverse().join('')),
  'in pieces of hexadecimal': pieces(1, (piece, at) => `${at}=${hex(piece.charCodeAt(0))}`, ', '),
  'in words of the radio alphabet': (value) => [...value].map(word).join(' '),
  'in capital words of the radio alphabet': (value) => [...value].map(word).join(', ').toUpperCase(),
  'letter by letter as in words': (value) =>
    [...value].map((sign) => `${sign} as in ${word(sign)}`).join(', '),
  'in Morse': (value) => [...value].map(morse).join(' '),
  'in Morse with slashes': (value) => [...value].map(morse).join(' / '),
}
