/** What happens to a token on its way into a chat. */
import type { Random } from './random.ts'

/** Ways of mangling that leave the value readable to a person. */
export const MANGLES: Readonly<Record<string, (value: string, random: Random) => string>> = {
  zeroWidth: (value, random) => insert(value, random, ['\u200b', '\u200c', '\u200d', '\ufeff', '\u2060']),
  softHyphen: (value, random) => insert(value, random, ['\u00ad']),
  wrapped: (value, random) => wrap(value, random.between(14, 40), '\n'),
  quotedMail: (value, random) => wrap(value, random.between(16, 30), '\n> '),
  backslash: (value, random) => wrap(value, random.between(16, 30), '\\\n'),
  grouped: (value) => value.match(/.{1,4}/g)?.join(' ') ?? value,
  letters: (value) => [...value].join(' '),
  fullWidth: (value) => value.replace(/[!-~]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0)),
  percent: (value) =>
    value.replace(/[^A-Za-z0-9]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`),
  entities: (value) => value.replace(/[^A-Za-z0-9]/g, (unit) => `&#${unit.charCodeAt(0)};`),
  markdown: (value) => value.replace(/[_-]/g, (unit) => `\\${unit}`),
  base64: (value) => Buffer.from(value).toString('base64'),
  lookalike: (value) => value.replace(/[aeo]/, (unit) => ({ a: 'а', e: 'е', o: 'о' })[unit] ?? unit),
  dashes: (value) => value.replaceAll('-', '–'),
  concatenated: (value) => {
    const half = Math.floor(value.length / 2)
    return `"${value.slice(0, half)}" + "${value.slice(half)}"`
  },
  unicode: (value) =>
    value.replace(/[^A-Za-z0-9]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
}

function insert(value: string, random: Random, marks: readonly string[]): string {
  let mangled = value
  for (let count = random.between(1, 4); count > 0; count--) {
    const at = random.between(1, mangled.length - 1)
    mangled = mangled.slice(0, at) + random.pick(marks) + mangled.slice(at)
  }
  return mangled
}

function wrap(value: string, width: number, by: string): string {
  const pieces: string[] = []
  for (let at = 0; at < value.length; at += width) pieces.push(value.slice(at, at + width))
  return pieces.join(by)
}
