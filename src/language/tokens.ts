/**
 * Takes a message apart: words, numbers, marks. Nothing is understood here yet.
 *
 * Positions are those of the message in NFC, so that a label can be given back as it was typed. One pass, no search. Long because every script parts its words in a way of its own.
 */

/** One piece of a message. */
export interface Token {
  /** `word` may hold digits; `opaque` is an address, a path or an e-mail address. */
  readonly kind: 'word' | 'mark' | 'opaque' | 'emoji'
  /** As it is compared: NFKC, lower case, without accents. For a mark, the mark in its ASCII form. */
  readonly text: string
  /** The same with its accents: names are told apart by them. */
  readonly plain: string
  /** Where it stands in the NFC text, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** A message taken apart. */
export interface Tokens {
  /** The message in NFC. */
  readonly source: string
  readonly list: readonly Token[]
}

/** How a mark of any language is written here. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ...pairs('。．｡।܀', '.'),
  ...pairs('、，､،', ','),
  ...pairs('？؟⁇❓❔', '?'),
  ...pairs('！❗❕', '!'),
  ...pairs('：', ':'),
  ...pairs('；؛', ';'),
  ...pairs('“”„‟«»「」『』〝〞＂❝❞', '"'),
  ...pairs('‘’‚‛＇´ʼ', "'"),
  ...pairs('（【〔［', '('),
  ...pairs('）】〕］', ')'),
  ...pairs('…⋯', '.'),
  ...pairs('‐‑‒–—―－', '-'),
  ...pairs('～〜', '~'),
  ...pairs('·・', ' '),
  ...pairs('¿¡', ' '),
])

/** What joins two halves of one word. */
const JOINERS = new Set(["'", '-', '.', '_', '@', '/', '+', '&', ':'])
/** Faces made of letters and marks. */
const EMOTICONS = new Set(
  ":) :-) :( :-( ;) ;-) :d :-d ;d xd =) =d :p :-p :/ :-/ :| :o ^^ ^_^ <3 :3 :] c: t_t >.< o_o -_- :') :'( ;-; u_u x) =p".split(
    ' ',
  ),
)

const LETTER = /[\p{L}\p{M}\p{N}]/u
const BLANK = /\s/
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u{1f3fb}-\u{1f3ff}]/u
/** Has no width: joiners, variation selectors, the box around a digit, direction marks. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\u20e3\ufeff\u00ad]/u

/** Takes a message apart. */
export function tokenize(text: string): Tokens {
  const source = text.normalize('NFC')
  const list: Token[] = []
  let from = 0
  while (from < source.length) {
    const blank = source.charAt(from)
    if (BLANK.test(blank)) {
      if (blank === '\n') list.push(markAt('\n', from, from + 1))
      from += 1
      continue
    }
    let to = from
    while (to < source.length && !BLANK.test(source.charAt(to))) to += 1
    if (!pushPlainWord(source, from, to, list)) readChunk(source, from, to, list)
    from = to
  }
  return { source, list }
}

const PLAIN = /^[A-Za-z0-9]+$/

/** Most words are nothing but Latin letters, with a mark behind them at most. */
function pushPlainWord(source: string, from: number, to: number, list: Token[]): boolean {
  const last = source.charAt(to - 1)
  const isMarked = to - from > 1 && (last === ',' || last === '.' || last === '?' || last === '!')
  const end = isMarked ? to - 1 : to
  const written = source.slice(from, end)
  if (!PLAIN.test(written) || EMOTICONS.has(written.toLowerCase())) return false
  const text = written.toLowerCase()
  list.push({ kind: 'word', text, plain: text, start: from, end })
  if (isMarked) list.push(markAt(last, end, to))
  return true
}

interface Character {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A run without blanks: a face, an address, or words with marks around and between them. */
function readChunk(source: string, from: number, to: number, list: Token[]): void {
  const whole = source.slice(from, to)
  if (EMOTICONS.has(whole.toLowerCase())) {
    list.push({ kind: 'emoji', text: whole, plain: whole, start: from, end: to })
    return
  }
  const characters = charactersOf(source, from, to)
  let index = 0
  while (index < characters.length) {
    const character = characters[index]
    if (character === undefined) break
    if (isLetter(character.text)) {
      const end = endOfWord(characters, index)
      pushWord(source, characters.slice(index, end), list)
      index = end
      continue
    }
    pushMark(character, characters[index + 1], list)
    index += 1
  }
}

function charactersOf(source: string, from: number, to: number): Character[] {
  const characters: Character[] = []
  let at = from
  for (const written of source.slice(from, to)) {
    const start = at
    at += written.length
    if (INVISIBLE.test(written)) continue
    characters.push({ text: MARKS.get(written) ?? written, start, end: at })
  }
  return characters
}

/** A word goes on over a joiner where letters stand on both sides of it. */
function endOfWord(characters: readonly Character[], start: number): number {
  let index = start
  while (index < characters.length) {
    const { text } = characters[index] ?? { text: ' ' }
    if (!isLetter(text)) {
      const next = characters[index + 1]?.text ?? ' '
      const isAddress = text === ':' && next === '/' && characters[index + 2]?.text === '/'
      if (isAddress || (text === '/' && next === '/')) {
        index += 1
        continue
      }
      if (!JOINERS.has(text) || text === ':' || !isLetter(next)) break
    }
    index += 1
  }
  return index
}

function pushWord(source: string, characters: readonly Character[], list: Token[]): void {
  const first = characters[0]
  const last = characters.at(-1)
  if (first === undefined || last === undefined) return
  const { start } = first
  const { end } = last
  const written = characters.map(({ text }) => text).join('')
  if (isOpaque(written, source.charAt(start - 1))) {
    const plain = plainOf(written)
    list.push({ kind: 'opaque', text: plain, plain, start, end })
    return
  }
  let begin = 0
  for (let index = 1; index <= characters.length; index++) {
    const one = characters[index - 1]
    const other = characters[index]
    if (other !== undefined && !changesScript(one?.text ?? '', other.text)) continue
    const part = characters.slice(begin, index)
    const said = part.map(({ text }) => text).join('')
    list.push({
      kind: 'word',
      text: fold(said),
      plain: plainOf(said),
      start: part[0]?.start ?? start,
      end: part.at(-1)?.end ?? end,
    })
    begin = index
  }
}

function pushMark(character: Character, next: Character | undefined, list: Token[]): void {
  const { text, start, end } = character
  if (text === ' ') return
  if (PICTURE.test(text)) {
    list.push({ kind: 'emoji', text, plain: text, start, end })
    return
  }
  const isSign = (text === '@' || text === '#') && next !== undefined && isLetter(next.text)
  if (!isSign) list.push(markAt(text, start, end))
}

/** Addresses, paths and e-mail addresses are never words of a sentence. */
function isOpaque(written: string, before: string): boolean {
  return written.includes('/') || written.includes('@') || before === '/' || before === '\\'
}

const isLetter = (text: string): boolean => LETTER.test(text)

/** Letters of two scripts belong to two words ("GitHubアカウント"); digits and joiners belong to either. */
function changesScript(one: string, other: string): boolean {
  const first = scriptOf(one)
  const second = scriptOf(other)
  if (first === second) return false
  if (first === 'any' || second === 'any')
    return isDigit(one) ? second === 'unspaced' : isDigit(other) && first === 'unspaced'
  return true
}

const isDigit = (text: string): boolean => /\p{Nd}/u.test(text)

/** The script of a letter, as far as it matters to how words are read. */
export function scriptOf(
  letter: string,
): 'latin' | 'cyrillic' | 'devanagari' | 'arabic' | 'unspaced' | 'any' {
  const code = letter.codePointAt(0) ?? 0
  if (code < 0x41) return 'any'
  if (code < 0x250) return /\p{L}/u.test(letter) ? 'latin' : 'any'
  if (code >= 0x1e00 && code < 0x1f00) return 'latin'
  if (code >= 0x400 && code < 0x530) return 'cyrillic'
  if (code >= 0x900 && code < 0x980) return 'devanagari'
  if ((code >= 0x600 && code < 0x780) || (code >= 0xfb50 && code < 0xff00)) return 'arabic'
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆]/u.test(letter)) return 'unspaced'
  if (code >= 0xff21 && code <= 0xff5a) return 'latin'
  return 'any'
}

const LATIN_MARKS = /([a-z])[\u0300-\u036f]+/g
const ARABIC_MARKS = /[\u064b-\u0652\u0670\u0640]/g

const markAt = (text: string, start: number, end: number): Token => ({
  kind: 'mark',
  text,
  plain: text,
  start,
  end,
})

/** A name as it is compared: width and case do not count, accents do. */
export const plainOf = (text: string): string => text.normalize('NFKC').toLowerCase()

/** A text as it is compared: width, case, accents and the small differences of spelling do not count. */
export function fold(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  const code = lower.codePointAt(0) ?? 0
  if (code < 0x80 && isAscii(lower)) return lower
  return lower
    .normalize('NFD')
    .replaceAll(LATIN_MARKS, '$1')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replaceAll('ё', 'е')
    .replaceAll('\u093c', '')
    .replaceAll('\u0901', '\u0902')
    .replaceAll(ARABIC_MARKS, '')
    .replaceAll(/[أإآ]/g, 'ا')
    .replaceAll('ى', 'ي')
    .replaceAll('ة', 'ه')
    .replaceAll('ؤ', 'و')
    .replaceAll('ئ', 'ي')
}

const isAscii = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((letter) => [letter, to])
}
