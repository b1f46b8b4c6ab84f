/** Words that stand for a letter, a digit or a sign when somebody spells. */

const rows = (letters: string, words: string): [string, string][] =>
  words.split(' ').map((word, at) => [word, letters.charAt(at)])
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

/** ICAO Annex 10, as it is spelled otherwise, and the alphabets of the police, of old radio, and of telephones in Germany, France, Spain and Italy. */
const ALPHABETS: readonly [string, string][] = [
  ...rows(
    ALPHABET,
    'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu',
  ),
  ...rows('ajw', 'alfa juliet whisky'),
  ...rows(
    ALPHABET,
    'adam boy charles david edward frank george henry ida john king lincoln mary nora ocean paul queen robert sam tom union victor william xray young zebra',
  ),
  ...rows(
    ALPHABET,
    'able baker charlie dog easy fox george how item jig king love mike nan oboe peter queen roger sugar tare uncle victor william xray yoke zebra',
  ),
  ...rows(
    ALPHABET,
    'anton berta cäsar dora emil friedrich gustav heinrich ida julius kaufmann ludwig martha nordpol otto paula quelle richard samuel theodor ulrich viktor wilhelm xanthippe ypsilon zacharias',
  ),
  ...rows('cjkknpqrsz', 'caesar jakob konrad kilo nordpol potsdam quickborn rosa siegfried zeppelin'),
  ...rows(
    ALPHABET,
    'anatole berthe célestin désiré eugène françois gaston henri irma joseph kléber louis marcel nicolas oscar pierre quintal raoul suzanne thérèse ursule victor william xavier yvonne zoé',
  ),
  ...rows(
    ALPHABET,
    'antonio barcelona carmen dolores enrique francia gerona historia inés josé kilo lorenzo madrid navarra oviedo parís querido ramón sábado tarragona ulises valencia washington xiquena yegua zaragoza',
  ),
  ...rows(
    ALPHABET,
    'ancona bologna como domodossola empoli firenze genova hotel imola jolly kappa livorno milano napoli otranto padova quarto roma savona torino udine venezia washington xilofono york zara',
  ),
]

/** Names of the letters in English. */
const NAMES: readonly [string, string][] = [
  ...rows(
    ALPHABET,
    'ay bee cee dee ee eff gee aitch eye jay kay ell em en oh pee cue ar ess tee you vee doubleyou ex why zee',
  ),
  ...rows('chqsuwyzd', 'see haitch queue es yu doubleu wye zed de'),
]

const DIGITS: readonly [string, string][] = [
  'zero one two three four five six seven eight nine',
  'nought wun too tree fower fife siks sefen ait niner',
  'null eins zwei drei vier fünf sechs sieben acht neun',
  'zéro un deux trois quatre cinq six sept huit neuf',
  'cero uno dos tres cuatro cinco seis siete ocho nueve',
  'zero uno due tre quattro cinque sei sette otto nove',
  'zero um dois três quatro cinco seis sete oito nove',
].flatMap((words) => rows('0123456789', words))

/** Words of an alphabet that is made for spelling: a text that spells by it holds some of them. */
export const SPELLING: ReadonlyMap<string, string> = new Map([...NAMES, ...ALPHABETS].reverse())
/** Numbers that stand for a digit. */
export const DIGIT_WORDS: ReadonlyMap<string, string> = new Map([...DIGITS].reverse())

/** The words of both by a hash, in bits. */
const HASHES = new Uint8Array(4096)
for (const word of [...SPELLING.keys(), ...DIGIT_WORDS.keys()]) {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0
  HASHES[(hash >>> 3) & 4095] = (HASHES[(hash >>> 3) & 4095] as number) | (1 << (hash & 7))
}

/** Whether a word of this hash (times 31, in small letters) may be one of them. */
export function isSpoken(hash: number): boolean {
  return ((HASHES[(hash >>> 3) & 4095] as number) & (1 << (hash & 7))) !== 0
}

/** What a name of Unicode stands for (`LATIN SMALL LETTER A`, `DIGIT ONE`); a blank where it is another. */
export function letterNamed(name: string): string {
  const letter = /^LATIN (?:SMALL|CAPITAL) LETTER ([A-Z])$/.exec(name)?.[1]
  if (letter !== undefined) return letter.toLowerCase()
  const digit = /^DIGIT ([A-Z]+)$/.exec(name)?.[1]
  return digit === undefined ? ' ' : (DIGIT_WORDS.get(digit.toLowerCase()) ?? ' ')
}
