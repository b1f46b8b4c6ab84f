/** `keyturn audit list` and `keyturn audit export`: the entries of the audit, for people and for programs. */
import { KeyturnError } from '../../errors.ts'
import { normalizeServiceId } from '../../formation/service-id.ts'
import { createPrincipal } from '../../principal.ts'
import { exportAudit } from '../../vault/audit/export.ts'
import { listAllAudit } from '../../vault/audit/list.ts'
import type { SqlVault } from '../../vault/sql-vault.ts'
import type { AuditEntry } from '../../vault/vault.ts'
import { dayText, timeText } from '../credentials/account-rows.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { readMoment } from '../time-option.ts'

/** Which entries: every part that is left out selects all. */
export interface AuditSelection {
  readonly user?: string | undefined
  readonly service?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** Most entries of one list; an export has no bound. */
const MAX_LIMIT = 1_000

/** Lists; nothing found is no failure. */
export async function listEntries(
  vault: SqlVault,
  console: Console,
  options: AuditSelection & { readonly limit: string },
): Promise<ExitCode> {
  const selection = readSelection(vault, options)
  const limit = readLimit(options.limit)
  // One more tells whether there are more.
  const found = await listAllAudit(vault.core, { ...selection, limit: Math.min(limit + 1, MAX_LIMIT) })
  const entries = found.slice(0, limit)
  showEntries(console, entries)
  if (found.length > limit || (found.length === limit && limit === MAX_LIMIT))
    console.note(`Only the newest ${limit} are shown. \`keyturn audit export\` gives all.`)
  return EXIT.done
}

/** How many entries are asked for. */
export function readLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw new UsageError(`--limit takes a whole number from 1 to ${MAX_LIMIT}.`)
}

/** Shows entries as a table, or as JSON. */
export function showEntries(console: Console, entries: readonly AuditEntry[]): void {
  console.data(entries.map(entryData))
  const { style } = console
  console.table(entries, [
    { heading: 'TIME', cell: ({ at }) => dayText(at) },
    { heading: 'USER', cell: ({ user }) => user || '(formation)', paint: style.strong },
    { heading: 'ACT', cell: ({ act }) => act, paint: style.name },
    { heading: 'SERVICE', cell: ({ service }) => service ?? '' },
    { heading: 'ACCOUNT', cell: ({ account }) => account ?? '' },
    { heading: 'CHANNEL', cell: ({ channel }) => channel },
    {
      heading: 'OUTCOME',
      cell: ({ outcome }) => outcome,
      paint: (text) => (/reject|denied|lock|damaged|not-found/.test(text) ? style.bad(text) : text),
    },
    { heading: 'DETAIL', cell: ({ detail }) => detail ?? '' },
  ])
  if (entries.length === 0) console.note('Nothing happened.')
}

/** Writes one JSON object a line, whatever `--json` says: this is for programs. */
export async function exportEntries(
  vault: SqlVault,
  console: Console,
  options: AuditSelection,
): Promise<ExitCode> {
  const { stdout } = console.surroundings
  for await (const line of exportAudit(vault.core, readSelection(vault, options))) {
    if (!stdout.write(`${line}\n`)) await new Promise((resolve) => stdout.once('drain', resolve))
  }
  return EXIT.done
}

function readSelection(
  vault: SqlVault,
  { user, service, since, until }: AuditSelection,
): { user?: string; service?: string; since?: number; until?: number } {
  if (user !== undefined) createPrincipal(vault.core.formation, user)
  const id = service === undefined ? undefined : normalizeServiceId(service)
  if (service !== undefined && id === undefined)
    throw new KeyturnError('INPUT_INVALID', 'That is not the name of a service. Use a name such as github.')
  return {
    ...(user === undefined ? {} : { user }),
    ...(id === undefined ? {} : { service: id }),
    ...(since === undefined ? {} : { since: readMoment('--since', since) }),
    ...(until === undefined ? {} : { until: readMoment('--until', until) }),
  }
}

function entryData({ at, service, account, conversation, detail, ...entry }: AuditEntry): object {
  return {
    at: timeText(at),
    ...entry,
    service: service ?? null,
    account: account ?? null,
    conversation: conversation ?? null,
    detail: detail ?? null,
  }
}
