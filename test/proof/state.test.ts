import { expect, it } from 'vitest'
import type { Verdict } from './main.ts'
import { prove } from './state.ts'
import { STARTING } from './state/run.ts'

it('T-033 T-088 the short proof of many instances: processes die, and nobody is told or given anything wrong', async () => {
  const notes: string[] = []
  const verdicts: Verdict[] = []
  await prove(
    { isShort: true, note: (line) => void notes.push(line) },
    (verdict) => void verdicts.push(verdict),
  )
  expect(verdicts).toHaveLength(8)
  // What the control broke is no news, and would push what the run itself broke out of a short log.
  const own = notes.slice(0, notes.lastIndexOf(STARTING)).join('\n')
  for (const verdict of verdicts) {
    expect(verdict.tried, verdict.promise).toBeGreaterThan(0)
    expect(verdict.survived, `${own}\n${verdict.promise}`).toBe(verdict.tried)
  }
}, 600_000)
