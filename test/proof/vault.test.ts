import { describe, expect, it } from 'vitest'
import type { Verdict } from './main.ts'
import { prove } from './vault.ts'
import { readTrace } from './vault/sync.ts'

it('the short proof of the vault: no killed process takes anything with it that it acknowledged', async () => {
  const notes: string[] = []
  const verdicts: Verdict[] = []
  await prove(
    { isShort: true, note: (line) => void notes.push(line) },
    (verdict) => void verdicts.push(verdict),
  )
  expect(verdicts).toHaveLength(10)
  for (const verdict of verdicts) {
    expect(verdict.tried, verdict.promise).toBeGreaterThan(0)
    expect(verdict.survived, `${verdict.promise}\n${notes.join('\n')}`).toBe(verdict.tried)
  }
}, 600_000)

describe('a trace of system calls', () => {
  const write = '7 pwrite64(21</tmp/a/vault.db-wal>, "", 4096, 32) = 4096'
  const sync = '7 fdatasync(21</tmp/a/vault.db-wal>) = 0'
  const begin = '7 write(1<pipe:[1]>, "begin add u 1\\n", 14) = 14'
  const done = '7 write(1<pipe:[1]>, "done add u 1\\n", 13) = 13'

  it('counts an acknowledgement only after the sync of what its act wrote', async () => {
    expect(await readTrace([begin, write, sync, done])).toEqual({ tried: 1, survived: 1 })
    for (const bad of [
      [begin, done],
      [begin, write, done],
      [begin, sync, write, done],
      [begin, write, sync, write, done],
      [begin, write, done, sync],
      [begin, write, sync.replace('vault.db-wal', 'other'), done],
      [begin, write, sync.replace('= 0', '= -1 EIO (Input/output error)'), done],
      [begin, write, '7 fdatasync(21</tmp/a/vault.db-wal> <unfinished ...>', done],
    ])
      expect(await readTrace(bad), bad.join('\n')).toEqual({ tried: 1, survived: 0 })
  })

  it('puts a call together again that another thread interrupted', async () => {
    const [begun, ended] = [sync.replace(') = 0', ' <unfinished ...>'), '7 <... fdatasync resumed>) = 0']
    expect(await readTrace([begin, write, begun, ended, done])).toEqual({ tried: 1, survived: 1 })
    expect(await readTrace([begin, write, ended, done])).toEqual({ tried: 1, survived: 0 })
  })
})
