import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isKeyturnError, type KeyturnError } from '../../src/errors.ts'
import { createFetch } from '../../src/tools/authorized-fetch.ts'
import { runTool } from '../../src/tools/run-tool.ts'
import type { Fetch } from '../../src/ports.ts'
import type { CredentialFields } from '../../src/secret.ts'
import type { Service } from '../../src/providers/service.ts'
import { createServices } from '../../src/providers/create-services.ts'
import { makeFormation, makeToken, tokenFields } from '../providers/fixtures.ts'

const token = makeToken()
const seen: {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: string
}[] = []
let local: Server
let origin: string
let github: Service
let fields: CredentialFields

beforeAll(async () => {
  local = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { url, headers } = request
      seen.push({ url, authorization: headers.authorization, body })
      if (url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end()
      else if (url === '/reset') request.socket.destroy()
      else if (url === '/bad') response.writeHead(401).end('{}')
      else
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ echo: headers.authorization }))
    })
  })
  await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(local.address() as AddressInfo).port}`
  github = createServices(makeFormation([{ service: 'github' }]), { githubApi: origin }).get('github')
})

afterAll(() => new Promise((resolve) => local.close(resolve)))

beforeEach(() => {
  seen.length = 0
  fields = tokenFields(token)
})

async function failure(promise: Promise<unknown>): Promise<KeyturnError> {
  const error = await promise.catch((thrown: unknown) => thrown)
  if (!isKeyturnError(error)) throw new Error('not refused')
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  return error
}

describe('a fetch that acts for a user', () => {
  it('carries the credential to the service’s own origin, whatever header it was given', async () => {
    const response = await createFetch(github, fields)(`${origin}/repos`, {
      headers: { authorization: 'Bearer other' },
    })
    expect(response.status).toBe(200)
    expect(seen).toEqual([{ url: '/repos', authorization: `Bearer ${token}`, body: '' }])
  })

  it('takes a path alone, a URL, and a Request with a body', async () => {
    const send = createFetch(github, fields)
    await send('/path')
    await send(new URL('/url', origin))
    await send(new Request(`${origin}/request`, { method: 'POST', body: 'hello' }))
    await send('/init', { method: 'POST', body: 'again' })
    expect(seen.map(({ url, body }) => `${url} ${body}`)).toEqual([
      '/path ',
      '/url ',
      '/request hello',
      '/init again',
    ])
    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]))
  })

  it.each([
    'https://evil.example/user',
    'https://api.github.com.evil.example/',
    'https://127.0.0.1:1/',
    '//evil.example/user',
    'https://API.GITHUB.COM@evil.example/',
    'data:text/plain,x',
    'file:///etc/passwd',
    'not a url',
    'https://user:pass@api.github.com/',
  ])('T-053 goes nowhere else: %s', async (url) => {
    const calls: unknown[] = []
    const fetch: Fetch = (...given) => Promise.reject(new Error(String(calls.push(given))))
    const { code } = await failure(createFetch(github, fields, { fetch })(url))
    expect(['DESTINATION_REFUSED', 'INPUT_INVALID']).toContain(code)
    expect(calls).toEqual([])
  })

  it.each([
    'http://api.github.com/user',
    'https://api.github.com:444/user',
    'https://evilapi.github.com/user',
    'https://api.github.com.evil.example/user',
    'https://api.github.co/user',
    'https://api.github.com./user',
    'https://github.com/user',
    'https://x.api.github.com/user',
    'ws://api.github.com/user',
  ])('T-053 goes to no neighbour of its own origin: %s', async (url) => {
    const calls: unknown[] = []
    const fetch: Fetch = (...given) => Promise.reject(new Error(String(calls.push(given))))
    const usual = createServices(makeFormation([{ service: 'github' }])).get('github')
    for (const target of [url, new URL(url)]) {
      const { code } = await failure(createFetch(usual, fields, { fetch })(target))
      expect(['DESTINATION_REFUSED', 'INPUT_INVALID']).toContain(code)
    }
    expect(calls).toEqual([])
  })

  it('T-053 T-101 gives a redirect back and does not follow it', async () => {
    for (const redirect of ['follow', 'error', 'manual'] as const) {
      expect((await createFetch(github, fields)('/redirect', { redirect })).status).toBe(302)
    }
    expect(seen.map(({ url }) => url)).toEqual(['/redirect', '/redirect', '/redirect'])
  })

  it('T-058 sends nothing with a credential that no header can carry', async () => {
    expect((await failure(createFetch(github, tokenFields(`${token}\nx`))('/user'))).code).toBe(
      'INPUT_INVALID',
    )
    expect(
      (await failure(createFetch(github, fields)('/user', { headers: { 'x-a': `${token}\n\0` } }))).code,
    ).toBe('INPUT_INVALID')
    expect(seen).toEqual([])
  })

  it('fails without the words of the network', async () => {
    expect(await failure(createFetch(github, fields)('/reset'))).toMatchObject({
      code: 'TOOL_UNAVAILABLE',
      message: 'GitHub could not be reached.',
    })
    const fetch: Fetch = () => Promise.reject(new Error(`Bearer ${token}`))
    expect((await failure(createFetch(github, fields, { fetch })('/user'))).code).toBe('TOOL_UNAVAILABLE')
    expect((await failure(createFetch(github, fields)('/user', { signal: AbortSignal.abort() }))).code).toBe(
      'ABORTED',
    )
  })
})

describe('a function of the host run as a tool', () => {
  it('T-051 gives its result without the token, in the same shape', async () => {
    const outcome = await runTool(github, fields, async ({ fetch }) => {
      const echo = (await (await fetch('/user')).json()) as { echo: string }
      return { ...echo, list: [1, true, null, Buffer.from(token).toString('base64')] }
    })
    expect(outcome).toMatchObject({ kind: 'result', result: { list: [1, true, null, expect.any(String)] } })
    const text = JSON.stringify(outcome)
    expect(text).not.toContain(token)
    expect(text).not.toContain(Buffer.from(token).toString('base64').slice(8, 24))
    expect(seen[0]?.authorization).toBe(`Bearer ${token}`)
  })

  it('says that the service answered 401, whatever the function made of it', async () => {
    expect(await runTool(github, fields, async ({ fetch }) => (await fetch('/bad')).status)).toEqual({
      kind: 'result',
      result: 401,
      speaksOfRejection: true,
    })
    const throwing = runTool(github, fields, async ({ fetch }) => {
      await fetch('/bad')
      throw new Error('no luck')
    })
    expect(await throwing).toMatchObject({ kind: 'failed', speaksOfRejection: true })
  })

  it('T-056 has its errors scrubbed, and keeps the refusals of its fetch', async () => {
    const failureOf = async (work: Parameters<typeof runTool>[2]): Promise<KeyturnError> => {
      const outcome = await runTool(github, fields, work)
      if (outcome.kind !== 'failed') throw new Error('not failed')
      return failure(Promise.reject(outcome.error))
    }
    const error = await failureOf(() => {
      throw new Error(`cannot use ${token}`)
    })
    expect(error).toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringContaining('cannot use [github') as string,
    })
    expect((await failureOf(({ fetch }) => fetch('https://evil.example'))).code).toBe('DESTINATION_REFUSED')
    expect((await failureOf(() => Promise.reject(new TypeError('x')))).message).toContain('x')
  })
})
