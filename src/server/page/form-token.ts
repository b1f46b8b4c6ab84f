/**
 * Whether a form comes from its own page: a random word in a cookie of this browser and in the form, and the browser's own headers.
 *
 * @see OWASP Cross-Site Request Forgery Prevention: double-submit cookie, Fetch metadata.
 */
const COOKIE = 'keyturn-form'

/** 128 bits in base64url. */
const FORM = /^[A-Za-z0-9_-]{22}$/

/** The word of this browser, made where it has none, and the cookie that keeps it. */
export function formTokenOf(
  request: Request,
  ticket: string,
): { readonly token: string; readonly cookie: string } {
  const token =
    cookieOf(request) ?? Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
  const secure = new URL(request.url).hostname === '127.0.0.1' ? '' : '; Secure'
  return {
    token,
    cookie: `${COOKIE}=${token}; Path=/connect/${ticket}; Max-Age=600; HttpOnly; SameSite=Strict${secure}`,
  }
}

/** The fields of a form that was sent from its page; nothing for any other. Its body is read only if the headers fit. */
export async function checkForm(
  request: Request,
  { token, publicUrl }: { readonly token: string; readonly publicUrl: string | undefined },
  read: () => Promise<string>,
): Promise<URLSearchParams | undefined> {
  const { headers } = request
  const site = headers.get('sec-fetch-site') ?? 'same-origin'
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const origin = headers.get('origin')
  const isOwn = origin === null || originsOf(request, publicUrl).includes(origin)
  if (site !== 'same-origin' || !isOwn || type !== 'application/x-www-form-urlencoded') return undefined
  if (cookieOf(request) === undefined) return undefined
  const form = new URLSearchParams(await read())
  const isOnce = new Set(form.keys()).size === [...form.keys()].length
  return isOnce && form.get('form-token') === token ? form : undefined
}

/** The page's own: as the browser called it, by https where a proxy in front speaks it, and as the formation says. */
function originsOf(request: Request, publicUrl: string | undefined): string[] {
  const { host, origin } = new URL(request.url)
  return [origin, `https://${host}`, ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])]
}

function cookieOf(request: Request): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=')
    if (name === COOKIE && FORM.test(value)) return value
  }
  return undefined
}
