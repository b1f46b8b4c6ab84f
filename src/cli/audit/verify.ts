/** `keyturn audit verify`, `checkpoint` and `prune`: whether the audit is whole, and how it stays so. */
import { createPrincipal } from '../../principal.ts'
import {
  createCheckpoint,
  type Checkpoint,
  readNewestCheckpoint,
  toCheckpoint,
} from '../../vault/audit/checkpoint.ts'
import { pruneAudit } from '../../vault/audit/retention.ts'
import { verifyAudit } from '../../vault/audit/verify.ts'
import type { AuditFault, AuditFaultKind } from '../../vault/audit/verify-user.ts'
import type { SqlVault } from '../../vault/sql-vault.ts'
import { dayText, timeText } from '../credentials/account-rows.ts'
import { confirmed } from '../terminal/confirm.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { startProgress } from '../terminal/progress.ts'
import { readAge } from '../time-option.ts'

const MEANING: Readonly<Record<AuditFaultKind, string>> = {
  altered: 'an entry was edited, moved or made up',
  missing: 'an entry that was there is gone',
  returned: 'an entry that had been removed was put back',
  'key-unknown': 'signed with a key that was not given, or with that of somebody else',
  row: 'the credential is not as its last audited change left it',
  key: 'a root key, or the own key of the user, is not as it was left',
  lock: 'a lock of adding is not as the audit tells of it',
  checkpoint: 'the signature over all chains does not fit, or was removed',
  'rolled-back': 'the checkpoint that was noted is not there: the vault was taken back to an earlier state',
}

/** Verifies; 1 when something is wrong, which is named. */
export async function verifyEntries(
  vault: SqlVault,
  console: Console,
  { user, checkpoint }: { readonly user?: string | undefined; readonly checkpoint?: string | undefined },
): Promise<ExitCode> {
  if (user !== undefined) createPrincipal(vault.core.formation, user)
  if (checkpoint !== undefined && !/^[0-9a-f]{64}$/i.test(checkpoint))
    throw new UsageError('--checkpoint takes the seal that `keyturn audit checkpoint` showed: 64 hex digits.')
  const progress = startProgress(console)
  const report = await verifyAudit(vault.core, {
    user,
    checkpoint,
    onProgress: (done) => progress.update('Users verified', done),
  })
  progress.end()
  if (user !== undefined && report.isWhole && report.entries === 0) {
    console.data({ whole: null, users: 0, entries: 0, checkpoint: null, faults: [] })
    console.note(`${console.style.bad('✗')} Nothing is known of that user, so there is nothing to verify.`)
    return EXIT.refused
  }
  const { isWhole, users, entries, faults } = report
  const newest = report.checkpoint === undefined ? null : checkpointData(report.checkpoint)
  console.data({ whole: isWhole, users, entries, checkpoint: newest, faults })
  const { style } = console
  console.table(faults, [
    { heading: 'FAULT', cell: ({ kind }) => kind, paint: style.bad },
    { heading: 'USER', cell: ({ user: whose }) => nameOf(whose) },
    { heading: 'ENTRY', cell: ({ sequence }: AuditFault) => String(sequence ?? '') },
    { heading: 'ACCOUNT', cell: ({ account }) => account ?? '' },
    { heading: 'MEANING', cell: ({ kind }) => MEANING[kind] },
  ])
  const found = `${counted(entries, 'entry', 'entries')} of ${counted(users, 'user')}`
  if (!isWhole) {
    console.note(`${style.bad('✗')} The audit is not whole: ${counted(faults.length, 'fault')} in ${found}.`)
    return EXIT.refused
  }
  console.say(`${style.good('✓')} The audit is whole: ${found}.`)
  if (report.checkpoint !== undefined) sayCheckpoint(console, report.checkpoint)
  return EXIT.done
}

/** Signs; where nothing happened since the newest checkpoint, that one is shown. */
export async function signCheckpoint(vault: SqlVault, console: Console): Promise<ExitCode> {
  const signed = await createCheckpoint(vault.core, { channel: 'cli' })
  const stored = signed ?? (await vault.core.read(readNewestCheckpoint))
  if (stored === undefined) {
    console.data({ checkpoint: null })
    console.note('Nothing happened yet that could be signed.')
    return EXIT.done
  }
  const checkpoint = 'root_key' in stored ? toCheckpoint(stored) : stored
  console.data({ checkpoint: checkpointData(checkpoint) })
  sayCheckpoint(console, checkpoint)
  return EXIT.done
}

/** Removes old entries after asking, and signs what is left; 1 where those of a user had to stay, whose chain is not whole. */
export async function pruneEntries(
  vault: SqlVault,
  console: Console,
  { olderThan, yes }: { readonly olderThan: string; readonly yes?: true | undefined },
): Promise<ExitCode> {
  const before = vault.core.clock.now() - readAge('--older-than', olderThan)
  const question = `Remove every audit entry from before ${dayText(before)}?`
  if (!(await confirmed(console, question, { yes }))) {
    console.data({ removed: 0, refused: 0, before: timeText(before) })
    console.note('Nothing was removed.')
    return EXIT.refused
  }
  const progress = startProgress(console)
  const { removed, refused } = await pruneAudit(vault.core, before, { channel: 'cli' }, (done) =>
    progress.update('Entries removed', done),
  )
  await createCheckpoint(vault.core, { channel: 'cli' })
  progress.end()
  console.data({ removed, refused, before: timeText(before) })
  console.say(
    `${console.style.good('✓')} Removed ${counted(removed, 'entry', 'entries')} from before ${dayText(before)}.`,
  )
  if (refused === 0) return EXIT.done
  const [whose, its] = refused === 1 ? ['is', 'its'] : ['are', 'their']
  console.note(
    `${console.style.bad('✗')} The chain of ${counted(refused, 'user')} ${whose} not whole, so ${its} entries stay: \`keyturn audit verify\` names the faults.`,
  )
  return EXIT.refused
}

function sayCheckpoint(console: Console, { sequence, at, seal }: Checkpoint): void {
  console.say(`Checkpoint ${sequence} of ${dayText(at)}, seal ${seal}`)
  console.note(
    'Noted elsewhere, the seal shows with `audit verify --checkpoint SEAL` that nobody took the vault back.',
  )
}

function checkpointData({ at, ...checkpoint }: Checkpoint): object {
  return { ...checkpoint, at: timeText(at) }
}

function nameOf(user: string | undefined): string {
  return user === undefined ? '' : user || '(formation)'
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}
