/** The count at the end of a run tells the truth about tests that did not run. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { countReport, type Count } from './report.ts'

const ROOT = resolve(import.meta.dirname, '..')
mkdirSync(join(ROOT, '.cache'), { recursive: true })
const folder = mkdtempSync(join(ROOT, '.cache', 'report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the real vitest on these files. */
async function countOf(files: Record<string, string>): Promise<Count> {
  const root = mkdtempSync(join(folder, 'run-'))
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, `${name}.test.ts`), `import { beforeAll, expect, it } from 'vitest'\n${text}`)
  }
  writeFileSync(join(root, 'vitest.config.js'), 'export default {}')
  const file = join(root, 'report.json')
  const parameters = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, '--allowOnly']
  const options = ['--reporter=json', `--outputFile.json=${file}`]
  const exitCode = await new Promise<number>((settle) => {
    execFile(process.execPath, [...parameters, ...options], (error) => settle(error === null ? 0 : 1))
  })
  return countReport(file, exitCode, root)
}

describe('the count of a run', () => {
  it('takes what was skipped, to do, left out by "only", or never reached for a failure, by name', async () => {
    const count = await countOf({
      passed: `it('a', () => expect(1).toBe(1))`,
      failed: `it('a', () => expect(1).toBe(2))`,
      skipped: `it.skip('a', () => {}); it('b', () => {})`,
      todo: `it.todo('a')`,
      only: `it.only('a', () => {}); it('b', () => {})`,
      before: `beforeAll(() => { throw new Error('x') }); it('a', () => {})`,
      empty: ``,
      broken: `throw new Error('cannot load')`,
    })
    expect({ passed: count.passed, failed: count.failed }).toEqual({ passed: 3, failed: 7 })
    expect([...count.failures].sort()).toEqual([
      expect.stringMatching(/^before\.test\.ts > a/),
      expect.stringMatching(/^broken\.test\.ts \(cannot load\)/),
      expect.stringMatching(/^empty\.test\.ts \(/),
      'failed.test.ts > a',
      'only.test.ts > b (skipped: did not run)',
      'skipped.test.ts > a (skipped: did not run)',
      'todo.test.ts > a (todo: did not run)',
    ])
  })

  it('fails for an error outside of any test', async () => {
    const count = await countOf({ outside: `it('a', () => { void Promise.reject(new Error('x')) })` })
    expect(count).toMatchObject({ passed: 1, failed: 1 })
  })

  it('that passed is all passed', async () => {
    expect(await countOf({ passed: `it('a', () => expect(1).toBe(1))` })).toEqual({
      ran: { 'passed.test.ts': 1 },
      passed: 1,
      failed: 0,
      failures: [],
    })
  })

  it('that left no report is one failure', () => {
    expect(countReport(join(folder, 'nothing.json'), 1, ROOT)).toMatchObject({ passed: 0, failed: 1 })
  })
})
