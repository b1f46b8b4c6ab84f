/**
 * The three spellings of `mcp/github.afs` in the brief, word for word, in a project that has the real server installed: `npx` finds
 * it there, with no network. Only the project's own `.npmrc` leads that server to the local GitHub.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createAgent } from '../../examples/demo/agent.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { openKeyturn, type Keyturn } from '../../src/index.ts'
import { createPrincipal } from '../../src/principal.ts'
import { createConnections } from '../../src/tools/create-connections.ts'
import { credential, environmentOf } from './fixtures.ts'

const START = `schema: "1.0.0"
id: github
type: command
command: npx
args: ["-y", "@modelcontextprotocol/server-github"]
`
const WITHOUT_INLINE = `${START}auth:
  type: env
  GITHUB_TOKEN: "\${{ user.credentials.GITHUB }}"
`
const BEARER = `${START}auth:
  type: bearer
  accept_inline: true   # Allow dynamic credential collection
  token: "\${{ user.credentials.GITHUB }}"
`
const QUICK = `${START}auth:
  accept_inline: true
  token: "\${{ user.credentials.GITHUB }}"
`
const FORMATION = `# User credential settings
user_credentials:
  mode: "dynamic"  # "redirect" or "dynamic"
  redirect_message: |
    Configure credentials at: https://credentials.example.com
`
const NAMES = ['GH_TOKEN', 'GITHUB_PERSONAL_ACCESS_TOKEN', 'GITHUB_TOKEN'] as const

let world: World
let keyturn: Keyturn
const projects: string[] = []

beforeAll(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await keyturn.close()
})
afterAll(async () => {
  await world.close()
  for (const project of projects) rmSync(project, { recursive: true, force: true })
})

/** A project with the server installed, or without, and Keyturn open on its formation. */
async function openProject(server: string, options: { installed: boolean; formation?: string }) {
  const project = mkdtempSync(join(tmpdir(), 'keyturn-brief-'))
  projects.push(project)
  mkdirSync(join(project, 'mcp'))
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0", "private": true }')
  writeFileSync(join(project, 'formation.afs'), options.formation ?? FORMATION)
  writeFileSync(join(project, 'mcp', 'github.afs'), server)
  const hook = join(project, 'lead-to-local-github.mjs')
  writeFileSync(
    hook,
    `const send = globalThis.fetch
globalThis.fetch = (input, init) => send(String(input).replace('https://api.github.com', '${world.github.url}'), init)`,
  )
  // With a cache of its own, what npx finds does not depend on what this machine ran before.
  const npmrc = [`cache=${join(project, 'npm-cache')}`, 'offline=true', 'fund=false']
  writeFileSync(join(project, '.npmrc'), [...npmrc, `node-options=--import=file://${hook}`, ''].join('\n'))
  if (options.installed) install(project)
  const logged: string[] = []
  const log = (facts: object, text: string): void => void logged.push(`${text} ${JSON.stringify(facts)}`)
  keyturn = await openKeyturn({
    formation: join(project, 'formation.afs'),
    databaseUrl: false,
    redisUrl: false,
    fetch: world.fetch,
    logger: { debug: log, info: log, warn: log, error: log },
  })
  return { project, logged }
}

/** As `npm install` leaves it: the package, and its command in `.bin`. */
function install(project: string): void {
  const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-github/package.json')
  mkdirSync(join(project, 'node_modules', '@modelcontextprotocol'), { recursive: true })
  mkdirSync(join(project, 'node_modules', '.bin'))
  const place = join('@modelcontextprotocol', 'server-github')
  symlinkSync(dirname(manifest), join(project, 'node_modules', place))
  symlinkSync(
    join('..', place, 'dist', 'index.js'),
    join(project, 'node_modules', '.bin', 'mcp-server-github'),
  )
}

/** Names of the variables that hold a token in the processes that have it, and all their command lines. */
async function holdersOf(token: string) {
  const found = { names: new Set<string>(), commands: '' }
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await environmentOf(Number(pid)).catch((): Record<string, string> => ({}))
    const names = Object.keys(environment).filter((name) => environment[name] === token)
    if (names.length === 0) continue
    for (const name of names) found.names.add(name)
    found.commands += readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  }
  return found
}

const talk = async () => {
  const chat = keyturn.agent(createAgent(await world.model.client()))
  return async (text: string) =>
    (await chat({ userId: 'alice', conversationId: 'talk', text, transport: 'terminal' })).text
}

describe('the brief’s mcp/github.afs', () => {
  it.each([
    ['type: bearer', BEARER, FORMATION],
    ['of the quick setup', QUICK, 'user_credentials:\n  mode: "dynamic"\n'],
  ])(
    '%s takes the token in the chat, and the real server works with it',
    async (_what, server, formation) => {
      await openProject(server, { installed: true, formation })
      const say = await talk()
      expect(await say('Show my GitHub repositories')).toBe(
        'I need access to GitHub. Please provide your personal access token:',
      )
      const token = world.github.issueToken('ranaroussi')
      expect(await say(token)).toBe(
        "Successfully added GitHub account 'ranaroussi'\nRepositories:\n- ranaroussi/yfinance\n- ranaroussi/notebook",
      )
      const { names, commands } = await holdersOf(token)
      expect([...names].toSorted()).toEqual(NAMES)
      expect(commands).toContain('mcp-server-github')
      expect(commands).not.toContain(token)
    },
  )

  it('type: env sends people elsewhere, and works once the token is there, under the name the server reads', async () => {
    await openProject(WITHOUT_INLINE, { installed: true })
    const say = await talk()
    expect(await say('Show my GitHub repositories')).toBe(
      'Configure credentials at: https://credentials.example.com',
    )
    const value = world.github.issueToken('muxi-ai')
    await keyturn.credentials.set('GITHUB_TOKEN', { userId: 'alice', value })
    expect(await say('Show my GitHub repositories')).toBe(
      'Repositories:\n- muxi-ai/runtime\n- muxi-ai/roadmap',
    )
    expect([...(await holdersOf(value)).names].toSorted()).toEqual(NAMES)
  })

  it('with a server that is not installed ends in an error that names the file and the way out, and no value', async () => {
    const { logged } = await openProject(BEARER, { installed: false })
    const value = world.github.issueToken('ranaroussi')
    await keyturn.credentials.set('GITHUB', { userId: 'alice', value })
    // What cannot be started has no tools to offer: the agent goes on without them, and the log says why.
    expect(await keyturn.user({ userId: 'alice', conversationId: 'talk' }).tools()).toEqual([])
    expect(logged.join('\n')).toMatch(UNAVAILABLE)
    const [server] = keyturn.formation.servers
    if (server === undefined) throw new Error('The formation has no server.')
    const connections = createConnections({ formation: keyturn.formation, secrets: () => undefined })
    const credentials = [credential('github', { token: value })]
    const call = {
      server,
      principal: createPrincipal(keyturn.formation.id, 'alice'),
      credentials,
      tool: 'search_repositories',
      arguments: {},
    }
    const error: unknown = await connections.call(call).catch((thrown: unknown) => thrown)
    await connections.close()
    expect(error).toMatchObject({ code: 'TOOL_UNAVAILABLE' })
    expect(String(error)).toMatch(UNAVAILABLE)
    for (const shown of [logged.join('\n'), inspect(error, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain(value)
      expect(shown).not.toContain('PATH')
    }
  })
})

const UNAVAILABLE =
  /The MCP server github \([^)]*mcp\/github\.afs\) ended while it was starting\. Correct command and args in that file, or install what they start/
