/** The listening server, over real sockets. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as requestByTls } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Serving, serve, type ServeOptions } from '../../src/server/index.ts'
import { openPartsStage, type PartsStage } from '../flow/parts-stage.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'

let stage: PartsStage
let serving: Serving | undefined

afterEach(async () => {
  await serving?.stop()
  serving = undefined
  await stage.close()
})

/** A stage with a service key, whose GitHub answers when the test lets it. */
async function open(answer?: () => Promise<undefined>): Promise<string> {
  stage = await openPartsStage(answer === undefined ? {} : { answer })
  const wished = { name: 'test', scopes: ['manage', 'turns'] } as const
  return (await stage.keyturn.server.store.createAccessKey(wished, { channel: 'cli' })).text
}

const start = async (options: ServeOptions = {}): Promise<Serving> =>
  (serving = await serve(stage.keyturn, { port: 0, ...options }))

describe('a server', () => {
  it('refuses to start where others could read along, and where nobody could call it', async () => {
    stage = await openPartsStage()
    await expect(start()).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('keyturn access create') as string,
    })
    await stage.keyturn.server.store.createAccessKey({ name: 'x', scopes: ['turns'] }, { channel: 'cli' })
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'keyturn.example', ''])
      await expect(start({ host })).rejects.toMatchObject({
        code: 'CONFIGURATION_INVALID',
        message: expect.stringContaining('TLS') as string,
      })
    const { url } = await start()
    const taken = serve(stage.keyturn, { port: Number(new URL(url).port) })
    await expect(taken).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' })
  })

  it('answers, and lets what is under way end when it is stopped', async () => {
    let goOn = (): void => undefined
    const held = new Promise<undefined>((resolve) => (goOn = () => resolve(undefined)))
    let isAsked = (): void => undefined
    const asked = new Promise<void>((resolve) => (isAsked = resolve))
    const key = await open(async () => {
      isAsked()
      return held
    })
    const { url, stop } = await start()
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${url}/ready`)).status).toBe(200)
    const value = createGitHubToken()
    stage.known.set(value, 'ranaroussi')
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ userId: 'alice', value })
    const set = fetch(`${url}/v1/credentials/GITHUB`, { method: 'PUT', headers, body })
    await asked
    const stopped = stop()
    await sleep(50)
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    goOn()
    expect(await (await set).json()).toMatchObject({ outcome: 'added' })
    await stopped
    expect(await stage.keyturn.credentials.list({ userId: 'alice' })).toHaveLength(1)
  })

  it('gives up on a request that does not go on, and answers others meanwhile', async () => {
    const key = await open()
    const { url } = await start({ bodyTimeoutMs: 300 })
    const { port } = new URL(url)
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      const lines = [
        'PUT /v1/credentials/GITHUB HTTP/1.1',
        'host: localhost',
        `authorization: Bearer ${key}`,
        'content-type: application/json',
        'content-length: 1000',
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n{"userId":`)
      return socket
    })
    const began = performance.now()
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(5_000)
    const answers = await Promise.all(
      slow.map(
        (socket) =>
          new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString('latin1')))),
      ),
    )
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    for (const socket of slow) socket.destroy()
  })

  it('T-091 speaks TLS, and then a user is taken in production as well', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'keyturn-tls-'))
    const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
    const make = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
    ]
    execFileSync('openssl', [...make, '-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile], {
      stdio: 'ignore',
    })
    const key = await open()
    const [cert, pem] = [readFileSync(certFile), readFileSync(keyFile)]
    rmSync(directory, { recursive: true })
    const { url } = await start({ tls: { cert, key: pem } })
    expect(url).toMatch(/^https:/)
    const said = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}` }
      const sent = requestByTls(
        `${url}/v1/services`,
        { headers, ca: cert, servername: 'localhost', checkServerIdentity: () => undefined },
        (answer) => resolve(readText(answer)),
      )
      sent.on('error', reject).end()
    })
    expect(JSON.parse(said)).toMatchObject({
      services: [{ service: 'crm' }, { service: 'door' }, { service: 'github' }],
    })
  })
})
