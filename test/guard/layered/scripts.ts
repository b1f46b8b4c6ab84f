/** Letters of other scripts and signs between, none of them named in the list of look-alikes; and bytes that hide in characters. */
import { bytesOf, each, reversed, type Spell } from './spell.ts'

const twins = (letters: string, others: string): Spell => {
  const [from, to] = [[...letters], [...others]]
  return (value) => [...value].map((sign) => to[from.indexOf(sign)] ?? sign).join('')
}
const between =
  (mark: string): Spell =>
  (value) =>
    [...value].join(mark)
/** Each byte at so many places from the beginning of a block. */
const hiddenFrom = (first: number): Spell => each((code) => String.fromCodePoint(first + code))
const bits =
  (zero: string, one: string): Spell =>
  (value) =>
    bytesOf(value)
      .map((code) => code.toString(2).padStart(8, '0').replaceAll('0', zero).replaceAll('1', one))
      .join('')
const SMALL = 'abcdefghijklmnopqrstuvwxyz'

export const SCRIPTS: Readonly<Record<string, Spell>> = {
  'in letters of Cherokee': twins('ABCDEGHIJKLMPRSTVWYZhi', 'ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎩᏃᏂᎥ'),
  'in letters of Lisu': twins('ABCDEFGHIJKLMNOPRSTUVXYZ', 'ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓫꓬꓜ'),
  'in letters of Coptic': twins('ABEHIKMNOPTXYZcop', 'ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲦⲬⲨⲌⲥⲟⲣ'),
  'in letters of Armenian': twins('ohnuqgSOUf', 'օհոսզցՏՕՍֆ'),
  'in letters of Georgian': twins('yhosbdpgu', 'ყհօჽხძფցս'),
  'in syllabics of Canada': twins('VUbdPRSTLJHBDCN', 'ᐯᑌᑲᑯᑭᖇᔕᐪᒪᒍᕼᗷᗞᑕᑎ'),
  'in small letters with strokes': twins(SMALL, 'ąƀƈđęƒǥħįɉķłɱŋøƥɋɍşŧųʋẃẋƴƶ'),
  'in capitals with strokes': twins(SMALL.toUpperCase(), 'ȺɃȻĐɆƑǤĦƗɈƘŁⱮƝØƤɊɌŞŦɄƲⱲẊɎƵ'),
  'in letters with hooks': twins(SMALL, 'ᶏᶀçᶁᶒᶂᶃẖᶖɉᶄᶅᶆᶇǫᶈʠᶉᶊƫᶙᶌẘᶍỳᶎ'),
  'in signs of money': twins('CELYNWFPTKaceu', '₡€£¥₦₩₣₱₮₭ⱥ¢єμ'),
  'in digits turned over': (value) =>
    value.replace(/[0-9]/g, (digit) => '0ІᄅƐㄣϛ9ㄥ86'.charAt(Number(digit))),
  'in digits of Devanagari': twins('0123456789', '०१२३४५६७८९'),
  'in digits of old screens': twins('0123456789', '🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹'),
  'in Roman numerals': twins('IVXLCDMivxlcdm', 'ⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹⅼⅽⅾⅿ'),
  'in digits for letters': twins('aeiostbg', '43105786'),
  'in capitals and digits for letters': (value) => twins('AEIOSTBG', '43105789')(value.toUpperCase()),
  'with keys between': between('🔑'),
  'with arrows between': between('→'),
  'with middle dots between': between('·'),
  'with commas of Chinese between': between('、'),
  'with lines of boxes between': between('│'),
  'with blanks of Ogham between': between('\u1680'),
  'with strokes of Arabic between': between('ـ'),
  'with characters of Chinese between': between('的'),
  'with objects between': between('\ufffc'),
  'backwards behind a sign that turns': (value) => `\u202e${reversed(value)}\u202c`,
  'in selectors of variants': each((code) =>
    String.fromCodePoint(code < 16 ? 0xfe00 + code : 0xe0100 + code - 16),
  ),
  'in dots of Braille by bytes': hiddenFrom(0x2800),
  'in Chinese characters by bytes': hiddenFrom(0x4e00),
  'in private characters by bytes': hiddenFrom(0xe000),
  'in accented letters by bytes': hiddenFrom(0x100),
  'in bits that are not seen': bits('\u200b', '\u200c'),
  'in bits of white and black': bits('⚪', '⚫'),
}
