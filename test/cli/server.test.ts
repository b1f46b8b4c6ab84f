/** Every command that manages users, on a server: the brief's lines, and the same exit codes as on a formation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type Serving } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openPartsStage, type PartsStage } from '../flow/parts-stage.ts'
import { keyturn, keyturnHere, type Run } from './command-line.ts'

const TIMEOUT_MS = 60_000

let stage: PartsStage
let serving: Serving
let environment: Record<string, string>

beforeAll(async () => {
  stage = await openPartsStage()
  const wished = { name: 'test', scopes: ['manage', 'audit'] } as const
  const { text } = await stage.keyturn.server.store.createAccessKey(wished, { channel: 'cli' })
  serving = await serve(stage.keyturn, { port: 0 })
  environment = { KEYTURN_URL: serving.url, KEYTURN_TOKEN: text }
})
afterAll(async () => {
  await serving.stop()
  await stage.close()
})

const run = (args: readonly string[], input?: string): Promise<Run> =>
  keyturnHere(args, { input, environment })

describe('the command line on a server', { timeout: TIMEOUT_MS }, () => {
  it("does what the brief's lines say, in a folder without a formation", async () => {
    const value = createGitHubToken()
    stage.known.set(value, 'ranaroussi')
    const user = ['--user', 'alice@acme.com']
    const child = { environment, cwd: '/', hook: false }
    const set = await keyturn(['credentials', 'set', 'GITHUB_TOKEN', ...user], {
      ...child,
      input: `${value}\n`,
    })
    expect(set).toEqual({ code: 0, stdout: "✓ Added GitHub account 'ranaroussi'.\n", stderr: '' })
    const list = await run(['credentials', 'list', ...user])
    expect(list).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^github\tranaroussi\t\tactive\t/) as string,
    })
    const status = await run(['credentials', 'status', ...user, '--json'])
    expect(JSON.parse(status.stdout)).toContainEqual(
      expect.objectContaining({ service: 'github', state: 'connected' }),
    )
    const audit = await run(['audit', 'list', ...user])
    expect(audit.stdout).toContain('\tadd\t')
    const labelled = await run(['credentials', 'rename', 'GITHUB_TOKEN', ...user, '--label', 'work'])
    expect(labelled.stdout).toBe("✓ GitHub account 'ranaroussi' is labelled 'work'.\n")
    const bare = await run(['credentials', 'rename', 'GITHUB_TOKEN', ...user, '--no-label'])
    expect(bare.stdout).toBe("✓ GitHub account 'ranaroussi' has no label any more.\n")
    const chosen = await run(['credentials', 'default', 'GITHUB_TOKEN', ...user])
    expect(chosen.stdout).toBe("✓ GitHub account 'ranaroussi' is the default.\n")
    const removed = await run(['credentials', 'delete', 'GITHUB_TOKEN', ...user, '--yes'])
    expect(removed).toEqual({ code: 0, stdout: "✓ Removed GitHub account 'ranaroussi'.\n", stderr: '' })
    const exported = await run(['users', 'export', ...user])
    expect(JSON.parse(exported.stdout)).toMatchObject({ user: 'alice@acme.com', accounts: [] })
    const deleted = await run(['users', 'delete', ...user, '--yes'])
    expect(deleted).toMatchObject({ code: 0, stdout: expect.stringContaining('Deleted') as string })
    for (const { stdout, stderr } of [set, list, status, audit, removed, exported, deleted])
      expect(stdout + stderr).not.toContain(value.slice(4))
  })

  it('says refusals with the exit codes of a formation', async () => {
    const user = ['--user', 'bob', '--json']
    const refused = await run(['credentials', 'set', 'GITHUB', ...user], createGitHubToken())
    expect([refused.code, JSON.parse(refused.stdout)]).toEqual([
      1,
      { ok: false, reason: 'rejected', attemptsLeft: 2 },
    ])
    const malformed = await run(['credentials', 'set', 'GITHUB', ...user], 'two words')
    expect([malformed.code, JSON.parse(malformed.stdout)]).toEqual([1, { ok: false, reason: 'malformed' }])
    expect((await run(['credentials', 'set', 'NOWHERE', ...user], 'x')).code).toBe(1)
    expect((await run(['credentials', 'delete', 'GITHUB', ...user])).code).toBe(1)
    for (let attempt = 0; attempt < 2; attempt += 1)
      await run(['credentials', 'set', 'GITHUB', ...user], createGitHubToken())
    const locked = await run(['credentials', 'set', 'GITHUB', ...user], createGitHubToken())
    expect([locked.code, JSON.parse(locked.stdout)]).toMatchObject([1, { reason: 'locked' }])
    const unlock = ['credentials', 'unlock', 'GITHUB', ...user, '--reason', 'ticket 4711']
    expect([(await run(unlock)).code, (await run(unlock)).code]).toEqual([0, 1])
    for (const login of ['ranaroussi', 'muxi-ai']) {
      const value = createGitHubToken()
      stage.known.set(value, login)
      expect((await run(['credentials', 'set', 'GITHUB', ...user], value)).code).toBe(0)
    }
    const several = await run(['credentials', 'delete', 'GITHUB', ...user])
    expect([several.code, JSON.parse(several.stdout)]).toMatchObject([
      1,
      { reason: 'several', accounts: [{}, {}] },
    ])
    expect((await run(['credentials', 'delete', 'GITHUB', ...user, '--all', '--yes'])).code).toBe(0)
  })

  it('is an outage without the server, a refusal without its key, and misuse at an address that is none', async () => {
    const list = ['credentials', 'list', '--user', 'carol']
    const at = (more: Record<string, string>, ...args: string[]): Promise<Run> =>
      keyturnHere([...list, ...args], { environment: { ...environment, ...more } })
    expect((await at({ KEYTURN_TOKEN: 'nonsense' })).code).toBe(1)
    expect((await at({ KEYTURN_TOKEN: '' })).code).toBe(2)
    expect((await at({}, '--server', 'http://keyturn.example')).code).toBe(2)
    expect((await run(['audit', 'list'])).code).toBe(2)
    // A formation that is named wins over the environment.
    expect(await at({}, '--formation', '/nowhere/formation.afs')).toMatchObject({
      stderr: expect.stringContaining('formation') as string,
    })
    expect((await at({}, '--server', 'http://127.0.0.1:9')).code).toBe(3)
  })
})
