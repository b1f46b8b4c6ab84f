import { describe, expect, it } from 'vitest'
import { formationOf, problemsOf, server, SMALLEST } from './formation-source.ts'

const AUTH = ['auth:', '  type: oauth2', '  token: "${{ user.credentials.ACME }}"']
const CLIENT = '    client_id: "${{ secrets.ACME_CLIENT_ID }}"'

const block = (...lines: string[]): string =>
  server(...AUTH, 'credential:', '  oauth2:', ...lines.map((line) => `    ${line.trim()}`))

const faults = (source: string): readonly string[] =>
  problemsOf(SMALLEST, source).map(({ place, message }) => `${place.field} ${message}`)

describe('credential.oauth2', () => {
  it('is the client of the deployment, whose token its tools get as a bearer token', () => {
    const { services, servers } = formationOf(SMALLEST, block(CLIENT, 'scopes: [repo, user]'))
    const read = services.get('acme')?.credential?.oauth2
    expect(read).toMatchObject({ scopes: ['repo', 'user'], clientSecret: undefined, tokenUrl: undefined })
    expect(read?.clientId.parts).toEqual([{ kind: 'secret', name: 'ACME_CLIENT_ID' }])
    expect(servers[0]?.auth?.type).toBe('bearer')
  })

  it.each([
    ['http://acme.example.com/token', 'must be an https: address.'],
    ['https://user:word@acme.example.com/token', 'must not hold a user name or password.'],
    ['https://10.0.0.1/token', 'is a private address or name; a credential goes to public hosts only.'],
    ['https://acme.internal/token', 'is a private address or name; a credential goes to public hosts only.'],
    ['https://acme.example.com:8443/token', 'must use the usual port of https.'],
    ['https://acme.example.com/token#x', 'must not have a fragment (`#`).'],
  ])('T-098 grants nothing at %s', (url, fault) => {
    const given = block(CLIENT, 'authorization_url: "https://acme.example.com/auth"', `token_url: "${url}"`)
    expect(faults(given)).toEqual([`credential.oauth2.token_url ${fault}`])
  })

  it('is missing where auth says that one connects, and says so', () => {
    expect(faults(server(...AUTH))).toEqual([
      'auth.type is "oauth2", which needs the client of this deployment; add credential.oauth2 with client_id.',
    ])
  })

  it('holds no credential of a user, no misspelt field, and no scope of two words', () => {
    expect(faults(block('client_id: "${{ user.credentials.ACME }}"'))[0]).toContain("the deployment's own")
    expect(faults(block(CLIENT, 'client_secrets: x'))[0]).toContain('is not a known field.')
    expect(faults(block(CLIENT, 'scopes: ["repo user"]'))[0]).toContain('one scope')
    expect(faults(block(CLIENT, 'token_url: "https://acme.example.com/token"'))[0]).toContain('device_url')
  })
})
