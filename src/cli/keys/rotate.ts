/** `keyturn keys rotate [--dry-run]`: moves every user to the configured key while everybody works. */
import type { Formation } from '../../formation/formation.ts'
import { readFormation } from '../../formation/read.ts'
import { openFormationVault, secretSource, vaultSettings } from '../../open/vault.ts'
import { resolveEncryption } from '../../open/encryption.ts'
import { inspectKeys } from '../../vault/keys/inspect.ts'
import { listRootKeys, rotateKeys } from '../../vault/keys/rotation.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { nextStep, people } from './list.ts'
import type { Common } from '../options.ts'
import { startProgress } from '../terminal/progress.ts'

/** Rotates; 1 when users are left under another key. Ended at any point, it goes on when it is started again. */
export async function rotate(
  console: Console,
  { formation: path, dryRun }: Common & { readonly dryRun?: true },
): Promise<ExitCode> {
  const formation = await readFormation(path, { promptKeys: promptKeys() })
  return dryRun === true ? tryOut(console, formation) : rewrap(console, formation)
}

async function tryOut(console: Console, formation: Formation): Promise<ExitCode> {
  const encryption = await resolveEncryption(formation, secretSource(undefined))
  const { keys, target, refusal } = await inspectKeys(
    vaultSettings(formation, encryption, { isRotating: true }),
  )
  if (refusal !== undefined) throw refusal
  const from = keys.find(({ state }) => state === 'primary')?.id
  const waiting = keys.reduce((sum, key) => sum + (key.id === target ? 0 : key.users), 0)
  console.data({ dryRun: true, from: from ?? null, to: target ?? null, waiting })
  if (target === undefined) console.say('There is no vault yet, and nothing to rotate.')
  else if (from === target && waiting === 0) sayNothingToDo(console, target)
  else {
    const change =
      from === target ? `${target} stays primary` : `${target} would become primary after ${from}`
    console.say(`Root key no. ${change}; ${people(waiting)} would be rewrapped. Nothing was changed.`)
  }
  return EXIT.done
}

async function rewrap(console: Console, formation: Formation): Promise<ExitCode> {
  const vault = await openFormationVault(formation, { isRotating: true })
  const progress = startProgress(console)
  try {
    const before = await listRootKeys(vault.core)
    const from = before.find(({ state }) => state === 'primary')?.id
    const result = await rotateKeys(
      vault.core,
      { channel: 'cli' },
      { onProgress: (done, total) => progress.update('Rewrapping users', done, total) },
    )
    progress.end()
    const { primary, rewrapped, remaining } = result
    const keys = await listRootKeys(vault.core)
    console.data({ from: from ?? null, to: primary, rewrapped, remaining })
    if (remaining > 0) {
      console.note(
        `${console.style.bad('✗')} ${people(rewrapped)} rewrapped under ${primary}, ${people(remaining)} not: their stored keys were altered. \`keyturn keys list\` counts them; restore them from a backup, or delete those users.`,
      )
      return EXIT.refused
    }
    if (from === primary && rewrapped === 0) sayNothingToDo(console, primary)
    else
      console.say(
        `${console.style.good('✓')} Root key no. ${primary} is primary; ${people(rewrapped)} rewrapped.`,
      )
    const next = nextStep({ keys, target: primary })
    if (next !== undefined) console.note(next)
    return EXIT.done
  } finally {
    progress.end()
    await vault.close()
  }
}

function sayNothingToDo(console: Console, primary: string): void {
  console.say(`Root key no. ${primary} is primary and everybody is under it: there is nothing to rotate.`)
  console.note(
    'To change keys: make one (`keyturn keys generate --out FILE`), give it as decrypt-only in encryption.keys everywhere, then as primary, then rotate.',
  )
}
