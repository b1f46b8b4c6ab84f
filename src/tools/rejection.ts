/**
 * Tells whether a tool's answer reads as if its service did not accept the credential.
 *
 * Servers say it in several shapes, all met in the wild: an error with HTTP status 401 or 400, a JSON-RPC error with words, a result that is
 * marked as an error, and a result, even a successful one, whose text is the service's 401 answer. It is a hint at most, since any server
 * can say it. An answer that merely speaks of 401, such as an issue about a login page, is not even that.
 */

/** Error codes by which services name a credential that is not (any longer) accepted. */
const CODES = new Set([
  ...['unauthorized', 'unauthenticated', 'authentication_error', 'authentication_required', 'auth_error'],
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'invalid_token'],
  ...[
    'invalid_api_key',
    'api_key_expired',
    'invalid_authentication',
    'expired_authentication',
    'bad_credentials',
  ],
])

/** How servers word it in an error of their own; the codes of services stand in such words too. */
const ERROR_WORDS = [
  new RegExp(`\\b(?:${[...CODES].filter((code) => code.includes('_')).join('|')})\\b`, 'i'),
  /\b(?:http(?:\/\d(?:\.\d)?)?|status(?: code)?|error(?: code)?|code)\s*[:=(]?\s*401\b/i,
  /^\W*401\b|\(401\)|\b401 unauthorized\b/i,
  /\bbad credentials\b|\brequires authentication\b|\bunauthorized\b|\bunauthenticated\b/i,
  /\b(?:authentication|login) (?:has )?(?:failed|required)\b|\bfailed to authenticate\b/i,
  /\b(?:invalid|incorrect|expired|revoked|bad) (?:[a-z]+ ){0,2}(?:token|credentials?|api[ -]?key|auth)\b/i,
  /\b(?:token|credentials?|api[ -]?key) (?:is |are |has |have |was )?(?:been )?(?:invalid|incorrect|expired|revoked|not valid)\b/i,
] as const

/** The whole of a text that reports a failed request, as some servers give it in place of a result: nothing else may stand beside it. */
const REPORT =
  /^(?=\D)(?:(?:[a-z]+ ){0,2}(?:error|failure|failed)[:,]? ){0,2}(?:(?:[a-z]+ ){0,2}failed with )?(?:https?(?:\/[\d.]+)? )?(?:status )?(?:code )?:? ?401(?:[:, -]+(?:unauthorized|bad credentials))?$/

/** An error is its first lines; what follows may quote anything. */
const MAX_ERROR_CHARACTERS = 600
const MAX_REPORT_CHARACTERS = 400
const MAX_JSON_CHARACTERS = 16_384

/** Blocks of an error that are read: it says what it has to say in its first ones. */
const MAX_ERROR_BLOCKS = 16

/** Whether a thrown error says that the credential was refused: by an HTTP status of 401, or by its text. */
export function isRejectedError(error: { readonly message?: unknown; readonly data?: unknown }): boolean {
  if (statusOf(error.data) === 401 || statusOf(error) === 401) return true
  return typeof error.message === 'string' && isRejectedText(error.message)
}

/** Whether a tool's result says so: strict for a successful one, by words too for one marked as an error. */
export function isRejectedResult(result: {
  readonly content: readonly Readonly<Record<string, unknown>>[]
  readonly structuredContent?: unknown
  readonly isError: boolean
}): boolean {
  if (isRefusal(result.structuredContent)) return true
  const texts = result.content.map((block) => block['text']).filter((text) => typeof text === 'string')
  // A refusal is the whole answer; beside other content it is something the answer speaks of.
  if (texts.length !== 1 || result.content.length !== 1)
    return result.isError && texts.slice(0, MAX_ERROR_BLOCKS).some(isRejectedText)
  const [text = ''] = texts
  return isRefusal(parse(text)) || isReport(text) || (result.isError && isRejectedText(text))
}

function isReport(text: string): boolean {
  if (text.length > MAX_REPORT_CHARACTERS) return false
  return REPORT.test(
    text
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/[.!]+$/, ''),
  )
}

/** Whether the text of an error, or the last words of a program, say so. */
export function isRejectedText(text: string): boolean {
  const start = text.slice(0, MAX_JSON_CHARACTERS)
  // Looked up from both ends: an expression would look for the last brace behind each of the first ones.
  const embedded = start.slice(Math.max(0, start.indexOf('{')), start.lastIndexOf('}') + 1)
  if (isRefusal(parse(embedded))) return true
  // What stands in quotation marks is somebody's words: a title, a query, a file.
  const own = text.slice(0, MAX_ERROR_CHARACTERS).replace(/"[^"]*"|`[^`]*`|(?<!\w)'[^']*'/g, '""')
  return !/\b(?:403|429|5\d\d)\b/.test(own) && ERROR_WORDS.some((words) => words.test(own))
}

/** The JSON of a refusal: a 401 beside an error, or one of the codes beside a failure. One wrapping is looked into. */
function isRefusal(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const record = value as Readonly<Record<string, unknown>>
  const inner = [record['error'], record['response'], record['data'], record['body']]
  if (depth < 2 && inner.some((nested) => isRefusal(nested, depth + 1)))
    return isFailure(record) || statusOf(record) === 401
  const names = [record['error'], record['code'], record['type'], record['error_code'], record['category']]
  const isNamed = names.some((name) => typeof name === 'string' && CODES.has(name.toLowerCase()))
  if (statusOf(record) === 401) return isNamed || isFailure(record) || saysRefused(record['message'])
  return isNamed && (isFailure(record) || depth > 0)
}

function isFailure(record: Readonly<Record<string, unknown>>): boolean {
  const { error, errors } = record
  return (
    record['ok'] === false ||
    record['success'] === false ||
    record['status'] === 'error' ||
    record['object'] === 'error' ||
    record['type'] === 'error' ||
    (error !== undefined && error !== null && error !== false) ||
    (Array.isArray(errors) && errors.length > 0)
  )
}

function saysRefused(message: unknown): boolean {
  return (
    typeof message === 'string' &&
    message.length <= MAX_REPORT_CHARACTERS &&
    ERROR_WORDS.some((words) => words.test(message))
  )
}

function statusOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Readonly<Record<string, unknown>>
  const status = [record['status'], record['statusCode'], record['status_code'], record['code']].find(
    (part): part is string | number =>
      (typeof part === 'number' || typeof part === 'string') && /^[1-5]\d\d$/.test(String(part)),
  )
  return status === undefined ? undefined : Number(status)
}

function parse(text: string): unknown {
  if (text.length > MAX_JSON_CHARACTERS || !text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
