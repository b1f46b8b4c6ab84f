/** Commands on a vault that is not there, is none, or cannot be reached: 3, one line with the way out, no stack and no password. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyturnHere, type Run } from './command-line.ts'

const COMMANDS: readonly (readonly string[])[] = [
  ['credentials', 'list', '--user', 'alice'],
  ['users', 'export', '--user', 'alice'],
  ['users', 'delete', '--user', 'alice', '--yes'],
  ['audit', 'list'],
  ['audit', 'export'],
  ['audit', 'verify'],
  ['audit', 'checkpoint'],
  ['audit', 'prune', '--older-than', '90d', '--yes'],
  ['keys', 'list'],
  ['keys', 'rotate'],
]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-outage-'))
  mkdirSync(join(folder, '.keyturn'))
  const block = ['user_credentials:', '  encryption:', '    iterations: 100000']
  writeFileSync(join(folder, 'formation.afs'), ['id: away', ...block, ''].join('\n'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function everyCommand(check: (run: Run, name: string) => void): Promise<void> {
  for (const command of COMMANDS)
    check(await keyturnHere([...command, '--formation', folder]), command.join(' '))
  check(await keyturnHere(['migrate', folder]), 'migrate')
}

describe('a vault', () => {
  it('whose file is no database ends every command with 3, and is left as it is', async () => {
    const path = join(folder, '.keyturn', 'vault.db')
    const text = 'no database at all, but longer than the header of one: '.repeat(20)
    writeFileSync(path, text)
    await everyCommand(({ code, stdout, stderr }, name) => {
      expect([code, stdout], name).toEqual([3, ''])
      expect(stderr, name).toMatch(
        /^✗ The vault file .*vault\.db is no SQLite database\. Check its path, or restore it .*\n$/,
      )
    })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('on a PostgreSQL that does not answer ends every command with 3, and never shows the password', async () => {
    const password = crypto.randomUUID()
    const before = process.env['DATABASE_URL']
    process.env['DATABASE_URL'] = `postgres://keyturn:${password}@127.0.0.1:9/none`
    try {
      await everyCommand(({ code, stdout, stderr }, name) => {
        expect([code, stdout], name).toEqual([3, ''])
        expect(stderr, name).toMatch(/^✗ The vault database does not answer\. Check that it runs, .*\n$/)
        expect(stderr, name).not.toContain(password)
      })
      const json = await keyturnHere(['audit', 'verify', '--json', '--formation', folder])
      expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
        3,
        { error: { code: 'VAULT_UNAVAILABLE', exitCode: 3 } },
      ])
      expect(json.stdout).not.toContain(password)
    } finally {
      if (before === undefined) delete process.env['DATABASE_URL']
      else process.env['DATABASE_URL'] = before
    }
  })

  it('whose file is empty is a new one, of which there is nothing to tell', async () => {
    writeFileSync(join(folder, '.keyturn', 'vault.db'), '')
    const list = await keyturnHere(['audit', 'list', '--user', 'alice', '--formation', folder])
    expect([list.code, list.stdout, list.stderr]).toEqual([
      0,
      '',
      expect.stringMatching(/Nothing happened\.\n$/),
    ])
    const told = await keyturnHere(['users', 'export', '--user', 'alice', '--formation', folder])
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([
      0,
      { user: 'alice', accounts: [], audit: [] },
    ])
    expect(told.stderr).toMatch(/Nothing is stored about that user\./)
    const verify = await keyturnHere(['audit', 'verify', '--user', 'alice', '--formation', folder])
    expect([verify.code, verify.stdout]).toEqual([1, ''])
    const noted = ['audit', 'verify', '--checkpoint', 'ab'.repeat(32), '--formation', folder]
    const rolledBack = await keyturnHere(noted)
    expect([rolledBack.code, rolledBack.stdout]).toEqual([1, expect.stringMatching(/^rolled-back\t/)])
  })
})
