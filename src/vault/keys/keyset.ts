/**
 * The root keys that the database knows, matched with the key texts that this process was given.
 *
 * Long because the acts on keys share one picture of the set.
 */
import type { DatabaseKind } from '../../database/migrate.ts'
import { KeyturnError } from '../../errors.ts'
import type { VaultDatabase, VaultTransaction } from '../core.ts'
import { COPY_MARK, unfinishedCopy } from '../copy/mark.ts'
import { equalBytes, randomBytes } from '../sealing/crypto.ts'
import type { KeyCandidate, VaultFacts } from './choose.ts'
import { Keyring } from './keyring.ts'
import { type RootKey, deriveRootKey, unwrapAuditKey } from './root-key.ts'
import type { RootKeyTable } from '../tables.ts'

const SALT_BYTES = 32

/** Never fewer rounds than the brief's, nor more than a formation may ask for: a start would not end. */
const ITERATIONS = { least: 100_000, most: 10_000_000 } as const

/** The rounds of a new root key where so many are asked for. */
export function roundsOf(iterations: number): number {
  return Math.max(iterations, ITERATIONS.least)
}

/** What the vault itself says of its keys. */
export interface StoredKeyset {
  /** Absent before first use. */
  readonly formation: string | undefined
  readonly salt: Buffer | undefined
  readonly roots: readonly (RootKeyTable & { readonly hasUsers: boolean })[]
}

/** What a database says in which no vault was made yet. */
export const NOTHING_STORED: StoredKeyset = { formation: undefined, salt: undefined, roots: [] }

/** What the choice of keys depends on. */
export function factsOf(kind: DatabaseKind, { roots }: StoredKeyset): VaultFacts {
  return {
    kind,
    hasUsers: roots.some((row) => row.hasUsers),
    hasInsecureUsers: roots.some((row) => row.hasUsers && row.origin === 'insecure'),
  }
}

/**
 * Reads what is stored, changing nothing.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE` while a copy into this vault is not finished.
 */
export async function readKeyset(database: VaultDatabase): Promise<StoredKeyset> {
  const meta = await database.selectFrom('vault_meta').selectAll().execute()
  if (meta.some((row) => row.name === COPY_MARK)) throw unfinishedCopy()
  const value = (name: string): Buffer | undefined => {
    const stored = meta.find((row) => row.name === name)?.value
    return stored === undefined ? undefined : Buffer.from(stored)
  }
  const rows = await database.selectFrom('vault_root_key').selectAll().orderBy('created_at').execute()
  const roots = []
  for (const row of rows) {
    const user = await database
      .selectFrom('vault_user_key')
      .select('user_id')
      .where('root_key', '=', row.id)
      .limit(1)
      .executeTakeFirst()
    roots.push({ ...row, hasUsers: user !== undefined })
  }
  return { formation: value('formation')?.toString('utf8'), salt: value('salt'), roots }
}

/**
 * Passes a vault of this formation and salt.
 *
 * @throws KeyturnError `KEY_MISMATCH`.
 */
export function checkOwner(stored: StoredKeyset, formation: string, salt: string | undefined): void {
  const hasOwner = stored.formation !== undefined && stored.salt !== undefined
  if (!hasOwner && stored.roots.length > 0) {
    throw new KeyturnError(
      'KEY_MISMATCH',
      'This vault has root keys, but what it knew of its formation and salt was taken away. Restore it from a backup; nothing was changed.',
    )
  }
  if (stored.formation !== undefined && stored.formation !== formation) {
    throw new KeyturnError(
      'KEY_MISMATCH',
      `This vault belongs to the formation "${stored.formation}", not to "${formation}". Give the formation its old id, or another vault.`,
      { vault: stored.formation, configured: formation },
    )
  }
  if (salt === undefined || stored.salt === undefined || equalBytes(stored.salt, Buffer.from(salt, 'utf8')))
    return
  throw new KeyturnError(
    'KEY_MISMATCH',
    'The configured salt is not the one this vault was made with. Set encryption.salt to the old one, or leave it out.',
  )
}

/** Fixes formation and salt in a new vault; what another instance fixed first stays. */
export async function fixOwner(
  transaction: VaultTransaction,
  formation: string,
  salt: string | undefined,
): Promise<void> {
  const values = [
    { name: 'formation', value: Buffer.from(formation, 'utf8') },
    { name: 'salt', value: salt === undefined ? randomBytes(SALT_BYTES) : Buffer.from(salt, 'utf8') },
  ]
  await transaction
    .insertInto('vault_meta')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Derives the root key of a key text. */
export type Derivation = (candidate: KeyCandidate, iterations: number) => Promise<RootKey>

/** A derivation that works once for each key text and count, since it takes a sixth of a second. */
export function createDerivation(formation: string, salt: Buffer): Derivation {
  const known = new Map<KeyCandidate, Map<number, Promise<RootKey>>>()
  return (candidate, iterations) => {
    const byIterations = known.get(candidate) ?? new Map<number, Promise<RootKey>>()
    known.set(candidate, byIterations)
    const root = byIterations.get(iterations) ?? deriveRootKey(candidate.text, formation, salt, iterations)
    byIterations.set(iterations, root)
    return root
  }
}

/** A key text that is one of the vault's root keys. */
interface Match {
  readonly root: RootKey
  readonly row: RootKeyTable
  readonly candidate: KeyCandidate
}

/** A root key that the vault does not know yet. */
export type FreshRootKey = RootKey & { readonly origin: KeyCandidate['origin'] }

/**
 * Derives the root keys and proves each against its check value.
 *
 * `fresh` are keys to be made known: the wanted one when the vault does not have it, or only with fewer rounds (at first use,
 * or before a rotation), and decrypt-only ones, so that an instance can read what another has already rotated to them.
 *
 * @throws KeyturnError `KEY_MISMATCH`, naming ids of root keys, when one that users are under was not given, or the wanted one
 * was retired.
 */
export async function matchKeys(
  stored: StoredKeyset,
  candidates: readonly KeyCandidate[],
  derive: Derivation,
  iterations: number,
): Promise<{ readonly matches: readonly Match[]; readonly fresh: readonly FreshRootKey[] }> {
  const matches: Match[] = []
  const retired: Match[] = []
  for (const row of stored.roots) {
    const match = await findMatch(row, candidates, derive)
    if (match !== undefined) (row.state === 'retired' ? retired : matches).push({ ...match, row })
    else if (row.state !== 'retired' && (row.state === 'primary' || row.hasUsers)) throw mismatch(row)
  }
  const isPlaced = (candidate: KeyCandidate): boolean =>
    [...matches, ...retired].some((match) => match.candidate === candidate)
  const [wanted, ...others] = candidates
  const missing = others.filter((candidate) => candidate.origin === 'secret' && !isPlaced(candidate))
  const rounds = roundsOf(iterations)
  if (wanted !== undefined && (newestOf(matches, wanted)?.iterations ?? 0) < rounds) missing.unshift(wanted)
  const withdrawn = retired.find(
    (match) => match.candidate === wanted && newestOf(matches, wanted) === undefined,
  )
  if (withdrawn !== undefined) throw wasRetired(withdrawn.row.id)
  const fresh: FreshRootKey[] = []
  for (const candidate of missing) {
    const root = await derive(candidate, rounds)
    // The same key given twice is one root key.
    if (stored.roots.some((row) => row.id === root.id)) continue
    fresh.push({ ...root, origin: candidate.origin })
  }
  return { matches, fresh }
}

/** Puts the matched keys together; the database says which is primary. */
export function buildKeyring(
  stored: StoredKeyset,
  matches: readonly Match[],
  candidates: readonly KeyCandidate[],
  derive: Derivation,
): Keyring {
  const primary = matches.find(({ row }) => row.state === 'primary')
  if (primary === undefined)
    throw new KeyturnError('INTERNAL', 'A vault without a primary root key was read.')
  const ring = new Keyring(
    primary.root,
    matches.filter((match) => match !== primary).map(({ root }) => root),
    newestOf(matches, candidates[0]),
    async (row) => (row.state === 'retired' ? undefined : (await findMatch(row, candidates, derive))?.root),
  )
  for (const row of stored.roots) {
    if (row.audit_key === null || ring.find(row.id) !== undefined) continue
    const auditKey = ring.all().map((root) => unwrapAuditKey(root, row.id, row.audit_key ?? new Uint8Array()))
    const found = auditKey.find((key) => key !== undefined)
    if (found !== undefined) ring.addRetiredAuditKey(row.id, found)
  }
  return ring
}

/** One key text may be several root keys when the rounds were raised: the one with the most rounds is meant. */
function newestOf(matches: readonly Match[], wanted: KeyCandidate | undefined): RootKey | undefined {
  const own = matches.filter(({ candidate }) => candidate === wanted)
  return own.toSorted((left, right) => right.root.iterations - left.root.iterations)[0]?.root
}

/** The given key that a stored root key is, proved by its check value; nothing when none is it. */
export async function findMatch(
  row: RootKeyTable,
  candidates: readonly KeyCandidate[],
  derive: Derivation,
): Promise<{ readonly root: RootKey; readonly candidate: KeyCandidate } | undefined> {
  // A row that asks for fewer or more rounds than were ever allowed was edited.
  const { iterations } = row
  if (!Number.isSafeInteger(iterations) || iterations < ITERATIONS.least || iterations > ITERATIONS.most)
    return undefined
  for (const candidate of candidates) {
    const root = await derive(candidate, iterations)
    if (equalBytes(root.checkValue, row.check_value) && root.id === row.id) return { root, candidate }
  }
  return undefined
}

function mismatch(row: RootKeyTable): KeyturnError {
  const message =
    row.state === 'primary'
      ? `No given key is the vault's primary root key no. ${row.id}. Give the key (and salt) this vault was made with; nothing was changed.`
      : `No given key is root key no. ${row.id}, which users are still under. Give it as decrypt-only in encryption.keys and run \`keyturn keys rotate\`; nothing was changed.`
  return new KeyturnError('KEY_MISMATCH', message, { rootKey: row.id })
}

function wasRetired(id: string): KeyturnError {
  const message = `The given key is root key no. ${id}, which was retired. Give the new one; nothing was changed.`
  return new KeyturnError('KEY_MISMATCH', message, { rootKey: id })
}
