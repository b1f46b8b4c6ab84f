/** The one-time page by HTTP, as a browser without scripts uses it, and as somebody who means harm does. */
import { stringify } from 'yaml'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import type { Resolved } from '../../src/index.ts'
import type { TransportInput } from '../../src/net/transport.ts'
import { createHandler } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { turnOf } from '../flow/parts-stage.ts'
import { type Answered, LOOPBACK, openServerStage, type ServerStage } from './server-stage.ts'

let server: ServerStage

const formation = (directory: string) =>
  parseFormation({
    directory,
    files: {
      'formation.afs': stringify({
        schema: '1.0.0',
        id: 'parts',
        user_credentials: {
          mode: 'link',
          public_url: 'https://agent.example',
          max_attempts: 3,
          encryption: { iterations: 100_000 },
        },
      }),
      'mcp/github.afs': stringify({
        schema: '1.0.0',
        id: 'github',
        type: 'command',
        command: process.execPath,
        args: ['-e', '0'],
        auth: { type: 'bearer', token: '${{ user.credentials.GITHUB }}' },
      }),
    },
  })

beforeEach(async () => {
  server = await openServerStage({ parts: { formation } })
})
afterEach(() => server.close())

/** The path of the link that a turn of the chat answers with. */
async function linkFor(userId = 'alice', conversationId = 'talk'): Promise<string> {
  const outcome = await server.keyturn.turn(turnOf('Add my GitHub account', { userId, conversationId }))
  const link = outcome.kind === 'reply' ? (outcome.reply.link ?? '') : ''
  expect(link).toMatch(/^https:\/\/agent\.example\/connect\/[\w-]{22}$/)
  expect(outcome).toMatchObject({ reply: { text: expect.stringContaining(link) as string } })
  expect(JSON.stringify(outcome.history)).not.toContain('/connect/')
  return new URL(link).pathname
}

/** A browser: it keeps its cookies. */
class Browser {
  cookie = ''

  async open(path: string, connection?: TransportInput): Promise<Answered> {
    return this.#keep(
      await server.ask('GET', path, {
        token: null,
        headers: this.#headers(),
        ...(connection ? { connection } : {}),
      }),
    )
  }

  async send(
    path: string,
    fields: Record<string, string>,
    more: { headers?: Record<string, string>; connection?: TransportInput } = {},
  ): Promise<Answered> {
    const body = new URLSearchParams({ 'form-token': this.word, ...fields }).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const headers = {
      ...type,
      origin: 'https://agent.example',
      'sec-fetch-site': 'same-origin',
      ...this.#headers(),
      ...more.headers,
    }
    return this.#keep(
      await server.ask('POST', path, {
        token: null,
        body,
        headers,
        ...(more.connection ? { connection: more.connection } : {}),
      }),
    )
  }

  /** The word of the form, which is that of the cookie. */
  get word(): string {
    return this.cookie.split('=')[1] ?? ''
  }

  #headers(): Record<string, string> {
    return this.cookie === '' ? {} : { cookie: this.cookie }
  }

  #keep(answer: Answered): Answered {
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.cookie
    return answer
  }
}

const ENDED = 'does not lead anywhere any more'

describe('the one-time page', () => {
  it('takes a token, says whose it is, adds it on a yes, and the chat goes on by itself', async () => {
    const resolved: Resolved[] = []
    server.keyturn.onResolved((news) => void resolved.push(news))
    const path = await linkFor()
    const browser = new Browser()
    const form = await browser.open(path)
    expect(form.status).toBe(200)
    expect(form.text).toContain('This connects a GitHub account for alice.')
    expect(form.text).toMatch(/<input[^>]*type="password"/)
    const value = server.good('ranaroussi')
    const found = await browser.send(path, { act: 'check', 'field-token': value })
    expect(found.text).toContain('This is <strong>ranaroussi</strong>. Add it?')
    expect(await server.keyturn.credentials.list({ userId: 'alice' })).toEqual([])
    // Looked at again, it asks the same.
    expect((await browser.open(path)).text).toContain('<strong>ranaroussi</strong>')
    const added = await browser.send(path, { act: 'add' })
    expect(added.text).toContain('Your GitHub account ranaroussi is connected')
    expect(await server.keyturn.credentials.list({ userId: 'alice' })).toMatchObject([
      { identity: { name: 'ranaroussi' } },
    ])
    for (const { text } of [form, found, added]) expect(text).not.toContain(value.slice(4))
    await expect
      .poll(() => resolved)
      .toMatchObject([{ userId: 'alice', conversationId: 'talk', service: 'github' }])
    for (const again of [await browser.open(path), await browser.send(path, { act: 'add' })])
      expect([again.status, again.text.includes(ENDED)]).toEqual([404, true])
  })

  it('cannot be framed, cached, scripted, or told on', async () => {
    const { headers, text } = await new Browser().open(await linkFor())
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(
      Object.fromEntries(
        ['cache-control', 'referrer-policy', 'x-frame-options', 'x-content-type-options'].map((name) => [
          name,
          headers.get(name),
        ]),
      ),
    ).toEqual({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    })
    expect(headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
    expect(text).not.toMatch(/<script|style=|javascript:|\bon\w+=/i)
    expect((await server.ask('GET', '/connect.css', { token: null })).headers.get('content-type')).toContain(
      'text/css',
    )
  })

  it('ends after ten minutes, after a no, and once its user is deleted; looking uses nothing up', async () => {
    const late = await linkFor()
    const browser = new Browser()
    for (let look = 0; look < 5; look += 1) expect((await new Browser().open(late)).status).toBe(200)
    await browser.open(late)
    server.stage.advance(10 * 60_000 + 1)
    expect((await browser.send(late, { act: 'check', 'field-token': 'x' })).text).toContain(ENDED)
    const declined = await linkFor('alice', 'second')
    await browser.open(declined)
    expect((await browser.send(declined, { act: 'cancel' })).text).toContain('Nothing was added')
    expect((await browser.open(declined)).text).toContain(ENDED)
    const deleted = await linkFor('bob')
    await server.keyturn.users.delete({ userId: 'bob' })
    expect((await browser.open(deleted)).text).toContain(ENDED)
    for (const path of [
      '/connect/',
      '/connect/x',
      `/connect/${'A'.repeat(22)}`,
      '/connect/../v1/credentials',
      `/connect/${'A'.repeat(5_000)}`,
    ])
      expect([404, 401]).toContain((await browser.open(path)).status)
  })

  it('sent twice at once is done once', async () => {
    const path = await linkFor()
    const browser = new Browser()
    await browser.open(path)
    await browser.send(path, { act: 'check', 'field-token': server.good('ranaroussi') })
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.send(path, { act: 'add' })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ text }) => text.includes(ENDED))).toHaveLength(4)
  })

  it('takes no form from elsewhere, and such a form uses the link up for nobody', async () => {
    const path = await linkFor()
    const browser = new Browser()
    await browser.open(path)
    const fields = { act: 'check', 'field-token': server.good('ranaroussi') }
    const stranger = new Browser()
    const twice = new URLSearchParams([
      ['form-token', browser.word],
      ['form-token', browser.word],
      ['act', 'check'],
    ])
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie: browser.cookie }
    const refused = [
      await browser.send(path, fields, { headers: { origin: 'https://evil.example' } }),
      await browser.send(path, fields, { headers: { origin: 'null' } }),
      await browser.send(path, fields, { headers: { 'sec-fetch-site': 'cross-site' } }),
      await browser.send(path, fields, { headers: { 'sec-fetch-site': 'same-site' } }),
      await browser.send(path, fields, { headers: { 'sec-fetch-site': 'none' } }),
      await browser.send(path, fields, { headers: { 'content-type': 'text/plain' } }),
      await browser.send(path, { ...fields, 'form-token': 'A'.repeat(22) }),
      await browser.send(path, { ...fields, 'form-token': '' }),
      await stranger.send(path, fields),
      await server.ask('POST', path, { token: null, headers: form, body: twice.toString() }),
    ]
    for (const { status, text } of refused)
      expect([status, text.includes('its own page')]).toEqual([403, true])
    expect(server.stage.asked).toEqual([])
    expect((await browser.send(path, fields)).text).toContain('<strong>ranaroussi</strong>')
  })

  it('T-090 over a connection that is not encrypted takes nothing, and nothing counts', async () => {
    const path = await linkFor()
    const browser = new Browser()
    await browser.open(path)
    const far = { ...LOOPBACK, peer: '192.0.2.7' }
    const proxied = { ...LOOPBACK, wasForwarded: true, forwardedProto: ['https'] }
    for (const connection of [far, proxied]) {
      const sent = await browser.send(path, { act: 'check', 'field-token': server.good('x') }, { connection })
      expect([sent.status, sent.text.includes('revoke')]).toEqual([403, true])
      expect((await browser.open(path, connection)).status).toBe(403)
    }
    expect(server.stage.asked).toEqual([])
    const secure = { ...far, encrypted: true }
    expect((await browser.send(path, { act: 'cancel' }, { connection: secure })).status).toBe(200)
  })

  it('counts wrong attempts with those of the chat, and says what was wrong without repeating it', async () => {
    const path = await linkFor()
    const browser = new Browser()
    await browser.open(path)
    const wrong = createGitHubToken()
    const send = (value: string) => browser.send(path, { act: 'check', 'field-token': value })
    for (const [value, status, said] of [
      ['two words', 422, 'does not look like'],
      ['', 422, 'does not look like'],
      ['<script>alert(1)</script>', 422, 'does not look like'],
      [wrong, 422, 'does not accept it'],
      [createGitHubToken(), 422, 'does not accept it'],
      [createGitHubToken(), 422, 'too many wrong attempts'],
      [server.good('ranaroussi'), 404, ENDED],
    ] as const) {
      const answer = await send(value)
      expect([value, answer.status, answer.text.includes(said)]).toEqual([value, status, true])
      expect(answer.text).not.toContain(wrong.slice(4))
      expect(answer.text).not.toContain('alert(1)')
    }
    const set = await server.keyturn.credentials.set('GITHUB', { userId: 'alice', value: server.good('x') })
    expect(set).toMatchObject({ ok: false, reason: 'locked' })
  })

  it('opens for its own user only, where the host knows who a browser is', async () => {
    const path = await linkFor()
    const handle = createHandler(server.keyturn, {
      userOf: async (request) => request.headers.get('x-session') ?? undefined,
    })
    const open = async (user: string | undefined) =>
      handle(
        new Request(`https://agent.example${path}`, {
          headers: user === undefined ? {} : { 'x-session': user },
        }),
        LOOPBACK,
      )
    expect([
      (await open('bob')).status,
      (await open(undefined)).status,
      (await open('alice')).status,
    ]).toEqual([404, 404, 200])
  })

  it('shows names as text, whatever is in them', async () => {
    const path = await linkFor('<b>&"\'alice')
    const browser = new Browser()
    const form = await browser.open(path)
    expect(form.text).toContain('&lt;b&gt;&amp;&quot;&#39;alice')
    const found = await browser.send(path, { act: 'check', 'field-token': server.good('<img src=x>') })
    expect(found.text).not.toContain('<img')
  })

  it('is linked to by a program for its users, and by nobody for anybody else', async () => {
    const made = await server.ask('POST', '/v1/links', { json: { userId: 'carol', service: 'GITHUB_TOKEN' } })
    expect(made.json).toMatchObject({
      url: expect.stringMatching(/^https:\/\/agent\.example\/connect\//) as string,
    })
    expect((await new Browser().open(new URL(String(made.json['url'])).pathname)).text).toContain('for carol')
    const token = await server.tokenOf('alice')
    const foreign = { token, json: { userId: 'carol', service: 'github' } }
    expect((await server.ask('POST', '/v1/links', foreign)).status).toBe(404)
    expect((await server.ask('POST', '/v1/links', { token, json: { service: 'github' } })).status).toBe(200)
    expect(
      (await server.ask('POST', '/v1/links', { json: { userId: 'carol', service: 'nowhere' } })).status,
    ).toBe(404)
  })

  it('is not linked to where others would see the link', async () => {
    for (const transport of [
      { channel: 'slack', attested: true, audience: 'shared' },
      { ...LOOPBACK, peer: '192.0.2.7' },
      undefined,
    ] as const) {
      const outcome = await server.keyturn.turn(
        turnOf('Add my GitHub account', {
          transport,
          conversationId: `c-${String(transport === undefined)}`,
        }),
      )
      expect(JSON.stringify(outcome)).not.toContain('/connect/')
    }
  })
})
