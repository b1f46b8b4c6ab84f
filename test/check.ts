/**
 * `npm run check`: everything that can be said about the repository by a machine, one verdict a step.
 *
 * `--fast` leaves out the tests. A step that fails does not keep the others from running.
 */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const isFast = process.argv.includes('--fast')

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name)
const tests = (...parameters: string[]): readonly [string, ...string[]] => [
  bin('tsx'),
  join(ROOT, 'test', 'run.ts'),
  ...parameters,
]

/** Imports every subpath of the built package by its own name, as a host would. */
const IMPORT_ALL = `
  import { readFileSync } from 'node:fs'
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const subpath of Object.keys(exports).filter((path) => !path.endsWith('.json'))) {
    const names = Object.keys(await import('keyturn' + subpath.slice(1)))
    if (names.length === 0) throw new Error(subpath + ' exports nothing')
    console.log('keyturn' + subpath.slice(1) + ': ' + names.length + ' names')
  }`

const STEPS: readonly Step[] = [
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: [bin('eslint'), '--max-warnings', '0', '.'] },
  { name: 'types', command: [bin('tsc'), '-p', '.'] },
  // Before the tests: those of the README use what is built.
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  isFast
    ? { name: 'architecture', command: tests('test/architecture') }
    : { name: 'tests, architecture, README', command: tests() },
  { name: 'package runs', command: [process.execPath, '--input-type=module', '--eval', IMPORT_ALL] },
  { name: 'package (publint)', command: [bin('publint'), '--strict'] },
  { name: 'package (attw)', command: [bin('attw'), '--pack', '.', '--profile', 'esm-only'] },
]

async function main(): Promise<void> {
  const verdicts: string[] = []
  for (const { name, command } of STEPS) {
    console.log(`\n── ${name}`)
    const before = performance.now()
    const isGood = await run(command)
    const seconds = ((performance.now() - before) / 1000).toFixed(1)
    verdicts.push(`${isGood ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`)
    if (!isGood) process.exitCode = 1
  }
  console.log(`\n${verdicts.join('\n')}`)
  if (isFast) console.log('The tests were left out: npm test')
  console.log(process.exitCode === 1 ? 'check failed' : 'check passed')
}

function run([program, ...parameters]: readonly [string, ...string[]]): Promise<boolean> {
  return new Promise((settle) => {
    const child = spawn(program, parameters, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', (error) => {
      console.error(error.message)
      settle(false)
    })
    child.once('close', (code) => settle(code === 0))
  })
}

await main()
