/** Every root key that is refused, as an operator meets it: the exit code, the words with the way out, and nothing written. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { openFormationVault } from '../../src/open/vault.ts'
import { createPrincipal } from '../../src/principal.ts'
import { keyturn, keyturnHere, type Run } from './command-line.ts'

const SALT = 'a salt that is long enough to be a key'
const WAY_OUT = / Make one with `keyturn keys generate` or `openssl rand -base64 32`\.$/

let folder: string
let key: string
let other: string

const vault = (): Buffer => readFileSync(join(folder, '.keyturn', 'vault.db'))

function configure(...lines: readonly string[]): void {
  const block = ['iterations: 100000', `salt: "${SALT}"`, ...lines].map((line) => `    ${line}`)
  writeFileSync(
    join(folder, 'formation.afs'),
    ['id: refused-keys-of-acme-incorporated', 'user_credentials:', '  encryption:', ...block, ''].join('\n'),
  )
}

/** Puts a text into the key file and names it. */
function give(text: string, mode = 0o600): void {
  writeFileSync(join(folder, 'given.key'), text)
  chmodSync(join(folder, 'given.key'), mode)
  configure('key_file: given.key')
}

async function makeKey(): Promise<string> {
  return (await keyturnHere(['keys', 'generate'])).stdout.trim()
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-refused-'))
  key = await makeKey()
  other = await makeKey()
  give(`${key}\n`)
  const opened = await openFormationVault(await readFormation(folder))
  await opened.seal(createPrincipal('refused-keys-of-acme-incorporated', 'alice'), 'test', Buffer.from('x'))
  await opened.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a root key that is refused', () => {
  const short = Buffer.from(crypto.getRandomValues(new Uint8Array(31))).toString('hex')
  const cases: readonly (readonly [string, () => void, RegExp])[] = [
    [
      'missing',
      () => configure(),
      /^✗ The vault holds credentials, but the key .* was not given\. Set user_/,
    ],
    [
      'wrong',
      () => give(other),
      /^✗ No given key is the vault's primary root key no\. \w{16}\. Give the key .*; nothing was changed\.$/,
    ],
    [
      'in no file',
      () => configure('key_file: gone.key'),
      /gone\.key does not exist\. Make one with .* --out FILE/,
    ],
    ['in an empty file', () => give('\n'), /given\.key is empty\. Put a key there; `keyturn keys generate`/],
    ['weak: words', () => give('short but varied'), /has 16 characters; 24 are the least\./],
    ['weak: 31 bytes', () => give(short), /holds 31 bytes; 32 are the least\./],
    ['weak: one piece repeated', () => give('abcdefghij'.repeat(5)), /repeats the same piece\./],
    ['weak: one character', () => give('a'.repeat(64)), /repeats the same few characters\./],
    ['an example', () => give('changeme-changeme-changeme-1'), /looks like an example \("changeme"\)\./],
    [
      'a placeholder',
      () => give('${{ secrets.CREDENTIAL_KEY }}'),
      /is a placeholder that was never filled in\./,
    ],
    [
      'the formation’s id',
      () => give('refused-keys-of-acme-incorporated'),
      /is the formation id, which is public\./,
    ],
    ['the salt', () => give(SALT), /is the salt, which is not secret\./],
    ['padded with a blank', () => give(`${key} `), /has blanks or line ends around it\./],
    ['padded with a line', () => give(`${key}\n\n`), /has blanks or line ends around it\./],
    ['padded with NUL', () => give(`${key}\0`), /holds a NUL character/],
    [
      'readable by others',
      () => give(key, 0o644),
      /may be read or written by others\. .* chmod 600 .*given\.key\.$/,
    ],
  ]

  it.each(cases)(
    'T-022 %s: ends with 1, says why and what to do, and writes nothing',
    async (name, set, words) => {
      const before = vault()
      set()
      for (const command of [
        ['credentials', 'list', '--user', 'alice'],
        ['audit', 'list'],
        ['keys', 'rotate'],
      ]) {
        const run = await keyturnHere([...command, '--formation', folder])
        expect([run.code, run.stdout]).toEqual([1, ''])
        expect(run.stderr.trim()).toMatch(words)
        if (/weak|example|formation|salt|padded/.test(name)) expect(run.stderr.trim()).toMatch(WAY_OUT)
        expectNoKey(run)
      }
      expect(vault().equals(before)).toBe(true)
    },
  )

  it('T-023 in production, where none is given: a real process ends with 1 and names the command that makes one', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'keyturn-refused-'))
    writeFileSync(join(fresh, 'formation.afs'), 'id: fresh\n')
    const run = await keyturn(['audit', 'list', '--formation', fresh], {
      environment: { NODE_ENV: 'production' },
      hook: false,
    })
    rmSync(fresh, { recursive: true })
    expect([run.code, run.stdout]).toEqual([1, ''])
    expect(run.stderr).toMatch(
      /^✗ In production a credential key has to be given\. Make one with `keyturn keys generate`/,
    )
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
  })

  it('lets the right one in again', async () => {
    give(`${key}\n`)
    expect((await keyturnHere(['credentials', 'list', '--user', 'alice', '--formation', folder])).code).toBe(
      0,
    )
  })

  function expectNoKey({ stdout, stderr }: Run): void {
    for (const secret of [key, other, short]) expect(stdout + stderr).not.toContain(secret.slice(0, 12))
  }
})
