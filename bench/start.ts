/**
 * What Keyturn costs a process before it does anything: importing it, its guard, and the command line's help, each against a bare Node.
 * The four take turns, and each ratio is the median over the rounds. Measures what `npm run build` makes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Figure } from './main.ts'

const ROOT = resolve(import.meta.dirname, '..')
const ROUNDS = 15

const BARE = ['-e', '0']

const STARTS = [
  { figure: "import('keyturn') / a bare node", args: ['-e', "import('keyturn')"], aim: 2.5 },
  {
    figure: 'keyturn --help / a bare node',
    args: [join(ROOT, 'dist', 'src', 'cli', 'main.js'), '--help'],
    aim: 2.5,
  },
] as const

/** Milliseconds within the process, so that Node's own start is left out. */
const GUARD_MS = `
  const before = performance.now()
  await import('keyturn/guard')
  console.log(performance.now() - before)`

/** Measures; some 10 s on an idle machine. */
export function run(report: (figure: Figure) => void): void {
  if (!existsSync(join(ROOT, 'dist', 'src', 'index.js')))
    throw new Error('There is no build yet: npm run build')
  const bare: number[] = []
  const ratios = STARTS.map((): number[] => [])
  const guard: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const base = timeMs(BARE)
    bare.push(base)
    for (const [index, { args }] of STARTS.entries()) ratios[index]?.push(timeMs(args) / base)
    guard.push(Number(output(['--input-type=module', '-e', GUARD_MS])))
  }
  report({ bench: 'start', figure: 'a bare node', value: median(bare), unit: 'ms', better: 'lower' })
  for (const [index, { figure, aim }] of STARTS.entries()) {
    report({ bench: 'start', figure, value: median(ratios[index] ?? []), unit: 'x', aim, better: 'lower' })
  }
  const figure = "import('keyturn/guard') in a running process"
  report({ bench: 'start', figure, value: median(guard), unit: 'ms', aim: 15, better: 'lower' })
}

function timeMs(args: readonly string[]): number {
  const before = performance.now()
  output(args)
  return performance.now() - before
}

function output(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}: ${stderr}`)
  return stdout
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
