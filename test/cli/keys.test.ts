/** The root keys of a deployment, as an operator handles them. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { openFormationVault } from '../../src/open/vault.ts'
import { createPrincipal } from '../../src/principal.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { listRootKeys } from '../../src/vault/keys/rotation.ts'
import { VAULT_MIGRATIONS } from '../../src/vault/schema.ts'
import { ensureUserKey } from '../../src/vault/keys/user-key.ts'
import { childEnvironment, keyturnHere, nodeArguments, type Run } from './command-line.ts'

const TIMEOUT_MS = 120_000
/** Thirty batches of a rotation, each committed for itself. */
const USERS = 3_000

let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-keys-'))
  for (const name of ['old', 'new']) await keys('generate', '--out', join(folder, `${name}.key`))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function keys(...args: readonly string[]): Promise<Run> {
  return keyturnHere(['keys', ...args, ...(args[0] === 'generate' ? [] : ['--formation', folder])])
}

function configure(...lines: readonly string[]): void {
  const block = ['iterations: 100000', ...lines].map((line) => `    ${line}`)
  const file = ['id: keys', 'user_credentials:', '  encryption:', ...block, '']
  writeFileSync(join(folder, 'formation.afs'), file.join('\n'))
}

function configureStates(oldState: string, newState: string): void {
  configure('keys:', `  - { file: old.key, state: ${oldState} }`, `  - { file: new.key, state: ${newState} }`)
}

async function openHere() {
  return openFormationVault(await readFormation(folder))
}

/** Gives many users a key of their own in one transaction. */
async function addManyUsers(count: number): Promise<void> {
  const vault = await openHere()
  await vault.core.transaction(async (transaction) => {
    for (let index = 0; index < count; index++) await ensureUserKey(vault.core, transaction, `user-${index}`)
  })
  await vault.close()
}

async function addUsers(count: number, prefix = 'user'): Promise<void> {
  const vault = await openHere()
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      vault.seal(createPrincipal('keys', `${prefix}-${index}`), 'test', Buffer.from('x')),
    ),
  )
  await vault.close()
}

describe('keyturn keys', { timeout: TIMEOUT_MS }, () => {
  it('T-025 takes a deployment from one key to the next: known, primary, rewrapped, disabled, retired, taken away', async () => {
    configure('key_file: old.key')
    await addUsers(20)
    configureStates('primary', 'decrypt-only')
    expect((await keys('check')).stdout).toMatch(/new to the vault: the next start makes it known/)
    await addUsers(1, 'staged')
    configureStates('decrypt-only', 'primary')
    const dry = JSON.parse((await keys('rotate', '--dry-run', '--json')).stdout) as Record<string, unknown>
    expect(dry).toMatchObject({ dryRun: true, waiting: 21 })
    const retiring = await keys('retire', String(dry['to']))
    expect([retiring.code, retiring.stderr]).toEqual([1, expect.stringMatching(/formation names as primary/)])

    const rotated = await keys('rotate')
    expect(rotated.stderr).toMatch(/Rewrapping users: 21 of 21 \(100 %\)/)
    expect([rotated.code, rotated.stdout]).toEqual([
      0,
      `✓ Root key no. ${String(dry['to'])} is primary; 21 users rewrapped.\n`,
    ])
    const rows = (await keys('list')).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t').slice(0, 4))
    expect(rows).toEqual([
      [dry['from'], 'decrypt-only', '0', 'yes'],
      [dry['to'], 'primary', '21', 'yes'],
    ])
    configureStates('disabled', 'primary')
    expect((await keys('check')).code).toBe(0)
    expect((await keys('retire', String(dry['from']).toUpperCase())).code).toBe(0)
    configure('key_file: new.key')
    rmSync(join(folder, 'old.key'))
    expect((await keys('check')).stdout).toMatch(
      /✓ encryption.key_file Is fit, and is root key no. \w+ \(primary, 21 users\)/,
    )

    const vault = await openHere()
    expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    const acts = await vault.core.read((database) =>
      database
        .selectFrom('vault_audit')
        .select(['act', 'outcome', 'channel'])
        .where('user_id', '=', '')
        .execute(),
    )
    expect(acts.map(({ outcome, channel }) => `${outcome} ${channel}`)).toEqual(
      expect.arrayContaining(['added start', 'primary cli', 'rewrapped cli', 'retired cli']),
    )
    await vault.close()
  })

  it('T-025 goes on after its process was killed in the middle of a rotation', async () => {
    configure('key_file: old.key')
    await addManyUsers(USERS)
    configureStates('decrypt-only', 'primary')
    const args = nodeArguments(['keys', 'rotate', '--formation', folder], false)
    const child = spawn(process.execPath, args, { env: childEnvironment({}), stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const vault = await openHere()
    const moved = async (): Promise<number> =>
      (await listRootKeys(vault.core)).find((key) => key.id === vault.core.keys.wanted.id)?.users ?? 0
    while ((await moved()) === 0 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1))
    child.kill('SIGKILL')
    await ended
    const done = await moved()
    expect([child.signalCode, done > 0, done < USERS]).toEqual(['SIGKILL', true, true])
    const statesOf = async (): Promise<string[]> =>
      (await listRootKeys(vault.core)).map(({ state, users }) => `${state} ${users}`)
    expect(await statesOf()).toEqual([`decrypt-only ${USERS - done}`, `primary ${done}`])
    for (const index of [0, USERS - 1])
      expect(
        await vault.seal(createPrincipal('keys', `user-${index}`), 'test', Buffer.from('x')),
      ).toBeDefined()
    configure('key_file: new.key')
    expect((await keys('check')).stdout).toMatch(
      /root key no. \w+ Has [\d,]+ users under it and is not given/,
    )
    configureStates('decrypt-only', 'primary')
    const again = await keys('rotate', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({ rewrapped: USERS - done, remaining: 0 })
    expect(await statesOf()).toEqual(['decrypt-only 0', `primary ${USERS}`])
    expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    await vault.close()
    configure('key_file: new.key')
    expect((await keys('check')).code).toBe(0)
  })

  it('T-024 names the way out of a key derived from the formation id, and that way works in production', async () => {
    configure('derive_from_formation_id: true')
    await addUsers(3)
    const production = process.env['NODE_ENV']
    process.env['NODE_ENV'] = 'production'
    try {
      configure('key_file: new.key')
      await expect(openHere()).rejects.toThrow(/Set a real key .* run `keyturn keys rotate`/)
      const check = await keys('check')
      expect([check.code, check.stdout]).toEqual([
        1,
        expect.stringMatching(/3 users are under it: nothing starts/),
      ])
      expect((await keys('rotate')).stdout).toMatch(/3 users rewrapped/)
      await (await openHere()).close()
      expect((await keys('check')).code).toBe(0)
    } finally {
      process.env['NODE_ENV'] = production
    }
  })

  it('T-022 lists and checks also where the key is wrong or gone, and writes nothing', async () => {
    configure('key_file: old.key')
    await addUsers(2)
    const before = readFileSync(join(folder, '.keyturn', 'vault.db'))
    configure('key_file: new.key')
    const list = await keys('list')
    expect(list.code).toBe(1)
    expect(list.stdout).toMatch(/^[0-9a-f]{16}\tprimary\t2\tno\t100000\tkey\t/)
    expect(list.stderr).toMatch(/No given key is the vault's primary root key no. [0-9a-f]{16}/)
    for (const args of [['check'], ['rotate', '--dry-run'], ['rotate']])
      expect((await keys(...args)).code).toBe(1)
    configure('key_file: gone.key')
    expect((await keys('check')).stdout).toMatch(
      /✗ encryption.key_file The key file .*gone.key does not exist/,
    )
    configure('key_command: [no-such-program]')
    expect((await keys('check')).code).toBe(3)
    expect(readFileSync(join(folder, '.keyturn', 'vault.db')).equals(before)).toBe(true)
  })

  it('T-029 says of each given key what is wrong with it, all at once', async () => {
    configureStates('primary', 'decrypt-only')
    writeFileSync(join(folder, 'old.key'), 'changeme-changeme-changeme\n')
    chmodSync(join(folder, 'new.key'), 0o644)
    const { code, stdout } = await keys('check', '--json')
    const { findings } = JSON.parse(stdout) as { findings: { subject: string; message: string }[] }
    expect([code, findings.map(({ subject, message }) => `${subject} ${message}`)]).toEqual([
      1,
      [
        expect.stringMatching(
          /^encryption.keys\[0\] The credential key looks like an example \("changeme"\)/,
        ),
        expect.stringMatching(/^encryption.keys\[1\] .* may be read or written by others.*chmod 600/),
      ],
    ])
    expect(existsSync(join(folder, '.keyturn'))).toBe(false)
  })

  it('generates a key for its owner alone, never over another, and takes none from the command line', async () => {
    const path = join(folder, 'old.key')
    const key = readFileSync(path, 'utf8')
    expect(Buffer.from(key, 'base64').byteLength).toBe(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await keys('generate', '--out', path)).code).toBe(1)
    expect(readFileSync(path, 'utf8')).toBe(key)
    const printed = (await keys('generate')).stdout
    expect(Buffer.from(printed, 'base64').byteLength).toBe(32)
    const asJson = JSON.parse((await keys('generate', '--json')).stdout) as { key: string }
    expect(Buffer.from(asJson.key, 'base64').byteLength).toBe(32)

    configure('key_file: old.key')
    for (const args of [
      ['rotate', key.trim()],
      ['retire', key.trim()],
      ['check', '--key', key.trim()],
    ]) {
      const run = await keys(...args)
      expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(/never taken from the command line/)])
      expect(run.stdout + run.stderr).not.toContain(key.slice(0, 12))
    }
    const unknown = await keys('retire', '0123456789abcdef')
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/no root key no. 0123456789abcdef. It has \w+ \(primary\)/),
    ])
  })
})

describe('keyturn migrate', { timeout: TIMEOUT_MS }, () => {
  it('says from which version to which, needs no key, and leaves the vault of another formation alone', async () => {
    configure('key_file: gone.key')
    expect((await keyturnHere(['migrate', folder])).stdout).toMatch(
      new RegExp(`vault.db went from no version to ${String(VAULT_MIGRATIONS.at(-1)?.name)}`),
    )
    const again = await keyturnHere(['migrate', folder, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ database: 'sqlite', applied: [] })
    configure('key_file: old.key')
    await addUsers(1)
    writeFileSync(join(folder, 'formation.afs'), 'id: other\n')
    const other = await keyturnHere(['migrate', folder])
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/belongs to the formation "keys"/)])
  })
})
