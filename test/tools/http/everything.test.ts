/** The reference server of MCP over streamable HTTP, as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeToken } from '../fixtures.ts'
import { makeHttpServer } from './acme-http.ts'
import { call, open, textOf } from './stage.ts'

let child: ChildProcess
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}/mcp`
  const program = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-everything/dist/index.js',
  )
  child = spawn(process.execPath, [program, 'streamableHttp'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port) },
    stdio: 'ignore',
  })
  const isUp = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  while (!(await isUp())) await setTimeout(200)
})
afterAll(() => void child.kill('SIGKILL'))

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('it answers several users at once, each on their own session', async () => {
  const connections = open()
  const server = makeHttpServer({ url })
  const asked = ['alice', 'bob', 'carol'].flatMap((who) =>
    [1, 2, 3, 4].map((index) => ({ who, text: `${who} ${index}` })),
  )
  const tokens = new Map(['alice', 'bob', 'carol'].map((who) => [who, makeToken('acme-')]))
  const answers = await Promise.all(
    asked.map(({ who, text }) =>
      call(connections, server, 'echo', { who, token: tokens.get(who) ?? '', args: { message: text } }),
    ),
  )
  expect(answers.map(textOf)).toEqual(asked.map(({ text }) => `Echo: ${text}`))
})

it('T-050 it is offered no form, and a page that it asks for is a link', async () => {
  const connections = open()
  const server = makeHttpServer({ url })
  const token = makeToken('acme-')
  await call(connections, server, 'echo', { token, args: { message: 'x' } })
  const form = await call(connections, server, 'trigger-elicitation-request', { token })
  expect(JSON.stringify(form)).toMatch(/does not support form/i)
  for (const errorPath of [true, false]) {
    const args = {
      url: 'https://login.example.com/connect',
      message: 'Please connect',
      errorPath,
      elicitationId: `e${errorPath}`,
    }
    const outcome = await call(connections, server, 'trigger-url-elicitation', { token, args })
    // As an error the server asks for a page of its own.
    const link = errorPath
      ? { host: 'modelcontextprotocol.io' }
      : { host: 'login.example.com', message: 'Please connect' }
    expect(outcome).toMatchObject({ kind: 'result', links: [link] })
  }
})

it('T-051 a token that it gives back is not in the result', async () => {
  const token = makeToken('acme-')
  const outcome = await call(open(), makeHttpServer({ url }), 'echo', { token, args: { message: 'plain' } })
  expect(textOf(outcome)).toBe('Echo: plain')
  await expect(
    call(open(), makeHttpServer({ url }), 'echo', { token, args: { message: token } }),
  ).rejects.toMatchObject({ code: 'TOOL_ARGUMENT_REFUSED' })
})
