/** `keyturn guard`: how it is called. */
import type { Command } from 'commander'
import type { Choose } from './options.ts'

/** Defines the command. */
export function defineGuard(program: Command, choose: Choose): void {
  program
    .command('guard')
    .argument('[file]', 'what to look through; standard input by default, as with "-"')
    .description(
      'what would be taken out of a text, by which rule and why? ends with 1 where there is something',
    )
    .option('--formation <path>', "also the formation's own forms of tokens, and what it allows")
    .option('--json', 'the result as JSON')
    .action((file: string | undefined, options: { formation?: string }) =>
      choose(async (console) => {
        const { showGuard } = await import('./guard.ts')
        return showGuard(console, { file, formation: options.formation })
      }),
    )
}
