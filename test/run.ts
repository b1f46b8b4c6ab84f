/**
 * `npm test` and `npm run test:proof`: finds the servers that tests need, runs every test of the project, and says in its last line how
 * many passed and failed.
 *
 * A test that did not run counts as failed and is named: skipped, to do, or behind a `beforeAll` that broke. Arguments go to vitest
 * (`npm test -- test/vault`). In a whole run each file has to run as many tests as `counts.json` says.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findMissing, readCounts, writeCounts } from './counts.ts'
import { countReport, type Count } from './report.ts'
import { findPostgres } from './servers/postgres-binary.ts'
import { findRedis } from './servers/redis-binary.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** Writes down how many tests each file ran. */
const UPDATE = '--update-counts'

/** Runs vitest on everything, or on what the arguments name; its output goes to this process's own. */
export async function runTests(parameters: readonly string[]): Promise<Count> {
  await findServers()
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-test-report-'))
  const file = join(folder, 'report.json')
  try {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
    const project = parameters.some((parameter) => parameter.startsWith('--project'))
      ? []
      : ['--project=behaviour']
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const exitCode = await run(process.execPath, [vitest, 'run', ...project, ...reporters, ...parameters])
    return countReport(file, exitCode, ROOT)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Looked for before the run, so that a missing server is said once and first, and a download is not tried by each file. */
async function findServers(): Promise<void> {
  if (isUnset('REDIS_URL')) console.log(`Redis: ${(await findRedis()).command}`)
  else console.log('Redis: the one of REDIS_URL')
  if (!isUnset('DATABASE_URL')) return console.log('PostgreSQL: the one of DATABASE_URL')
  const postgres = findPostgres()
  console.log(`PostgreSQL: ${postgres.folder}`)
  postgres.dispose()
}

function isUnset(variable: string): boolean {
  return (process.env[variable] ?? '') === ''
}

function run(command: string, parameters: readonly string[]): Promise<number> {
  return new Promise((settle, reject) => {
    const child = spawn(command, [...parameters], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('close', (code) => settle(code ?? 1))
  })
}

async function main(): Promise<void> {
  const given = process.argv.slice(2)
  const parameters = given.filter((parameter) => parameter !== UPDATE)
  const count = await runTests(parameters)
  const project = parameters.includes('--project=proof') ? 'proof' : 'behaviour'
  const isWhole = parameters.every((parameter) => parameter.startsWith('--project='))
  if (isWhole && given.includes(UPDATE)) writeCounts(project, count.ran)
  const missing = isWhole ? findMissing(project, readCounts(), count.ran) : []
  for (const line of [...count.failures, ...missing]) console.log(`FAILED ${line}`)
  const failed = count.failed + missing.length
  process.exitCode = failed === 0 ? 0 : 1
  console.log(`${count.passed} passed, ${failed} failed`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  })
}
