/** `keyturn init`: how it is called. */
import { Option, type Command } from 'commander'
import type { Choose } from '../options.ts'
import { EXAMPLES, type Example } from './examples.ts'

/** Defines the command. */
export function defineInit(program: Command, choose: Choose): void {
  program
    .command('init')
    .argument('[folder]', 'where to', '.')
    .description('make a formation, a key and an agent that runs; what is there already stays')
    .addOption(
      new Option('--agent <framework>', 'what the agent is made with').choices(EXAMPLES).default('openai'),
    )
    .option('--json', 'the result as JSON')
    .action((folder: string, options: { agent: Example }) =>
      choose(async (console) => (await import('./init.ts')).init(console, folder, options.agent)),
    )
}
