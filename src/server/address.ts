/** The address of a request, before anything is read out of it. */
import { invalid } from './body.ts'

/**
 * Passes an address that reads one way only: broken percent-encoding is left as it stands by some decoders and replaced by others, and two
 * spellings of a user id would become one.
 *
 * @throws ProblemError `BODY_INVALID`.
 */
export function checkAddress(url: string): void {
  const { pathname, search } = new URL(url)
  try {
    decodeURIComponent(`${pathname}${search}`)
  } catch {
    throw invalid('The address is not encoded as it has to be: percent-encoded UTF-8.')
  }
}
