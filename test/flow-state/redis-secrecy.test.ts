/** A whole dialogue with everything that Redis shows and keeps recorded, and every secret of it looked for there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeyturn, type Keyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import { createCanary, type Sink } from '../../src/testing/index.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { type RedisServer, startRedis, until } from '../servers/redis.ts'
import { heard } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyturn-redis-secrecy-'))
const canary = createCanary({ shapes: [] })

let server: RedisServer
let github: FakeGitHub
let keyturn: Keyturn
let monitor: Socket
const monitored: Buffer[] = []
let messages = 0

beforeAll(async () => {
  const slow = ['--slowlog-log-slower-than', '0', '--slowlog-max-len', '100000']
  // Uncompressed, or a secret could be in a dump and not be found.
  const kept = ['--appendonly', 'yes', '--appendfsync', 'always', '--rdbcompression', 'no']
  server = await startRedis({ settings: [...kept, ...slow] })
  // A bare connection: every byte as the server writes it.
  monitor = connect(server.port, '127.0.0.1')
  monitor.on('data', (bytes: Buffer) => monitored.push(bytes))
  monitor.write('MONITOR\r\n')
  await until('the monitor listens', () => Promise.resolve(monitored.length > 0))
  github = await startFakeGitHub()
  keyturn = createKeyturn(
    await openParts({
      formation: writeFormation(),
      databaseUrl: false,
      redisUrl: server.url,
      githubApi: github.api,
    }),
  )
})
afterAll(async () => {
  await keyturn.close()
  monitor.destroy()
  await Promise.all([github.close(), server.stop()])
  rmSync(folder, { recursive: true, force: true })
})

/** The real `server-everything`, whose tool `get-env` gives back all that it was given. */
function writeFormation(): string {
  const require = createRequire(import.meta.url)
  const everything = dirname(require.resolve('@modelcontextprotocol/server-everything/package.json'))
  const args = [join(everything, 'dist', 'index.js'), 'stdio']
  const auth = { type: 'bearer', accept_inline: true, token: '${{ user.credentials.GITHUB }}' }
  const settings = { mode: 'dynamic', encryption: { iterations: 100_000 } }
  mkdirSync(join(folder, 'mcp'))
  const formation = { schema: '1.0.0', id: 'secrecy', user_credentials: settings }
  writeFileSync(join(folder, 'formation.afs'), stringify(formation))
  const tool = { schema: '1.0.0', id: 'github', type: 'command', command: process.execPath, args, auth }
  writeFileSync(join(folder, 'mcp', 'github.afs'), stringify(tool))
  return join(folder, 'formation.afs')
}

async function hear(text: string, conversationId = 'talk'): Promise<string> {
  messages += 1
  const turn = { userId: 'alice', conversationId, messageId: `m${messages}`, text }
  return heard(await keyturn.turn({ ...turn, transport: 'terminal' }))
}

/** What the tool of the chosen account was given, as the agent gets to see it. */
async function useTool(): Promise<string> {
  const tools = await keyturn.user({ userId: 'alice', conversationId: 'talk' }).tools()
  const result = await tools.find(({ name }) => name.endsWith('get-env'))?.call()
  return JSON.stringify(result)
}

/** Everything that Redis shows and keeps, up to now. */
async function sinks(): Promise<Sink[]> {
  await server.admin.save()
  const last = `last-${crypto.randomUUID()}`
  await server.admin.ping(last)
  await until('the monitor has seen all', () => Promise.resolve(Buffer.concat(monitored).includes(last)))
  const slow = await server.admin.slowlog('GET', 100_000)
  return [
    { kind: 'bytes', name: 'MONITOR', bytes: Buffer.concat(monitored) },
    { kind: 'text', name: 'SLOWLOG', text: JSON.stringify(slow) },
    { kind: 'folder', path: server.folder },
  ]
}

const kindOf = (sink: string): string => (/MONITOR|SLOWLOG|\.rdb$|\.aof$/.exec(sink) ?? ['other'])[0]

describe('T-065 what Redis shows and keeps of a whole dialogue', () => {
  it('is the whole dialogue: detected, asked, refused, accepted, known, chosen, used, held, renamed, deleted', async () => {
    const [wrong, right, other, stray] = [
      github.issueBad('alice'),
      github.issue('alice', 'alice-a'),
      github.issue('alice', 'alice-b'),
      github.issue('alice', 'alice-c'),
    ]
    for (const [index, token] of [wrong, right, other, stray].entries())
      canary.add(`token ${index}`, token, 'ghp_')
    expect(await hear('Show my GitHub repositories')).toMatch(/^I need access to GitHub/)
    expect(await hear(wrong)).toMatch(/^GitHub did not accept/)
    expect(await hear(right)).toMatch(/^Successfully added[\s\S]*RESUME: Show my GitHub repositories$/)
    expect(await hear(`Add my GitHub token ${right}`)).toMatch(/already stored/)
    expect(await hear('Add another GitHub account')).toMatch(/^Please provide/)
    expect(await hear(other)).toMatch(/^Successfully added/)
    expect(await hear('Show my GitHub issues')).toMatch(/Which one\?$/)
    expect(await hear('alice-a')).toMatch(/RESUME/)
    for (let time = 0; time < 3; time += 1) expect(await useTool()).toContain('[github token removed]')
    expect(await hear(`look: ${stray}`, 'another')).toMatch(/yes or no/)
    expect(await hear('yes', 'another')).toMatch(/^Successfully added/)
    expect(await hear('Rename my GitHub account alice-a to work')).toMatch(/work/)
    expect(await hear('Remove my GitHub account alice-b')).toMatch(/^Remove your/)
    expect(await hear('yes')).toMatch(/^Removed your/)
  }, 60_000)

  it('holds none of its tokens, in any encoding, in MONITOR, SLOWLOG, the dump and the append-only file', async () => {
    const { findings, sinks: read } = canary.scan(await sinks())
    expect(findings).toEqual([])
    const sizes = Object.fromEntries(read.map(({ name, bytes }) => [kindOf(name), bytes]))
    for (const kind of ['MONITOR', 'SLOWLOG', '.rdb', '.aof']) expect(sizes[kind], kind).toBeGreaterThan(500)
    const commands = Buffer.concat(monitored).toString('latin1').toLowerCase()
    // What the dialogue consists of did pass there: claims and saves, a pending secret, a cached envelope that was read.
    expect(commands.match(/"evalsha"/g)?.length).toBeGreaterThan(20)
    for (const key of ['}c', '}p', '}a', '}t', '}l'])
      expect(commands).toContain(`keyturn:{7:secrecy5:alice${key}`)
  })

  it('was searched with open eyes: a needle planted in the clear is found in each of the four', async () => {
    const needle = github.issue('alice', 'planted')
    canary.add('needle', needle, 'ghp_')
    await server.admin.set('planted', needle)
    const { findings } = canary.scan(await sinks())
    expect([...new Set(findings.map(({ sink }) => kindOf(sink)))].sort()).toEqual([
      '.aof',
      '.rdb',
      'MONITOR',
      'SLOWLOG',
    ])
    expect(new Set(findings.map(({ secret }) => secret))).toEqual(new Set(['needle']))
  })
})
