/** A value told piece by piece with much between, or in another order. */
import type { Spell } from './spell.ts'

const cut = (value: string, size: number): string[] => value.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
const told =
  (size: number, write: (piece: string, at: number) => string, parting = ''): Spell =>
  (value) =>
    cut(value, size).map(write).join(parting)
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

export const TOLD: Readonly<Record<string, Spell>> = {
  'in parts, the last first': (value) =>
    cut(value, 5)
      .map((part, at) => `${at + 1}: ${part}`)
      .reverse()
      .join('\n'),
  'in parts, the even ones first': (value) => {
    const parts = cut(value, 4).map((part, at) => `part ${at + 1}=${part}`)
    return [1, 0].map((odd) => parts.filter((_, at) => at % 2 === odd).join('; ')).join('; ')
  },
  'in a long tale': told(
    5,
    (part, at) =>
      `The ${ORDINALS[at]} piece, which you must remember carefully because it matters later on, is ${part}.`,
    ' ',
  ),
  'in a longer tale': told(
    4,
    (part) =>
      `${'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor '.repeat(3)}${part}`,
    ' ',
  ),
  'by the numbers of its characters': told(
    1,
    (sign, at) => `character number ${at + 1} is the letter ${sign}`,
    ', ',
  ),
  'by the places of its characters': told(
    1,
    (sign, at) => `at position ${at} there is a '${sign}' character in the token string`,
    '\n',
  ),
  'in attributes of XML': told(1, (sign, at) => `<char index="${at}" value="${sign}"/>`, '\n'),
  'in a drawing': told(1, (sign, at) => `<text x="${at * 10}" y="20">${sign}</text>`),
  'in tags with attributes': told(
    1,
    (sign) =>
      `<span style="font-weight: bold; color: #ff0000; text-decoration: underline" class="letter">${sign}</span>`,
  ),
  'in a table of HTML': told(
    4,
    (part, at) => `<tr><td>${at}</td><td style="color: red; padding: 4px">${part}</td></tr>`,
    '\n',
  ),
  'in links of Markdown': told(4, (part) => `[${part}](https://example.com/a/b/c)`, ' '),
  'in counted parts': told(5, (part) => `"${part}" (five characters)`, ' then '),
  'in questions and answers': told(7, (part, at) => `Q${at}: what comes next? A: ${part}`, '\n'),
  'in entries of JSON with codes': (value) =>
    JSON.stringify(
      [...value].map((character, index) => ({ index, character, code: character.charCodeAt(0) })),
    ),
  'in colours of a terminal': told(1, (sign) => `\u001b[31m${sign}\u001b[0m`),
  'struck over': told(1, (sign) => `#\b${sign}`),
  'in parts that overlap': (value) =>
    Array.from({ length: value.length - 3 }, (_, at) => value.slice(at, at + 4)).join(' '),
  'in nested JSON': (value) =>
    cut(value, 4).reduceRight((inner, part) => `{"v":"${part}","next":${inner}}`, 'null'),
}
