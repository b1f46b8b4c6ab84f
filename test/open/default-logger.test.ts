/** Without a logger of the host's, what an operator has to know goes to standard error. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import { openKeyturn } from '../../src/index.ts'
import { stderrLogger } from '../../src/ports.ts'

afterEach(() => vi.restoreAllMocks())

/** What is written to standard error while `work` is under way. */
async function stderrOf(work: () => Promise<void> | void): Promise<string> {
  const written: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  await work()
  write.mockRestore()
  return written.join('')
}

it('a line for each warning and error, and none for the rest', async () => {
  const said = await stderrOf(() => {
    stderrLogger.debug({}, 'no')
    stderrLogger.info({ a: 1 }, 'no')
    stderrLogger.warn({ file: 'a.afs', line: 3 }, 'Two\n  lines.')
    stderrLogger.error({}, 'It broke.')
  })
  expect(said).toBe('keyturn warning: Two lines. {"file":"a.afs","line":3}\nkeyturn error: It broke.\n')
})

it('the warnings of a formation', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-logger-'))
  const encryption = '{ iterations: 100000, derive_from_formation_id: true }'
  const text = `schema: '1.0.0'\nid: weak\nuser_credentials: { mode: dynamic, encryption: ${encryption} }\n`
  const formation = parseFormation({ files: { 'formation.afs': text }, directory })
  expect(formation.warnings.length).toBeGreaterThan(0)
  const said = await stderrOf(async () => {
    const keyturn = await openKeyturn({ formation, databaseUrl: false, redisUrl: false })
    await keyturn.close()
  })
  expect(said).toContain(`keyturn warning: ${formation.warnings[0]?.message.split('\n')[0] ?? '?'}`)
  rmSync(directory, { recursive: true, force: true })
})
