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
