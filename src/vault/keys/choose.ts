/** Which key texts a process may use, and the refusals where there is none. */
import { join } from 'node:path'
import type { DatabaseKind } from '../../database/migrate.ts'
import { KeyturnError } from '../../errors.ts'
import type { Logger } from '../../ports.ts'
import { Secret } from '../../secret.ts'
import { createKeyFile, readKeyFile } from './file.ts'
import { checkKeyStrength } from './strength.ts'
import type { VaultSettings } from '../settings.ts'

/** One key text this process was given. */
export interface KeyCandidate {
  readonly text: Secret
  readonly origin: 'secret' | 'insecure'
}

/** What the database says before a key is chosen. */
export interface VaultFacts {
  readonly kind: DatabaseKind
  readonly hasUsers: boolean
  /** Whether users are still under a key derived from the formation id. */
  readonly hasInsecureUsers: boolean
}

const MAKE_ONE =
  'Make one with `keyturn keys generate` and name it in user_credentials.encryption: key, key_file or key_command.'

/** The given keys: the one that is wanted as primary, nothing where none is given, and those that may only open. */
export interface FoundKeys {
  readonly wanted: KeyCandidate | undefined
  readonly others: readonly KeyCandidate[]
}

/**
 * The key texts in the order they are wanted, a key file for development made where none is given and none is needed.
 *
 * @throws KeyturnError as `findKeys`.
 */
export async function chooseKeys(
  settings: VaultSettings,
  facts: VaultFacts,
  logger: Logger,
): Promise<readonly KeyCandidate[]> {
  const { wanted, others } = await findKeys(settings, facts, logger)
  if (wanted !== undefined) return [wanted, ...others]
  const path = developmentKeyPath(settings)
  await createKeyFile(path)
  logger.warn({ path }, 'No credential key is configured: a key file for development was made.')
  return [checkCandidate((await readKeyFile(path)) ?? Secret.fromText(''), settings), ...others]
}

/**
 * The configured keys, else the key file of development or the insecure derivation. Nothing is made.
 *
 * @throws KeyturnError `KEY_INSECURE`, `KEY_MISSING`, `KEY_REQUIRED`, `KEY_WEAK`, and those of a key file.
 */
export async function findKeys(
  settings: VaultSettings,
  facts: VaultFacts,
  logger: Logger,
): Promise<FoundKeys> {
  const { encryption, production } = settings
  const isRotating = settings.isRotating === true && encryption.key !== undefined
  if (production && facts.hasInsecureUsers && !isRotating) {
    throw new KeyturnError(
      'KEY_INSECURE',
      'Credentials in this vault are under a key derived from the public formation id. Set a real key in user_credentials.encryption and run `keyturn keys rotate`; then start again.',
    )
  }
  const wanted =
    encryption.key === undefined
      ? await findWithoutKey(settings, facts, logger)
      : checkCandidate(encryption.key, settings)
  const others = (encryption.decryptOnlyKeys ?? []).map((key) => checkCandidate(key, settings))
  const isAskedFor = encryption.key !== undefined && encryption.deriveFromFormationId && !production
  if (isAskedFor || (isRotating && facts.hasInsecureUsers)) others.push(fromFormationId(settings))
  return { wanted, others }
}

/**
 * A given key, once it passed every rule.
 *
 * @throws KeyturnError `KEY_WEAK`.
 */
export function checkCandidate(
  key: Secret,
  { formation, encryption }: Pick<VaultSettings, 'formation' | 'encryption'>,
): KeyCandidate {
  const text = checkKeyStrength(key.reveal(), { formation, salt: encryption.salt })
  return { text: Secret.fromText(text), origin: 'secret' }
}

/** The key file that is made in development: `.keyturn/key`. */
export function developmentKeyPath({ directory }: Pick<VaultSettings, 'directory'>): string {
  return join(directory, '.keyturn', 'key')
}

async function findWithoutKey(
  settings: VaultSettings,
  facts: VaultFacts,
  logger: Logger,
): Promise<KeyCandidate | undefined> {
  if (settings.encryption.deriveFromFormationId) return chooseInsecure(settings, facts, logger)
  const path = developmentKeyPath(settings)
  const mayUseFile = !settings.production && facts.kind === 'sqlite'
  const text = mayUseFile ? await readKeyFile(path) : undefined
  if (text !== undefined) {
    logger.warn({ path }, 'No credential key is configured: using the key file made for development.')
    return checkCandidate(text, settings)
  }
  if (facts.hasUsers) {
    throw new KeyturnError(
      'KEY_MISSING',
      'The vault holds credentials, but the key they are under was not given. Set user_credentials.encryption.key to the key this vault was made with.',
    )
  }
  if (mayUseFile) return undefined
  const where = settings.production ? 'In production' : 'With PostgreSQL'
  throw new KeyturnError('KEY_REQUIRED', `${where} a credential key has to be given. ${MAKE_ONE}`)
}

function chooseInsecure(settings: VaultSettings, facts: VaultFacts, logger: Logger): KeyCandidate {
  if (settings.production || facts.kind === 'postgres') {
    const code = settings.production ? 'KEY_REQUIRED' : 'KEY_INSECURE'
    throw new KeyturnError(
      code,
      `encryption.derive_from_formation_id is for development on one machine: the formation id is public. ${MAKE_ONE}`,
    )
  }
  logger.warn(
    { setting: 'encryption.derive_from_formation_id' },
    'The credential key is derived from the public formation id: whoever has the database can read every credential.',
  )
  return fromFormationId(settings)
}

function fromFormationId(settings: VaultSettings): KeyCandidate {
  return { text: Secret.fromText(settings.formation), origin: 'insecure' }
}
