/** Which key texts a process may use, and the refusals where there is none (`design.md` §5, `security.md` §2.3). */
import { join } from 'node:path'
import type { DatabaseKind } from '../database/migrate.ts'
import { KeyturnError } from '../errors.ts'
import type { Logger } from '../ports.ts'
import { Secret } from '../secret.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'
import { checkKeyStrength } from './key-strength.ts'
import type { VaultSettings } from './settings.ts'

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

const MAKE_ONE = 'Make one with `keyturn keys generate` and set user_credentials.encryption.key.'

/**
 * The key texts in the order they are wanted: the configured one, else the key file or the insecure derivation; then those
 * that may only open.
 *
 * @throws KeyturnError `KEY_INSECURE`, `KEY_MISSING`, `KEY_REQUIRED`, `KEY_WEAK`, and those of a key file.
 */
export async function chooseKeys(
  settings: VaultSettings,
  facts: VaultFacts,
  logger: Logger,
): Promise<readonly KeyCandidate[]> {
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
      ? await chooseWithoutKey(settings, facts, logger)
      : candidate(encryption.key, settings)
  const others = (encryption.decryptOnlyKeys ?? []).map((key) => candidate(key, settings))
  const isAskedFor = encryption.key !== undefined && encryption.deriveFromFormationId && !production
  if (isAskedFor || (isRotating && facts.hasInsecureUsers)) others.push(fromFormationId(settings))
  return [wanted, ...others]
}

async function chooseWithoutKey(
  settings: VaultSettings,
  facts: VaultFacts,
  logger: Logger,
): Promise<KeyCandidate> {
  if (settings.encryption.deriveFromFormationId) return chooseInsecure(settings, facts, logger)
  const path = join(settings.directory, '.keyturn', 'key')
  const mayUseFile = !settings.production && facts.kind === 'sqlite'
  const text = mayUseFile ? await readKeyFile(path) : undefined
  if (text !== undefined) {
    logger.warn({ path }, 'No credential key is configured: using the key file made for development.')
    return candidate(text, settings)
  }
  if (facts.hasUsers) {
    throw new KeyturnError(
      'KEY_MISSING',
      'The vault holds credentials, but the key they are under was not given. Set user_credentials.encryption.key to the key this vault was made with.',
    )
  }
  if (!mayUseFile) {
    const where = settings.production ? 'In production' : 'With PostgreSQL'
    throw new KeyturnError('KEY_REQUIRED', `${where} a credential key has to be given. ${MAKE_ONE}`)
  }
  await createKeyFile(path)
  logger.warn({ path }, 'No credential key is configured: a key file for development was made.')
  return candidate((await readKeyFile(path)) ?? Secret.fromText(''), settings)
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

function candidate(key: Secret, settings: VaultSettings): KeyCandidate {
  const { formation, encryption } = settings
  const text = checkKeyStrength(key.reveal(), { formation, salt: encryption.salt })
  return { text: Secret.fromText(text), origin: 'secret' }
}
