/**
 * Reads letters as the Latin ones that they look like, and leaves out what is written over or between them.
 *
 * Compatibility forms are those of Unicode (normal form KD): full width, mathematical, circled, squared, raised. The twins are those of
 * the data file confusables.txt of Unicode Technical Standard #39 for the scripts that they are usually taken from.
 *
 * Long because the twins of every script stand in one table.
 */
import { type Form, FormBuilder } from './form.ts'
import { readHidden } from './hidden.ts'

const ASCII = /^[\u0000-\u007f]*$/ // eslint-disable-line no-control-regex -- all of ASCII is meant

/** Each row: what it looks like, then what does. */
const TWINS = [
  'aаɑαᴀɐ⍺',
  'bЬƄʙᏏᑲ',
  'cсϲᴄɔ',
  'dԁɗᴅᏧ',
  'eеҽ℮ᴇǝєε',
  'fſϝꜰɟք',
  'gɡցɢƃ',
  'hһհʜɥ',
  'iіıιɩɪᴉ',
  'jјϳᴊɾʝ',
  'kкκĸᴋʞ',
  'lӏʟ|ǀ∣ו',
  'mмᴍɯ',
  'nոռпηɴᴨ',
  'oоοօσᴏ०๐',
  'pрρᴘϼ',
  'qԛգꞯ',
  'rгᴦʀɹꭇ',
  'sѕꜱʂ',
  'tтτᴛʇ',
  'uυսᴜц',
  'vνѵᴠʌט',
  'wԝѡᴡʍω',
  'xхχ×᙮ⅹ',
  'yуγүʏʎ',
  'zᴢʐ',
  'aА',
  'bВΒВ',
  'cСϹ',
  'dᎠ',
  'eЕΕ',
  'fϜ',
  'gԌ',
  'hНΗ',
  'iІΙӀ',
  'jЈ',
  'kКΚ',
  'mМΜ',
  'nΝ',
  'oОΟՕ',
  'pРΡ',
  'qԚ',
  'sЅՏ',
  'tТΤ',
  'uՍ',
  'vѴ',
  'wԜ',
  'xХΧ',
  'yҮΥУ',
  'zΖ',
  'aΑ',
  '0⓿𝟎',
  '2Ƨ',
  '3ЗӠʒ',
  '4Ч',
  '6б',
  '8Ȣ',
  '-‐‑‒–—―−˗',
  // Cherokee, Lisu, Coptic, Deseret, syllabics of Canada, Georgian, Armenian.
  'aᎪꓮⲀ',
  'bᏴꓐⲂᗷხ',
  'cᏟꓚⲤⲥᑕ',
  'dꓓᗞᑯძ',
  'eᎬꓰⲈ',
  'fꓝ',
  'gᏀꓖᏳ',
  'hᎻꓧⲎᕼ',
  'iꓲⲒᎥ',
  'jᎫꓙᒍ',
  'kᏦꓗⲔ',
  'lᏞꓡᒪ𐐛',
  'mᎷꓟⲘ',
  'nꓠⲚᑎ',
  'oꓳⲞⲟ𐐄𐐬',
  'pᏢꓑⲢⲣᑭρფფ',
  'rᏒꓣᖇᎡ',
  'sᏚꓢᔕՏჽ',
  'tᎢꓔⲦ',
  'uꓴᑌ',
  'vᏙꓦᐯ',
  'wᎳ',
  'xꓫⲬ᙭',
  'yᎩꓬⲨყ',
  'zᏃꓜⲌ',
  'bᑲϦ',
  'c𐐕𐐽',
  's𐐝',
  'pᐸ',
  'gց',
  'uս',
  // Strokes, hooks, tails and the like are no marks of their own in Unicode.
  'aᶏⱥȺ',
  'bƀɃᵬᶀ',
  'cƈȼȻƇɕ',
  'dđƌɖĐÐᵭᶁ',
  'eɇɆᶒ',
  'fƒƑᵮᶂ',
  'gǥɠǤƓᶃ',
  'hħɦĦⱨ',
  'iɨƗᶖ',
  'jɉɈ',
  'kƙꝁƘꝀᶄⱪ',
  'lłŁƚɫɬȽᶅⱡ',
  'mɱⱮᵯᶆ',
  'nɲƞƝŋŊᵰᶇ',
  'oøØɵƟ',
  'pƥᵽƤᵱᶈ',
  'qɋɊʠ',
  'rɍɌɽᵲᶉ',
  'sşşȿᵴᶊʂ',
  'tŧŦƭƬʈⱦȾᵵƫ',
  'uʉɄᶙ',
  'vʋƲᶌ',
  'wⱳⱲ',
  'xᶍ',
  'yɏɎƴƳ',
  'zƶƵȥȤᵶᶎ',
  // Standing on their heads and in a mirror.
  'aɒ',
  'cɔƆↄ',
  'eɘƎ',
  'fꟻ',
  'gǫ',
  'j꞉ᒐ',
  'lꞁ⅃',
  'rɿ',
  'sƨ',
  'yγλ',
  'zɀ',
  '2ᄅ',
  '3ƐϾԐ',
  '4ㄣ',
  '5ϛƼ',
  '7ㄥ𐒇',
  // Signs of money and measures.
  'c¢₵₡',
  'e€є',
  'f₣',
  'k₭',
  'l£₤',
  'n₦₪',
  'p₱₽',
  's§ꟊ',
  't₮₸',
  'u∪µμ',
  'v√∨',
  'w₩',
  'y¥',
  'a∀∆',
  'b฿₿',
  'g₲',
  'm₥',
  'o∅⊕',
  'r®',
  'c©',
  'x✕✖✗✘',
  'bьЪъ',
  'kқҚ',
  'nпЙйИи',
  'tт',
  'gЃ',
  'f₣',
] as const

/** Blocks of the alphabet and of digits that no normal form resolves, by where they begin and how many there are. */
const ROWS: readonly (readonly [first: number, count: number, read: string])[] = [
  [0x1f130, 26, 'a'],
  [0x1f150, 26, 'a'],
  [0x1f170, 26, 'a'],
  [0x1f1e6, 26, 'a'],
  [0x2776, 9, '1'],
  [0x2780, 9, '1'],
  [0x278a, 9, '1'],
  [0x24f5, 9, '1'],
  [0xe0020, 95, ' '],
]
const BRAILLE = '⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵'
const BRAILLE_NUMBER = '⠼'

/** What is not seen, or seen as a blank. */
const UNSEEN = /[\u115f\u1160\u2800\u3000\u3164\uffa0\u{e0001}\u{e007f}\u{e0100}-\u{e01ef}]|\p{M}|\p{Cf}/u

const KNOWN = new Map<number, string>()
for (const row of TWINS) {
  const [read = '', ...twins] = row
  for (const twin of twins) KNOWN.set(twin.codePointAt(0) ?? 0, read)
}
for (const [first, count, read] of ROWS)
  for (let at = 0; at < count; at++) KNOWN.set(first + at, String.fromCharCode(read.charCodeAt(0) + at))
;[...BRAILLE].forEach((sign, at) => KNOWN.set(sign.charCodeAt(0), String.fromCharCode(97 + at)))

/** The text as it looks, and what it hides; nothing where it is all ASCII. */
export function readLookAlikes(text: string): readonly Form[] {
  if (ASCII.test(text)) return []
  const forms = TURNED.test(text) ? [read(text, false), read(text, true)] : [read(text, false)]
  return [...forms, ...readHidden(text)]
}

/** Letters that stand on their heads; among them `b` is a `q`. */
const TURNED = /[ɐǝɟƃɥᴉɾʞɯɹʇʌʍʎ]/
const UPSIDE_DOWN: Readonly<Record<string, string>> = { b: 'q', q: 'b', d: 'p', p: 'd', n: 'u', u: 'n' }

/** How far around such a letter the text is kept, in UTF-16 units. */
const AROUND = 96
const OTHERS = /[^\u0000-\u007f]+/g // eslint-disable-line no-control-regex -- all but ASCII is meant

function read(text: string, isTurned: boolean): Form {
  const form = new FormBuilder()
  const source = isTurned ? text.replace(/[bqdpnu]/g, (letter) => UPSIDE_DOWN[letter] ?? letter) : text
  let from = 0
  for (const { 0: run, index } of text.matchAll(OTHERS)) {
    if (index - from > 2 * AROUND) {
      if (from > 0) form.copy(source, from, from + AROUND)
      form.add('\n', index, index)
      form.copy(source, index - AROUND, index)
    } else form.copy(source, from, index)
    readRun(form, run, index)
    from = index + run.length
  }
  form.copy(source, from, Math.min(text.length, from + AROUND))
  return form.build(true)
}

function readRun(form: FormBuilder, run: string, start: number): void {
  let isNumber = false
  let at = start
  for (const character of run) {
    const look = lookOf(character.codePointAt(0) ?? 0)
    if (character !== BRAILLE_NUMBER) form.add(isNumber ? digitOf(look) : look, at, at + character.length)
    isNumber = character === BRAILLE_NUMBER
    at += character.length
  }
}

/** In Braille the first ten letters behind the sign of a number are digits. */
function digitOf(letter: string): string {
  const at = 'abcdefghij'.indexOf(letter)
  return at === -1 || letter === '' ? letter : String((at + 1) % 10)
}

function lookOf(point: number): string {
  const known = KNOWN.get(point)
  if (known !== undefined) return known
  const look = resolve(point)
  KNOWN.set(point, look)
  return look
}

/** At most all of Unicode is remembered. */
function resolve(point: number): string {
  const character = String.fromCodePoint(point)
  const digit = decimalOf(character)
  if (digit !== undefined) return digit
  let look = ''
  let isSeen = false
  for (const part of character.normalize('NFKD')) {
    if (UNSEEN.test(part)) continue
    isSeen = true
    // Signs in brackets and with stops: ⒜, ⒈.
    const sign = KNOWN.get(part.codePointAt(0) ?? 0) ?? part
    if (ASCII.test(sign)) look += sign
  }
  // What looks like nothing that values are written with parts its neighbours: an arrow, a key, a character of another script.
  if (isSeen && look === '') return ' '
  return look.replace(/^[(](.{1,2})[)]$|^(\d{1,2})[.]$/u, '$1$2')
}

/** Digits of every script stand in rows of ten, zero first (Unicode Standard §4.6). */
function decimalOf(character: string): string | undefined {
  if (!/^\p{Nd}$/u.test(character)) return undefined
  const point = character.codePointAt(0) ?? 0
  const compatible = character.normalize('NFKD')
  if (/^\d$/.test(compatible)) return compatible
  let zero = point
  while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(point - zero)
}
