/** `keyturn users delete --user U`: asks once, destroys, and says what that reaches and what it does not. */
import type { UserDeletion, Users } from '../../credentials/users.ts'
import { confirmed } from '../terminal/confirm.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { printable } from '../terminal/style.ts'
import { isUnknown } from './export.ts'

/** Deletes; 1 when nothing is stored about the user or the person said no, 3 when the store of conversations does not answer. */
export async function deleteUser(
  users: Users,
  console: Console,
  { user, yes }: { readonly user: string; readonly yes?: true | undefined },
): Promise<ExitCode> {
  const { style } = console
  const stored = await users.export({ userId: user, channel: 'cli' })
  if (isUnknown(stored)) {
    console.data({ ok: false, reason: 'not-found' })
    console.note(`${style.bad('✗')} Nothing is stored about that user, so nothing was deleted. Check the id.`)
    return EXIT.refused
  }
  const count = counted(stored.accounts.length)
  const question = `Delete the user '${printable(user)}' with ${count}? This cannot be taken back.`
  if (!(await confirmed(console, question, { yes }))) {
    console.data({ ok: false, reason: 'cancelled' })
    console.note('Nothing was deleted.')
    return EXIT.refused
  }
  const deletion = await users.delete({ userId: user, channel: 'cli' })
  console.data({ ok: true, ...deletion })
  console.say(
    `${style.good('✓')} Deleted '${printable(user)}': ${counted(deletion.removed)}, and the key that everything of theirs was sealed with.`,
  )
  for (const line of describeReach(deletion)) console.say(line)
  return deletion.conversations === 'forgotten' ? EXIT.done : EXIT.outage
}

function describeReach({ cleanUp, conversations }: UserDeletion): string[] {
  return [
    conversations === 'forgotten'
      ? 'Conversations, saved answers and cached envelopes are gone too.'
      : 'The store of conversations does not answer: what it holds of the user nobody can read any more. Run this again to remove it.',
    ...(cleanUp === 'done'
      ? []
      : [
          'Clean-up is pending: another process is reading, and sealed bytes stay in the database log until it lets go. It is tried again every 30 seconds by a running Keyturn, and at every start.',
        ]),
    'The audit still says what was done, until `keyturn audit prune` removes it.',
    'Backups from before now still hold the key: the data is unreadable everywhere once they are gone, or the root keys they need.',
  ]
}

function counted(credentials: number): string {
  return `${credentials} ${credentials === 1 ? 'credential' : 'credentials'}`
}
