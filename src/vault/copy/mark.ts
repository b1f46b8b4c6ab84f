/** Marks a vault into which a copy is not finished: nobody else works with it until then. */
import { KeyturnError } from '../../errors.ts'

/** The row of `vault_meta` that is there from the first copied row to the last comparison. */
export const COPY_MARK = 'copying'

/** What whoever opens such a vault is told. */
export function unfinishedCopy(): KeyturnError {
  return new KeyturnError(
    'VAULT_UNAVAILABLE',
    'A copy into this vault is not finished. Run `keyturn copy` again: it goes on where it was. Then start this again.',
  )
}
