/** `keyturn credentials unlock NAME --user U --reason R`: lifts the lock on adding after wrong attempts. */
import type { Credentials } from '../../credentials/credentials.ts'
import type { NamedServices } from '../management.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { serviceNamed } from './service-name.ts'

/** Unlocks; 1 when nothing was locked. The audit keeps both. */
export async function unlockService(
  { credentials, services }: { readonly credentials: Credentials; readonly services: NamedServices },
  console: Console,
  name: string,
  { user, reason }: { readonly user: string; readonly reason: string },
): Promise<ExitCode> {
  const service = serviceNamed(services, name)
  const isUnlocked = await credentials.unlock(service.id, { userId: user, channel: 'cli', reason })
  console.data({ ok: isUnlocked, ...(isUnlocked ? {} : { reason: 'not-locked' }) })
  if (isUnlocked) console.say(`${console.style.good('✓')} The user may add ${service.name} again.`)
  else console.note(`${console.style.bad('✗')} Adding ${service.name} is not locked for this user.`)
  return isUnlocked ? EXIT.done : EXIT.refused
}
