/** A server's process gets of the host's environment what it needs to find its way, and nothing that could be a secret. */
import { describe, expect, it } from 'vitest'
import { planLaunch } from '../../src/tools/stdio/environment.ts'
import { makeServer } from './fixtures.ts'

function inherited(
  hostEnvironment: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const secrets = (name: string): string | undefined => hostEnvironment[name]
  return {
    ...planLaunch(makeServer({ args: [], env }), { secrets, credentials: [], hostEnvironment }).environment,
  }
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
])

describe('the environment of a server', () => {
  it('leads out through a proxy, with its certificates, in the language and time of the host', () => {
    const host = Object.fromEntries([
      ...PROXIES.map((name) => [name, 'http://proxy.example.com:3128']),
      ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].map(
        (name) => [name, '/etc/ssl/ca.pem'],
      ),
      ...['LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'LC_TIME', 'TZ', 'HOME', 'PATH', 'USER'].map(
        (name) => [name, 'x'],
      ),
      ...[
        'SYSTEMROOT',
        'COMSPEC',
        'PATHEXT',
        'APPDATA',
        'LOCALAPPDATA',
        'USERPROFILE',
        'SYSTEMDRIVE',
        'WINDIR',
      ].map((name) => [name, 'C:\\x']),
    ]) as Record<string, string>
    expect(inherited(host)).toEqual(host)
  })

  it('has nothing else of the host', () => {
    const others = [
      ...[
        'AWS_SECRET_ACCESS_KEY',
        'CREDENTIAL_KEY',
        'DATABASE_URL',
        'GITHUB_TOKEN',
        'NODE_OPTIONS',
        'NPM_TOKEN',
      ],
      ...[
        'LC_MY_SECRET',
        'BASH_FUNC_x%%',
        'LD_PRELOAD',
        'SSH_AUTH_SOCK',
        'PYTHONPATH',
        'OLDPWD',
        'REDIS_URL',
        'PROXY',
      ],
    ]
    expect(inherited(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual({})
  })

  it.each([
    ...[
      'http://user:secret@proxy.example.com:3128',
      'user:secret@proxy.example.com:3128',
      'http://secret@proxy',
    ],
    ...['socks5h://u:p@proxy:1080', 'HTTPS://U:P@PROXY', 'http://u:p%40@proxy/', ' http://u:p@proxy'],
  ])('has no proxy with a credential in it (%s), unless the formation names it', (url) => {
    expect(inherited(Object.fromEntries(PROXIES.map((name) => [name, url])))).toEqual({})
    expect(inherited({ HTTPS_PROXY: url }, { HTTPS_PROXY: '${{ secrets.HTTPS_PROXY }}' })).toEqual({
      HTTPS_PROXY: url,
    })
  })

  it('has no credential of a URL in any other variable either', () => {
    expect(
      inherited({ SSL_CERT_FILE: 'https://u:p@files.example.com/ca', LANG: 'x://u@h', HOME: '/home/a@b' }),
    ).toEqual({
      HOME: '/home/a@b',
    })
  })

  it.each(['() { :; }; echo open', '() { x', '()', ' () { :; }', '\t() {'])(
    'has no shell function in a variable: %j',
    (value) => {
      expect(
        inherited(
          Object.fromEntries(['TERM', 'LANG', 'PATH', 'TZ', 'https_proxy'].map((name) => [name, value])),
        ),
      ).toEqual({})
    },
  )
})
