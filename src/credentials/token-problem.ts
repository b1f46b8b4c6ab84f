/** Whether a value is no token of a service whose tokens can be told by their looks: then it is not sent, and costs no try. */
import type { Malformed, TokenLength } from '../../machines/found.ts'
import { shapeOf, tokenFamilies } from '../guard/index.ts'
import type { Family } from '../guard/index.ts'
import type { Service } from '../providers/service.ts'

/** What is wrong, and for a part of a token how much of it came. */
export interface TokenProblem {
  readonly problem: Malformed
  readonly length?: TokenLength
}

const DOCUMENT = /^\s*[{[][\s\S]*[}\]]\s*$|\n/

/** Forms that tokens do not have, unless a service's own shape says so. */
const NO_TOKEN: readonly (readonly [Malformed, RegExp])[] = [
  // Git names commits by SHA-1 or SHA-256 (git-scm.com/docs/hash-function-transition).
  ['commit', /^(?:[0-9a-f]{7,12}|[0-9a-f]{40}|[0-9a-f]{64})$/i],
  // RFC 9562 §4.
  ['uuid', /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i],
  ['url', /^[a-z][a-z\d+.-]*:\/\/|^www\./i],
  ['path', /^(?:~|\.{1,2})?\/|^[a-z]:\\|^[\w.-]+(?:\/[\w.-]+)+\.\w{1,8}$/i],
  ['words', /\s|^(?:[A-Z]?[a-z]+[-_.]){1,}[A-Z]?[a-z]+$/],
]

/**
 * What is wrong with a value, where its looks say that it is no whole token of the service.
 *
 * @param isPassword whether the words beside it called it a password
 */
export function problemOfToken(
  value: string,
  service: Service,
  rules: readonly Family[],
  isPassword: boolean,
): TokenProblem | undefined {
  const shape = shapeOf(value, rules)
  const families = tokenFamilies([service.id, service.knownAs ?? service.id], rules)
  if (shape !== undefined) {
    const family = families.find(({ prefix }) => value.startsWith(prefix))
    const whole = family === undefined ? undefined : wholeLength(family)
    // Tokens with check digits have a length of their own; a shorter one has lost its end, and the digits with it.
    const isCut = family?.checksum !== undefined && whole !== undefined && value.length < whole
    return isCut ? { problem: 'cut-off', length: { given: value.length, whole } } : undefined
  }
  if (DOCUMENT.test(value)) return { problem: 'document' }
  if (isPassword) return { problem: 'password' }
  for (const [problem, form] of NO_TOKEN) if (form.test(value)) return { problem }
  const begun = families.find(({ prefix }) => value.startsWith(prefix))
  const least = begun === undefined ? shortest(families) : wholeLength(begun)
  if (least === undefined || value.length >= least) return undefined
  // A few characters are no part of a token: somebody's word, or a password.
  if (begun === undefined && value.length < LEAST_PART) return { problem: 'too-short' }
  return { problem: 'cut-off', length: { given: value.length, whole: least } }
}

/** Fewer characters than that are no part of a token. */
const LEAST_PART = 12

/** How long a whole token of a family is at least, in characters. */
const wholeLength = ({ prefix, lengths, least }: Family): number =>
  prefix.length + (lengths.length > 0 ? Math.min(...lengths) : least)

function shortest(families: readonly Family[]): number | undefined {
  return families.length === 0 ? undefined : Math.min(...families.map(wholeLength))
}
