/** The negative control: a state store whose lease and fence do nothing, to prove that the proof would see what they prevent. */
import { claimInOrder } from '../../../src/state/claim-in-order.ts'
import type { Lease, StateStore } from '../../../src/state/state.ts'

/** Wraps a store: everybody may work on a conversation at any time, and whoever saves last wins. */
export function withoutLease<Store extends StateStore>(store: Store): Store {
  const wrapped: Pick<StateStore, 'claim' | 'renew' | 'save' | 'release'> = {
    async claim(key, messageId) {
      const { stored, answer } = await store.read(key, messageId)
      if (answer !== undefined) return { kind: 'answered', answer }
      const lease: Lease = { key, fence: 0, token: 'nobody', expiresAt: Date.now() + 30_000 }
      return { kind: 'claimed', lease, stored }
    },
    renew: (lease) => Promise.resolve(lease),
    async save(lease, save) {
      for (;;) {
        const claim = await claimInOrder(store, lease.key, undefined)
        if (claim.kind !== 'claimed') continue
        const expectedVersion = claim.stored?.version ?? 0
        if ((await store.save(claim.lease, { ...save, expectedVersion })) === 'saved') return 'saved'
      }
    },
    release: () => Promise.resolve(),
  }
  return Object.assign(Object.create(store) as Store, wrapped)
}
