/** `keyturn check`: how it is called. */
import type { Command } from 'commander'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the command. */
export function defineCheck(program: Command, choose: Choose): void {
  withCommon(program.command('check').argument('[formation]', 'its file or folder'))
    .description('is this formation sound? says what is weak; opens nothing')
    .option('--strict', 'warnings are refused too')
    .action((path: string | undefined, options: Common & { strict?: true }) =>
      choose(async (console) => {
        const { checkFormation } = await import('./check.ts')
        return checkFormation(console, {
          formation: path ?? options.formation,
          strict: options.strict ?? false,
        })
      }),
    )
}
