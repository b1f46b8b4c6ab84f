/** A credential opened for one use, and the refusal of a use; both say in the audit who wanted it and what for. */
import type { Principal } from '../../principal.ts'
import type { CredentialFields } from '../../secret.ts'
import { appendRefusal } from '../audit/append.ts'
import type { VaultCore } from '../core.ts'
import { noteDamage } from './damage.ts'
import { disposeFields } from '../sealing/fields.ts'
import type { Release } from './releases.ts'
import { isStanding } from './standing.ts'
import type { CredentialTable } from '../tables.ts'
import type { Account, ActContext, OpenedGrant, OpenRefusal } from '../vault.ts'
import { splitGrant } from './grant.ts'

/** Which account is opened, for what (`tool:github/list_issues`), and through what; the audit names them. */
export interface UseRequest {
  readonly principal: Principal
  readonly accountId: string
  readonly purpose: string
  readonly context: ActContext
}

/** What is opened once the use is audited. */
export function createCredential(
  core: VaultCore,
  request: UseRequest,
  release: Release,
  { account, fields: sealed }: { readonly account: Account; readonly fields: CredentialFields },
): OpenedGrant {
  const { principal, accountId } = request
  const { fields, grant } = splitGrant(sealed)
  const { refreshToken, ...facts } = grant ?? { refreshToken: undefined }
  return {
    account,
    fields,
    refreshToken,
    grant: 'clientId' in facts ? facts : undefined,
    ended: release.ended,
    async confirm() {
      const held = { principal, accountId, revision: account.revision }
      const isCurrent = await core.read((database) => isStanding(core, database, held))
      if (isCurrent && !release.ended.aborted) return true
      await refuseUse(core, request, undefined, 'ended')
      return false
    },
    dispose() {
      release.close()
      disposeFields(fields)
      refreshToken?.dispose()
    },
  }
}

/** Audits that a use was refused. `ended`: it had been opened, and was taken out of use before its value left. */
export async function refuseUse(
  core: VaultCore,
  { principal, accountId, context }: UseRequest,
  row: CredentialTable | undefined,
  reason: OpenRefusal | 'ended',
): Promise<void> {
  await core.write(principal, async (transaction) => {
    if (row !== undefined && reason === 'damaged') await noteDamage(core, transaction, principal, row)
    const service = row === undefined ? undefined : String(row.service)
    const facts = { act: 'use', outcome: reason, service, account: accountId }
    await appendRefusal(core, transaction, principal.user, facts, context)
  })
}
