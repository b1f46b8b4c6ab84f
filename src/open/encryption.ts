/** Fetches the keys that a formation names: out of secrets, files and commands, when the vault is about to be opened. */
import { resolve } from 'node:path'
import { KeyturnError } from '../errors.ts'
import type { Formation, KeySource, SecretSource, Template } from '../formation/formation.ts'
import { resolveTemplate } from '../formation/resolve.ts'
import { Secret } from '../secret.ts'
import { runKeyCommand } from '../vault/keys/command.ts'
import { readKeyFile } from '../vault/keys/file.ts'
import type { ResolvedEncryption } from '../vault/settings.ts'

/**
 * Fetches every key of the formation; files and commands are taken from its folder.
 *
 * @throws KeyturnError `PLACEHOLDER_MISSING`, and those of `readKeyFile` and `runKeyCommand`; `KEY_UNREADABLE` for a file that
 * is not there.
 */
export async function resolveEncryption(
  formation: Formation,
  secrets: SecretSource,
): Promise<ResolvedEncryption> {
  const { key, decryptOnlyKeys, iterations, deriveFromFormationId } = formation.encryption
  return {
    key: key === undefined ? undefined : await fetchKey(key, formation, secrets),
    salt: resolveSalt(formation, secrets),
    iterations,
    deriveFromFormationId,
    decryptOnlyKeys: await Promise.all(decryptOnlyKeys.map((each) => fetchKey(each, formation, secrets))),
  }
}

/** Fetches one key; errors as of `resolveEncryption`. */
export async function fetchKey(
  source: KeySource,
  { directory }: Formation,
  secrets: SecretSource,
): Promise<Secret> {
  if (source.kind === 'text') return asSecret(source.text(), secrets)
  if (source.kind === 'command') return runKeyCommand(source.command, { directory })
  const path = resolve(directory, source.path)
  const key = await readKeyFile(path)
  if (key !== undefined) return key
  throw new KeyturnError(
    'KEY_UNREADABLE',
    `The key file ${path} does not exist. Make one with \`keyturn keys generate --out FILE\`, or put the right one there.`,
    { path },
  )
}

/** The configured salt, which is configuration and no secret; nothing when there is none. */
export function resolveSalt({ encryption }: Formation, secrets: SecretSource): string | undefined {
  return encryption.salt === undefined ? undefined : asSecret(encryption.salt, secrets).reveal()
}

function asSecret(template: Template, secrets: SecretSource): Secret {
  const value = resolveTemplate(template, { secrets })
  return value.kind === 'secret' ? value.secret : Secret.fromText(value.text)
}
