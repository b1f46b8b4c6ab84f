/** `keyturn doctor`: how it is called. */
import type { Command } from 'commander'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the command. */
export function defineDoctor(program: Command, choose: Choose): void {
  withCommon(program.command('doctor').argument('[formation]', 'its file or folder'))
    .description('does this deployment work? looks at stores, key, clock, proxies and servers')
    .action((path: string | undefined, options: Common) =>
      choose(async (console) => {
        // Loaded late: help and misuse are answered without the engine.
        const { examine } = await import('./doctor.ts')
        return examine(console, path ?? options.formation)
      }),
    )
}
