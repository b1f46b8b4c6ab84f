/**
 * Reads the words behind an announcing word, with the signs around them.
 *
 * Over 150 lines: what may stand around a word is one subject, sign by sign.
 */

/** One word as it stands behind an announcing word. */
export interface ReadWord {
  /** Without the quotes, brackets and stops around it; empty where only signs stood. */
  readonly word: string
  readonly start: number
  readonly end: number
  /** Where reading goes on. */
  readonly next: number
  /** A `:`, `=` or arrow stood before it. */
  readonly assigns: boolean
  readonly quoted: boolean
  /** The line, the text, or the structure ends behind it. */
  readonly closes: boolean
  /** A `:` or `=` stands right behind it: what follows is meant. */
  readonly leads: boolean
  /** A question mark stood before it: "the password? it is …". */
  readonly asked: boolean
  /** A sentence ends behind it. */
  readonly stops: boolean
  /** A blank line, or the end: nothing that follows belongs to the announcing word. */
  readonly ends: boolean
}

const QUOTES = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['『', '』'],
  ['‘', '’'],
])

/** Signs that link a name with its value, or decorate either. */
const BETWEEN = new Set([...' \t\r\u00a0\u202f\u3000*_|>)]}\\,-–—，、（）【】《》→'])
/** A longer run is judged by its beginning. UTF-16 units. */
export const LONGEST_WORD = 1024

/** What was read before: nothing but the announcing word, and whether a `:` or `=` already stood there. */
export interface Reading {
  readonly first: boolean
  readonly assigned: boolean
}

/** The next word at or behind `from`; undefined where none starts before `limit`. */
export function readWord(
  text: string,
  from: number,
  limit: number,
  { first, assigned }: Reading,
): ReadWord | undefined {
  let at = from
  let assigns = assigned
  let asked = false
  let lines = 0
  for (; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code === 32) continue
    if (isLetterOrDigit(code)) break
    const character = text.charAt(at)
    if (
      character === ':' ||
      character === '=' ||
      character === '→' ||
      character === '：' ||
      character === '＝'
    ) {
      assigns = true
    } else if (ODD_SIGNS.includes(character) && beginsValue(text, at)) {
      break
    } else if (character === '\n') {
      lines++
      if (lines > (assigns ? 2 : 1)) return ended(at)
    } else if (character === '。') {
      return ended(at)
    } else if (character === '-' && text.charAt(at + 1) === '>') {
      assigns = true
    } else if (character === ',' && first && /^["'][,][ ]?["']$/.test(text.slice(at - 1, at + 2).trimEnd())) {
      continue
    } else if (character === '?' || character === '？' || (character === ',' && first)) {
      asked = true
    } else if (character === '{' && first) {
      const value = BLOCK.exec(text.slice(at, at + LONGEST_BLOCK))
      if (value === null) return ended(at)
      assigns = true
      at += value[0].length - 1
    } else if (character === ';' || character === '{') {
      return ended(at)
    } else if (QUOTES.has(character)) {
      const quoted = readQuoted(text, at, assigns || !first)
      if (quoted !== undefined) return { ...quoted, assigns, asked }
    } else if (character === '.' || character === '!') {
      if (at + 1 >= text.length || /\s/.test(text.charAt(at + 1))) return ended(at)
      break
    } else if (character === '[' && MARKER_AHEAD.test(text.slice(at, at + 72))) {
      return ended(at)
    } else if (character === '<') {
      if (!/^<\/?[a-z]+>/i.test(text.slice(at, at + 12))) break
      at = text.indexOf('>', at)
    } else if (!isBetween(text, at)) {
      break
    }
  }
  if (at >= limit) return undefined
  return readPlain(text, at, assigns, asked)
}

/** Signs that end what was announced, or ask for it, unless a value is right behind them: `;f3K…`. */
const ODD_SIGNS = ';{?,'
const VALUE_BEHIND_SIGNS = /[;{?,]+(?=[\w+/=.-]{0,80}\d)[\w+/=.-]{16}/y

function beginsValue(text: string, at: number): boolean {
  VALUE_BEHIND_SIGNS.lastIndex = at
  return /[\s:="'`\u2e80-\uffff]/.test(text.charAt(at - 1) || ' ') && VALUE_BEHIND_SIGNS.test(text)
}

/** `variable "db_password" { default = …`: what stands in a block before the value of its name. */
const BLOCK =
  /^\{(?:\s*[a-z_]{1,20}\s*[:=]\s*(?:"[^"\n]{0,80}"|[\w.()]{1,30})\s)*?\s*"?(?:default|value)"?\s*[:=]/
const LONGEST_BLOCK = 240

const MARKER_AHEAD = /^\[[a-z0-9_. -]{1,60} removed\]/

/** Signs that only decorate or link; a hyphen does where a blank or an arrow head follows. */
function isBetween(text: string, at: number): boolean {
  const character = text.charAt(at)
  // A dash with blanks around it says "is".
  if ((character === '–' || character === '—') && text.charAt(at + 1) === ' ' && text.charAt(at - 1) === ' ')
    return false
  if (character === '-') return /[\s>]/.test(text.charAt(at + 1))
  if (character === '_') return /^_+(?:\s|\S{0,200}_[.,;:!?)]*(?:\s|$))/.test(text.slice(at, at + 240))
  return character === '(' || character === '[' || BETWEEN.has(character)
}

function ended(at: number): ReadWord {
  return {
    word: '',
    start: at,
    end: at,
    next: at + 1,
    assigns: false,
    quoted: false,
    closes: true,
    stops: true,
    ends: true,
    leads: false,
    asked: false,
  }
}

/** What stands between a quote and the next of its kind on the same line, up to 256 units. */
function readQuoted(
  text: string,
  open: number,
  allowed: boolean,
): Omit<ReadWord, 'assigns' | 'asked'> | undefined {
  const close = QUOTES.get(text.charAt(open)) ?? ''
  let end = open + 1
  const most = Math.min(text.length, open + LONGEST_WORD)
  while (end < most && text.charAt(end) !== close && text.charAt(end) !== '\n') end++
  if (end >= most || text.charAt(end) !== close || end === open + 1) return undefined
  // Quotes inside a quoted text: the backslash belongs to the quote.
  const escaped = text.charAt(open - 1) === '\\' && text.charAt(end - 1) === '\\' ? 1 : 0
  end -= escaped
  const word = text.slice(open + 1, end)
  if (!allowed || (/^[\s:=,;)\]}]/.test(word) && !VALUE_IN_QUOTES.test(word)) || word.length > 256)
    return undefined
  return {
    word,
    start: open + 1,
    end,
    next: end + escaped + 1,
    quoted: true,
    closes: !/^[ \t]+[a-z]/.test(text.slice(end + escaped + 1, end + escaped + 4)),
    stops: false,
    ends: false,
    leads: false,
  }
}

/** What quotes around signs and a value hold, unlike what stands between two quoted texts. */
const VALUE_IN_QUOTES = /^[:=,;)\]}]+(?=[\w+/=.-]*\d)[\w+/=.-]{16,}$/

function readPlain(text: string, from: number, assigns: boolean, asked: boolean): ReadWord {
  const wide = text.charCodeAt(from) >= 0x590
  let end = from
  const most = Math.min(text.length, from + LONGEST_WORD)
  for (; end < most; end++) {
    const code = text.charCodeAt(end)
    if (code <= 32 || code === 0xa0) break
    if (wide && end > from && QUOTES.has(text.charAt(end))) break
    // ASCII followed by letters of a script without blanks: the value ends there.
    if (wide ? code < 0x590 && /[!-~]/.test(text.charAt(end)) : code >= 0x590) break
    if (code === 59 /* ; */ || code === 96 /* ` */ || code === 34 /* " */) break
    if (code === 44 && /[\s"']|^$/.test(text.charAt(end + 1))) break
    if (code === 44 && assigns && /^,[\w.-]+=/.test(text.slice(end, end + 40))) break
    if (code === 38 && /^&(?:[\w.-]{1,40}=|amp;)/.test(text.slice(end, end + 42))) break
    if (code === 92 && /[nrt"']/.test(text.charAt(end + 1))) break
    if (code === 60 && /^<(?:\/|br)/i.test(text.slice(end, end + 3))) break
    if (code === 39 && /[\s,;)\]}]|^$/.test(text.charAt(end + 1))) break
  }
  let stop = end
  while (stop > from && isTrailing(text, from, stop)) stop--
  const word = text.slice(from, stop)
  const next = Math.max(end, from + 1)
  // Between two words of prose nothing closes, leads or stops.
  const flows = text.charCodeAt(stop) === 32 && isLetterOrDigit(text.charCodeAt(stop + 1))
  const after = flows ? '' : text.slice(stop, Math.min(text.length, end + 3))
  return {
    word,
    start: from,
    end: stop,
    next,
    assigns,
    asked,
    quoted: false,
    closes: !flows && (/^[\s"'`,;.!?)\]}<\\&|]*(?:\n|$)/.test(after) || /^["'`,;<&\\]/.test(after)),
    leads: !flows && /^["'`)]?\s?[:=：＝]/.test(after),
    stops: !flows && /^[.!?。]/.test(after),
    ends: false,
  }
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
}

/** Stops, commas, closing quotes and brackets behind a word belong to the sentence; `!` may end a password. */
function isTrailing(text: string, from: number, stop: number): boolean {
  const last = text.charAt(stop - 1)
  // A password may end with several signs.
  if (last === '?' && /[!@#$%&*]/.test(text.charAt(stop - 2))) return false
  if ('.,:?\'"*_'.includes(last)) return last !== '_' && last !== '*' ? true : text.charAt(from - 1) === last
  if (last === ')') return !text.slice(from, stop).includes('(')
  if (last === ']') return !text.slice(from, stop).includes('[')
  if (last === '}') return !text.slice(from, stop).includes('{')
  if (last === '>') return !text.slice(from, stop).includes('<')
  return false
}
