/** `keyturn users …`: data-protection requests. */
import type { Command } from 'commander'
import { withManagement } from '../management.ts'
import { withUser, type Choose, type ForUser } from '../options.ts'
import { deleteUser } from './delete.ts'
import { exportUser } from './export.ts'

/** Defines the group and its commands. */
export function defineUsers(program: Command, choose: Choose): void {
  const users = program.command('users').description('everything about one user, and its end')
  withUser(
    users.command('export').description('what is stored about a user, as JSON; never a secret'),
  ).action((options: ForUser) =>
    choose((console) => withManagement(console, options, ({ users }) => exportUser(users, console, options))),
  )
  withUser(users.command('delete').description('destroy the key of a user and all that is stored'))
    .option('--yes', 'do not ask')
    .action((options: ForUser & { yes?: true }) =>
      choose((console) =>
        withManagement(console, options, ({ users }) => deleteUser(users, console, options)),
      ),
    )
}
