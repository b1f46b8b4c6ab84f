/** Reads `formation.afs`: the formation's id and its `user_credentials` block, defaults filled in. */
import { checkId } from '../principal.ts'
import { checkBlock } from './check-block.ts'
import { readEncryption } from './encryption.ts'
import type { Formation } from './formation.ts'
import { isNearName, nearestName } from './nearest-name.ts'
import { showName, type Problems, type Warnings } from './problems.ts'
import { readGuard } from './guard-block.ts'
import { checkSchemaVersion } from './schema-version.ts'
import {
  ATTEMPTS,
  FORMATION_FIELDS,
  TTL_MINUTES,
  USER_CREDENTIAL_FIELDS,
  userCredentials,
} from './settings-schema.ts'
import type { YamlFile } from './yaml/file.ts'

/** What `formation.afs` alone says. */
export type FormationSettings = Omit<Formation, 'directory' | 'servers' | 'services' | 'warnings'>

const BLOCK = 'user_credentials'

/** The settings of a formation, prompts only of `promptKeys` where those are told; nothing when the file has problems, which are then noted. */
export function readSettings(
  file: YamlFile,
  promptKeys: readonly string[] | undefined,
  problems: Problems,
  warnings: Warnings,
): FormationSettings | undefined {
  const before = problems.count
  checkSchemaVersion(file, problems)
  const id = readId(file, problems)
  // A block whose lines are all commented out is empty, and means the defaults.
  const value = file.root[BLOCK] ?? {}
  for (const name of Object.keys(file.root)) {
    if (FORMATION_FIELDS.includes(name) || !isNearName(name, BLOCK)) continue
    warnings.add(file.placeOf([name]), `${showName(name)} is not read; is it meant to be ${BLOCK}?`)
  }
  const block = checkBlock(
    userCredentials,
    withoutEmptyBlocks(value),
    file,
    [BLOCK],
    USER_CREDENTIAL_FIELDS,
    problems,
  )
  if (block === undefined || id === undefined) return undefined
  if (block.mode === 'link' && block.public_url === undefined) {
    const message = 'is "link", which needs public_url: where `keyturn serve` is reached, by https.'
    problems.add(file.placeOf([BLOCK, 'mode']), message)
  }
  for (const key of Object.keys(block.prompts ?? {})) {
    if (promptKeys === undefined || promptKeys.includes(key)) continue
    const nearest = nearestName(key, promptKeys)
    const hint = nearest === undefined ? undefined : `${BLOCK}.prompts.${nearest}`
    problems.add(file.placeOf([BLOCK, 'prompts', key]), 'is not the name of a prompt.', hint)
  }
  const allowed = readGuard(file, problems, warnings)
  const encryption = readEncryption(file, [BLOCK, 'encryption'], block.encryption ?? {}, problems)
  if (problems.count > before || allowed === undefined) return undefined
  return {
    id,
    mode: block.mode ?? 'dynamic',
    redirectMessage: block.redirect_message,
    language: block.language,
    encryption,
    requireHttps: block.require_https ?? true,
    trustedProxies: block.trusted_proxies ?? [],
    credentialTtlMinutes: block.credential_ttl_minutes ?? TTL_MINUTES.usual,
    maxAttempts: block.max_attempts ?? ATTEMPTS.usual,
    publicUrl: block.public_url,
    prompts: block.prompts ?? {},
    allowed,
  }
}

function readId(file: YamlFile, problems: Problems): string | undefined {
  const id = file.root['id'] ?? 'default'
  if (typeof id === 'string' && id.includes('${{')) {
    problems.add(file.placeOf(['id']), 'is public and fixed for good; it cannot hold placeholders.')
    return undefined
  }
  try {
    checkId(id, 'formation id')
    return id
  } catch {
    const message = 'must be a text of 1 to 256 bytes without surrounding blanks or invisible characters.'
    problems.add(file.placeOf(['id']), message)
    return undefined
  }
}

/** Blocks that are there but hold nothing count as left out, as their fields do. */
function withoutEmptyBlocks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).filter(
    ([name, content]) => content !== null || !['encryption', 'prompts', 'trusted_proxies'].includes(name),
  )
  return Object.fromEntries(entries)
}
