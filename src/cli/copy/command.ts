/** `keyturn copy`: how it is called. */
import type { Command } from 'commander'
import { withCommon, type Choose } from '../options.ts'
import type { CopyOptions } from './copy.ts'

/** Defines the command. */
export function defineCopy(program: Command, choose: Choose): void {
  withCommon(program.command('copy'))
    .description('copy a whole vault into an empty database, sealed as it is; started again, it goes on')
    .option('--from <vault>', 'sqlite:PATH, postgres://…, or env:NAME of a variable that holds it')
    .option('--to <vault>', 'the same; by default what DATABASE_URL holds')
    .action((options: CopyOptions) =>
      choose(async (console) => {
        // Loaded late: help and misuse are answered without the engine.
        const { copy } = await import('./copy.ts')
        return copy(console, options)
      }),
    )
}
