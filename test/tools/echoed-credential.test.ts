/** T-126: a service that echoes the credential of a request, in whatever part of its answer, tells it to nobody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomText } from '../../src/testing/random-text.ts'
import { openPartsStage, turnOf } from '../flow/parts-stage.ts'
import type { PartsStage } from '../flow/parts-stage.ts'

const code = `${randomText(9)}-${randomText(17)}`
const who = { userId: 'echoed', conversationId: 'talk' }
const base64 = (text: string): string => Buffer.from(text).toString('base64')
let stage: PartsStage
let respond: () => Response = () => new Response('')

beforeAll(async () => {
  stage = await openPartsStage({ answer: ({ pathname }) => (pathname === '/me' ? undefined : respond()) })
  stage.known.set(code, 'echo')
  const chat = stage.keyturn.agent(() => 'nothing')
  await chat(turnOf('Add my door account', who))
  expect((await chat(turnOf(code, who))).text).toContain('Successfully added')
})
afterAll(() => stage.close())

const TOLD: Readonly<Record<string, () => Response>> = {
  'its text': () => new Response(`you came with Bearer ${code}`),
  'its JSON': () => Response.json({ headers: { authorization: `Bearer ${code}` }, ok: true }),
  'its JSON in base64': () => Response.json({ seen: base64(`Bearer ${code}`) }),
  'its JSON in base64 of base64': () => Response.json({ seen: base64(base64(code)) }),
  'its page': () =>
    new Response(`<p>${[...code].map((sign) => `&#${sign.charCodeAt(0)};`).join('')}</p>`, {
      headers: { 'content-type': 'text/html' },
    }),
  'a header': () => new Response('ok', { headers: { 'x-echo': `Bearer ${code}` } }),
  'where it sends one on to': () =>
    new Response(null, { status: 302, headers: { location: `https://door.example/?token=${code}` } }),
  'a cookie': () =>
    new Response('ok', {
      headers: [
        ['set-cookie', `a=1`],
        ['set-cookie', `seen=${code}; Path=/`],
      ],
    }),
  'an error of the service': () => Response.json({ message: `bad ${code}` }, { status: 500 }),
  'bytes that are no text': () =>
    new Response(
      Buffer.concat([Buffer.from([137, 80, 0, 255, 1]), Buffer.from(code), Buffer.from([0, 254])]),
      { headers: { 'content-type': 'image/png' } },
    ),
  'a body of pieces': () => {
    const body = ReadableStream.from(
      (`it is ${code} , ok`.match(/.{1,3}/g) ?? []).map((piece) => Buffer.from(piece)),
    )
    return new Response(body, { headers: { 'content-type': 'text/plain' } })
  },
}

async function allOf(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  return [
    response.status,
    response.statusText,
    response.url,
    ...[...response.headers].flat(),
    bytes.toString('latin1'),
  ].join('\n')
}

function expectNone(text: string): void {
  expect(text).toContain('removed]')
  for (const spelled of [
    code,
    base64(code),
    base64(base64(code)),
    [...code].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
  ])
    for (let at = 0; at + 14 <= spelled.length; at += 1)
      expect(text).not.toContain(spelled.slice(at, at + 14))
}

describe('T-126 an answer that tells the credential in', () => {
  it.each(Object.entries(TOLD))(
    '%s is given without it by user.fetch, and is of the same status',
    async (_, make) => {
      respond = make
      const response = await stage.keyturn.user(who).fetch('door')('https://door.example/echo')
      expect(response.status).toBe(make().status)
      expectNone(await allOf(response))
    },
  )

  it.each(Object.entries(TOLD))(
    '%s is given without it to a function that runs as a tool',
    async (_, make) => {
      respond = make
      let heard = ''
      await stage.keyturn.user(who).tool('door', async (_given: unknown, { fetch }) => {
        heard = await allOf(await fetch('https://door.example/echo'))
        return 'done'
      })({})
      expectNone(heard)
    },
  )
})

describe('T-126 an answer that tells none', () => {
  it('is given as it came: JSON, bytes, headers, no body', async () => {
    const user = stage.keyturn.user(who)
    respond = () =>
      Response.json(
        { login: 'echo', items: [1, 2, { a: 'b' }] },
        { headers: { 'x-count': '3', etag: '"abc"' } },
      )
    const answer = await user.fetch('door')('https://door.example/ok')
    expect([answer.ok, answer.headers.get('x-count'), answer.headers.get('etag')]).toEqual([
      true,
      '3',
      '"abc"',
    ])
    expect(await answer.json()).toEqual({ login: 'echo', items: [1, 2, { a: 'b' }] })
    const bytes = Buffer.from(randomText(3_000), 'base64')
    respond = () => new Response(bytes, { headers: { 'content-type': 'image/png' } })
    const picture = await user.fetch('door')('https://door.example/picture')
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(bytes)
    respond = () => new Response(null, { status: 204 })
    const empty = await user.fetch('door')('https://door.example/none')
    expect([empty.status, empty.body]).toEqual([204, null])
  })
})
