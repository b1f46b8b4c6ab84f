/** A real authorization server, oidc-provider, on a loopback port: what its user does is done by these functions. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** A running one. */
export interface AuthorizationServer {
  readonly origin: string
  /** Goes where a browser is sent, signs in, allows, and gives the address that the browser is sent back to. */
  allow(url: string): Promise<URL>
  stop(): Promise<void>
}

/** Starts one that knows a client, and that sends browsers back to this address. */
export async function startAuthorizationServer(client: {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}): Promise<AuthorizationServer> {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: {
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      userinfo: { enabled: true },
      devInteractions: { enabled: true },
    },
    scopes: ['openid', 'offline_access'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: () => Promise.resolve(true),
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id }),
    }),
    ttl: { AccessToken: 3600, RefreshToken: 86_400, DeviceCode: 600 },
    cookies: { keys: ['of the tests'] },
  })
  listener.on('request', provider.callback())
  return {
    origin,
    allow: (url) => walk(url, origin),
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        listener.closeAllConnections()
      }),
  }
}

/** A browser: keeps cookies, follows redirects, and sends each form that it is shown. */
async function walk(start: string, origin: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  let form: URLSearchParams | undefined
  for (let steps = 0; steps < 20; steps++) {
    if (url.origin !== origin) return url
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      const [name = '', ...value] = pair.split('=')
      cookies.set(name, value.join('='))
    }
    const location = response.headers.get('location')
    const page = await response.text()
    form = undefined
    if (location !== null) {
      url = new URL(location, url)
      continue
    }
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (action === undefined) return url
    url = new URL(action.replaceAll('&amp;', '&'), url)
    form = new URLSearchParams()
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]+)"/.exec(input)?.[1]
      const value = /value="([^"]*)"/.exec(input)?.[1]
      if (name !== undefined) form.set(name, value ?? (name === 'login' ? 'ranaroussi' : 'secret'))
    }
  }
  throw new Error('The browser was sent around in a circle.')
}
