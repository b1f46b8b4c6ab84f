import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomText } from '../../src/testing/random-text.ts'
import { keyturnHere } from './command-line.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyturn-guard-'))
})

afterEach(() => rm(directory, { recursive: true }))

const token = (): string => `sk-ant-api03-${randomText(93)}AA`

describe('keyturn guard', () => {
  it('ends with 0 where nothing would be taken out', async () => {
    const run = await keyturnHere(['guard'], { input: 'Why is credentials.accounts[0] undefined?\n' })
    expect(run).toEqual({ code: 0, stdout: '', stderr: 'Nothing would be taken out.\n' })
  })

  it('ends with 1 where something would, and says where, what and why, never the value', async () => {
    const value = token()
    const file = join(directory, 'notes.txt')
    await writeFile(file, `hello\nthe key ${value} works\nmy password is Tr0mbone42!\n`)
    const run = await keyturnHere(['guard', file])
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('2:9\tanthropic key, 108 characters\tshape\t')
    expect(run.stdout).toContain('3:16\tpassword, 11 characters\twords\t')
    expect(run.stderr).toBe('2 pieces would be taken out.\n')
    expect(run.stdout + run.stderr).not.toContain(value.slice(20, 40))
    expect(run.stdout + run.stderr).not.toContain('Tr0mbone')
  })

  it('gives JSON for programs, from standard input too', async () => {
    const run = await keyturnHere(['guard', '-', '--json'], { input: 'my password is Tr0mbone42!' })
    expect(run.code).toBe(1)
    expect(JSON.parse(run.stdout)).toEqual([
      {
        start: 15,
        end: 26,
        line: 1,
        column: 16,
        kind: 'password',
        certainty: 'words',
        rule: 'password',
        why: 'The word "password" announces it, and it looks like a value.',
      },
    ])
    expect(JSON.parse((await keyturnHere(['guard', '--json'], { input: 'hello' })).stdout)).toEqual([])
  })

  it('knows what a formation allows, whose check warns of it', async () => {
    await writeFile(
      join(directory, 'formation.afs'),
      'id: acme\nguard:\n  allow:\n    - Tr0mbone42!\n    - "acme_[a-z0-9]{12}"\n',
    )
    const input = 'my password is Tr0mbone42!'
    expect((await keyturnHere(['guard', '--formation', directory], { input })).code).toBe(0)
    expect((await keyturnHere(['guard', '--formation', directory], { input: `${input}x` })).code).toBe(1)
    const check = await keyturnHere(['check', directory])
    expect(check.stdout).toContain('is left in texts, logs and answers. If it is a real token, revoke it.')
    expect(check.stdout).toContain('Whatever has this form is left in texts, logs and answers')
  })

  it.each(['abc', ' Tr0mbone42! ', 'ab[c', 'acme_[a-z]{2}', '${{ secrets.X }}', ''])(
    'a formation cannot allow %j',
    async (entry) => {
      await writeFile(
        join(directory, 'formation.afs'),
        `id: acme\nguard:\n  allow:\n    - ${JSON.stringify(entry)}\n`,
      )
      const run = await keyturnHere(['check', directory])
      expect(run.code).toBe(1)
      expect(run.stdout).toContain('guard.allow')
    },
  )

  it('says how a file cannot be read', async () => {
    const run = await keyturnHere(['guard', join(directory, 'none.txt')])
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('The file cannot be read (ENOENT).')
    expect((await keyturnHere(['guard', directory])).code).toBe(2)
  })

  it('leaves our own words alone: fields of a formation are no announcements', async () => {
    await writeFile(
      join(directory, 'formation.afs'),
      'id: acme\nuser_credentials:\n  encryption: { keys: [{ id: k1, state: "primray" }] }\n',
    )
    const run = await keyturnHere(['check', directory])
    expect(run.code).toBe(1)
    expect(run.stdout + run.stderr).toContain('encryption.keys')
    expect(run.stdout + run.stderr).not.toContain('removed]')
  })
})
