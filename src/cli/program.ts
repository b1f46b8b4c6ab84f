/** The command line: reads it, and runs what it asks for. */
import { Command, CommanderError } from 'commander'
import { defineAccess } from './access/access.ts'
import { defineAudit } from './audit/audit.ts'
import { defineChat } from './chat/command.ts'
import { defineCheck } from './check/command.ts'
import { createConsole, type Surroundings } from './terminal/console.ts'
import { defineCopy } from './copy/command.ts'
import { defineCredentials } from './credentials/credentials.ts'
import { defineDoctor } from './doctor/command.ts'
import { EXIT, UsageError, type ExitCode } from './exit-code.ts'
import { defineGuard } from './guard-command.ts'
import { defineInit } from './init/command.ts'
import { defineKeys } from './keys/keys.ts'
import { defineMigrate } from './migrate/command.ts'
import { describeMisuse, refuseSecrets } from './misuse.ts'
import type { Task } from './options.ts'
import { sayError } from './say-error.ts'
import { defineUsers } from './users/users.ts'
import { defineServe } from './serve/command.ts'
import { VERSION } from './version.ts'

/** Every command or group of commands, in the order of the help. */
const DEFINITIONS = [
  defineInit,
  defineCredentials,
  defineCheck,
  defineDoctor,
  defineGuard,
  defineKeys,
  defineMigrate,
  defineCopy,
  defineChat,
  defineServe,
  defineAccess,
  defineUsers,
  defineAudit,
] as const

/** Runs a command line (without the program's own name) and gives its exit code. */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const console = createConsole(surroundings, { json: args.includes('--json') })
  try {
    refuseSecrets(args)
    const task = readTask(args, surroundings)
    return typeof task === 'function' ? await task(console) : task
  } catch (error) {
    return sayError(error, console)
  }
}

function readTask(args: readonly string[], { stdout, stderr }: Surroundings): Task | ExitCode {
  let task: Task | undefined
  const program = new Command('keyturn')
    .description("Per-user credentials for chat agents: the right user's key, and nobody else ever sees it.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
    })
  for (const define of DEFINITIONS) {
    define(program, (chosen) => {
      task = chosen
    })
  }
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    // Called without a command, the program has shown its help.
    if (error.code === 'commander.help') return EXIT.usage
    throw new UsageError(describeMisuse(error, commandIn(program, args), optionsOf(program)))
  }
  return task ?? EXIT.usage
}

/** The names of a command and those above it, without the program's: `credentials set`. */
function nameOf(command: Command): string {
  const above = command.parent
  return above === null ? '' : `${nameOf(above)} ${command.name()}`.trim()
}

/** The deepest command that a command line names. */
function commandIn(program: Command, args: readonly string[]): string {
  let command = program
  for (const argument of args) {
    const next = command.commands.find((candidate) => candidate.name() === argument)
    if (next !== undefined) command = next
  }
  return nameOf(command)
}

function optionsOf(command: Command): string[] {
  const own = command.options.map(({ long }) => long ?? '')
  return [...own, ...command.commands.flatMap(optionsOf)]
}
