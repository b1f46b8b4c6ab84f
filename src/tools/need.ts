/**
 * A need: "this user needs a credential of this service now", raised where a tool is called.
 *
 * It is an error only because a tool call has no other way out; `park` turns it into the outcome to answer with.
 */
import { isKeyturnError, KeyturnError } from '../errors.ts'
import type { ServiceId } from '../formation/formation.ts'

/** What is needed, and why. */
export interface Need {
  readonly service: ServiceId
  /** The MCP server that needs it; null for a function of the host's own. */
  readonly server: string | null
  /** `use`: none there, or several and none chosen. `rejected`: the one there is not accepted any more. */
  readonly why: 'use' | 'rejected'
  /** The account that was rejected, or that cannot be used while others can. */
  readonly account: string | null
  /** What is wrong with that account. */
  readonly reason?: 'rejected' | 'expired' | 'damaged'
  /** What asks works with one account at a time, and several were meant. */
  readonly single?: boolean
  /** The request had its answer, as far as that went without this account: nothing of it waits if the user says no. */
  readonly answered?: true
}

/** `CREDENTIAL_REQUIRED` when there is none that works, or not the one that is meant; `ACCOUNT_REQUIRED` when the user has to say which. */
export class NeedError extends KeyturnError {
  override readonly name = 'NeedError'
  readonly need: Need

  constructor(code: 'CREDENTIAL_REQUIRED' | 'ACCOUNT_REQUIRED', need: Need) {
    const what =
      code === 'ACCOUNT_REQUIRED'
        ? need.reason === undefined
          ? `has several ${need.service} accounts and has not said which`
          : `has to say which ${need.service} account is meant, because one cannot be used (${need.reason})`
        : `has no working ${need.service} credential`
    super(code, `The user ${what}. Give this error to park(error, turn), and say what it answers.`, {
      service: need.service,
      server: need.server ?? '',
      why: need.why,
      account: need.account ?? '',
      reason: need.reason ?? '',
      single: need.single === true ? 'yes' : '',
      ...(need.answered === true ? { answered: 'yes' } : {}),
    })
    this.need = need
  }
}

/** The need in an error, also after a JSON round trip or from another copy of the package; nothing for any other error. */
export function readNeed(error: unknown): Need | undefined {
  const known = isKeyturnError(error, 'CREDENTIAL_REQUIRED') || isKeyturnError(error, 'ACCOUNT_REQUIRED')
  if (!known && !looksLikeNeed(error)) return undefined
  const facts = (error as { facts?: Record<string, unknown> }).facts ?? {}
  const { service, server, why, account, reason, single, answered } = facts
  if (typeof service !== 'string' || service === '') return undefined
  return {
    service,
    server: typeof server === 'string' && server !== '' ? server : null,
    why: why === 'rejected' ? 'rejected' : 'use',
    account: typeof account === 'string' && account !== '' ? account : null,
    ...(isReason(reason) ? { reason } : {}),
    ...(single === 'yes' ? { single: true } : {}),
    ...(answered === 'yes' ? { answered: true } : {}),
  }
}

const isReason = (value: unknown): value is NonNullable<Need['reason']> =>
  value === 'rejected' || value === 'expired' || value === 'damaged'

function looksLikeNeed(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { name, code } = error as { name?: unknown; code?: unknown }
  return name === 'NeedError' && (code === 'CREDENTIAL_REQUIRED' || code === 'ACCOUNT_REQUIRED')
}
