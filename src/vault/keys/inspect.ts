/** Looks at a vault's keys and at those that are given, without writing anything and without asking that they fit. */
import { stat } from 'node:fs/promises'
import { isKeyturnError, type KeyturnError } from '../../errors.ts'
import { silentLogger } from '../../ports.ts'
import { connectVault, hasVaultTables, type VaultConnection, vaultPath } from '../connect.ts'
import { type FoundKeys, findKeys, type KeyCandidate } from './choose.ts'
import {
  checkOwner,
  createDerivation,
  type Derivation,
  factsOf,
  findMatch,
  matchKeys,
  NOTHING_STORED,
  readKeyset,
  roundsOf,
  type StoredKeyset,
} from './keyset.ts'
import { readRootKeys, type RootKeyStatus } from './rotation.ts'
import type { VaultSettings } from '../settings.ts'

/** A given key, and what it is to the vault. */
export interface GivenKey {
  readonly origin: KeyCandidate['origin']
  /** Ids of the root keys it is: several when the rounds were raised, none when the vault does not know it. */
  readonly ids: readonly string[]
}

/** What was found. */
export interface KeyInspection {
  /** Whether a vault was ever made here. */
  readonly isMade: boolean
  readonly keys: readonly RootKeyStatus[]
  /** The key that is wanted as primary; nothing when none is given. */
  readonly wanted: GivenKey | undefined
  /** The keys that may only open, in the order in which they were given. */
  readonly others: readonly GivenKey[]
  /** Id of the root key that a rotation would make primary; nothing before the vault was made. */
  readonly target: string | undefined
  /** What opening the vault would be refused with. */
  readonly refusal: KeyturnError | undefined
}

/**
 * Looks. The keys of `settings` have to be fit; see `checkCandidate`.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE`.
 */
export async function inspectKeys(settings: VaultSettings): Promise<KeyInspection> {
  const isMissing = settings.databaseUrl === undefined && !(await isThere(vaultPath(settings.directory)))
  if (isMissing) return examine(undefined, settings)
  const connection = await connectVault(settings, settings.logger ?? silentLogger)
  try {
    return await examine(connection, settings)
  } finally {
    await connection.close()
  }
}

async function examine(
  connection: VaultConnection | undefined,
  settings: VaultSettings,
): Promise<KeyInspection> {
  const isMade = connection !== undefined && (await hasVaultTables(connection))
  const stored = isMade ? await readKeyset(connection.database) : NOTHING_STORED
  const kind = settings.databaseUrl === undefined ? 'sqlite' : 'postgres'
  const { salt, iterations } = settings.encryption
  let found: FoundKeys = { wanted: undefined, others: [] }
  let refusal: KeyturnError | undefined
  const derive = stored.salt === undefined ? undefined : createDerivation(settings.formation, stored.salt)
  try {
    found = await findKeys(settings, factsOf(kind, stored), silentLogger)
    checkOwner(stored, settings.formation, salt)
    const candidates = found.wanted === undefined ? found.others : [found.wanted, ...found.others]
    if (derive !== undefined) await matchKeys(stored, candidates, derive, iterations)
  } catch (error) {
    if (!isKeyturnError(error)) throw error
    refusal = error
  }
  const describe = (candidate: KeyCandidate) => describeGiven(candidate, stored, derive)
  const wanted = found.wanted === undefined ? undefined : await describe(found.wanted)
  const others = await Promise.all(found.others.map(describe))
  const known = new Set([wanted, ...others].flatMap((each) => each?.ids ?? []))
  return {
    isMade,
    keys: isMade ? await readRootKeys(connection.database, (id) => known.has(id)) : [],
    wanted,
    others,
    target: await findTarget(found.wanted, stored, wanted?.ids ?? [], derive, iterations),
    refusal,
  }
}

async function describeGiven(
  candidate: KeyCandidate,
  stored: StoredKeyset,
  derive: Derivation | undefined,
): Promise<GivenKey> {
  const ids: string[] = []
  for (const row of stored.roots) {
    const match = derive === undefined ? undefined : await findMatch(row, [candidate], derive)
    if (match !== undefined) ids.push(row.id)
  }
  return { origin: candidate.origin, ids }
}

/** The root key with the most rounds that the wanted key is, or the one it would become. */
async function findTarget(
  wanted: KeyCandidate | undefined,
  stored: StoredKeyset,
  ids: readonly string[],
  derive: Derivation | undefined,
  iterations: number,
): Promise<string | undefined> {
  if (wanted === undefined || derive === undefined) return undefined
  const [newest] = stored.roots
    .filter(({ id, state }) => ids.includes(id) && state !== 'retired')
    .toSorted((left, right) => right.iterations - left.iterations)
  const rounds = roundsOf(iterations)
  if (newest !== undefined && newest.iterations >= rounds) return newest.id
  return (await derive(wanted, rounds)).id
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
