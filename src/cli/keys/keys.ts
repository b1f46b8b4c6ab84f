/** `keyturn keys …`: the root keys that everything in a vault is under. How each command is called. */
import type { Command } from 'commander'
import { withCommon, type Choose, type Common } from '../options.ts'

/** Defines the group and its commands; their work is loaded late, so that help and misuse are answered without the vault. */
export function defineKeys(program: Command, choose: Choose): void {
  const keys = program.command('keys').description('make, list, check, rotate and retire root keys')
  keys
    .command('generate')
    .description('make a key of 32 random bytes: printed, or written to a file for its owner alone')
    .option('--out <file>', 'a file that is not there yet')
    .option('--json', 'the result as JSON')
    .action((options: { out?: string; json?: true }) =>
      choose(async (console) => (await import('./generate.ts')).generateKey(console, options)),
    )
  withCommon(
    keys.command('list').description('every root key, and how many users are still under it'),
  ).action((options: Common) =>
    choose(async (console) => (await import('./list.ts')).listKeys(console, options)),
  )
  withCommon(
    keys.command('check').description('is every key that is needed given, and right? changes nothing'),
  ).action((options: Common) =>
    choose(async (console) => (await import('./check.ts')).checkKeys(console, options)),
  )
  withCommon(
    keys
      .command('rotate')
      .description('make the configured key primary and rewrap every user under it, online'),
  )
    .option('--dry-run', 'count only')
    .action((options: Common & { dryRun?: true }) =>
      choose(async (console) => (await import('./rotate.ts')).rotate(console, options)),
    )
  withCommon(keys.command('retire').argument('<id>', 'as `keyturn keys list` shows it'))
    .description('put a key away that nobody is under any more')
    .action((id: string, options: Common) =>
      choose(async (console) => (await import('./retire.ts')).retire(console, id, options)),
    )
}
