import { describe, expect, it } from 'vitest'
import { atlassian, confluence, jira } from '../../../src/providers/atlassian.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { ask, verdictOf } from '../asking.ts'
import { testProvider } from '../contract.ts'
import { useFakes } from '../fake-service.ts'

const token = `ATATT3${randomText(180)}`
const email = 'ran@acme.com'
const given = { site: 'acme.atlassian.net', email, token }
const oauth = { token: `eyJ${randomText(200)}` }
const site = 'https://acme.atlassian.net'
const gateway = 'https://api.atlassian.com'
const user = { accountId: '712020:ab', emailAddress: email, displayName: 'Ran' }
const whose = { key: '712020%3aab.acme.atlassian.net', name: 'acme-ran@acme.com' }
const tenant = { on: `GET ${site}/_edge/tenant_info`, status: 200, body: { cloudId: 'c-10-d' } }
const refused = { status: 401, body: { code: 401, message: 'Unauthorized' } }
const basic = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`

for (const [provider, path, name, tokens] of [
  [jira, '/rest/api/3/myself', 'jira', []],
  [confluence, '/wiki/rest/api/user/current', 'confluence', []],
  [atlassian, '/rest/api/3/myself', 'jira', [token, `ATCTT3${randomText(180)}`]],
] as const) {
  const atGateway = `GET ${gateway}/ex/${name}/c-10-d${path}`
  testProvider({
    provider,
    given,
    on: `GET ${site}${path}`,
    good: [{ status: 200, body: user }],
    means: whose,
    identity: 'accountId',
    sees: ({ headers }) => expect(headers['authorization']).toBe(basic),
    tokens,
    rows: [
      [
        'a bad token, at the site and at the gateway',
        [refused, tenant, { ...refused, on: atGateway }],
        'rejected',
      ],
      [
        'a token with scopes, which the site refuses',
        [refused, tenant, { on: atGateway, status: 200, body: user }],
        whose,
      ],
      [
        'a token with other scopes',
        [
          refused,
          tenant,
          { on: atGateway, status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } },
        ],
        'scope',
      ],
      ['a site that does not say which it is', [refused, { ...tenant, body: {} }], 'unavailable'],
      [
        'a site that lies about which it is',
        [refused, { ...tenant, body: { cloudId: '../../evil' } }],
        'unavailable',
      ],
      [
        'words instead of JSON',
        [
          { status: 401, body: 'Client must be authenticated to access this resource.' },
          tenant,
          { ...refused, on: atGateway },
        ],
        'rejected',
      ],
      [
        'a password, which is not taken any more',
        [
          {
            status: 401,
            headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED', 'content-type': 'text/html' },
            body: '<p>',
          },
          tenant,
          { ...refused, on: atGateway },
        ],
        'rejected',
      ],
      [
        'a riddle for people',
        {
          status: 403,
          headers: { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=x' },
          body: 'no',
        },
        'forbidden',
      ],
      [
        'a product that may not be used',
        { status: 403, body: { errorMessages: ['No access'] } },
        'forbidden',
      ],
      ['an address without its site', [], 'incomplete', { given: { email, token } }],
      [
        'a site that is not Atlassian’s',
        [],
        'incomplete',
        { given: { ...given, site: 'acme.evil.example' } },
      ],
      ['a token without its address', [], 'incomplete', { given: { token } }],
      [
        'OAuth',
        { on: `GET ${gateway}/me`, status: 200, body: { account_id: '7:a', email } },
        { key: '7%3aa', name: email },
        { given: oauth },
      ],
      ['OAuth that is over', { on: `GET ${gateway}/me`, ...refused }, 'rejected', { given: oauth }],
      [
        'OAuth that may not ask',
        {
          on: `GET ${gateway}/me`,
          status: 401,
          body: { code: 401, message: 'Unauthorized; scope does not match' },
        },
        'scope',
        { given: oauth },
      ],
    ],
  })
}

describe('an own installation', () => {
  useFakes()
  const place = { site: 'https://jira.acme.com' }
  const body = { key: 'JIRAUSER1', name: 'ran' }

  it('is asked with the token alone, and refuses it once and for all', async () => {
    const contract = {
      provider: jira,
      given: { token: randomText(44) },
      on: 'GET https://jira.acme.com/rest/api/2/myself',
      place,
    }
    const { verdict, seen } = await ask(contract, [{ status: 200, body }])
    expect(verdict).toEqual(verdictOf({ key: 'JIRAUSER1.jira.acme.com', name: 'jira-ran' }))
    expect(seen[0]?.headers['authorization']).toMatch(/^Bearer /)
    expect((await ask(contract, [{ status: 401, body: { errorMessages: ['No.'] } }])).verdict).toEqual(
      verdictOf('rejected'),
    )
  })

  it('of Confluence is known by its own names', async () => {
    const on = 'GET https://wiki.acme.com/rest/api/user/current'
    const contract = {
      provider: confluence,
      given: { token: randomText(44) },
      on,
      place: { site: 'https://wiki.acme.com' },
    }
    const { verdict } = await ask(contract, [{ status: 200, body: { userKey: 'u1', username: 'ran' } }])
    expect(verdict).toEqual(verdictOf({ key: 'u1.wiki.acme.com', name: 'wiki-ran' }))
  })

  it('may have Confluence alone', async () => {
    const absent = { status: 404, body: 'nothing here' }
    const wiki = { on: `GET ${site}/wiki/rest/api/user/current`, status: 200, body: user }
    const contract = { provider: atlassian, given, on: `GET ${site}/rest/api/3/myself` }
    expect((await ask(contract, [absent, wiki])).verdict).toEqual(verdictOf(whose))
  })
})
