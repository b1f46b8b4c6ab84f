/** Options that commands share, and how a command says what it wants done. */
import type { Command } from 'commander'
import type { Console } from './terminal/console.ts'
import type { ExitCode } from './exit-code.ts'

/** What every command takes. */
export interface Common {
  readonly formation: string
  readonly json?: true
}

/** Where what is managed is: a formation on this machine, or a server. */
export interface Managed {
  readonly formation?: string | undefined
  readonly server?: string | undefined
}

/** What the commands for one user take. */
export interface ForUser extends Managed {
  readonly user: string
  readonly json?: true
}

/** Where a formation is looked for. */
export const DEFAULT_FORMATION = './formation.afs'

/** What a command line asks for, run once it was read to its end. */
export type Task = (console: Console) => Promise<ExitCode>

/** Says what is to be done. */
export type Choose = (task: Task) => void

/** Adds `--formation`. */
export function withFormation(command: Command): Command {
  return command.option('--formation <path>', 'the file or its folder', DEFAULT_FORMATION)
}

/** Adds `--formation` and `--json`. */
export function withCommon(command: Command): Command {
  return withFormation(command).option('--json', 'the result as JSON')
}

/** Adds `--formation`, `--server` and `--json`. */
export function withManaged(command: Command): Command {
  return command
    .option('--formation <path>', `the file or its folder (default: "${DEFAULT_FORMATION}")`)
    .option(
      '--server <url>',
      'a Keyturn server instead (default: KEYTURN_URL), with the key in KEYTURN_TOKEN',
    )
    .option('--json', 'the result as JSON')
}

/** Adds those and the required `--user`. */
export function withUser(command: Command): Command {
  return withManaged(command.requiredOption('--user <id>', 'whose credentials'))
}
