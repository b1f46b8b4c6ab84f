/**
 * A server that does not start without its token, as half of the real ones: what a user sees of it before they have added one, in the
 * chat, and in the very next turn.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyturnHere } from '../cli/command-line.ts'
import type { Agent, Keyturn } from '../../src/index.ts'
import { openKeyturn, readFormation } from '../../src/index.ts'

const SLACK_SERVER = join(import.meta.dirname, '..', 'tools', 'slack-server.mjs')

let slack: Server
let folder: string
let keyturn: Keyturn
const good = new Map<string, string>()
const seen: string[] = []
const listed: string[][] = []

/** A bot token of Slack's shape, made anew in each run. */
function issueToken(login: string): string {
  const digits = (length: number): string =>
    Array.from({ length }, () => Math.floor(Math.random() * 10)).join('')
  const letters = Array.from({ length: 24 }, () => Math.floor(Math.random() * 36).toString(36)).join('')
  const token = `xoxb-${digits(12)}-${digits(13)}-${letters}`
  good.set(token, login)
  return token
}

beforeAll(async () => {
  slack = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const user = good.get(token)
    seen.push(`${request.url?.split('?')[0] ?? ''} ${user ?? 'nobody'}`)
    response.writeHead(user === undefined ? 401 : 200, { 'content-type': 'application/json' })
    const answer = { ok: true, user, channels: [{ name: 'general' }, { name: `of-${user ?? ''}` }] }
    response.end(JSON.stringify(user === undefined ? { ok: false, error: 'invalid_auth' } : answer))
  })
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(slack.address() as AddressInfo).port}`
  folder = mkdtempSync(join(tmpdir(), 'keyturn-slack-'))
  mkdirSync(join(folder, 'mcp'))
  writeFileSync(
    join(folder, 'formation.afs'),
    JSON.stringify({ user_credentials: { encryption: { iterations: 100_000 } } }),
  )
  const server = {
    id: 'slack',
    type: 'command',
    command: process.execPath,
    args: [SLACK_SERVER],
    env: { SLACK_TEAM_ID: 'T0123456', SLACK_API_URL: `http://${host}` },
    auth: { type: 'env', accept_inline: true, SLACK_BOT_TOKEN: '${{ user.credentials.SLACK }}' },
    credential: { hosts: [host], check: { url: `http://${host}/auth.test`, identity: 'user' } },
  }
  writeFileSync(join(folder, 'mcp', 'slack.afs'), JSON.stringify(server))
  keyturn = await openKeyturn({
    formation: await readFormation(join(folder, 'formation.afs'), { allowLoopback: true }),
    databaseUrl: false,
    redisUrl: false,
  })
})

afterAll(async () => {
  await keyturn.close()
  await new Promise<void>((resolve) => {
    slack.close(() => resolve())
    slack.closeAllConnections()
  })
  rmSync(folder, { recursive: true, force: true })
})

/** An agent that lists the channels, or has the account connected where that is the tool it has. */
const agent: Agent = async ({ user }) => {
  const tools = await user.tools()
  listed.push(tools.map(({ name }) => name))
  const list = tools.find(({ originalName }) => originalName === 'slack_list_channels') ?? tools[0]
  const result = await list?.call({})
  return `Channels: ${String(result?.content[0]?.['text'])}`
}

const ask = async (text: string, userId: string): Promise<string> =>
  (await keyturn.agent(agent)({ userId, conversationId: 'talk', text, transport: 'terminal' })).text

describe('a server that needs a token to start', () => {
  it('asks for it through its one tool, and has its real tools in the turn that the token came in', async () => {
    const userId = 'ada'
    expect(await ask('what is going on today?', userId)).toBe(
      'I need access to Slack. Please provide your bot or user token:',
    )
    expect(listed.at(-1)).toEqual(['connect_slack'])
    const answer = await ask(issueToken('ada-login'), userId)
    expect(answer).toMatch(/^Successfully added Slack account 'ada-login'\nChannels: .*"of-ada-login"/)
    expect(listed.at(-1)).toEqual(['slack_slack_list_channels', 'slack_slack_post_message'])
    expect(seen).toContain('/conversations.list ada-login')
    expect(await ask('and now?', userId)).toMatch(/"of-ada-login"/)
    expect(listed).toHaveLength(3)
  })

  it('T-113 goes on having the one tool for everybody else', async () => {
    await keyturn.credentials.set('SLACK', { userId: 'bob', value: issueToken('bob-login') })
    expect(await ask('what is going on today?', 'bob')).toMatch(/"of-bob-login"/)
    expect(
      (await keyturn.user({ userId: 'cleo', conversationId: 'talk' }).tools()).map(({ name }) => name),
    ).toEqual(['connect_slack'])
  })

  it('has the user asked again once the token was revoked, and its tools again with the next one', async () => {
    const userId = 'dan'
    const token = issueToken('dan-login')
    await keyturn.credentials.set('SLACK', { userId, value: token })
    expect(await ask('what is going on today?', userId)).toMatch(/"of-dan-login"/)
    good.delete(token)
    expect(await ask('what is going on today?', userId)).toMatch(/^Slack no longer accepts /)
    expect(await ask(issueToken('dan-login'), userId)).toMatch(/"of-dan-login"/)
  })

  it('is sound for the doctor, who shows what it wrote', async () => {
    const environment = { KEYTURN_ALLOW_LOOPBACK: '1' }
    const before = process.env['KEYTURN_ALLOW_LOOPBACK']
    process.env['KEYTURN_ALLOW_LOOPBACK'] = '1'
    const { stdout } = await keyturnHere(['doctor', folder, '--json'], { environment }).finally(() => {
      if (before === undefined) delete process.env['KEYTURN_ALLOW_LOOPBACK']
      else process.env['KEYTURN_ALLOW_LOOPBACK'] = before
    })
    const { findings } = JSON.parse(stdout) as { findings: readonly { subject: string }[] }
    expect(findings.find(({ subject }) => subject === 'server slack')).toEqual({
      subject: 'server slack',
      state: 'good',
      message: expect.stringContaining("Starts only with a user's credential") as string,
      lines: ['Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables'],
    })
  })
})
