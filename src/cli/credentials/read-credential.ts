/** Reads a credential of one service from a person, unseen, or from standard input. */
import type { CredentialFields } from '../../secret.ts'
import type { NamedService } from '../management.ts'
import type { Console } from '../terminal/console.ts'
import { readFields } from '../terminal/read-secret.ts'

/**
 * Asks for each field by the service's own name for it; nothing when the person cancelled.
 *
 * @throws UsageError as `readFields` does.
 */
export function readCredential(
  console: Console,
  { name, credentialName, fields }: NamedService,
): Promise<CredentialFields | undefined> {
  const isOne = fields.length === 1
  return readFields(
    console,
    fields,
    (field) => `${name} ${isOne ? credentialName : field.replaceAll('_', ' ')}`,
  )
}
