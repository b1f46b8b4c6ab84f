/** The page at the redirect address: takes what the browser brings, and says what became of it. */
import type { Connecting, Finish, Visitor } from './connecting.ts'

/** What the page says, by what became of it. */
export type CallbackWords = Readonly<Record<Finish, string>>

const STATUS: Readonly<Record<Finish, number>> = {
  connected: 200,
  declined: 200,
  over: 400,
  'other-user': 403,
  failed: 502,
}

/** Nothing on the page loads anything, and nobody is told where its visitor came from: the address holds a code. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Makes the handler; mount it at `/oauth/callback` of the formation's `public_url`. */
export function createCallback(
  connecting: Connecting,
  words: CallbackWords,
): (request: Request, visitor?: Visitor) => Promise<Response> {
  return async (request, visitor = {}) => {
    if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
    const became = await connecting.finish(new URL(request.url).searchParams, visitor)
    return new Response(page(words[became]), { status: STATUS[became], headers: HEADERS })
  }
}

function page(text: string): string {
  const shown = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${shown}</title><main><h1>${shown}</h1></main></html>`
}
