/** Tells a stand-in (`ghp_xxxx`, `<YOUR_TOKEN>`, `${TOKEN}`, `changeme`) from a secret. */
import { SECRET_WORDS } from '../../words/secret-words.ts'

/** Words that documentation puts into a token; in one case throughout or capitalised, because chance writes `fAkE` too. */
const STAND_IN_WORDS = new RegExp(
  [
    ...'example placeholder changeme replace redacted removed masked hidden insert sample dummy your here token secret'.split(
      ' ',
    ),
    ...'password passwd apikey notreal fake foobar lorem abcdefgh undefined deadbeef'.split(' '),
  ]
    .flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)])
    .concat(['change[-_]?(?:me|this)', 'api[-_]key', '[Nn]ot[-_]?[Aa]?[-_]?[Rr]eal', 'AbCdEfGh', 'aBcDeFgH'])
    .concat(['12345678', '01234567', '87654321', 'abc123abc', 'xxxx', 'XXXX', '\\.\\.\\.', '…'])
    .join('|'),
)

/** Templates, masks, and elisions: they say "something goes here". */
const TEMPLATE =
  /^[<{[(]|^\$[({]|^\$(?:[A-Z_][A-Z_0-9]*|[a-z_]+[a-zA-Z_]*)$|^%[({]|^%\w+%$|^%[A-Z_]+$|^@@|\$\{|\{\{|<[a-z_ -]+>|\*{3}|•{3}|…|\.{3}|^#\{/i

/** Six alike: chance writes that into one long token in ten thousand, so long bodies need eight. */
const REPEATED = /(.)\1{5}/
const REPEATED_LONGER = /(.)\1{7}/
const LONG_BODY = 40
const REPEATED_FILLER = /([xX*._-])\1{3}/
const SAME_CASE_WORDS = /^(?:[a-z]{1,12}(?:[-_. ][a-z]{1,12})+|[A-Z]{1,12}(?:[-_. ][A-Z]{1,12})+)$/

/** Tells whether a token body (the part behind its prefix) stands in for a real one. */
export function isPlaceholderBody(body: string): boolean {
  if (REPEATED_FILLER.test(body)) return true
  if ((body.length > LONG_BODY ? REPEATED_LONGER : REPEATED).test(body)) return true
  if (SAME_CASE_WORDS.test(body)) return true
  if (STAND_IN_WORDS.test(body)) return true
  return body.length >= 16 && distinctCharacters(body) < 6
}

/** Tells whether a value that only its surroundings announce is a template, a mask, or a word for "put yours here". */
export function isPlaceholderValue(value: string): boolean {
  if (TEMPLATE.test(value)) return true
  if (/^(.)\1*$/.test(value)) return true
  if (/^[xX*.#?_-]+$|x{4}|X{4}|\*{2}/.test(value)) return true
  if (REPEATED_LONGER.test(value) || STAND_IN.test(value) || WORD_FOR_IT.test(value)) return true
  return PLACEHOLDER_WORDS.test(value) && !WEAK_PASSWORD.test(value)
}

const STAND_IN = /(?:^|[-_. ])(?:example|sample|dummy|fake|placeholder|awesome)(?:[-_. ]|$)/i

const PLACEHOLDER_WORDS =
  /^(?:(?:the|a|an|my|our|this|that|some|new|old)[-_. ]?)*(?:your|example|sample|dummy|placeholder|changeme|change[-_]?(?:me|it|this)|replace|insert|enter|put|redacted|masked|hidden|removed|password|passwd|pass|passphrase|pwd|secret|token|user(?:name)?|admin|root|key|api[-_]?key|foo|bar|baz|foobar|test|null|none|nil|true|false|undefined|string|value|todo|tbd|n\/a|empty|unset|default|required|optional|invalid|expired|missing|wrong)(?:[-_. ]?(?:your|my|here|password|passwd|pass|pwd|token|secret|key|api|value|user|name|hash|field|string|id|goes|me|it|this|for|with|real|github|gitlab|slack|openai|access|private|db|database|personal))*[-_.]?\d{0,2}$|your[-_. ]?(?:own|api|app|access|secret|password|token|key|personal|github|real|actual)|example[-_. ]?(?:key|token|secret|password)|[-_]here$|placeholder|change[-_]?me|not[-_]?a[-_]?real/i

/** The word for a password or a token, as the texts of a program in that language hold it under `password:`. */
const WORD_FOR_IT = new RegExp(
  `^(?:${SECRET_WORDS.filter(
    ({ expected, weak }) => weak === false && (expected === 'password' || expected === 'token'),
  )
    .map(({ text, ending }) => (ending === 'free' ? `${text}\\p{L}{0,2}` : text))
    .join('|')})$`,
  'iu',
)

/** People do use it. */
const WEAK_PASSWORD = /^pass(?:word|wd)?\d{2}$/i

/** How many different characters a text holds. */
export function distinctCharacters(text: string): number {
  let low = 0
  let high = 0
  const others = new Set<number>()
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 64 && code < 96) high |= 1 << (code - 64)
    else if (code >= 32 && code < 64) low |= 1 << (code - 32)
    else others.add(code)
  }
  return bitCount(low) + bitCount(high) + others.size
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
