import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { childEnvironment, keyturn, nodeArguments } from './command-line.ts'

/** A child process and an MCP server on a busy machine. */
const TIMEOUT_MS = 120_000

let world: World

beforeAll(async () => {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
}, TIMEOUT_MS)

afterAll(() => world.close())

describe('keyturn chat', { timeout: TIMEOUT_MS }, () => {
  it('asks for the token a tool needs, checks it, and goes on with what was asked', async () => {
    const wrong = createGitHubToken()
    const token = world.github.issueToken('ranaroussi')
    const lines = ['Show my GitHub repositories', wrong, token, 'exit', 'never read']
    const run = await keyturn(['chat', '--user', 'alice', '--formation', world.formation], {
      githubUrl: world.github.url,
      input: lines.join('\n'),
    })
    expect(run.code).toBe(0)
    const [asked, refused, added, ...rest] = run.stdout.split(/^Agent: /m).slice(1)
    expect(asked).toMatch(/personal access token/)
    expect(refused).toMatch(/token/)
    expect(added).toMatch(/^Successfully added GitHub account 'ranaroussi'\n- ranaroussi\//)
    expect(rest).toEqual([])
    expect(run.stdout + run.stderr).not.toContain(token.slice(4))
    expect(run.stdout + run.stderr).not.toContain(wrong.slice(4))
  })

  it('goes on where the conversation was left, in another process', async () => {
    const options = ['chat', '--user', 'bob', '--formation', world.formation]
    const first = await keyturn(options, {
      githubUrl: world.github.url,
      input: 'Show my GitHub repositories',
    })
    expect(first.stdout).toMatch(/personal access token/)
    const second = await keyturn(options, {
      githubUrl: world.github.url,
      input: world.github.issueToken('muxi-ai'),
    })
    expect(second.stdout).toMatch(/^Agent: Successfully added GitHub account 'muxi-ai'\n- muxi-ai\//)
  })

  it('talks to a real model where there is one, which calls the tools and never sees the token', async () => {
    const token = world.github.issueToken('muxi-ai')
    const run = await keyturn(['chat', '--user', 'dora', '--formation', world.formation], {
      githubUrl: world.github.url,
      input: ['hello', 'Show my GitHub repositories', token, 'and my issues'].join('\n'),
      hook: false,
      environment: {
        KEYTURN_GITHUB_API: world.github.url,
        OPENAI_API_KEY: 'scripted',
        OPENAI_BASE_URL: world.model.baseUrl,
      },
    })
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('You talk to gpt-5-mini')])
    const answers = run.stdout.split(/^Agent: /m).slice(1)
    expect(answers[0]).toBe('I can show repositories, pull requests and issues.\n')
    expect(answers[2]).toMatch(/^Successfully added GitHub account 'muxi-ai'\nRepositories:\n- muxi-ai\//)
    expect(answers[3]).toMatch(/^Open issues/)
    const requests = world.model.requests()
    expect(requests.length).toBeGreaterThan(4)
    expect(requests.join()).not.toContain(token.slice(4))
    expect(requests.at(-1)).toContain('Show my GitHub repositories')
  })

  it('on a terminal a token is typed unseen', async () => {
    const token = world.github.issueToken('ranaroussi')
    const { screen, code } = await onTerminal(
      ['chat', '--user', 'carol', '--formation', world.formation],
      [
        [/◆[^◆]*You/, 'Show my GitHub repositories\r'],
        [/◆[^◆]*hidden/, `${token}\r`],
        [/Successfully added[^◆]*◆[^◆]*You/, 'exit\r'],
      ],
    )
    expect(code).toBe(0)
    expect(screen).toMatch(/Successfully added GitHub account 'ranaroussi'/)
    expect(screen).not.toContain(token.slice(4))
    expect(screen).toMatch(/▪▪▪▪/)
  })

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s ends it, also where a token is awaited', async (_, key) => {
    const args = ['chat', '--user', 'emma', '--formation', world.formation]
    expect(await onTerminal(args, [[/◆[^◆]*You/, key]])).toMatchObject({ code: 0 })
    const steps = [
      [/◆[^◆]*You/, 'Add my GitHub token\r'],
      [/◆[^◆]*hidden/, key],
    ] as const
    expect(await onTerminal(args, steps)).toMatchObject({ code: 0 })
    const set = ['credentials', 'set', 'GITHUB', '--user', 'emma', '--formation', world.formation]
    const { screen, code } = await onTerminal(set, [[/◆[^◆]*token/, key]])
    expect([code, screen]).toEqual([1, expect.stringContaining('Nothing was stored.')])
  })
})

/** Runs the program on a pseudo-terminal (`script` of util-linux), answering what it shows; gives everything that was shown. */
function onTerminal(
  args: readonly string[],
  answers: readonly (readonly [RegExp, string])[],
): Promise<{ readonly screen: string; readonly code: number | null }> {
  const quoted = [process.execPath, ...nodeArguments(args)].map((part) => `'${part}'`).join(' ')
  // A new pseudo-terminal has no size, and prompts would break every line after one character.
  const command = `stty cols 100 rows 40; exec ${quoted}`
  const environment = {
    ...childEnvironment({ githubUrl: world.github.url }),
    TERM: 'xterm',
    SHELL: '/bin/sh',
  }
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: environment,
  })
  let screen = ''
  let seen = 0
  let next = 0
  const look = (): void => {
    const answer = answers[next]
    if (answer === undefined || !answer[0].test(screen.slice(seen))) return
    next += 1
    seen = screen.length
    child.stdin.write(answer[1])
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.stdout.on('data', (piece: Buffer) => {
      screen += piece.toString('utf8')
      look()
    })
    child.once('close', (code) => resolve({ screen, code }))
  })
}
