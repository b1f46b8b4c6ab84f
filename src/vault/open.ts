/** Opens a vault: its database, the checks of its key that come before any write, and the acts on top. */
import { toOutage } from '../database/driver-error.ts'
import { KeyturnError } from '../errors.ts'
import { type Clock, type Logger, silentLogger, systemClock } from '../ports.ts'
import {
  type VaultConnection,
  type WrapDialect,
  connectVault,
  hasVaultTables,
  migrateVault,
} from './connect.ts'
import { VaultCore } from './core.ts'
import { EnvelopeShortcut } from './sealing/envelope-cache.ts'
import { FORMATION_CHAIN } from './audit/chain.ts'
import { appendAudit } from './audit/append.ts'
import { KEY_ADDED } from './audit/verify-keys.ts'
import { type KeyCandidate, chooseKeys } from './keys/choose.ts'
import { Keyring } from './keys/keyring.ts'
import {
  type Derivation,
  type FreshRootKey,
  NOTHING_STORED,
  buildKeyring,
  checkOwner,
  createDerivation,
  factsOf,
  fixOwner,
  matchKeys,
  readKeyset,
} from './keys/keyset.ts'
import type { VaultSettings } from './settings.ts'
import { SqlVault } from './sql-vault.ts'

const DEFAULT_VALIDATIONS_PER_HOUR = 20
const DEFAULT_SERVICE_VALIDATIONS_PER_HOUR = 10

/** Each round finds what another instance did first. */
const MAX_ROUNDS = 5

/**
 * Opens the vault of a formation, making it at first use.
 *
 * The key is proved against the vault's check value before anything is written or migrated.
 *
 * @throws KeyturnError `KEY_INSECURE`, `KEY_MISMATCH`, `KEY_MISSING`, `KEY_REQUIRED`, `KEY_UNREADABLE`, `KEY_WEAK`,
 * `VAULT_UNAVAILABLE`, `VAULT_VERSION`.
 */
export async function openVault(settings: VaultSettings, wrapDialect?: WrapDialect): Promise<SqlVault> {
  const logger = settings.logger ?? silentLogger
  const clock = settings.clock ?? systemClock
  const connection = await connectVault(settings, logger, wrapDialect)
  try {
    const keys = await openKeys(connection, settings, clock, logger)
    const core = createCore(connection, keys, { ...settings, clock, logger })
    const { envelopes } = settings
    const shortcut = envelopes === undefined ? undefined : new EnvelopeShortcut(envelopes, clock)
    const vault = new SqlVault(core, () => connection.close(), shortcut)
    await vault.start()
    return vault
  } catch (error) {
    await connection.close()
    throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
  }
}

async function openKeys(
  connection: VaultConnection,
  settings: VaultSettings,
  clock: Clock,
  logger: Logger,
): Promise<Keyring> {
  const { formation, encryption } = settings
  let candidates: readonly KeyCandidate[] | undefined
  let derive: Derivation | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const stored = (await hasVaultTables(connection)) ? await readKeyset(connection.database) : NOTHING_STORED
    checkOwner(stored, formation, encryption.salt)
    candidates ??= await chooseKeys(settings, factsOf(connection.kind, stored), logger)
    if (stored.salt === undefined) {
      await migrateVault(connection, clock.now())
      await connection.database
        .transaction()
        .execute((transaction) => fixOwner(transaction, formation, encryption.salt))
      continue
    }
    derive ??= createDerivation(formation, stored.salt)
    const { matches, fresh } = await matchKeys(stored, candidates, derive, encryption.iterations)
    await migrateVault(connection, clock.now())
    if (fresh.length === 0) return buildKeyring(stored, matches, candidates, derive)
    const [first] = fresh
    const isFirst = matches.length === 0 && first !== undefined
    const keys = isFirst ? new Keyring(first) : buildKeyring(stored, matches, candidates, derive)
    const core = createCore(connection, keys, { ...settings, clock, logger })
    for (const root of fresh) await addRootKey(core, root)
  }
  throw new KeyturnError('VAULT_UNAVAILABLE', 'The root keys of the vault keep changing. Try again.')
}

function createCore(
  { kind, database }: VaultConnection,
  keys: Keyring,
  settings: VaultSettings & { readonly clock: Clock; readonly logger: Logger },
): VaultCore {
  const { formation, clock, logger, maxAttempts } = settings
  const validationsPerHour = settings.validationsPerHour ?? DEFAULT_VALIDATIONS_PER_HOUR
  const serviceValidationsPerHour = settings.serviceValidationsPerHour ?? DEFAULT_SERVICE_VALIDATIONS_PER_HOUR
  return new VaultCore({
    kind,
    formation,
    keys,
    clock,
    logger,
    limits: { maxAttempts, validationsPerHour, serviceValidationsPerHour },
    database,
  })
}

/** Makes a key known: as the primary of a vault that has none, else as one that a rotation may make primary. */
async function addRootKey(core: VaultCore, root: FreshRootKey): Promise<void> {
  await core.transaction(async (transaction) => {
    // Writing first makes instances on PostgreSQL wait for each other, so that only one finds no primary.
    await transaction.updateTable('vault_meta').set({ name: 'salt' }).where('name', '=', 'salt').execute()
    const rows = await transaction.selectFrom('vault_root_key').select(['id', 'state']).execute()
    if (rows.some((row) => row.id === root.id)) return
    const primary = rows.find((row) => row.state === 'primary')
    // Another instance was first, with a key that this one was not given: the next round refuses it.
    if (primary !== undefined && core.keys.find(primary.id) === undefined) return
    await transaction
      .insertInto('vault_root_key')
      .values({
        id: root.id,
        check_value: root.checkValue,
        iterations: root.iterations,
        origin: root.origin,
        state: primary === undefined ? 'primary' : 'decrypt-only',
        audit_key: null,
        created_at: core.clock.now(),
      })
      .execute()
    const facts = { act: 'key', outcome: KEY_ADDED[root.origin], detail: root.id }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, { channel: 'start' })
  })
}
