/** `keyturn audit list` on a server: one user's entries. */
import type { Keyturn } from '../../client/index.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { toEntry } from '../remote/users.ts'
import type { Console } from '../terminal/console.ts'
import { readMoment } from '../time-option.ts'
import { type AuditSelection, readLimit, showEntries } from './entries.ts'

/** Lists; nothing found is no failure. */
export async function listRemote(
  { audit }: Keyturn,
  console: Console,
  { user, service, since, until, limit }: AuditSelection & { readonly limit: string },
): Promise<ExitCode> {
  if (user === undefined || until !== undefined)
    throw new UsageError(
      'On a server the audit is read one user at a time, up to now: give --user, and no --until.',
    )
  const from = since === undefined ? undefined : new Date(readMoment('--since', since))
  const told = await audit.list({ userId: user, service, since: from, limit: readLimit(limit) })
  showEntries(
    console,
    told.map((entry) => toEntry(user, entry)),
  )
  return EXIT.done
}
