/** A pasted credential of any service is checked with that service, and kept under the account it belongs to. */
import { stringify } from 'yaml'
import { afterEach, describe, expect, it } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import { ALNUM, asBearer, defineProvider, fixedAt, tokenField } from '../../src/providers/facts.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { HEX, randomText } from '../../src/testing/random-text.ts'
import { fake, useFakes, type Reply, type Seen } from '../providers/fake-service.ts'
import { openPartsStage, turnOf, type PartsStage } from './parts-stage.ts'

useFakes()

let stage: PartsStage
afterEach(() => stage.close())

interface Server {
  readonly id: string
  readonly auth?: object
  readonly credential?: object
}

async function open(servers: readonly Server[], providers: readonly Provider[] = []): Promise<void> {
  const command = { type: 'command', command: process.execPath, args: ['-e', '0'] }
  const files: Record<string, string> = {
    'formation.afs': stringify({
      schema: '1.0.0',
      id: 'parts',
      user_credentials: { mode: 'dynamic', encryption: { iterations: 100_000 } },
    }),
  }
  for (const { id, auth, credential } of servers) {
    const token = { type: 'bearer', token: `\${{ user.credentials.${id.toUpperCase()} }}` }
    const definition = { schema: '1.0.0', id, ...command, auth: { accept_inline: true, ...(auth ?? token) } }
    files[`mcp/${id}.afs`] = stringify({ ...definition, ...(credential && { credential }) })
  }
  stage = await openPartsStage({
    formation: (directory) => parseFormation({ files, directory }),
    keyturn: { fetch: (input, init) => globalThis.fetch(input, init), providers },
  })
}

/** The answer to a message of alice's. */
async function hear(text: string): Promise<string> {
  const outcome = await stage.keyturn.turn(turnOf(text))
  return outcome.kind === 'reply' ? outcome.reply.text : `PASS: ${text}`
}

const accounts = () => stage.keyturn.credentials.list({ userId: 'alice' })

function answers(on: string, ...replies: readonly Reply[]): Seen[] {
  return fake(replies, on, {})
}

const digits = (length: number): string => randomText(length, '0123456789')
const slackToken = (): string => `xoxb-${digits(12)}-${digits(13)}-${randomText(24)}`
const SLACK = 'POST https://slack.com/api/auth.test'

describe('a pasted token', () => {
  it.each<[service: string, name: string, token: string, on: string, body: unknown, account: string]>([
    [
      'slack',
      'Slack',
      slackToken(),
      SLACK,
      { ok: true, team: 'Acme', team_id: 'T01', user: 'ran', user_id: 'U01' },
      'Acme-ran',
    ],
    [
      'gitlab',
      'GitLab',
      `glpat-${randomText(20)}`,
      'GET https://gitlab.com/api/v4/user',
      { id: 7, username: 'ran' },
      'ran',
    ],
    [
      'linear',
      'Linear',
      `lin_api_${randomText(40)}`,
      'POST https://api.linear.app/graphql',
      {
        data: {
          viewer: { id: 'u1', email: 'ran@acme.com' },
          organization: { id: 'o1', urlKey: 'acme', name: 'Acme' },
        },
      },
      'acme-ran@acme.com',
    ],
    [
      'digitalocean',
      'DigitalOcean',
      `dop_v1_${randomText(64, HEX)}`,
      'GET https://api.digitalocean.com/v2/account',
      { account: { uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d', email: 'ran@acme.com' } },
      'ran@acme.com',
    ],
    [
      'postman',
      'Postman',
      `PMAK-${randomText(24, HEX)}-${randomText(34, HEX)}`,
      'GET https://api.getpostman.com/me',
      { user: { id: 7, username: 'ran' } },
      'ran',
    ],
  ])('of %s is checked with it and named after its account', async (id, name, token, on, body, account) => {
    await open([{ id }])
    const seen = answers(on, { status: 200, body })
    expect(await hear(`add my ${name} account`)).toContain(name)
    expect(await hear(token)).toBe(`Successfully added ${name} account '${account}'`)
    expect(seen.length).toBe(1)
    expect(await accounts()).toMatchObject([{ service: id, identity: { name: account }, checked: true }])
  })

  it('that the service refuses in its own way is refused, whatever the status', async () => {
    await open([{ id: 'slack' }])
    answers(SLACK, { status: 200, body: { ok: false, error: 'invalid_auth' } })
    await hear('add my Slack account')
    expect(await hear(slackToken())).toMatch(/did not accept that bot or user token. You have 2 tries left/)
    expect(await accounts()).toEqual([])
  })

  it('T-056 during an outage costs no try however often, is not kept, and is not told as added', async () => {
    await open([{ id: 'slack' }])
    await hear('add my Slack account')
    const says = { ok: false, error: 'service_unavailable' }
    answers(SLACK, ...[200, 500, 503, 502, 200].map((status) => ({ status, body: says })))
    const token = slackToken()
    const heard = [await hear(token)]
    for (let time = 0; time < 4; time++) heard.push(await hear('try again'))
    for (const text of heard) {
      expect(text).toMatch(/does not count as a try/)
      expect(text).not.toMatch(/added|connected|saved/i)
    }
    expect(await accounts()).toEqual([])
    answers(SLACK, {
      status: 200,
      body: { ok: true, team: 'Acme', team_id: 'T01', user: 'ran', user_id: 'U01' },
    })
    expect(await hear('try again')).toBe("Successfully added Slack account 'Acme-ran'")
  })

  it('that may not say whose it is is told apart from a bad one', async () => {
    await open([{ id: 'slack' }])
    answers(SLACK, { status: 200, body: { ok: false, error: 'missing_scope' } })
    await hear('add my Slack account')
    expect(await hear(slackToken())).toMatch(/does not let it say whose it is.*does not count as a try/)
  })

  it.each([
    ['that nobody knows', 'acme', 'Acme', randomText(32)],
    ['that has no way of asking', 'planetscale', 'PlanetScale', `pscale_tkn_${randomText(43)}`],
    ['that needs more than the formation asks for', 'databricks', 'Databricks', `dapi${randomText(32, HEX)}`],
  ])('of a service %s is saved without a check, and that is said', async (_what, id, name, token) => {
    await open([{ id }])
    await hear(`add my ${name} account`)
    expect(await hear(token)).toMatch(
      new RegExp(`^Saved ${name} account '${name}' without a check: I have no way to ask ${name} about it`),
    )
    expect(await accounts()).toMatchObject([{ service: id, checked: false }])
  })
})

describe('a credential of several parts', () => {
  it('goes to the site that it names, where only the service gives out sites', async () => {
    const field = (name: string): string => `\${{ user.credentials.JIRA.${name} }}`
    const auth = {
      type: 'env',
      JIRA_URL: field('site'),
      JIRA_EMAIL: field('email'),
      JIRA_KEY: field('token'),
    }
    await open([{ id: 'jira', auth }])
    const seen = answers('GET https://acme.atlassian.net/rest/api/3/myself', {
      status: 200,
      body: { accountId: '5b10a2844c20165700ede21g', emailAddress: 'ran@acme.com' },
    })
    const value = { site: 'acme', email: 'ran@acme.com', token: randomText(24) }
    const set = await stage.keyturn.credentials.set('JIRA', { userId: 'alice', value })
    expect(set).toMatchObject({
      ok: true,
      account: { identity: { name: 'acme-ran@acme.com' }, checked: true },
    })
    expect(seen.length).toBe(1)
    const led = { ...value, site: 'evil.example', token: randomText(24) }
    expect(await stage.keyturn.credentials.set('JIRA', { userId: 'alice', value: led })).toMatchObject({
      ok: false,
      reason: 'not-checked',
      cause: 'incomplete',
    })
  })
})

describe('a service of the host', () => {
  const crm = defineProvider({
    id: 'acme',
    name: 'Acme CRM',
    credentialName: 'API token',
    fields: [tokenField('API token', ['ACME_CRM_TOKEN'])],
    tokens: [{ source: 'acme.example/docs', rows: [['token', 'acme_', ALNUM, 32]] }],
    locate: fixedAt('https://api.acme.example'),
    inject: asBearer,
    check: {
      url: '/v1/me',
      good: { identity: { key: 'id', name: 'email' } },
      rules: [{ status: 200, body: { ok: false }, means: 'rejected' }],
    },
    tokenPage: 'https://acme.example/settings/tokens',
  })
  const ACME = 'GET https://api.acme.example/v1/me'

  it('by code is checked, named and helped with as the known ones are', async () => {
    await open([{ id: 'acme' }], [crm])
    answers(
      ACME,
      { status: 200, body: { ok: false } },
      { status: 200, body: { id: 9, email: 'ran@acme.com' } },
    )
    expect(await hear('add my Acme CRM account')).toContain('API token')
    expect(await hear('where do I get one?')).toContain('https://acme.example/settings/tokens')
    expect(await hear(`acme_${randomText(32)}`)).toContain('did not accept')
    expect(await hear(`acme_${randomText(32)}`)).toBe("Successfully added Acme CRM account 'ran@acme.com'")
  })

  it('by code has its tokens taken out wherever they stand', async () => {
    await open([{ id: 'acme' }], [crm])
    const token = `acme_${randomText(32)}`
    const outcome = await stage.keyturn.turn(turnOf(`list my deals with ${token} please`))
    expect(JSON.stringify(outcome)).not.toContain(token)
    expect(outcome.history.user).toBe('list my deals with [acme token removed] please')
  })

  it('by configuration is asked as its file says: its own header, a form, a no with 200', async () => {
    const check = {
      method: 'POST',
      url: 'https://api.acme.example/whoami',
      headers: { 'X-Acme-Key': 'Key {token}' },
      body: { form: { verbose: '1' } },
      identity: { key: 'user.id', name: 'user.login' },
      accept: { body: { ok: true } },
      reject: [{ status: 200, body: { ok: false } }],
    }
    await open([{ id: 'acme', credential: { hosts: ['api.acme.example'], check } }])
    const seen = answers(
      'POST https://api.acme.example/whoami',
      { status: 200, body: { ok: false } },
      { status: 401, body: { ok: false } },
      { status: 200, body: { ok: true, user: { id: 'u1', login: 'ran' } } },
    )
    const [bad, good] = [randomText(32), randomText(32)]
    await hear('add my Acme account')
    expect(await hear(bad)).toMatch(/did not accept that token. You have 2 tries left/)
    expect(await hear(good)).toMatch(/does not count as a try/)
    expect(await hear('try again')).toBe("Successfully added Acme account 'ran'")
    expect(seen.map(({ headers }) => headers['x-acme-key'])).toEqual([
      `Key ${bad}`,
      `Key ${good}`,
      `Key ${good}`,
    ])
    expect(seen.map(({ body }) => body)).toEqual(['verbose=1', 'verbose=1', 'verbose=1'])
  })
})
