/** `keyturn audit …` and `keyturn credentials unlock`, as an operator uses them. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { openFormationVault } from '../../src/open/vault.ts'
import { createPrincipal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { keyturnHere, type Run } from './command-line.ts'

const DAY_MS = 86_400_000
const CHAT = { channel: 'chat' } as const
const alice = createPrincipal('audited', 'alice')
const bob = createPrincipal('audited', 'bob')

let folder: string
let database: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-audit-'))
  database = join(folder, '.keyturn', 'vault.db')
  const file = ['id: audited', 'user_credentials:', '  encryption:', '    iterations: 100000', '']
  writeFileSync(join(folder, 'formation.afs'), file.join('\n'))
  await act(async (vault) => {
    await add(vault, alice, 'ranaroussi')
    await add(vault, bob, 'muxi-ai')
  })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function audit(...args: readonly string[]): Promise<Run> {
  return keyturnHere(['audit', ...args, '--formation', folder])
}

async function act(work: (vault: SqlVault) => Promise<unknown>): Promise<void> {
  const vault = await openFormationVault(await readFormation(folder))
  await work(vault)
  await vault.close()
}

async function add(vault: SqlVault, owner: typeof alice, name: string): Promise<void> {
  const fields = { token: Secret.fromText(`test-${crypto.randomUUID()}`) }
  const identity = { key: `id-${name}`, name }
  const { account } = await vault.add(owner, { service: 'github', identity, fields, checked: true }, CHAT)
  await vault.open(owner, account.id, 'github.list_issues', { channel: 'tool', conversation: 'c1' })
}

/** Writes into the file itself, as somebody with access to it would. */
function edit(statement: string): void {
  const file = new DatabaseSync(database)
  file.exec(statement)
  file.close()
}

function json({ stdout }: Run): unknown {
  return JSON.parse(stdout)
}

describe('keyturn audit', () => {
  it('list shows who used what for what, by user, service and time, and export gives it as JSON Lines', async () => {
    const mine = await audit('list', '--user', 'alice')
    expect(mine.code).toBe(0)
    const rows = mine.stdout.split('\n').map((line) => line.split('\t'))
    expect(rows.slice(0, -1).map((row) => [row[1], row[2], row[3], row[5], row[6], row[7]])).toEqual([
      ['alice', 'use', 'github', 'tool', 'ok', 'github.list_issues'],
      ['alice', 'add', 'github', 'chat', 'added', ''],
    ])
    const all = json(await audit('list', '--json')) as { user: string }[]
    expect(all.map(({ user }) => user).toSorted()).toEqual(['', 'alice', 'alice', 'bob', 'bob'])
    expect(json(await audit('list', '--limit', '1', '--json'))).toHaveLength(1)
    expect((await audit('list', '--limit', '1')).stderr).toMatch(/Only the newest 1 are shown/)
    expect(json(await audit('list', '--service', 'slack', '--json'))).toEqual([])
    expect((await audit('list', '--until', '7d')).stderr).toBe('Nothing happened.\n')

    const lines = (await audit('export', '--user', 'bob', '--service', 'GITHUB', '--since', '1h')).stdout
    const exported = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(exported.map(({ user, act: what, channel }) => [user, what, channel])).toEqual([
      ['bob', 'add', 'chat'],
      ['bob', 'use', 'tool'],
    ])
  })

  it('T-107 verify ends with 1 and names the entry, once one row of the file was edited', async () => {
    const whole = await audit('verify')
    expect(whole).toMatchObject({ code: 0, stdout: '✓ The audit is whole: 5 entries of 2 users.\n' })
    edit("update vault_audit set outcome = 'denied' where user_id = 'alice' and sequence = 2")
    const edited = await audit('verify')
    expect([edited.code, edited.stdout.split('\t').slice(0, 3), edited.stderr]).toEqual([
      1,
      ['altered', 'alice', '2'],
      '✗ The audit is not whole: 1 fault in 5 entries of 2 users.\n',
    ])
    const asJson = await audit('verify', '--user', 'alice', '--json')
    expect([asJson.code, json(asJson)]).toMatchObject([
      1,
      { whole: false, faults: [{ kind: 'altered', user: 'alice', sequence: 2 }] },
    ])
    expect((await audit('verify', '--user', 'bob')).code).toBe(0)
    expect((await audit('verify', '--user', 'nobody')).code).toBe(1)
  })

  it('verify with a seal noted elsewhere finds a database file that was put back, which is whole by itself', async () => {
    await audit('checkpoint')
    const aside = join(folder, 'aside.db')
    edit('pragma wal_checkpoint(truncate)')
    copyFileSync(database, aside)
    await act((vault) => add(vault, alice, 'second'))
    const { checkpoint } = json(await audit('checkpoint', '--json')) as {
      checkpoint: { seal: string; sequence: number }
    }
    expect(checkpoint.sequence).toBe(2)
    expect((await audit('verify', '--checkpoint', checkpoint.seal)).code).toBe(0)
    for (const end of ['-wal', '-shm']) rmSync(`${database}${end}`, { force: true })
    copyFileSync(aside, database)
    expect((await audit('verify')).code).toBe(0)
    const back = await audit('verify', '--checkpoint', checkpoint.seal)
    expect([back.code, back.stdout]).toEqual([1, expect.stringMatching(/^rolled-back\t.*earlier state/)])
  })

  it('verify finds checkpoints that were removed, all of them or the newest alone', async () => {
    await audit('checkpoint')
    await act((vault) => add(vault, bob, 'second'))
    await audit('checkpoint')
    expect((await audit('verify')).code).toBe(0)
    for (const which of ['where sequence = 2', '']) {
      edit(`delete from vault_audit_checkpoint ${which}`)
      const run = await audit('verify')
      expect([run.code, run.stdout], which).toEqual([1, expect.stringMatching(/^checkpoint\t/m)])
    }
  })

  it('prune removes old entries, leaves the chain whole, and says of whom it refused to', async () => {
    edit(`update vault_audit set at = at - ${100 * DAY_MS} where user_id = 'bob'`)
    const nobody = await audit('prune', '--older-than', '90d')
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringMatching(/Run it again with --yes/)])
    // Their times were edited, so that the chain of bob is not whole.
    const refused = await audit('prune', '--older-than', '90d', '--yes')
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/^✓ Removed 0 entries from before /),
      expect.stringMatching(/^✗ The chain of 1 user is not whole, so its entries stay.*audit verify/),
    ])
    const asJson = await audit('prune', '--older-than', '90d', '--yes', '--json')
    expect([asJson.code, json(asJson)]).toMatchObject([1, { removed: 0, refused: 1 }])
    edit(`update vault_audit set at = at + ${100 * DAY_MS} where user_id = 'bob'`)
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    const done = await audit('prune', '--older-than', '1s', '--yes', '--json')
    expect([done.code, json(done)]).toMatchObject([0, { removed: 4, refused: 0 }])
    expect((await audit('verify')).code).toBe(0)
  })

  it('tells misuse from refusal, and both from an outage', async () => {
    for (const args of [
      ['list', '--limit', '0'],
      ['list', '--since', 'soon'],
      ['export', '--until', '2026-13-01'],
      ['verify', '--checkpoint', 'abc'],
      ['prune'],
      ['prune', '--older-than', 'long', '--yes'],
      ['list', '--user', ''],
      ['forge'],
    ]) {
      const run = await audit(...args)
      expect([run.code, run.stdout], args.join(' ')).toEqual([2, ''])
    }
    const wrong = await audit('list', '--limit', 'x', '--json')
    expect(json(wrong)).toMatchObject({ error: { code: 'USAGE', exitCode: 2 } })
    writeFileSync(database, 'this is no database')
    expect((await audit('verify')).code).toBe(3)
  })
})

describe('keyturn credentials unlock', () => {
  it('lifts a lock with a reason, which the audit keeps; without one, or without a lock, it does not', async () => {
    const mcp = join(folder, 'mcp')
    mkdirSync(mcp)
    writeFileSync(
      join(mcp, 'github.afs'),
      "id: github\ntype: command\ncommand: node\nauth:\n  type: bearer\n  token: '${{ user.credentials.GITHUB }}'\n",
    )
    await act(async (vault) => {
      for (let time = 0; time < 3; time++) {
        const fields = { token: Secret.fromText(`test-${crypto.randomUUID()}`) }
        const reserved = await vault.reserveAttempt(alice, 'github', fields, CHAT)
        if (reserved.kind === 'reserved') await vault.settleAttempt(alice, reserved.slot, 'rejected', CHAT)
      }
    })
    const unlock = (...args: readonly string[]): Promise<Run> =>
      keyturnHere(['credentials', 'unlock', ...args, '--formation', folder])
    expect((await unlock('GITHUB_TOKEN', '--user', 'alice')).code).toBe(2)
    expect((await unlock('GITHUB_TOKEN', '--user', 'alice', '--reason', ' ')).code).toBe(2)
    expect(await unlock('GITHUB_TOKEN', '--user', 'alice', '--reason', 'ticket 4711')).toEqual({
      code: 0,
      stdout: '✓ The user may add GitHub again.\n',
      stderr: '',
    })
    const again = await unlock('GITHUB', '--user', 'alice', '--reason', 'ticket 4712', '--json')
    expect([again.code, json(again)]).toEqual([1, { ok: false, reason: 'not-locked' }])
    const kept = await audit('list', '--user', 'alice', '--limit', '2', '--json')
    expect(json(kept)).toMatchObject([
      { act: 'unlock', outcome: 'not-locked', detail: 'ticket 4712', channel: 'cli' },
      { act: 'unlock', outcome: 'unlocked', detail: 'ticket 4711', channel: 'cli' },
    ])
  })
})
