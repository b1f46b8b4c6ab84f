/** Options that commands share, and how a command says what it wants done. */
import type { Command } from 'commander'
import type { Console } from './terminal/console.ts'
import type { ExitCode } from './exit-code.ts'

/** What every command takes. */
export interface Common {
  readonly formation: string
  readonly json?: true
}

/** What the commands for one user take. */
export interface ForUser extends Common {
  readonly user: string
}

/** What a command line asks for, run once it was read to its end. */
export type Task = (console: Console) => Promise<ExitCode>

/** Says what is to be done. */
export type Choose = (task: Task) => void

/** Adds `--formation`. */
export function withFormation(command: Command): Command {
  return command.option('--formation <path>', 'the file or its folder', './formation.afs')
}

/** Adds `--formation` and `--json`. */
export function withCommon(command: Command): Command {
  return withFormation(command).option('--json', 'the result as JSON')
}

/** Adds those and the required `--user`. */
export function withUser(command: Command): Command {
  return withCommon(command.requiredOption('--user <id>', 'whose credentials'))
}
