/** The root keys of a running process, and the audit keys of those that are gone. */
import type { CryptoKey } from './crypto.ts'
import type { RootKey } from './root-key.ts'

/** The keys that a vault can use; the primary wraps new user keys. */
export class Keyring {
  #primary: RootKey
  /** The key this process was configured with: the primary, or what a rotation makes primary. */
  readonly wanted: RootKey
  readonly #roots = new Map<string, RootKey>()
  readonly #retiredAuditKeys = new Map<string, CryptoKey>()

  constructor(primary: RootKey, others: readonly RootKey[] = [], wanted: RootKey = primary) {
    this.#primary = primary
    this.wanted = wanted
    for (const root of [primary, ...others]) this.#roots.set(root.id, root)
  }

  get primary(): RootKey {
    return this.#primary
  }

  /** The root key of an id, or nothing when this process was not given it. */
  find(id: string): RootKey | undefined {
    return this.#roots.get(id)
  }

  /** Every root key of this process. */
  all(): RootKey[] {
    return [...this.#roots.values()]
  }

  /** The audit key that made the links signed with a root key's id. */
  auditKey(id: string): CryptoKey | undefined {
    return this.#roots.get(id)?.auditKey ?? this.#retiredAuditKeys.get(id)
  }

  /** Remembers the audit key of a root key that this process does not have. */
  addRetiredAuditKey(id: string, key: CryptoKey): void {
    this.#retiredAuditKeys.set(id, key)
  }

  /** Adds a root key, and makes it the primary if asked. */
  add(root: RootKey, isPrimary: boolean): void {
    this.#roots.set(root.id, root)
    if (isPrimary) this.#primary = root
  }
}
