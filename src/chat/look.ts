/** What a user has of a service, read once for the steps of a turn. */
import type { StoreLook } from '../vault/vault.ts'
import type { TurnScope } from './scope.ts'

/** A look that the step which needs it shares with whoever looks before it. */
export function lookOnce(scope: TurnScope, service: string): Promise<StoreLook> {
  return scope.held.lookOnce(service, () => scope.vault.look(scope.principal, service))
}
