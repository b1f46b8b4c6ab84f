/** `keyturn copy`, as an operator moves a vault. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { openFormationVault } from '../../src/open/vault.ts'
import { createPrincipal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import { keyturnHere, type Run } from './command-line.ts'

let root: string
let from: string
let to: string
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'keyturn-copy-'))
  from = makeFormation('from', 'copied')
  to = makeFormation('to', 'copied')
  const vault = await openFormationVault(await readFormation(from))
  for (let index = 0; index < 5; index++) {
    await vault.add(
      createPrincipal('copied', `user-${index}`),
      {
        service: 'github',
        identity: { key: 'id-ranaroussi', name: 'ranaroussi' },
        fields: { token: Secret.fromText(`test-${crypto.randomUUID()}`) },
        checked: true,
      },
      { channel: 'cli' },
    )
  }
  await vault.close()
  copyFileSync(join(from, '.keyturn', 'key'), join(to, '.keyturn', 'key'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function makeFormation(name: string, id: string): string {
  const folder = join(root, name)
  mkdirSync(join(folder, '.keyturn'), { recursive: true })
  const file = [`id: ${id}`, 'user_credentials:', '  encryption:', '    iterations: 100000', '']
  writeFileSync(join(folder, 'formation.afs'), file.join('\n'))
  return folder
}

const addressOf = (folder: string): string => `sqlite:${join(folder, '.keyturn', 'vault.db')}`

function copy(...args: readonly string[]): Promise<Run> {
  return keyturnHere(['copy', ...args, '--formation', to])
}

describe('keyturn copy', () => {
  it('copies from SQLite to SQLite, verifies the audit of the copy, and a second run finds it there', async () => {
    const first = await copy('--from', addressOf(from), '--to', addressOf(to))
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^✓ Copied the vault of "copied": \d+ rows, each read back and the same byte by byte\.\n✓ Its audit is whole: 6 entries\.\n$/,
      ),
    ])
    const again = await copy('--from', addressOf(from), '--to', addressOf(to), '--json')
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      0,
      { formation: 'copied', written: 0, same: true, audit: { whole: true, entries: 6, faults: [] } },
    ])
    const list = await keyturnHere(['audit', 'list', '--user', 'user-3', '--formation', to])
    expect([list.code, list.stdout]).toEqual([0, expect.stringMatching(/\tadd\tgithub\t/)])
    const vault = await openFormationVault(await readFormation(to))
    const owner = createPrincipal('copied', 'user-3')
    const [account] = await vault.listAccounts(owner)
    expect((await vault.open(owner, account?.id ?? '', 'test', { channel: 'cli' })).ok).toBe(true)
    await vault.close()
  })

  it('refuses a vault of another formation, and leaves what it was to write to as it was', async () => {
    writeFileSync(join(to, 'formation.afs'), 'id: other\n')
    const run = await copy('--from', addressOf(from), '--to', addressOf(to))
    expect([run.code, run.stdout, run.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/vault of the formation "copied", not of "other"/),
    ])
  })

  it('tells misuse from an outage, and never shows a password', async () => {
    const nowhere = `sqlite:${join(root, 'nowhere.db')}`
    for (const args of [
      [],
      ['--from', addressOf(from)],
      ['--from', 'env:NOT_SET', '--to', addressOf(to)],
      ['--from', 'mysql://127.0.0.1/x', '--to', addressOf(to)],
      ['--from', addressOf(from), '--to', addressOf(from)],
    ]) {
      const run = await copy(...args)
      expect([run.code, run.stdout], args.join(' ')).toEqual([2, ''])
    }
    expect((await copy('--from', nowhere, '--to', addressOf(to))).code).toBe(3)
    const [text, empty, target] = ['text.db', 'empty.db', 'target.db'].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(text, 'no database at all, but longer than the header of one: '.repeat(20))
    writeFileSync(empty, '')
    const cases: [string, string, number, RegExp][] = [
      [nowhere, target, 3, /The vault file .*nowhere.db is not there. Check its path/],
      [text, target, 3, /The source is no SQLite database. Check its path, or restore/],
      [empty, target, 1, /There is no vault at the source. Check its address/],
      [from, text, 3, /The vault file .*text.db is no SQLite database/],
    ]
    for (const [source, aim, code, message] of cases) {
      const run = await copy('--from', `sqlite:${source}`, '--to', `sqlite:${aim}`)
      expect([run.code, run.stdout, run.stderr]).toEqual([code, '', expect.stringMatching(message)])
      expect(existsSync(target), 'nothing is made for a source that is none').toBe(false)
    }
    const password = crypto.randomUUID()
    const url = `postgres://keyturn:${password}@127.0.0.1:9/none`
    const args = ['copy', '--from', addressOf(from), '--to', 'env:TARGET', '--formation', to]
    const away = await keyturnHere(args, { environment: { TARGET: url } })
    expect([away.code, away.stderr]).toEqual([
      3,
      expect.stringMatching(/does not answer. Check that it runs/),
    ])
    const unread = ['copy', '--from', 'env:TARGET', '--to', `sqlite:${target}`, '--formation', to]
    const source = await keyturnHere(unread, { environment: { TARGET: url } })
    expect([source.code, source.stderr]).toEqual([3, expect.stringMatching(/The source does not answer/)])
    expect(source.stdout + source.stderr).not.toContain(password)
    expect(away.stdout + away.stderr).not.toContain(password)
  })
})
