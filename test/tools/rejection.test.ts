import { describe, expect, it } from 'vitest'
import { isRejectedError, isRejectedResult } from '../../src/tools/rejection.ts'

function result(text: string, isError = false): Parameters<typeof isRejectedResult>[0] {
  return { content: [{ type: 'text', text }], isError }
}

describe('a rejected credential is recognised', () => {
  it.each([
    { message: 'Authentication Failed: Bad credentials' },
    { message: 'Requires authentication' },
    { message: 'MCP error -32603: GitLab API error: 401 Unauthorized' },
    { message: 'GitLab API error: 401' },
    { message: 'Request failed with status code 401' },
    { message: 'HTTP 401: {"message":"Bad credentials"}' },
    { message: 'Error POSTing to endpoint (HTTP 401): nope' },
    {
      message:
        'failed: {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    },
    { message: 'The access token is expired' },
    { message: 'Invalid API key provided' },
    { message: 'token_revoked: {"ok":false,"error":"token_revoked"}' },
    { message: 'Unauthorized', data: undefined },
    { message: 'Something else', data: { status: 401 } },
    { message: 'Something else', status: 401 },
    { message: 'Something else', code: 401 },
  ])('in a thrown error: %j', (error) => expect(isRejectedError(error)).toBe(true))

  it.each([
    '{"status":401,"object":"error","code":"unauthorized","message":"API token is invalid."}',
    '{"ok":false,"error":"invalid_auth"}',
    '{"ok":false,"error":"token_revoked"}',
    '{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}',
    '{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}',
    '{"statusCode":401,"error":"Unauthorized","message":"no"}',
    '{"success":false,"response":{"status":401,"data":{"error":"unauthorized"}}}',
    'Error: Request failed with status code 401',
    'HTTP error 401: Unauthorized',
    'API Error: 401 Unauthorized',
  ])('in a successful result that is a 401 answer: %s', (text) =>
    expect(isRejectedResult(result(text))).toBe(true),
  )

  it('in structured content', () => {
    const structuredContent = { ok: false, error: 'invalid_auth' }
    expect(isRejectedResult({ content: [], structuredContent, isError: false })).toBe(true)
  })

  it.each(['Bad credentials', 'Error: 401 Unauthorized', '401', 'The token has been revoked.'])(
    'in a result marked as an error: %s',
    (text) => expect(isRejectedResult(result(text, true))).toBe(true),
  )
})

describe('no credential is rejected', () => {
  it.each([
    { message: 'Not Found: Resource not found: Not Found' },
    { message: 'Validation failed: title "401 Unauthorized" already exists' },
    { message: 'Issue 401 was not found' },
    { message: 'Could not parse line 401' },
    { message: 'Permission Denied: Resource not accessible by personal access token' },
    { message: '403 Forbidden: SSO authorization required' },
    { message: 'Rate limit exceeded (429), authentication required for more' },
    { message: 'Invalid input: [{"code":"invalid_type","path":["token"],"message":"Required"}]' },
    { message: 'Tool unknown_tool not found', code: -32602 },
    { message: 'upstream 503' },
    { message: 'no answer', data: { status: 403 } },
  ])('by a thrown error: %j', (error) => expect(isRejectedError(error)).toBe(false))

  it.each([
    '[{"number":401,"title":"401 Unauthorized on login","body":"Bad credentials"}]',
    '{"number":401,"title":"Bad credentials","state":"open"}',
    '{"items":[{"status":401,"error":"unauthorized"}]}',
    '{"id":12,"event":"push","status":"Invalid HTTP Response: 401","status_code":401}',
    '{"name":"unauthorized","code":"unauthorized"}',
    '{"status":200,"error":null,"message":"The docs say: Requires authentication"}',
    '# How to handle 401 Unauthorized\nSend a valid token.',
    'Error handling: when the API says 401 Unauthorized, ask the user for a new token and try again.',
    'The log has 3 lines:\nError: 401 Unauthorized\nok\nok',
    'Error: see issue #401',
    'invalid_auth',
    '',
    '{"status":401',
    'null',
  ])('by a successful result: %s', (text) => expect(isRejectedResult(result(text))).toBe(false))

  it('by a refusal that is only one part of a longer result', () => {
    const part = { type: 'text', text: '{"status":401,"error":"unauthorized"}' }
    expect(
      isRejectedResult({ content: [part, { type: 'text', text: 'seen in the log' }], isError: false }),
    ).toBe(false)
  })

  it('by text made to look into without end', () => {
    expect(isRejectedResult(result(`{"error":${'['.repeat(50_000)}`, true))).toBe(false)
    expect(isRejectedResult(result('error '.repeat(200_000)))).toBe(false)
    expect(isRejectedError({ message: `${'"'.repeat(100_000)}401` })).toBe(false)
  })
})

describe('what a server says of a failure', () => {
  const many = (text: string) => Array.from({ length: 40 }, () => ({ type: 'text', text }))

  it.each([
    ['opens braces and closes none', '{'.repeat(16_384)],
    ['opens braces behind the only one that closes', `}${'{'.repeat(16_383)}`],
    ['opens braces between letters', 'a{'.repeat(8_192)],
    ['opens braces on lines of their own', '{\n'.repeat(8_192)],
    ['opens braces in quotation marks', '"{"'.repeat(5_461)],
    ['opens lists in braces', '{['.repeat(8_192)],
    ['opens quotation marks', "'".repeat(16_384)],
    ['begins words of a refusal', 'invalid a '.repeat(1_638)],
  ])('T-122 keeps nobody waiting where it %s, in one block or in forty', (_what, text) => {
    const from = performance.now()
    expect(isRejectedError({ message: text })).toBe(false)
    expect(isRejectedResult({ content: many(text), isError: true })).toBe(false)
    // One such text alone takes an expression that tries every start 0.4 s.
    expect(performance.now() - from).toBeLessThan(1_500)
  })

  it('T-122 is read in its first blocks, however many there are', () => {
    const others = Array.from({ length: 100_000 }, () => ({ type: 'text', text: 'invalid a a '.repeat(50) }))
    const said = { type: 'text', text: 'Bad credentials' }
    const from = performance.now()
    expect(isRejectedResult({ content: [said, ...others], isError: true })).toBe(true)
    expect(isRejectedResult({ content: others, isError: true })).toBe(false)
    expect(performance.now() - from).toBeLessThan(1_500)
  })

  it('is found between other words as before', () => {
    expect(isRejectedError({ message: 'failed {"status":401,"error":"unauthorized"} (see the log)' })).toBe(
      true,
    )
    expect(isRejectedError({ message: '} {"status":401,"error":"unauthorized"}' })).toBe(true)
    expect(isRejectedError({ message: 'failed {"status":404,"error":"not_found"}' })).toBe(false)
  })
})
