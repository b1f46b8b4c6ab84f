/** `keyturn chat`: how it is called. */
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { withKeyturn } from '../open-command.ts'
import { withFormation, type Choose, type Common } from '../options.ts'

/** Defines the command. */
export function defineChat(program: Command, choose: Choose): void {
  withFormation(program.command('chat'))
    .description("chat in the terminal with an agent that has the formation's tools")
    .option('--user <id>', 'who you are', userInfo().username)
    .option('--conversation <id>', 'goes on where it was left', 'terminal')
    .action((options: Common & { user: string; conversation: string }) =>
      choose(async (console) => {
        const { chat } = await import('./chat.ts')
        return withKeyturn(console, options.formation, ({ keyturn }) => chat(keyturn, console, options))
      }),
    )
}
