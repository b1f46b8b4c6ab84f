/** `keyturn access …`: service keys of the server. */
import type { Command } from 'commander'
import { withVault } from '../open-command.ts'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the group and its commands. */
export function defineAccess(program: Command, choose: Choose): void {
  const access = program
    .command('access')
    .description('service keys: which programs may call `keyturn serve`')
  withCommon(access.command('create').description('make a key; it is shown this once'))
    .requiredOption('--name <text>', 'whose it is, such as "support desk"')
    .requiredOption('--scopes <list>', 'what it may: turns, manage, audit, separated by commas')
    .option('--expires <age>', 'when it ends, such as 90d; by default never')
    .action((options: Common & { name: string; scopes: string; expires?: string }) =>
      choose(async (console) => {
        const { createKey } = await import('./keys.ts')
        return withVault(options.formation, ({ vault }) => createKey(vault, console, options))
      }),
    )
  withCommon(access.command('list').description('every key, never the key itself')).action(
    (options: Common) =>
      choose(async (console) => {
        const { listKeys } = await import('./keys.ts')
        return withVault(options.formation, ({ vault }) => listKeys(vault, console))
      }),
  )
  withCommon(access.command('revoke').argument('<id>', 'as `keyturn access list` shows it'))
    .description('take a key away at once')
    .action((id: string, options: Common) =>
      choose(async (console) => {
        const { revokeKey } = await import('./keys.ts')
        return withVault(options.formation, ({ vault }) => revokeKey(vault, console, id))
      }),
    )
}
