/**
 * What GitHub may answer besides yes and no, over real connections, as a person meets it: told as what it is, at no cost of a try, and
 * with a way on.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { startHttp, startTcp } from '../providers/local-server.ts'
import type { LocalServer } from '../providers/local-server.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let world: World
let stage: Stage
let odd: LocalServer
let broken: LocalServer
let elsewhere: LocalServer
let answer: Answer = () => undefined
let origin = ''
const strayed: string[] = []

beforeAll(async () => {
  world = await startWorld()
  odd = await startHttp((request, response) => answer(request, response))
  broken = await startTcp((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  )
  elsewhere = await startHttp((request, response) => {
    strayed.push(JSON.stringify(request.headers))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":666,"login":"thief"}')
  })
  stage = await openStage(world, {
    keyturn: {
      fetch: (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input)
        return origin === '' ? world.fetch(input, init) : fetch(origin + pathname, init)
      },
    },
  })
})

afterAll(async () => {
  await stage.close()
  await Promise.all([odd, broken, elsewhere].map((server) => server.stop()))
  await world.close()
})

const json = { 'content-type': 'application/json' }
const says =
  (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(status, { ...json, ...headers }).end(JSON.stringify({ message }))
const gives =
  (body: string, headers: Record<string, string> = json): Answer =>
  (_request, response) =>
    response.writeHead(200, headers).end(body)
const leads =
  (status: number): Answer =>
  (_request, response) =>
    response.writeHead(status, { location: `${elsewhere.origin}/user` }).end()
const breaks: Answer = (_request, response) => {
  response.writeHead(200, { ...json, 'content-length': '100' }).write('{"id":')
  setImmediate(() => response.destroy())
}

const UNREADABLE = 'gave an answer I could not read'
const LIMITED = 'is asking me to slow down'
const AWAY = 'is not answering properly right now'
const SSO = 'wants this token to be authorised for single sign-on first (you can do that in its settings)'

it.each<[string, Answer, string]>([
  ['404', says(404, 'Not Found'), UNREADABLE],
  ['422', says(422, 'Validation Failed'), UNREADABLE],
  ['451', says(451, 'Blocked'), UNREADABLE],
  ['301 to another host', leads(301), 'answered from an unexpected address'],
  ['302 to another host', leads(302), 'answered from an unexpected address'],
  ['a body without an end in sight', gives(`{"id":7,"login":"${'a'.repeat(2_000_000)}"}`), UNREADABLE],
  ['what is not JSON', gives('hello'), UNREADABLE],
  ['JSON without an account', gives('{"ok":true}'), UNREADABLE],
  ['an account with the id 0', gives('{"id":0,"login":"nobody"}'), UNREADABLE],
  ['nothing', gives(''), UNREADABLE],
  ['a page', gives('<title>Sign in</title>', { 'content-type': 'text/html' }), UNREADABLE],
  ['a connection that breaks in the middle', breaks, 'cannot be reached right now'],
  [
    'a connection that is reset',
    (request) => request.socket.resetAndDestroy(),
    'cannot be reached right now',
  ],
  ['403 with nothing left', says(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }), LIMITED],
  ['403 for single sign-on', says(403, 'SAML', { 'x-github-sso': 'required; url=https://x.example' }), SSO],
  ['403 with no reason', says(403, 'Forbidden'), 'refused to say whether it is valid'],
  ['429 that says how long', says(429, 'Slow down', { 'retry-after': '60' }), LIMITED],
  ['429 that does not', says(429, 'Slow down'), LIMITED],
  ['500', says(500, 'Server Error'), AWAY],
  ['503', says(503, 'Unavailable'), AWAY],
])(
  'T-056 T-101 %s is told as what it is, costs no try, and the same token goes on',
  async (what, given, told) => {
    await meets(what, odd.origin, given, told)
  },
)

it('T-084 a failed TLS handshake, and a name nobody knows, are told as what they are', async () => {
  await meets('tls', `https://127.0.0.1:${broken.port}`, answer, 'cannot be reached right now')
  await meets('dns', 'http://nobody.invalid', answer, 'cannot be reached right now')
})

/** Five tries meet the odd answer, which is more than lock somebody out; the sixth is answered truly. */
async function meets(what: string, where: string, given: Answer, told: string): Promise<void> {
  const said = { userId: `odd ${what}` }
  const token = world.github.issueToken('ranaroussi')
  const sentence = `GitHub ${told}, so I could not check your personal access token yet. It does not count as a try. Say "try again" within 10 minutes, or "cancel".`
  await stage.hear('Show my GitHub repositories', said)
  answer = given
  origin = where
  expect(await stage.hear(token, said)).toBe(sentence)
  for (let again = 0; again < 4; again += 1) expect(await stage.hear('try again', said)).toBe(sentence)
  origin = ''
  expect(await stage.hear('try again', said)).toMatch(
    /^Successfully added.*\nRESUME: Show my GitHub repositories$/,
  )
  expect(strayed).toEqual([])
  expect(stage.sinks()).not.toContain(token)
}
