/** Letters that look like others, and what is written over and between them. */
import type { Spell } from './spell.ts'

/** Letters and digits moved to where other blocks of Unicode hold theirs. */
function moved(
  capital: number,
  small: number,
  digit?: number,
  special: Readonly<Record<string, string>> = {},
): Spell {
  return (value) =>
    [...value]
      .map((sign) => {
        const code = sign.charCodeAt(0)
        if (special[sign] !== undefined) return special[sign]
        if (/[A-Z]/.test(sign)) return String.fromCodePoint(capital + code - 65)
        if (/[a-z]/.test(sign)) return String.fromCodePoint(small + code - 97)
        return /[0-9]/.test(sign) && digit !== undefined ? String.fromCodePoint(digit + code - 48) : sign
      })
      .join('')
}
const table =
  (twins: Readonly<Record<string, string>>): Spell =>
  (value) =>
    [...value].map((sign) => twins[sign] ?? sign).join('')
const between =
  (mark: string): Spell =>
  (value) =>
    [...value].map((sign) => sign + mark).join('')
const SUPERSCRIPT = 'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ𐞥ʳˢᵗᵘᵛʷˣʸᶻ'
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ'
const TURNED = 'ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz'
const letters = (twins: string): Spell => {
  const list = [...twins]
  return (value) =>
    [...value]
      .map((sign) => (/[a-z]/i.test(sign) ? (list[sign.toLowerCase().charCodeAt(0) - 97] ?? sign) : sign))
      .join('')
}

export const LOOK_ALIKES: Readonly<Record<string, Spell>> = {
  'in full width': (value) =>
    value.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  'in bold of mathematics': moved(0x1d400, 0x1d41a, 0x1d7ce),
  'in italic of mathematics': moved(0x1d434, 0x1d44e, 0x1d7ce, { h: 'ℎ' }),
  'in bold script': moved(0x1d4d0, 0x1d4ea),
  'in bold Fraktur': moved(0x1d56c, 0x1d586),
  'in double-struck letters': moved(0x1d538, 0x1d552, 0x1d7d8, {
    C: 'ℂ',
    H: 'ℍ',
    N: 'ℕ',
    P: 'ℙ',
    Q: 'ℚ',
    R: 'ℝ',
    Z: 'ℤ',
  }),
  'in sans-serif': moved(0x1d5a0, 0x1d5ba, 0x1d7e2),
  'in monospace of mathematics': moved(0x1d670, 0x1d68a, 0x1d7f6),
  'in circles': moved(0x24b6, 0x24d0, undefined, { '0': '⓪', '1': '①', '2': '②', '9': '⑨' }),
  'in black circles': moved(0x1f150, 0x1f150, undefined, { '0': '⓿', '1': '❶', '5': '❺' }),
  'in squares': moved(0x1f130, 0x1f130),
  'in black squares': moved(0x1f170, 0x1f170),
  'in brackets': moved(0x1f110, 0x249c),
  'in letters of flags': moved(0x1f1e6, 0x1f1e6),
  'in tags': (value) => value.replace(/[ -~]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xe0000)),
  'in superscript': (value) =>
    letters(SUPERSCRIPT)(value).replace(/[0-9]/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit))),
  'in small capitals': letters(SMALL_CAPITALS),
  'upside down': letters(TURNED),
  'in digits of subscript': (value) => value.replace(/[0-9]/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit))),
  'in Arabic digits': (value) => value.replace(/[0-9]/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit))),
  'with keycaps': (value) => value.replace(/[0-9]/g, '$&\ufe0f\u20e3'),
  'in Cyrillic twins': table({
    a: 'а',
    c: 'с',
    e: 'е',
    o: 'о',
    p: 'р',
    x: 'х',
    y: 'у',
    i: 'і',
    j: 'ј',
    s: 'ѕ',
    A: 'А',
    B: 'В',
    E: 'Е',
    K: 'К',
    M: 'М',
    H: 'Н',
    O: 'О',
    P: 'Р',
    C: 'С',
    T: 'Т',
    X: 'Х',
    h: 'һ',
    d: 'ԁ',
    w: 'ԝ',
    q: 'ԛ',
  }),
  'in Greek twins': table({
    a: 'α',
    o: 'ο',
    v: 'ν',
    p: 'ρ',
    i: 'ι',
    k: 'κ',
    u: 'υ',
    A: 'Α',
    B: 'Β',
    E: 'Ε',
    Z: 'Ζ',
    H: 'Η',
    I: 'Ι',
    K: 'Κ',
    M: 'Μ',
    N: 'Ν',
    O: 'Ο',
    P: 'Ρ',
    T: 'Τ',
    Y: 'Υ',
    X: 'Χ',
  }),
  'with accents': between('\u0301'),
  'struck through': between('\u0336'),
  'struck through by slashes': between('\u0338'),
  underlined: between('\u0332'),
  'with many accents': between('\u0300\u0316\u0347\u035c'),
  'accented and composed': (value) => between('\u0301')(value).normalize('NFC'),
  'with selectors of variants': between('\ufe0e'),
  'with selectors beyond': between('\u{e0101}'),
  'with invisible times': between('\u2062'),
  'with fillers of Hangul': between('\u3164'),
  'with blanks of Braille': between('\u2800'),
  'with ideographic blanks': between('\u3000'),
  'in Braille': (value) => [...value.toLowerCase()].map(braille).join(''),
}

const BRAILLE = '⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵'
function braille(sign: string): string {
  if (/[a-z]/.test(sign)) return BRAILLE.charAt(sign.charCodeAt(0) - 97)
  return /[0-9]/.test(sign) ? `⠼${BRAILLE.charAt((Number(sign) + 9) % 10)}` : '⠤'
}
