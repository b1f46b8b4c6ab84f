/** Runs the real program as a child process, led to a local GitHub and to nothing beyond. */
import { spawn } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { hookUrl } from '../../examples/demo/world/formation.ts'
import { programPath } from '../programs.ts'
import { runProgram } from '../../src/cli/program.ts'

/** What a run of the program left. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How to run it. */
export interface RunOptions {
  /** Where the local GitHub is; left out, there is no GitHub at all. */
  readonly githubUrl?: string | undefined
  /** Written to standard input, which is then closed. */
  readonly input?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
  readonly cwd?: string | undefined
  /** Whether api.github.com leads to the local GitHub, and every other fetch nowhere. Default true. */
  readonly hook?: boolean | undefined
}

/** A port on which nothing listens: the discard service of the first ports. */
const NOWHERE = 'http://127.0.0.1:9'

/** The environment a child starts with: nothing of this one that could steer it. */
export function childEnvironment(options: RunOptions): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'NODE_OPTIONS'] as const
  const own = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  )
  return {
    ...Object.fromEntries(own as [string, string][]),
    LOCAL_GITHUB_URL: options.githubUrl ?? NOWHERE,
    ...options.environment,
  }
}

/** The arguments of Node that run the program with these arguments of its own. */
export function nodeArguments(args: readonly string[], hook = true): string[] {
  return [...(hook ? ['--import', hookUrl()] : []), programPath('keyturn'), ...args]
}

/** Runs the program inside this process, its streams taken down: for what needs no process of its own. */
export async function keyturnHere(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const stdin = Readable.from([options.input ?? ''])
  const environment = { KEYTURN_GITHUB_API: options.githubUrl ?? NOWHERE, ...options.environment }
  const [said, noted] = [text(stdout), text(stderr)]
  const code = await runProgram(args, { stdin, stdout, stderr, environment })
  stdout.end()
  stderr.end()
  return { code, stdout: await said, stderr: await noted }
}

/** Runs the program to its end, with pipes for its streams. */
export async function keyturn(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, nodeArguments(args, options.hook), {
    env: childEnvironment(options),
    cwd: options.cwd,
    stdio: 'pipe',
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}
