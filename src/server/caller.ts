/** Who calls, and whose matters they may touch. */
import type { AccessScope } from '../vault/server/port.ts'

/** A program of the host's with a service key, or a user with a token of the host's identity provider. */
export type Caller =
  | { readonly kind: 'service'; readonly id: string; readonly scopes: readonly AccessScope[] }
  | { readonly kind: 'user'; readonly userId: string }

/** What an act needs. `own`: a user may do it for themselves as well. */
export interface Permission {
  readonly scope: AccessScope
  readonly own: boolean
}

/**
 * The user whom an act is for: the one that is named, or the caller themselves. Nothing where the caller may not do it, whoever the
 * named user is and whether or not they exist.
 */
export function userFor(
  caller: Caller,
  { scope, own }: Permission,
  named: string | undefined,
): { readonly userId: string | undefined } | undefined {
  if (caller.kind === 'service') return caller.scopes.includes(scope) ? { userId: named } : undefined
  if (!own || (named !== undefined && named !== caller.userId)) return undefined
  return { userId: caller.userId }
}

/** A caller in one word, for rates and repeated requests; never the key. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'service' ? `service:${caller.id}` : `user:${caller.userId}`
}
