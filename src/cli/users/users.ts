/** `keyturn users …`: data-protection requests. */
import type { Command } from 'commander'
import { withKeyturn } from '../open-command.ts'
import { withUser, type Choose, type ForUser } from '../options.ts'
import { deleteUser } from './delete.ts'
import { exportUser } from './export.ts'

/** Defines the group and its commands. */
export function defineUsers(program: Command, choose: Choose): void {
  const users = program.command('users').description('everything about one user, and its end')
  withUser(
    users.command('export').description('what is stored about a user, as JSON; never a secret'),
  ).action((options: ForUser) =>
    choose((console) =>
      withKeyturn(console, options.formation, ({ keyturn }) => exportUser(keyturn.users, console, options)),
    ),
  )
  withUser(users.command('delete').description('destroy the key of a user and all that is stored'))
    .option('--yes', 'do not ask')
    .action((options: ForUser & { yes?: true }) =>
      choose((console) =>
        withKeyturn(console, options.formation, ({ keyturn }) => deleteUser(keyturn.users, console, options)),
      ),
    )
}
