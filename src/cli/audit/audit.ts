/** `keyturn audit …`: reads, checks, writes out and shortens the audit. */
import type { Command } from 'commander'
import type { AuditSelection } from './entries.ts'
import { withVault } from '../open-command.ts'
import { clientFor } from '../management.ts'
import {
  DEFAULT_FORMATION,
  withCommon,
  withManaged,
  type Choose,
  type Common,
  type Managed,
} from '../options.ts'

/** Defines the group and its commands. */
export function defineAudit(program: Command, choose: Choose): void {
  const audit = program
    .command('audit')
    .description('who used, added, removed and was refused what, and is it whole?')
  selecting(withManaged(audit.command('list').description('what happened, newest first')))
    .option('--limit <number>', 'at most so many, up to 1000', '100')
    .action((options: Managed & AuditSelection & { limit: string }) =>
      choose(async (console) => {
        const client = await clientFor(console, options)
        if (client !== undefined) return (await import('./remote.ts')).listRemote(client, console, options)
        const { listEntries } = await import('./entries.ts')
        const path = options.formation ?? DEFAULT_FORMATION
        return withVault(path, ({ vault }) => listEntries(vault, console, options))
      }),
    )
  withCommon(audit.command('verify').description('was anything edited, removed, reordered or put back?'))
    .option('--user <id>', 'only this user; checkpoints are left out then')
    .option('--checkpoint <seal>', 'the seal of a checkpoint noted earlier, which has to be there still')
    .action((options: Common & { user?: string; checkpoint?: string }) =>
      choose(async (console) => {
        const { verifyEntries } = await import('./verify.ts')
        return withVault(options.formation, ({ vault }) => verifyEntries(vault, console, options))
      }),
    )
  selecting(
    withCommon(audit.command('export').description('everything as JSON Lines, oldest first for each user')),
  ).action((options: Common & AuditSelection) =>
    choose(async (console) => {
      const { exportEntries } = await import('./entries.ts')
      return withVault(options.formation, ({ vault }) => exportEntries(vault, console, options))
    }),
  )
  withCommon(
    audit.command('checkpoint').description('sign where every chain stands now; note the seal elsewhere'),
  ).action((options: Common) =>
    choose(async (console) => {
      const { signCheckpoint } = await import('./verify.ts')
      return withVault(options.formation, ({ vault }) => signCheckpoint(vault, console))
    }),
  )
  withCommon(audit.command('prune').description('remove old entries; what stays can still be verified'))
    .requiredOption('--older-than <age>', 'such as 90d')
    .option('--yes', 'do not ask')
    .action((options: Common & { olderThan: string; yes?: true }) =>
      choose(async (console) => {
        const { pruneEntries } = await import('./verify.ts')
        return withVault(options.formation, ({ vault }) => pruneEntries(vault, console, options))
      }),
    )
}

function selecting(command: Command): Command {
  return command
    .option('--user <id>', 'only this user')
    .option('--service <name>', 'only this service')
    .option(
      '--since <time>',
      'from then on: 2026-11-25, 2026-11-25T14:30, today, or an age such as 24h or 7d',
    )
    .option('--until <time>', 'before then')
}
