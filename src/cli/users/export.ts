/** `keyturn users export --user U`: everything stored about a user, as one JSON document. */
import type { Users } from '../../credentials/users.ts'
import type { UserExport } from '../../vault/vault.ts'
import { accountData, timeText } from '../credentials/account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { printableJson } from '../terminal/style.ts'

/** Exports, with or without `--json`; a user nobody knows gives an empty document, and a word beside it. */
export async function exportUser(
  users: Users,
  console: Console,
  { user }: { readonly user: string },
): Promise<ExitCode> {
  const stored = await users.export({ userId: user, channel: 'cli' })
  console.surroundings.stdout.write(`${printableJson(exportData(stored))}\n`)
  if (isUnknown(stored)) console.note('Nothing is stored about that user.')
  return EXIT.done
}

/** Whether nothing of a user is there. */
export function isUnknown({ since, accounts, audit, locks, attempts, collecting }: UserExport): boolean {
  return (
    since === undefined && [accounts, audit, locks, attempts, collecting].every(({ length }) => length === 0)
  )
}

function exportData({
  exportedAt,
  since,
  accounts,
  locks,
  attempts,
  collecting,
  audit,
  ...who
}: UserExport): object {
  return {
    ...who,
    exportedAt: timeText(exportedAt),
    since: timeText(since),
    accounts: accounts.map(accountData),
    locks: locks.map(({ service, lockedUntil }) => ({ service, lockedUntil: timeText(lockedUntil) })),
    attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: timeText(at) })),
    collecting: collecting.map(({ until, ...mark }) => ({ ...mark, until: timeText(until) })),
    audit: audit.map(({ at, ...entry }) => ({ ...entry, at: timeText(at) })),
  }
}
