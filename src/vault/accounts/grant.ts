/**
 * What lies beside an access token that a service granted: the refresh token, and what is known of both. Sealed in the same envelope, so
 * that the two are never of different revisions; kept apart as soon as it is opened, so that no use of the credential ever has it.
 *
 * Its names begin with a capital, which no field of a formation or provider does.
 */
import { type CredentialFields, Secret } from '../../secret.ts'
import type { Grant, GrantFacts } from '../vault.ts'

const REFRESH_TOKEN = 'RefreshToken'
const FACTS = 'Grant'

/** A credential's fields and its grant as the fields of one envelope. The caller disposes of the facts by `disposeFields`. */
export function joinGrant(fields: CredentialFields, grant: Grant | undefined): CredentialFields {
  if (grant === undefined) return fields
  const { refreshToken, ...facts } = grant
  return {
    ...fields,
    [FACTS]: Secret.fromText(JSON.stringify(facts)),
    ...(refreshToken !== undefined && { [REFRESH_TOKEN]: refreshToken }),
  }
}

/** The fields of an envelope as a credential's own, and its grant; no grant where it was pasted. */
export function splitGrant(sealed: CredentialFields): {
  readonly fields: CredentialFields
  readonly grant: Grant | undefined
} {
  const { [FACTS]: told, [REFRESH_TOKEN]: refreshToken, ...fields } = sealed
  const facts = told === undefined ? undefined : readFacts(told.reveal())
  told?.dispose()
  if (facts === undefined) {
    refreshToken?.dispose()
    return { fields, grant: undefined }
  }
  return { fields, grant: { ...facts, refreshToken } }
}

/** Whether these are names that only a grant has. */
export const isOfGrant = (name: string): boolean => name === FACTS || name === REFRESH_TOKEN

/** What brought a grant: the revision that it was first stored at, which its renewals keep. */
export const grantedAt = (revision: number): string => `grant:${revision}`

/** The revision of which those that follow are renewals; nothing for what was pasted. */
export function firstRevision(broughtBy: unknown): number | undefined {
  const first = /^grant:(\d{1,15})$/.exec(typeof broughtBy === 'string' ? broughtBy : '')?.[1]
  return first === undefined ? undefined : Number(first)
}

/** Sealed by us: what does not read is of a version that knew other facts. */
function readFacts(text: string): GrantFacts | undefined {
  const { clientId, issuer, expiresAt, renewFrom } = JSON.parse(text) as Record<string, unknown>
  if (typeof clientId !== 'string') return undefined
  return {
    clientId,
    issuer: typeof issuer === 'string' ? issuer : undefined,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
    renewFrom: typeof renewFrom === 'number' ? renewFrom : undefined,
  }
}
