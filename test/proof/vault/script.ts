/** What a process does until it is killed: five acts in rounds, each announced before and acknowledged after. */
import type { Dialect } from 'kysely'
import { createPrincipal } from '../../../src/principal.ts'
import { Secret } from '../../../src/secret.ts'
import { openVault } from '../../../src/vault/open.ts'
import { rotateKeys } from '../../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../../src/vault/sql-vault.ts'

/** Everything that the proof kills a process in. */
export const ACTS = ['add', 'replace', 'use', 'delete', 'rotate'] as const
export type Act = (typeof ACTS)[number]

/** One vault, and the two keys it is rotated between. */
export interface Place {
  readonly directory: string
  readonly databaseUrl: string | undefined
  readonly keys: readonly [string, string]
}

/** A moment before or after one wait for the database, counted from 1 within an act. */
export interface Aim {
  readonly act: Act
  readonly moment: number
}

/** What a process was told to do. */
export interface Task extends Place {
  /** Makes the users of this run different from those of any other. */
  readonly run: number
  /** Which of the keys is wanted; a rotation has work to do when it is not the primary yet. */
  readonly wanted: 0 | 1
  /** The moment at which it kills itself; nothing: it is killed from outside, or runs to its end. */
  readonly killAt: Aim | undefined
  /** Rounds of the script; a run that is killed from outside has more than it can do. */
  readonly rounds: number
  /** What is broken on purpose, to see that the proof notices. */
  readonly fault?: 'acknowledges-too-early' | 'does-not-sync' | undefined
}

/** Where a running script says what it is at. */
export interface Listener {
  say(line: string): void
  /** Between `begin` and the end of an act; nothing between two acts. */
  enter(act: Act | undefined): void
}

export const FORMATION = 'proof'
export const CONTEXT = { channel: 'cli' } as const

/** Opens the vault with both keys. */
export function openPlace(
  { directory, databaseUrl, keys }: Place,
  wanted: 0 | 1,
  wrap?: (dialect: Dialect) => Dialect,
): Promise<SqlVault> {
  const encryption = {
    key: Secret.fromText(keys[wanted]),
    decryptOnlyKeys: [Secret.fromText(keys[wanted === 0 ? 1 : 0])],
    salt: 'salt of the proof',
    iterations: 100_000,
    deriveFromFormationId: false,
  }
  return openVault(
    { formation: FORMATION, directory, databaseUrl, encryption, maxAttempts: 3, production: false },
    wrap,
  )
}

/** Adds, replaces, uses, deletes and rotates; says `begin ACT USER VERSION` and `done …` of each. */
export async function runScript(vault: SqlVault, task: Task, { say, enter }: Listener): Promise<void> {
  const perform = async (act: Act, user: string, version: number, work: () => Promise<unknown>) => {
    const isEarly = task.fault === 'acknowledges-too-early'
    say(`begin ${act} ${user} ${version}`)
    if (isEarly) say(`done ${act} ${user} ${version}`)
    enter(act)
    await work()
    enter(undefined)
    if (!isEarly) say(`done ${act} ${user} ${version}`)
  }
  for (let round = 0; round < task.rounds; round++) {
    const [kept, deleted] = [`${task.run}-${round}-kept`, `${task.run}-${round}-deleted`]
    const store = (user: string, version: number) => () =>
      vault.add(createPrincipal(FORMATION, user), credential(user, version), CONTEXT)
    await perform('add', kept, 1, store(kept, 1))
    await perform('add', deleted, 1, store(deleted, 1))
    await perform('replace', kept, 2, store(kept, 2))
    const owner = createPrincipal(FORMATION, deleted)
    const [account] = await vault.listAccounts(owner)
    await perform('use', deleted, 1, () => vault.open(owner, account?.id ?? '', 'script', CONTEXT))
    await perform('delete', deleted, 0, () => vault.remove(owner, account?.id ?? '', CONTEXT))
    if (round % 10 === 0) await perform('rotate', '-', 0, () => rotateKeys(vault.core, CONTEXT))
  }
}

/** The secret of a user's credential in each version. */
export function secretOf(user: string, version: number): string {
  return `proof of ${user} ${version}`
}

function credential(user: string, version: number): Parameters<SqlVault['add']>[1] {
  return {
    service: 'github',
    identity: { key: user, name: 'proof' },
    fields: { token: Secret.fromText(secretOf(user, version)) },
    checked: true,
  }
}
