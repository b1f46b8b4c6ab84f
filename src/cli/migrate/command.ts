/** `keyturn migrate`: how it is called. */
import type { Command } from 'commander'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the command. */
export function defineMigrate(program: Command, choose: Choose): void {
  withCommon(program.command('migrate').argument('[formation]', 'its file or folder'))
    .description('bring the vault database up to this version; needs no key, and may run many times at once')
    .action((path: string | undefined, options: Common) =>
      choose(async (console) => (await import('./migrate.ts')).migrate(console, path ?? options.formation)),
    )
}
