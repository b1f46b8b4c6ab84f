/**
 * Ends the processes of credentials that another process took out of use: a delete is acknowledged there, and here a server would go on
 * with the deleted token in its environment.
 */
import type { HeldCredential } from '../vault/vault.ts'
import type { Pool } from './pool.ts'

/** Of what is held, what may not be any more. */
export type FindEnded = (held: readonly HeldCredential[]) => Promise<readonly HeldCredential[]>

/** How often the vault is asked while any process holds a credential: one statement, whatever their number. */
const LOOK_EVERY_MS = 1_000

/** Watches until the function it gives is called; without a way of asking, nothing is watched. */
export function watchEnds(pool: Pick<Pool, 'held' | 'endAll'>, findEnded: FindEnded | undefined): () => void {
  if (findEnded === undefined) return () => undefined
  let isLooking = false
  const look = async (): Promise<void> => {
    const held = pool.held()
    if (held.length === 0) return
    const ended = new Set(await findEnded(held))
    if (ended.size > 0) await pool.endAll(({ accounts }) => accounts.some((one) => ended.has(one)))
  }
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    // While the vault does not answer, no call gets through either: each is audited first.
    void look()
      .catch(() => undefined)
      .finally(() => (isLooking = false))
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
