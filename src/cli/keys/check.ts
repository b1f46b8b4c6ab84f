/** `keyturn keys check`: looks at every key that is given and every key that is needed, and says what to mend; writes nothing. */
import { isKeyturnError } from '../../errors.ts'
import type { Formation, KeySource } from '../../formation/formation.ts'
import { readFormation } from '../../formation/read.ts'
import { secretSource, vaultSettings } from '../../open/vault.ts'
import { fetchKey, resolveSalt } from '../../open/encryption.ts'
import type { Secret } from '../../secret.ts'
import { inspectKeys } from '../../vault/keys/inspect.ts'
import { checkCandidate, developmentKeyPath } from '../../vault/keys/choose.ts'
import type { VaultSettings } from '../../vault/settings.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import type { Finding } from '../doctor/checks.ts'
import { sayFindings } from '../doctor/doctor.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { describeGiven, describeNeeded, describeRefusal } from './findings.ts'
import { nextStep, rootKeyData } from './list.ts'
import type { Common } from '../options.ts'

/** A key that could be fetched and is strong enough, under the name it has in the formation. */
interface FitKey {
  readonly subject: string
  readonly text: Secret
}

/** Checks: 0 the vault opens (weak spots are said), 1 a key is missing, wrong or weak, 3 something is out of order. */
export async function checkKeys(console: Console, { formation: path }: Common): Promise<ExitCode> {
  const formation = await readFormation(path, { promptKeys: promptKeys() })
  const { key, decryptOnlyKeys, iterations, deriveFromFormationId } = formation.encryption
  const salt = resolveSalt(formation, secretSource(undefined))
  const none = { key: undefined, salt, iterations, deriveFromFormationId }
  const bare = vaultSettings(formation, none)
  const findings: Finding[] = []
  const [wanted] = await fetchFit(formation, bare, key === undefined ? [] : [key], findings)
  const others = await fetchFit(formation, bare, decryptOnlyKeys, findings)
  const isComplete = findings.length === 0
  const encryption = { ...none, key: wanted?.text, decryptOnlyKeys: others.map(({ text }) => text) }
  const found = await inspectKeys({ ...bare, encryption, isRotating: true })

  const stand = deriveFromFormationId ? 'encryption.derive_from_formation_id' : developmentKeyPath(bare)
  if (found.wanted !== undefined)
    findings.push(describeGiven(wanted?.subject ?? stand, found.wanted, found, true))
  for (const [index, { subject }] of others.entries()) {
    const given = found.others[index]
    if (given !== undefined) findings.push(describeGiven(subject, given, found, false))
  }
  findings.push(...found.keys.flatMap((each) => describeNeeded(each, bare.production)))
  if (isComplete) findings.push(...describeRefusal(found, findings, developmentKeyPath(bare)))
  const isBad = findings.some(({ state }) => state === 'bad')
  const next = isBad ? undefined : nextStep(found)
  if (next !== undefined) findings.push({ subject: 'vault', state: 'weak', message: next })
  console.data({ sound: !isBad, findings, keys: found.keys.map(rootKeyData) })
  sayFindings(console, findings)
  if (!isBad) return EXIT.done
  return findings.some(({ fault }) => fault === 'outage') ? EXIT.outage : EXIT.refused
}

/** Fetches and tests each key; what is wrong with one is noted under its name and does not hide the others. */
async function fetchFit(
  formation: Formation,
  settings: VaultSettings,
  sources: readonly KeySource[],
  findings: Finding[],
): Promise<readonly FitKey[]> {
  const fit: FitKey[] = []
  for (const source of sources) {
    const subject = source.place.field.replace(/^user_credentials\./, '')
    try {
      const text = await fetchKey(source, formation, secretSource(undefined))
      checkCandidate(text, settings)
      fit.push({ subject, text })
    } catch (error) {
      if (!isKeyturnError(error)) throw error
      const fault = error.retryable ? 'outage' : 'refused'
      findings.push({ subject, state: 'bad', message: error.message, fault })
    }
  }
  return fit
}
