/** `keyturn credentials …`: the management of a user's credentials. */
import type { Command } from 'commander'
import { makeDefault, renameCredential } from './change.ts'
import { deleteCredential } from './delete.ts'
import { listCredentials } from './list.ts'
import { setCredential } from './set.ts'
import { showStatus } from './status.ts'
import { unlockService } from './unlock.ts'
import { withManagement } from '../management.ts'
import { withUser, type Choose, type ForUser } from '../options.ts'
import { serviceNamed } from './service-name.ts'

/** Defines the group and its commands. */
export function defineCredentials(program: Command, choose: Choose): void {
  const credentials = program
    .command('credentials')
    .description("list, set, rename, delete, unlock and show a user's credentials")
  withUser(credentials.command('list').description("a user's accounts, never their secrets"))
    .option('--service <name>', 'only this service')
    .action((options: ForUser & { service?: string }) =>
      choose((console) =>
        withManagement(console, options, (management) => listCredentials(management, console, options)),
      ),
    )
  withUser(credentials.command('set').argument('<name>', 'such as GITHUB_TOKEN'))
    .description('store a credential: asked for unseen, or read from standard input; never an argument')
    .option('--label <word>', "the user's own word for the account, such as work")
    .action((name: string, options: ForUser & { label?: string }) =>
      choose((console) =>
        withManagement(
          console,
          options,
          (management) => setCredential(management, console, name, options),
          (services) => serviceNamed(services, name),
        ),
      ),
    )
  withUser(credentials.command('delete').argument('<name>', 'such as GITHUB_TOKEN'))
    .description('remove an account and its secret')
    .option('--account <name>', 'which one, by name, label or id; needed where there are several')
    .option('--all', 'all accounts of the service')
    .option('--yes', 'do not ask')
    .action((name: string, options: ForUser & { account?: string; all?: true; yes?: true }) =>
      choose((console) =>
        withManagement(
          console,
          options,
          (management) => deleteCredential(management, console, name, options),
          (services) => serviceNamed(services, name),
        ),
      ),
    )
  withUser(credentials.command('rename').argument('<name>', 'such as GITHUB_TOKEN'))
    .description("give an account the user's own word for it, or take it away")
    .option('--account <name>', 'which one, by name, label or id; needed where there are several')
    .option('--label <word>', 'such as work')
    .option('--no-label', 'none any more')
    .action((name: string, options: ForUser & { account?: string; label?: string | boolean }) =>
      choose((console) =>
        withManagement(
          console,
          options,
          (management) =>
            renameCredential(management, console, name, {
              ...options,
              label: typeof options.label === 'string' || options.label === false ? options.label : undefined,
            }),
          (services) => serviceNamed(services, name),
        ),
      ),
    )
  withUser(credentials.command('default').argument('<name>', 'such as GITHUB_TOKEN'))
    .description('use this account where the user names none')
    .option('--account <name>', 'which one, by name, label or id; needed where there are several')
    .option('--off', 'no longer')
    .action((name: string, options: ForUser & { account?: string; off?: true }) =>
      choose((console) =>
        withManagement(
          console,
          options,
          (management) => makeDefault(management, console, name, options),
          (services) => serviceNamed(services, name),
        ),
      ),
    )
  withUser(credentials.command('unlock').argument('<name>', 'such as GITHUB_TOKEN'))
    .description('lift the lock on adding after wrong attempts; the audit keeps the reason')
    .requiredOption('--reason <text>', 'why, such as "ticket 4711"')
    .action((name: string, options: ForUser & { reason: string }) =>
      choose((console) =>
        withManagement(
          console,
          options,
          (management) => unlockService(management, console, name, options),
          (services) => serviceNamed(services, name),
        ),
      ),
    )
  withUser(
    credentials.command('status').description('every service of the formation, as it stands for a user'),
  ).action((options: ForUser) =>
    choose((console) =>
      withManagement(console, options, (management) => showStatus(management, console, options)),
    ),
  )
}
