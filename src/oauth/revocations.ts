/** Ends a grant at its service (RFC 7009) before it is deleted here: a deletion that leaves a living token behind is none. */
import { allowInsecureRequests, customFetch, revocationRequest } from 'oauth4webapi'
import type { ServiceId } from '../formation/formation.ts'
import type { Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { Account, ActContext, Vault } from '../vault/vault.ts'
import type { OAuthClient } from './client.ts'
import { clientAuthentication, exchange, insecureAllowed } from './token-request.ts'

/** Revokes grants. */
export interface Revocations {
  /** True: the service says that the grant is ended. Never throws for anything that a service does. */
  revoke(principal: Principal, account: Account, context: ActContext): Promise<boolean>
}

/** What revoking works with. */
export interface RevocationParts {
  readonly vault: Pick<Vault, 'openGrant'>
  readonly clientOf: (service: ServiceId) => OAuthClient | undefined
  readonly logger: Logger
}

/** Makes it. */
export function createRevocations({ vault, clientOf, logger }: RevocationParts): Revocations {
  return {
    async revoke(principal, account, context) {
      if (account.isGranted !== true) return false
      const { id, service } = account
      const client = clientOf(service)
      const url = client?.endpoints.revocation
      if (client === undefined || url === undefined) return false
      const opened = await vault.openGrant(principal, id, `${service}.revoke`, context)
      if (!opened.ok) return false
      const { credential } = opened
      try {
        if (credential.grant?.clientId !== client.clientId) return false
        // With the refresh token its access tokens end too (RFC 7009 §2.1).
        const token = credential.refreshToken ?? credential.fields['token']
        const isEnded = token !== undefined && (await revokeAt(client, url, token.reveal()))
        if (!isEnded) logger.warn({ service }, 'A grant could not be revoked at its service.')
        return isEnded
      } finally {
        credential.dispose()
      }
    },
  }
}

async function revokeAt(client: OAuthClient, url: URL, token: string): Promise<boolean> {
  let isEnded = false
  try {
    await revocationRequest(
      { issuer: client.issuer ?? url.origin, revocation_endpoint: url.href },
      { client_id: client.clientId },
      clientAuthentication(client),
      token,
      {
        [allowInsecureRequests]: insecureAllowed(url),
        [customFetch]: async (_url, { headers, body }) => {
          const form = { ...client, connect: { ...client.connect, tokenBody: 'form' as const } }
          const answer = await exchange(form, url, { headers, body: String(body) })
          // 200 also for a token that it does not know (RFC 7009 §2.2).
          isEnded = answer.kind === 'raw' && answer.status >= 200 && answer.status < 300
          return new Response(null, { status: 204 })
        },
      },
    )
  } catch {
    // Its errors hold what they were given.
    return false
  }
  return isEnded
}
