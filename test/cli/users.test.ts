/** `keyturn users …`: a data-protection request, from the command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseSync } from '@photostructure/sqlite'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { keyturnHere, type Run } from './command-line.ts'

const TIMEOUT_MS = 60_000

let world: World

beforeAll(async () => {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
}, TIMEOUT_MS)
afterAll(() => world.close())

function run(...args: readonly string[]): Promise<Run> {
  return keyturnHere([...args, '--formation', world.formation], { githubUrl: world.github.url })
}

async function add(user: string, login: string): Promise<string> {
  const input = world.github.issueToken(login)
  const args = ['credentials', 'set', 'GITHUB', '--user', user, '--formation', world.formation]
  expect((await keyturnHere(args, { input, githubUrl: world.github.url })).code).toBe(0)
  return input
}

type Bytes = Record<string, Uint8Array>

function openFile(): InstanceType<typeof DatabaseSync> {
  return new DatabaseSync(join(world.formationDirectory, '.keyturn', 'vault.db'))
}

describe('keyturn users', { timeout: TIMEOUT_MS }, () => {
  it('export gives everything stored about a user as JSON, and neither a secret nor anything made of one', async () => {
    const token = await add('alice', 'ranaroussi')
    const exported = await run('users', 'export', '--user', 'alice')
    expect(JSON.parse(exported.stdout)).toMatchObject({
      user: 'alice',
      accounts: [{ service: 'github', account: 'ranaroussi', status: 'active' }],
      attempts: [{ service: 'github', outcome: 'valid' }],
      audit: [{ act: 'attempt' }, { act: 'add', channel: 'cli' }, { act: 'attempt' }],
    })
    const file = openFile()
    const row = file
      .prepare("select envelope, fingerprint, seal from vault_credential where user_id = 'alice'")
      .get() as Bytes
    const key = file.prepare("select wrapped from vault_user_key where user_id = 'alice'").get() as Bytes
    const links = file.prepare("select hash from vault_audit where user_id = 'alice'").all() as Bytes[]
    file.close()
    const kept = [row, key, ...links].flatMap((each) => Object.values(each))
    expect(kept).toHaveLength(7)
    for (const bytes of kept) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(exported.stdout).not.toContain(Buffer.from(bytes).toString(encoding).slice(0, 24))
      }
    }
    expect(exported.stdout).not.toContain(token.slice(4))
    expect((await run('users', 'export', '--user', 'alice', '--json')).code).toBe(0)
    const nobody = await run('users', 'export', '--user', 'nobody')
    expect([nobody.code, nobody.stderr]).toEqual([0, 'Nothing is stored about that user.\n'])
    expect((await run('users', 'export')).code).toBe(2)
  })

  it('delete without --yes, where nobody can be asked, is misuse and removes nothing', async () => {
    await add('bob', 'ranaroussi')
    const refused = await run('users', 'delete', '--user', 'bob')
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/cannot be taken back.*--yes/),
    ])
    const list = await run('credentials', 'list', '--user', 'bob', '--json')
    expect(JSON.parse(list.stdout)).toHaveLength(1)
  })

  it('T-027 delete --yes leaves no byte of the user in database, log or state, and says what it reaches', async () => {
    await add('carol', 'muxi-ai')
    const file = openFile()
    const row = file
      .prepare("select envelope, fingerprint from vault_credential where user_id = 'carol'")
      .get() as Bytes
    const key = file.prepare("select wrapped from vault_user_key where user_id = 'carol'").get() as Bytes
    file.close()
    const deleted = await run('users', 'delete', '--user', 'carol', '--yes')
    expect(deleted.code).toBe(0)
    expect(deleted.stdout).toMatch(/^✓ Deleted 'carol': 1 credential, and the key that everything/)
    expect(deleted.stdout).toMatch(/Backups from before now still hold the key/)
    const stored = Object.values({ ...row, ...key })
    expect(stored).toHaveLength(3)
    const folder = join(world.formationDirectory, '.keyturn')
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name))
      for (const part of stored) expect(bytes.includes(Buffer.from(part).subarray(0, 24)), name).toBe(false)
    }
    const audit = await run('audit', 'list', '--user', 'carol', '--limit', '2', '--json')
    expect(JSON.parse(audit.stdout)).toMatchObject([
      { act: 'delete-user', channel: 'cli', outcome: 'deleted' },
      { act: 'delete', service: 'github', outcome: 'deleted' },
    ])
    expect((await run('audit', 'verify')).code).toBe(0)
    const unknown = await run('users', 'delete', '--user', 'nobody', '--yes', '--json')
    expect([unknown.code, JSON.parse(unknown.stdout)]).toEqual([1, { ok: false, reason: 'not-found' }])
  })

  it('delete says that clean-up is pending while another process reads, and the next start does it', async () => {
    await add('dave', 'ranaroussi')
    const reader = openFile()
    const row = reader.prepare("select envelope from vault_credential where user_id = 'dave'").get() as {
      envelope: Uint8Array
    }
    const isInLog = (): boolean => {
      const folder = join(world.formationDirectory, '.keyturn')
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      return files.some((bytes) => bytes.includes(Buffer.from(row.envelope).subarray(0, 24)))
    }
    reader.exec('begin')
    reader.prepare('select count(*) from vault_credential').get()
    const deleted = await run('users', 'delete', '--user', 'dave', '--yes', '--json')
    expect([deleted.code, JSON.parse(deleted.stdout)]).toMatchObject([0, { ok: true, cleanUp: 'pending' }])
    await add('erin', 'muxi-ai')
    const again = await run('users', 'delete', '--user', 'erin', '--yes')
    expect(again.stdout).toMatch(/Clean-up is pending: another process is reading/)
    expect(isInLog()).toBe(true)
    reader.exec('rollback')
    await run('credentials', 'list', '--user', 'bob')
    expect(reader.prepare('select id from vault_cleanup').all()).toEqual([])
    reader.close()
    expect(isInLog()).toBe(false)
  })
})
