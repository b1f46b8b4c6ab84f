/** The root keys of a running process, and the audit keys of those that are gone. */
import type { CryptoKey } from '../sealing/crypto.ts'
import type { RootKey } from './root-key.ts'
import type { RootKeyTable } from '../tables.ts'

/** Finds the given key that a stored root key is; nothing when none is it. */
export type MatchRootKey = (row: RootKeyTable) => Promise<RootKey | undefined>

/** The keys that a vault can use; the primary wraps new user keys. */
export class Keyring {
  #primary: RootKey
  /** The key this process was configured with: the primary, or what a rotation makes primary. */
  readonly wanted: RootKey
  readonly #roots = new Map<string, RootKey>()
  readonly #retiredAuditKeys = new Map<string, CryptoKey>()
  readonly #match: MatchRootKey | undefined
  readonly #looked = new Map<string, Promise<RootKey | undefined>>()

  constructor(
    primary: RootKey,
    others: readonly RootKey[] = [],
    wanted: RootKey = primary,
    match?: MatchRootKey,
  ) {
    this.#primary = primary
    this.wanted = wanted
    this.#match = match
    for (const root of [primary, ...others]) this.#roots.set(root.id, root)
  }

  get primary(): RootKey {
    return this.#primary
  }

  /** The root key of an id, or nothing when this process was not given it. */
  find(id: string): RootKey | undefined {
    return this.#roots.get(id)
  }

  /** Takes up a root key that became known after this process started, if one of its keys is it; looked at once for each id. */
  async learn(row: RootKeyTable): Promise<RootKey | undefined> {
    const looking = this.#looked.get(row.id) ?? this.#match?.(row) ?? Promise.resolve(undefined)
    this.#looked.set(row.id, looking)
    const root = await looking
    if (root !== undefined && !this.#roots.has(root.id)) this.add(root, false)
    return root
  }

  /** Every root key of this process. */
  all(): RootKey[] {
    return [...this.#roots.values()]
  }

  /** The audit key that made the links signed with a root key's id. */
  auditKey(id: string): CryptoKey | undefined {
    return this.#roots.get(id)?.auditKey ?? this.#retiredAuditKeys.get(id)
  }

  /** Every audit key that is known, the primary's first: of the given root keys, and of those that are gone. */
  auditKeys(): CryptoKey[] {
    const others = [...this.#roots.values()].filter((root) => root !== this.#primary)
    return [this.#primary, ...others]
      .map(({ auditKey }) => auditKey)
      .concat([...this.#retiredAuditKeys.values()])
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
