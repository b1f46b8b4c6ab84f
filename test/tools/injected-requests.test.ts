/** A `fetch` for the user puts the credential where its service wants it, and gives it back nowhere. */
import { describe, expect, it } from 'vitest'
import type { Fetch } from '../../src/ports.ts'
import { createFetch } from '../../src/tools/authorized-fetch.ts'
import { createServices } from '../../src/providers/create-services.ts'
import { Secret, type CredentialFields } from '../../src/secret.ts'
import { BASE62, randomText } from '../../src/testing/random-text.ts'
import { makeFormation } from '../providers/fixtures.ts'

const secrets = (given: Readonly<Record<string, string>>): CredentialFields =>
  Object.fromEntries(Object.entries(given).map(([name, text]) => [name, Secret.fromText(text)]))

/** Sends one request for a service, and tells what went out. */
async function sent(
  service: string,
  given: Readonly<Record<string, string>>,
  input: string | Request,
  init: RequestInit = {},
): Promise<{ url: string; headers: Headers; response: Response }> {
  let url = ''
  let headers = new Headers()
  const fetch: Fetch = (target, options) => {
    url = target instanceof Request ? target.url : String(target)
    headers = new Headers(options?.headers)
    const response = Response.json({ ok: true })
    Object.defineProperty(response, 'url', { value: url })
    return Promise.resolve(response)
  }
  const services = createServices(makeFormation([{ service, fields: Object.keys(given) }]))
  const response = await createFetch(services.get(service), secrets(given), { fetch })(input, init)
  return { url, headers, response }
}

describe('a request for a user', () => {
  const bot = `${randomText(10, '123456789')}:${randomText(35)}`

  it.each<[string, string | Request]>([
    ['a path', '/getMe'],
    ['a whole address', 'https://api.telegram.org/getMe'],
    ['a request', new Request('https://api.telegram.org/getMe')],
  ])(
    'to Telegram, given as %s, has the token in its path, and the answer does not tell it',
    async (_as, input) => {
      const { url, headers, response } = await sent('telegram', { token: bot }, input)
      expect(url).toBe(`https://api.telegram.org/bot${bot}/getMe`)
      expect(headers.has('authorization')).toBe(false)
      expect(response.url).not.toContain(bot)
      expect(await response.json()).toEqual({ ok: true })
    },
  )

  it('to Linear has the key alone in its header', async () => {
    const token = `lin_api_${randomText(40)}`
    expect((await sent('linear', { token }, '/graphql')).headers.get('authorization')).toBe(token)
  })

  it('to Datadog has both keys, each in its header', async () => {
    const given = { api_key: randomText(32), application_key: randomText(40) }
    const { headers } = await sent('datadog', given, '/api/v1/validate')
    expect(headers.get('dd-api-key')).toBe(given.api_key)
    expect(headers.get('dd-application-key')).toBe(given.application_key)
  })

  it('to AWS is signed, and the secret key is not in it', async () => {
    const given = {
      access_key_id: `AKIA${randomText(16, 'ABCDEFGHIJKLMNOP234567')}`,
      secret_access_key: randomText(40, BASE62),
    }
    const { url, headers } = await sent('aws', given, '/?Action=GetCallerIdentity&Version=2011-06-15')
    expect(headers.get('authorization')).toMatch(
      new RegExp(`^AWS4-HMAC-SHA256 Credential=${given.access_key_id}/\\d{8}/[a-z0-9-]+/sts/aws4_request, `),
    )
    expect(JSON.stringify([url, ...headers])).not.toContain(given.secret_access_key)
  })

  it('to a site that the credential names goes there alone', async () => {
    const given = { site: 'acme', email: 'ran@acme.com', token: randomText(24) }
    const { url, headers } = await sent('jira', given, '/rest/api/3/myself')
    expect(url).toBe('https://acme.atlassian.net/rest/api/3/myself')
    expect(headers.get('authorization')).toMatch(/^Basic /)
    await expect(sent('jira', given, 'https://other.atlassian.net/rest/api/3/myself')).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
    })
    for (const input of ['/x', 'https://evil.example/x', 'https://api.atlassian.com/x']) {
      const led = sent('jira', { ...given, site: 'evil.example' }, input)
      await expect(led).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:DESTINATION_REFUSED|INPUT_INVALID)$/) as unknown,
      })
    }
  })
})
