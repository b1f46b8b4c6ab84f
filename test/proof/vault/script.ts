/** What a process does until it is killed, and how the parent later tells whether anything it acknowledged was lost. */
import type { Dialect } from 'kysely'
import { createPrincipal } from '../../../src/principal.ts'
import { Secret } from '../../../src/secret.ts'
import { verifyAudit } from '../../../src/vault/audit-verify.ts'
import { openVault } from '../../../src/vault/open.ts'
import { rotateKeys } from '../../../src/vault/rotation.ts'
import type { SqlVault } from '../../../src/vault/sql-vault.ts'

/** One vault, and the two keys it is rotated between. */
export interface Place {
  readonly directory: string
  readonly databaseUrl: string | undefined
  readonly keys: readonly [string, string]
}

/** What a process was told to do. */
export interface Task extends Place {
  /** Makes the users of this run different from those of any other. */
  readonly run: number
  /** The moment at which it kills itself; nothing: it is killed from outside, or runs to its end. */
  readonly killAt: number | undefined
  /** Rounds of the script; a run that is killed from outside has more than it can do. */
  readonly rounds: number
}

const FORMATION = 'proof'
const CONTEXT = { channel: 'cli' } as const

/** Opens the vault with both keys, wanting the one of this run. */
export function openPlace(
  place: Place,
  run: number,
  wrap?: (dialect: Dialect) => Dialect,
): Promise<SqlVault> {
  const [wanted, other] = run % 2 === 0 ? place.keys : [place.keys[1], place.keys[0]]
  const encryption = {
    key: Secret.fromText(wanted),
    decryptOnlyKeys: [Secret.fromText(other)],
    salt: 'salt of the proof',
    iterations: 100_000,
    deriveFromFormationId: false,
  }
  const { directory, databaseUrl } = place
  return openVault(
    { formation: FORMATION, directory, databaseUrl, encryption, maxAttempts: 3, production: false },
    wrap,
  )
}

/** Adds, replaces, uses, deletes and rotates; says `begin` before and `done` after each act. */
export async function runScript(vault: SqlVault, task: Task, say: (line: string) => void): Promise<void> {
  for (let round = 0; round < task.rounds; round++) {
    const [kept, deleted] = [`${task.run}-${round}-kept`, `${task.run}-${round}-deleted`]
    for (const [user, version] of [
      [kept, 1],
      [deleted, 1],
      [kept, 2],
    ] as const) {
      say(`begin ${user} ${version}`)
      await vault.add(createPrincipal(FORMATION, user), credential(user, version), CONTEXT)
      say(`done ${user} ${version}`)
    }
    const owner = createPrincipal(FORMATION, deleted)
    const [account] = await vault.listAccounts(owner)
    await vault.open(owner, account?.id ?? '', 'proof', CONTEXT)
    say(`begin ${deleted} 0`)
    await vault.remove(owner, account?.id ?? '', CONTEXT)
    say(`done ${deleted} 0`)
    if (round % 10 === 0) await rotateKeys(vault.core, CONTEXT)
  }
}

/** What was lost, doubled or unreadable after a run, as texts; none is the promise. */
export async function checkRun(place: Place, run: number, said: readonly string[]): Promise<string[]> {
  const vault = await openPlace(place, run)
  try {
    const faults: string[] = []
    for (const [user, { acknowledged, begun }] of readStates(said)) {
      const versions = await readVersions(vault, user)
      const allowed = begun === undefined ? [acknowledged] : [acknowledged, begun]
      if (versions.length > 1) faults.push(`${user} has ${versions.length} rows`)
      if (!allowed.includes(versions[0] ?? 0))
        faults.push(`${user} is at ${versions[0] ?? 0}, not at ${allowed.join(' or ')}`)
      const report = await verifyAudit(vault.core, { user })
      if (!report.isWhole) faults.push(`the audit of ${user} is not whole`)
    }
    return faults
  } finally {
    await vault.close()
  }
}

/** Counts the acts that were acknowledged. */
export function countAcknowledged(said: readonly string[]): number {
  return said.filter((line) => line.startsWith('done ')).length
}

function readStates(
  said: readonly string[],
): Map<string, { acknowledged: number; begun: number | undefined }> {
  const states = new Map<string, { acknowledged: number; begun: number | undefined }>()
  for (const line of said) {
    const [word, user = '', version] = line.split(' ')
    const state = states.get(user) ?? { acknowledged: 0, begun: undefined }
    if (word === 'begin') states.set(user, { ...state, begun: Number(version) })
    if (word === 'done') states.set(user, { acknowledged: Number(version), begun: undefined })
  }
  return states
}

/** Versions of the secrets that open; -1 for one that does not. */
async function readVersions(vault: SqlVault, user: string): Promise<number[]> {
  const owner = createPrincipal(FORMATION, user)
  const versions = []
  for (const account of await vault.listAccounts(owner)) {
    const opened = await vault.open(owner, account.id, 'proof', CONTEXT)
    const text = opened.ok ? opened.credential.fields['token']?.reveal() : undefined
    versions.push(text?.startsWith(`proof of ${user} `) === true ? Number(text.split(' ').at(-1)) : -1)
  }
  return versions
}

function credential(user: string, version: number): Parameters<SqlVault['add']>[1] {
  return {
    service: 'github',
    identity: { key: user, name: 'proof' },
    fields: { token: Secret.fromText(`proof of ${user} ${version}`) },
    checked: true,
  }
}
