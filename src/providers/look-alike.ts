/**
 * Whether two names can be taken for each other though they are not the same: the skeleton of Unicode Technical Standard #39 §4,
 * over the letters and signs that names are forged with. The pairs are those of its data file confusables.txt for Latin, Cyrillic,
 * Greek and Armenian; full-width and other compatibility forms are resolved by normal form KC.
 */
import { nameKey } from './account-name.ts'

/** What looks like each Latin sign, on its right. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'Ьᖯ',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еҽ℮',
  f: 'ſϝ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıιɩ',
  j: 'јϳ',
  k: 'кκĸ',
  l: 'ӏӀІIΙ1|ǀ',
  n: 'ոռп',
  o: 'оοօ0σᴏ',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսᴜ',
  v: 'νѵᴠ',
  w: 'ԝѡᴡ',
  x: 'хχ',
  y: 'уγүʏ',
  z: 'ᴢ',
  A: 'АΑ',
  B: 'ВΒ',
  C: 'СϹ',
  E: 'ЕΕ',
  F: 'Ϝ',
  G: 'Ԍ',
  H: 'НΗ',
  J: 'Ј',
  K: 'КΚ',
  M: 'МΜ',
  N: 'Ν',
  O: 'ОΟՕ',
  P: 'РΡ',
  Q: 'Ԛ',
  S: 'ЅՏ',
  T: 'ТΤ',
  V: 'Ѵ',
  W: 'Ԝ',
  X: 'ХΧ',
  Y: 'ҮΥУ',
  Z: 'Ζ',
  '-': '‐‑‒–—―−˗',
  "'": '‘’ʼʹ`´',
}

const PROTOTYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([sign, others]) => [...others].map((other) => [other, sign])),
)

/** Whether two different names look the same; names that count as the same (`nameKey`) do not only look it. */
export function looksLike(one: string, other: string): boolean {
  if (nameKey(one) === nameKey(other)) return false
  // A capital may look like what its small letter does not, and the other way round: "Ν" is N, "ν" is v.
  return (
    nameKey(skeleton(one)) === nameKey(skeleton(other)) || skeleton(nameKey(one)) === skeleton(nameKey(other))
  )
}

function skeleton(name: string): string {
  return [...name.normalize('NFKC').normalize('NFD')]
    .map((character) => PROTOTYPES.get(character) ?? character)
    .join('')
    .replaceAll('m', 'rn')
    .normalize('NFD')
}

/** Scripts that letters are borrowed from, as ISO 15924 codes them. */
const SCRIPTS = [
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Cans', /\p{Script=Canadian_Aboriginal}/u],
] as const

/**
 * A name as it is told from others in a list of them: as it is, or with what its letters do not show, as in `pаypal [а: Cyrillic]`, or
 * in capitals, as in `paypaI [PAYPAI]`.
 *
 * @param language of the words, ISO 639-1
 */
export function tellApart(name: string, others: readonly string[], language: string): string {
  if (!others.some((other) => looksLike(name, other))) return name
  const borrowed = SCRIPTS.flatMap(([script, letters]) => {
    const letter = letters.exec(name)?.[0]
    return letter === undefined ? [] : [`${letter}: ${scriptName(script, language)}`]
  })
  const signs = [...name].filter((character) => PROTOTYPES.has(character) && !/[\p{L}\p{N}]/u.test(character))
  const told = [...borrowed, ...signs.map((sign) => `${sign}: U+${codeOf(sign)}`)]
  return `${name} [${told.length > 0 ? told.join(', ') : name.toUpperCase()}]`
}

const codeOf = (sign: string): string =>
  (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

const scriptName = (script: string, language: string): string =>
  new Intl.DisplayNames([language, 'en'], { type: 'script' }).of(script) ?? script
