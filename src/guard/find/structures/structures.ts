/**
 * Secrets known by where they stand: PEM blocks, URLs with a password, header and command-line pairs, ids with check forms.
 *
 * Over 150 lines: a dozen small readers of the same kind, one below the other, and the one list of them.
 */
import { ALNUM, HEX, isOf, runEnd, runStart, SLUG, RunMemory } from '../text/characters.ts'
import { COMMANDS } from './commands.ts'
import type { Kind } from '../../finding.ts'
import { isPlaceholderBody, isPlaceholderValue } from '../value/placeholder.ts'
import { readPem } from './private-key.ts'
import { looksRandom } from '../value/randomness.ts'
import { readToken, type Candidate } from '../tokens/token.ts'
import { FAMILIES } from '../../families/index.ts'
import { overBreaks, rewrap, unwrap } from '../text/unwrap.ts'
import { isDrawnValue, strengthOf } from '../value/strength.ts'

/** Reads a structure whose mark stands at `start`; the mark's case may differ. */
export type StructureReader = (text: string, start: number, runs: RunMemory) => Candidate | undefined

function candidate(
  text: string,
  start: number,
  end: number,
  kind: Kind,
  service?: string,
  certainty: Candidate['certainty'] = 'structure',
): Candidate {
  return { start, end, value: text.slice(start, end), service, kind, certainty, weight: 4 }
}

const LONGEST_AUTHORITY = 512
/** Signs that a shell's backslash takes the meaning from. */
const SHELL_SIGNS = '!@#$&*()\'";?=~^{}|<>:/%+,.-'

/** `scheme://user:password@host`, also with an empty user, or with a token as the user (RFC 3986 §3.2.1). */
function readUrl(text: string, start: number): Candidate | undefined {
  const schemeStart = runStart(text, start, SLUG, start - 24)
  if (schemeStart === start) return undefined
  const from = start + 3
  let colon = -1
  let at = -1
  let end = from
  const limit = Math.min(text.length, from + LONGEST_AUTHORITY)
  for (; end < limit; end++) {
    const code = text.charCodeAt(end)
    if (code <= 32 || code === 34 || code === 96 || code >= 0x2000) break
    if (code === 92 && !SHELL_SIGNS.includes(text.charAt(end + 1) || ' ')) break
    if (code === 47 || code === 63) {
      // A raw slash or question mark may stand in a password: only if an @ and a host still follow on this word.
      if (
        at !== -1 ||
        colon === -1 ||
        !/^[^\s"'`<>/]{0,40}@[\w.-]+(?::\d+)?(?:[/?\s"'`]|$)/.test(text.slice(end + 1, end + 140))
      )
        break
    }
    if (code === 58 && colon === -1) colon = end
    if (code === 64) at = end
  }
  if (at === -1) return undefined
  if (colon !== -1 && colon < at) return readPassword(text, from, colon, at)
  const user = text.slice(from, at)
  if (user.length < 20 || !/^[\w.~-]+$/.test(user) || !looksRandom(user)) return undefined
  // A Sentry DSN carries a public key there.
  if (/^@(?:[\w-]+\.)*(?:ingest\.)?(?:\w+\.)?sentry\.io/.test(text.slice(at, at + 60))) return undefined
  return candidate(text, from, at, 'token')
}

/** Documentation writes `https://abc:xyz@example.com`; nobody lets in with less than four characters. */
const SHORTEST_PASSWORD = 4

function readPassword(text: string, from: number, colon: number, at: number): Candidate | undefined {
  const user = text.slice(from, colon)
  const password = text.slice(colon + 1, at).replace(/\\(.)/g, '$1')
  // Many services take the key for the user's name, and anything or nothing for the password.
  if (STAND_IN_PASSWORD.test(password) && isDrawnValue(user)) return candidate(text, from, colon, 'token')
  if (password.length < SHORTEST_PASSWORD || password === user || isPlaceholderValue(password))
    return undefined
  if (
    /^(?:pass(?:word|wd)?|pwd|secret|token|x+|\*+|guest|changeit|[A-Z_]*(?:PASS|PASSWORD|TOKEN|SECRET|KEY)[A-Z_]*)$/i.test(
      password,
    )
  )
    return undefined
  if (/^\$|^%\w+%$|^[{<[(]/.test(password) || (isPlaceholderBody(`${password}0`) && password.length > 16))
    return undefined
  const kind = looksRandom(password) && password.length >= 20 ? 'token' : 'password'
  return { ...candidate(text, colon + 1, at, kind), value: password }
}

/** What stands for a password beside a key that is given as the user's name. */
const STAND_IN_PASSWORD =
  /^(?:|x|X|-|_|x-oauth-basic|x-token-auth|api_?token|unused|none|ignored|pass(?:word)?|anything|)$/

const JWT = /eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]{0,2000}){0,3}/y

/** A JSON Web Token or encrypted token (RFC 7519, RFC 7516): a header that is base64 of `{"`, a payload, a signature. */
function readJwt(text: string, start: number, runs: RunMemory): Candidate | undefined {
  if (!text.startsWith('eyJ', start) || (start > 0 && isOf(text, start - 1, ALNUM))) return undefined
  const headerEnd = runs.end(start, SLUG)
  if (headerEnd - start < 13 || text.charAt(headerEnd) !== '.') return undefined
  JWT.lastIndex = start
  if (!JWT.test(text)) return undefined
  let end = JWT.lastIndex
  while (text.charAt(end - 1) === '.') end--
  const parts = text.slice(start, end).split('.')
  if (
    parts.length < 2 ||
    (parts[1] ?? '').length < 10 ||
    !Buffer.from(parts[0] ?? '', 'base64url')
      .toString('latin1')
      .startsWith('{"')
  ) {
    return undefined
  }
  return candidate(text, start, end, 'token', undefined, 'shape')
}

/** Signature lengths in base64url: HS256/384/512, ES256/384/512, EdDSA, RS/PS with keys of 1024 to 4096 bits (RFC 7518 §3). */
const SIGNATURES: ReadonlySet<number> = new Set([43, 64, 86, 128, 171, 176, 342, 512, 683])
/** How far a token in several lines is read, in UTF-16 units. */
const JWT_REACH = 1600

/** A JSON Web Token, also in several lines; it is whole where its signature has a length in use. */
function readWrappedJwt(text: string, start: number, runs: RunMemory): Candidate | undefined {
  if (start > 0 && isOf(text, start - 1, ALNUM)) return undefined
  const part = readJwt(text, start, runs)
  const end = part?.end ?? runs.end(start, SLUG)
  if (start < runs.unwrappedUntil || !text.startsWith('eyJ', start) || end - start < 8) return part
  if (part !== undefined && isSigned(part.value)) return part
  if (!/^["'`]?[ \t]*[\\+]?[ \t]*\r?\n[ \t>|#*"'`]*[\w-]{6}/.test(text.slice(end, end + 32))) return part
  const place = unwrap(text, start, { before: 1, behind: JWT_REACH })
  const whole = place === undefined ? undefined : readJwt(place.text, place.at, new RunMemory(place.text))
  if (place !== undefined && whole !== undefined && (part === undefined || isSigned(whole.value)))
    return rewrap(whole, place)
  runs.unwrappedUntil = start + JWT_REACH / 8
  return part
}

const isSigned = (token: string): boolean => SIGNATURES.has(token.length - token.lastIndexOf('.') - 1)

/** Telegram: bot id, `:AA`, 33 characters (core.telegram.org/bots). */
function readTelegram(text: string, start: number): Candidate | undefined {
  const idStart = runStart(text, start, 1, start - 12)
  const digits = start - idStart
  const end = runEnd(text, start + 1, SLUG)
  if (digits < 8 || digits > 10 || end - start < 33 || end - start > 40 || !text.startsWith(':AA', start))
    return undefined
  if (isPlaceholderBody(text.slice(start + 3, end))) return undefined
  return candidate(text, idStart, end, 'token', 'telegram', 'shape')
}

/** Mailchimp: 32 hex digits, `-us`, the number of a data centre. */
function readMailchimp(text: string, start: number): Candidate | undefined {
  const keyStart = runStart(text, start, HEX, start - 40)
  const end = runEnd(text, start + 3, 1)
  if (
    start - keyStart < 30 ||
    start - keyStart > 32 ||
    end === start + 3 ||
    end > start + 5 ||
    isOf(text, end, ALNUM)
  )
    return undefined
  if (isPlaceholderBody(text.slice(keyStart, start))) return undefined
  return candidate(text, keyStart, end, 'key', 'mailchimp', 'shape')
}

/** HCP Terraform: 14 characters, `.atlasv1.`, 60 to 70 characters. */
function readTerraform(text: string, start: number): Candidate | undefined {
  const tokenStart = runStart(text, start, ALNUM, start - 16)
  const end = runEnd(text, start + 9, SLUG)
  if (start - tokenStart < 12 || end - start < 50) return undefined
  return candidate(text, tokenStart, end, 'token', 'terraform', 'shape')
}

/** Microsoft Entra client secret: 3 characters, a digit and `Q~`, 31 to 34 characters. */
function readEntra(text: string, start: number): Candidate | undefined {
  if (!isOf(text, start - 1, 1) || text.charAt(start) !== 'Q') return undefined
  const body = /[\w.~-]/
  let from = start - 1
  while (from > start - 5 && from > 0 && body.test(text.charAt(from - 1))) from--
  let end = start + 2
  while (end < text.length && end < start + 40 && body.test(text.charAt(end))) end++
  while (text.charAt(end - 1) === '.') end--
  if (start - 1 - from < 3 || end - start < 30) return undefined
  return candidate(text, start - 4, end, 'client secret', 'azure', 'shape')
}

const PAIR = /(?:-u|--user|--proxy-user|--userpwd)[ =]?\s?(["']?)([^\s:"']{1,80}):([^\s"'`]{3,256})/y

const KEY_AS_USER = /(?:-u|--user|--userpwd)[ =]?\s?(["']?)([^\s:"']{16,256}):([^\s"'`]{0,16})(?=["'\s]|$)/y

/** `curl -u user:password`, and a key in the place of the user. */
function readPair(text: string, start: number): Candidate | undefined {
  if (start > 0 && !/\s/.test(text.charAt(start - 1))) return undefined
  KEY_AS_USER.lastIndex = start
  const keyed = KEY_AS_USER.exec(text)
  const key = keyed?.[2] ?? ''
  if (keyed !== null && STAND_IN_PASSWORD.test(keyed[3] ?? '') && isDrawnValue(key)) {
    const at = start + keyed[0].indexOf(key)
    return candidate(text, at, at + key.length, 'key')
  }
  PAIR.lastIndex = start
  const match = PAIR.exec(text)
  if (match === null) return undefined
  const password = (match[3] ?? '').replace(/[.,;)]+$/, '')
  const end = start + match[0].length - ((match[3] ?? '').length - password.length)
  if (isPlaceholderValue(password) || password === match[2] || /^[$<{[%:]|^\/\/|[{}]/.test(password))
    return undefined
  return candidate(text, end - password.length, end, 'password')
}

const PGPASS = /:(?:\d{2,5}|\*):([^:\s]{1,64}):([^:\s]{1,64}):([^\s:]{3,256})(?=\s|$)/y

/** `.pgpass`: host, port, database, user, password in one line (PostgreSQL documentation, 34.16). */
function readPgpass(text: string, start: number): Candidate | undefined {
  if (start === 0 || !/[\w.*-]/.test(text.charAt(start - 1))) return undefined
  PGPASS.lastIndex = start
  const match = PGPASS.exec(text)
  const password = match?.[3] ?? ''
  if (match === null || password.startsWith('*') || isPlaceholderValue(password)) return undefined
  if (!/[a-z*]/i.test(match[1] ?? '')) return undefined
  const end = start + match[0].length
  return candidate(text, end - password.length, end, 'password', 'postgres')
}

const ORACLE = /jdbc:oracle:\w+:[\w.$-]{1,64}\/([^\s"'`@]{3,256})@/iy

/** The password of an Oracle address: user and password, joined by a slash, before the `@`. */
function readOracle(text: string, start: number): Candidate | undefined {
  ORACLE.lastIndex = start
  const password = ORACLE.exec(text)?.[1] ?? ''
  if (password === '' || isPlaceholderValue(password) || /^[$<{[%]/.test(password)) return undefined
  const end = ORACLE.lastIndex - 1
  return candidate(text, end - password.length, end, 'password', 'oracle')
}

const SHORT_PAIR = /u: ?\S{2,64}[\s,;|/]{1,4}p(?:w|ass)?: ?(\S{4,256})/iy

/** A user behind `u:` and a password behind `p:`, on one line or two. */
function readShortPair(text: string, start: number): Candidate | undefined {
  if (start > 0 && isOf(text, start - 1, SLUG)) return undefined
  SHORT_PAIR.lastIndex = start
  const match = SHORT_PAIR.exec(text)
  const password = (match?.[1] ?? '').replace(/[.,;)]+$/, '')
  if (match === null || strengthOf(password) < 2) return undefined
  const at = start + match[0].length - (match[1] ?? '').length
  return candidate(text, at, at + password.length, 'password')
}

const APP_ID = /[?&]appid=([0-9a-f]{32})(?![\w-])/iy

/** The key of weather and map services, which they call an id (openweathermap.org/appid). */
function readAppId(text: string, start: number): Candidate | undefined {
  APP_ID.lastIndex = start
  const key = APP_ID.exec(text)?.[1]
  if (key === undefined || isPlaceholderBody(key)) return undefined
  return candidate(text, APP_ID.lastIndex - key.length, APP_ID.lastIndex, 'key')
}

const TOLD =
  /([A-Za-z][A-Za-z0-9]{1,15})\s+(underscore|dash|hyphen|minus|dot)\b[,;:.]?\s*(?:and\s+)?(?:then|followed by|plus)?[,;:]?\s*["'`]?([A-Za-z0-9_-]{16,256})/y
const SIGNS: Readonly<Record<string, string>> = {
  underscore: '_',
  dash: '-',
  hyphen: '-',
  minus: '-',
  dot: '.',
}

/** "ghp underscore, then …": a prefix told apart from its body. */
function readTold(text: string, start: number): Candidate | undefined {
  const wordStart = runStart(text, start, ALNUM, start - 16)
  TOLD.lastIndex = wordStart
  const [whole = '', prefix = '', sign = '', body = ''] = TOLD.exec(text) ?? []
  const value = `${prefix}${SIGNS[sign.toLowerCase()] ?? ''}${body}`
  const family = FAMILIES.find((one) => value.startsWith(one.prefix) && one.prefix.length > prefix.length)
  if (whole === '' || family === undefined) return undefined
  const token = readToken(value, family, 0, new RunMemory(value))
  if (token === undefined) return undefined
  return { ...token, start: wordStart, end: wordStart + whole.length - (value.length - token.end) }
}

/** Marks and their readers. A mark is compared without case; its reader looks closer. */
export const STRUCTURES: readonly (readonly [mark: string, read: StructureReader])[] = [
  ['-----begin', readPem],
  ['://', readUrl],
  ['eyj', readWrappedJwt],
  [':aa', overBreaks(readTelegram, /^:\r?\n?A\r?\n?A/, { blanks: true })],
  ['-us', overBreaks(readMailchimp, /^-us\d/, { blanks: true })],
  ['.atlasv1.', overBreaks(readTerraform, /^\./, { isWhole: ({ value }) => value.length >= 83 })],
  ['q~', overBreaks(readEntra, /^Q\r?\n?~/, { blanks: true })],
  ['-u ', readPair],
  ['--user', readPair],
  [':5432:', readPgpass],
  [':*:', readPgpass],
  ['jdbc:oracle:', readOracle],
  ['u: ', readShortPair],
  ['?appid=', readAppId],
  ['&appid=', readAppId],
  ...[' underscore', ' hyphen', ' minus'].map((mark) => [mark, readTold] as const),
  ...COMMANDS,
]
