/** `keyturn keys list`: the root keys of a vault, also where some of them are not given. */
import { readFormation } from '../../formation/read.ts'
import { resolveEncryption } from '../../open/encryption.ts'
import { secretSource, vaultSettings } from '../../open/vault.ts'
import { inspectKeys, type KeyInspection } from '../../vault/keys/inspect.ts'
import type { RootKeyStatus } from '../../vault/keys/rotation.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Common } from '../options.ts'

/** Lists; 1 when the vault would not open with the given keys, which is said as well. */
export async function listKeys(console: Console, { formation: path }: Common): Promise<ExitCode> {
  const formation = await readFormation(path, { promptKeys: promptKeys() })
  const encryption = await resolveEncryption(formation, secretSource(undefined))
  const found = await inspectKeys(vaultSettings(formation, encryption, { isRotating: true }))
  const { keys, isMade, refusal } = found
  console.data({
    keys: keys.map(rootKeyData),
    target: found.target ?? null,
    refusal: refusal === undefined ? null : { code: refusal.code, message: refusal.message },
  })
  showRootKeys(console, keys)
  if (!isMade) console.note('There is no vault yet: it is made at the first start.')
  if (refusal !== undefined) {
    console.note(`${console.style.bad('✗')} ${refusal.message}`)
    return EXIT.refused
  }
  const next = nextStep(found)
  if (next !== undefined) console.note(next)
  return EXIT.done
}

/** What an operator should do next with keys that fit; nothing when there is nothing to do. */
export function nextStep({ keys, target }: Pick<KeyInspection, 'keys' | 'target'>): string | undefined {
  if (keys.length === 0 || target === undefined) return undefined
  const primary = keys.find(({ state }) => state === 'primary')
  const waiting = keys.reduce((sum, key) => sum + (key.id === target ? 0 : key.users), 0)
  if (primary?.id !== target) {
    return `The configured key is root key no. ${target}: \`keyturn keys rotate\` makes it primary (${people(waiting)} to rewrap).`
  }
  if (waiting > 0)
    return `${peopleAre(waiting)} still under another key: \`keyturn keys rotate\` rewraps them.`
  const idle = keys.filter(({ state }) => state === 'decrypt-only').map(({ id }) => id)
  if (idle.length === 0) return undefined
  return `Nobody is under ${idle.join(', ')}. Unless you are about to rotate to it: \`keyturn keys retire ${idle[0]}\`.`
}

/** A count of users in words. */
export function people(count: number): string {
  return count === 1 ? '1 user' : `${count.toLocaleString('en-GB')} users`
}

/** The same with its verb. */
export function peopleAre(count: number): string {
  return `${people(count)} ${count === 1 ? 'is' : 'are'}`
}

/** Root keys as a table. */
export function showRootKeys(console: Console, keys: readonly RootKeyStatus[]): void {
  const { style } = console
  const paint = { primary: style.good, 'decrypt-only': style.weak, retired: style.faint }
  console.table(keys, [
    { heading: 'ID', cell: ({ id }) => id, paint: style.name },
    { heading: 'STATE', cell: ({ state }) => state, paint: (text, { state }) => paint[state](text) },
    { heading: 'USERS', cell: ({ users }) => String(users) },
    {
      heading: 'GIVEN',
      cell: ({ isGiven }) => (isGiven ? 'yes' : 'no'),
      paint: (text, key) => (key.isGiven || key.users === 0 ? text : style.bad(text)),
    },
    { heading: 'ROUNDS', cell: ({ iterations }) => String(iterations) },
    {
      heading: 'ORIGIN',
      cell: ({ origin }) => (origin === 'insecure' ? 'formation id' : 'key'),
      paint: (text, { origin }) => (origin === 'insecure' ? style.bad(text) : text),
    },
    { heading: 'CREATED', cell: ({ createdAt }) => new Date(createdAt).toISOString() },
  ])
}

/** A root key for programs. */
export function rootKeyData({ createdAt, ...key }: RootKeyStatus): unknown {
  return { ...key, createdAt: new Date(createdAt).toISOString() }
}
