import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { keyturn, keyturnHere, type Run, type RunOptions } from './command-line.ts'

/** A child process on a busy machine. */
const TIMEOUT_MS = 60_000

let world: World

beforeAll(async () => {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
}, TIMEOUT_MS)

afterAll(() => world.close())

function credentials(
  args: readonly string[],
  options: RunOptions = {},
  run: typeof keyturn = keyturnHere,
): Promise<Run> {
  const all = ['credentials', ...args, '--formation', world.formation]
  return run(all, { githubUrl: world.github.url, ...options })
}

function json(run: Run): unknown {
  return JSON.parse(run.stdout)
}

describe('keyturn credentials', { timeout: TIMEOUT_MS }, () => {
  it('set, list, status and delete do what the brief says, and never show the value', async () => {
    const user = ['--user', 'alice@acme.com']
    const token = world.github.issueToken('ranaroussi')
    const set = await credentials(['set', 'GITHUB_TOKEN', ...user], { input: `${token}\n` }, keyturn)
    expect(set).toEqual({ code: 0, stdout: "✓ Added GitHub account 'ranaroussi'.\n", stderr: '' })

    const again = await credentials(['set', 'github', ...user, '--json'], { input: token })
    expect([again.code, json(again)]).toMatchObject([
      0,
      { ok: true, outcome: 'duplicate', account: { account: 'ranaroussi' } },
    ])

    const list = await credentials(['list', ...user], {}, keyturn)
    expect(list.code).toBe(0)
    expect(list.stdout).toMatch(
      /^github\tranaroussi\t\tactive\t\d{4}-\d\d-\d\d \d\d:\d\d\t\d{4}-\d\d-\d\d \d\d:\d\d\t\tnever\n$/,
    )

    const status = await credentials(['status', ...user, '--json'])
    expect(json(status)).toMatchObject([
      {
        service: 'github',
        name: 'GitHub',
        state: 'connected',
        lockedUntil: null,
        accounts: [{ account: 'ranaroussi', status: 'active' }],
      },
    ])

    const unasked = await credentials(['delete', 'GITHUB_TOKEN', ...user])
    expect([unasked.code, unasked.stdout]).toEqual([2, ''])
    expect(unasked.stderr).toContain('--yes')
    expect(json(await credentials(['list', ...user, '--json']))).toHaveLength(1)
    const removed = await credentials(['delete', 'GITHUB_TOKEN', ...user, '--yes'])
    expect(removed).toEqual({ code: 0, stdout: "✓ Removed GitHub account 'ranaroussi'.\n", stderr: '' })
    expect(json(await credentials(['list', ...user, '--json']))).toEqual([])
    const gone = await credentials(['delete', 'GITHUB_TOKEN', ...user])
    expect(gone).toMatchObject({ code: 1, stdout: '', stderr: '✗ The user has no GitHub credential.\n' })

    for (const { stdout, stderr } of [set, again, list, status, removed, gone]) {
      expect(stdout + stderr).not.toContain(token.slice(4))
    }
  })

  it('of several accounts, delete removes none unless one is named', async () => {
    const user = ['--user', 'bob']
    for (const [login, label] of [
      ['ranaroussi', 'home'],
      ['muxi-ai', 'work'],
    ] as const) {
      await credentials(['set', 'GITHUB_TOKEN', ...user, '--label', label], {
        input: world.github.issueToken(login),
      })
    }
    const several = await credentials(['delete', 'GITHUB', ...user])
    expect(several.code).toBe(1)
    expect(several.stdout.split('\n').map((line) => line.split('\t')[1])).toEqual([
      'ranaroussi',
      'muxi-ai',
      undefined,
    ])
    expect(several.stderr).toBe(
      'There are several GitHub accounts. Name one with --account, or say --all; nothing was removed.\n',
    )
    const asJson = await credentials(['delete', 'GITHUB', ...user, '--json'])
    expect([asJson.code, json(asJson)]).toMatchObject([
      1,
      { ok: false, reason: 'several', accounts: [{}, {}] },
    ])
    const unknown = await credentials(['delete', 'GITHUB', ...user, '--account', 'nobody'])
    expect(unknown).toMatchObject({ code: 1, stderr: '✗ The user has no GitHub account of that name.\n' })

    expect((await credentials(['delete', 'GITHUB', ...user, '--account', 'work', '--yes'])).stdout).toContain(
      "'muxi-ai'",
    )
    expect((await credentials(['delete', 'GITHUB', ...user, '--yes'])).stdout).toContain("'ranaroussi'")
  })

  it('an account gets a label and becomes the default, and loses both again', async () => {
    const user = ['--user', 'carla']
    for (const login of ['ranaroussi', 'muxi-ai'])
      await credentials(['set', 'GITHUB_TOKEN', ...user], { input: world.github.issueToken(login) })
    const rows = async (): Promise<unknown> =>
      (json(await credentials(['list', ...user, '--json'])) as Record<string, unknown>[]).map(
        ({ account, label, default: isDefault }) => [account, label, isDefault],
      )
    const several = await credentials(['rename', 'GITHUB', ...user, '--label', 'work'])
    expect([several.code, several.stderr]).toEqual([
      1,
      'There are several GitHub accounts. Name one with --account; nothing was changed.\n',
    ])
    const named = await credentials(['rename', 'GITHUB', ...user, '--account', 'muxi-ai', '--label', 'work'])
    expect(named).toEqual({
      code: 0,
      stdout: "✓ GitHub account 'muxi-ai' is labelled 'work'.\n",
      stderr: '',
    })
    const chosen = await credentials(['default', 'GITHUB', ...user, '--account', 'work'])
    expect(chosen.stdout).toBe("✓ GitHub account 'muxi-ai' is the default.\n")
    expect(await rows()).toEqual([
      ['ranaroussi', null, false],
      ['muxi-ai', 'work', true],
    ])
    const taken = await credentials([
      'rename',
      'GITHUB',
      ...user,
      '--account',
      'ranaroussi',
      '--label',
      'WORK',
    ])
    expect([taken.code, taken.stderr]).toEqual([
      1,
      "✗ 'muxi-ai' goes by that word already; nothing was changed.\n",
    ])
    // Off for another one leaves the default where it is.
    await credentials(['default', 'GITHUB', ...user, '--account', 'ranaroussi', '--off'])
    expect(await rows()).toContainEqual(['muxi-ai', 'work', true])
    await credentials(['default', 'GITHUB', ...user, '--account', 'work', '--off'])
    await credentials(['rename', 'GITHUB', ...user, '--account', 'work', '--no-label'])
    expect(await rows()).toEqual([
      ['ranaroussi', null, false],
      ['muxi-ai', null, false],
    ])
    expect((await credentials(['rename', 'GITHUB', ...user, '--account', 'muxi-ai'])).code).toBe(2)
    expect((await credentials(['default', 'GITHUB', ...user, '--account', 'nobody'])).code).toBe(1)
    const audit = await keyturnHere(['audit', 'list', ...user, '--json', '--formation', world.formation])
    const acts = (JSON.parse(audit.stdout) as { act: string; outcome: string }[])
      .map(({ act, outcome }) => `${act} ${outcome}`)
      .filter((act) => /^(?:rename|default)/.test(act))
    expect(acts.toSorted()).toEqual(
      ['default cleared', 'default set', 'rename labelled', 'rename taken', 'rename unlabelled'].toSorted(),
    )
  })

  it('a token that GitHub does not accept is refused with the attempts that are left', async () => {
    const input = createGitHubToken()
    const run = await credentials(['set', 'GITHUB', '--user', 'carol', '--json'], { input })
    expect([run.code, json(run)]).toEqual([1, { ok: false, reason: 'rejected', attemptsLeft: 2 }])
  })

  it('several processes with wrong tokens at once reach GitHub three times, and then adding is locked', async () => {
    const tokens = Array.from({ length: 5 }, () => createGitHubToken())
    const runs = await Promise.all(
      tokens.map((input) =>
        credentials(['set', 'GITHUB', '--user', 'mallory', '--json'], { input }, keyturn),
      ),
    )
    expect(tokens.flatMap((token) => world.github.requests(token))).toHaveLength(3)
    // A process that found no free slot in time says so (3); none may store anything.
    expect(runs.map(({ code }) => code === 1 || code === 3)).toEqual(runs.map(() => true))
    const status = await credentials(['status', '--user', 'mallory'])
    expect(status.stdout).toMatch(/^github\tmissing\tnone\tadding is locked until \d{4}-/)
  })

  it('a GitHub that cannot be reached is an outage, and nothing is stored', async () => {
    const run = await credentials(['set', 'GITHUB', '--user', 'dave'], {
      input: createGitHubToken(),
      githubUrl: undefined,
    })
    expect(run).toMatchObject({ code: 3, stdout: '' })
    expect(run.stderr).toMatch(/GitHub could not be asked \(network\)\. Nothing was stored/)
    expect(json(await credentials(['list', '--user', 'dave', '--json']))).toEqual([])
  })

  it("KEYTURN_GITHUB_API leads to an Enterprise Server, and the user's token goes nowhere else", async () => {
    const token = world.github.issueToken('muxi-ai')
    const environment = { KEYTURN_GITHUB_API: 'https://github.example.invalid/api/v3' }
    const run = await credentials(['set', 'GITHUB', '--user', 'erin'], { input: token, environment })
    expect(run.code).toBe(3)
    expect(world.github.requests(token)).toEqual([])
  })

  it('users do not see each other', async () => {
    await credentials(['set', 'GITHUB', '--user', 'frank'], { input: world.github.issueToken('ranaroussi') })
    expect(json(await credentials(['list', '--user', 'grace', '--json']))).toEqual([])
    expect((await credentials(['delete', 'GITHUB', '--user', 'grace'])).code).toBe(1)
    expect(json(await credentials(['list', '--user', 'frank', '--json']))).toHaveLength(1)
  })
})
