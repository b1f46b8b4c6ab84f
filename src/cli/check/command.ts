/** `keyturn check`: how it is called. */
import type { Command } from 'commander'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the command. */
export function defineCheck(program: Command, choose: Choose): void {
  withCommon(program.command('check').argument('[formation]', 'its file or folder'))
    .description('is this formation sound? says what is weak; opens nothing')
    .option('--strict', 'warnings are refused too')
    .option('--live <service>', 'asks the service about a credential that you type unseen; stores nothing')
    .action((path: string | undefined, options: Common & { strict?: true; live?: string }) =>
      choose(async (console) => {
        const formation = path ?? options.formation
        if (options.live !== undefined) {
          const { checkLive } = await import('./live.ts')
          return checkLive(console, { formation, service: options.live })
        }
        const { checkFormation } = await import('./check.ts')
        return checkFormation(console, { formation, strict: options.strict ?? false })
      }),
    )
}
