/** The negative control: a state store whose lease and fence do nothing, and a vault whose stamp does not, to prove that the proof would see what they prevent. */
import { claimInOrder } from '../../../src/state/claim-in-order.ts'
import type { Lease, StateStore } from '../../../src/state/state.ts'
import type { Vault } from '../../../src/vault/vault.ts'

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

/** Wraps a vault: the stamp of a dialogue moves whatever it was before, so that it keeps nobody from saving last either. */
export function withoutStamp<Store extends Vault>(vault: Store): Store {
  const moveDialogue: Vault['moveDialogue'] = async (principal, conversation, _from, to) => {
    for (;;) {
      const { stamp } = await vault.readDialogue(principal, conversation)
      if (await vault.moveDialogue(principal, conversation, stamp, to)) return true
    }
  }
  return new Proxy(vault, {
    get(target, name) {
      if (name === 'moveDialogue') return moveDialogue
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
