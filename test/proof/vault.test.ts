import { expect, it } from 'vitest'
import type { Verdict } from './main.ts'
import { prove } from './vault.ts'

it('the short proof of the vault: no killed process takes anything with it that it acknowledged', async () => {
  const notes: string[] = []
  const verdicts: Verdict[] = []
  await prove(
    { isShort: true, note: (line) => void notes.push(line) },
    (verdict) => void verdicts.push(verdict),
  )
  expect(verdicts).toHaveLength(5)
  for (const verdict of verdicts) {
    expect(verdict.tried, verdict.promise).toBeGreaterThan(0)
    expect(verdict.survived, `${verdict.promise}\n${notes.join('\n')}`).toBe(verdict.tried)
  }
}, 600_000)
