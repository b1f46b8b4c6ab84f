/** A cache of sealed envelopes in memory, for a vault whose uses go the short way. */

const HOUR_MS = 3_600_000

/** What `openVault` takes as `envelopes`. */
export function keptNear() {
  const kept = new Map<string, { readonly sealed: Uint8Array; readonly expiresAt: number }>()
  return {
    ttlMs: HOUR_MS,
    cache: {
      get: async (_: unknown, account: string) => kept.get(account),
      put: async (_: unknown, account: string, envelope: { readonly sealed: Uint8Array }) =>
        kept.set(account, { ...envelope, expiresAt: Number.MAX_SAFE_INTEGER }),
      evict: async (_: unknown, account: string) => kept.delete(account),
    },
  }
}
