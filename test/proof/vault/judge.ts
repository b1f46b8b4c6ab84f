/** Tells after a process died whether anything it acknowledged is lost, doubled or unreadable. */
import { createPrincipal } from '../../../src/principal.ts'
import { verifyAudit } from '../../../src/vault/audit/verify.ts'
import { listRootKeys } from '../../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../../src/vault/sql-vault.ts'
import { type Act, ACTS, CONTEXT, FORMATION, type Place, openPlace, secretOf } from './script.ts'

/** What can be wrong. `audit`: a chain is not whole, or an acknowledged use is not in it. */
export type FaultKind = 'lost' | 'doubled' | 'unreadable' | 'audit'

/** One thing that is wrong. */
export interface Fault {
  readonly kind: FaultKind
  readonly text: string
}

/** What was found in a vault after a run. */
export interface Judgement {
  readonly faults: readonly Fault[]
  /** The key that a next run has to want for its rotation to have work to do. */
  readonly nextWanted: 0 | 1
}

/** What a process said of one user. */
interface Said {
  acknowledged: number
  /** An act that was begun and not acknowledged may have happened or not. */
  begun: number | undefined
  uses: number
}

/** Looks at everything that a run spoke of. */
export async function judgeRun(place: Place, wanted: 0 | 1, said: readonly string[]): Promise<Judgement> {
  const vault = await openPlace(place, wanted)
  try {
    const faults: Fault[] = []
    for (const [user, state] of readSaid(said)) faults.push(...(await judgeUser(vault, user, state)))
    const isRotated = isAcknowledged(said, 'rotate')
    const others = (await listRootKeys(vault.core)).filter(({ id }) => id !== vault.core.keys.wanted.id)
    const left = others.reduce((sum, { users }) => sum + users, 0)
    if (isRotated && left > 0) faults.push({ kind: 'lost', text: `a rotation left ${left} users behind` })
    const { primary, wanted: own } = vault.core.keys
    const isPrimary = primary.id === own.id
    return { faults, nextWanted: isPrimary ? (wanted === 0 ? 1 : 0) : wanted }
  } finally {
    await vault.close()
  }
}

/** Looks at a whole vault when all its runs are over: every chain of the audit, and each row in it. */
export async function judgePlace(place: Place, wanted: 0 | 1): Promise<readonly Fault[]> {
  const vault = await openPlace(place, wanted)
  try {
    const { faults } = await verifyAudit(vault.core)
    return faults.map(({ kind, user }) => ({
      kind: 'audit',
      text: `${kind} at ${user ?? 'the checkpoints'}`,
    }))
  } finally {
    await vault.close()
  }
}

/** Counts the acts that were acknowledged. */
export function countAcknowledged(said: readonly string[]): number {
  return said.filter((line) => line.startsWith('done ')).length
}

/** The act that a process died in; nothing between two. */
export function actAtEnd(said: readonly string[]): Act | undefined {
  const [word, act] = (said.at(-1) ?? '').split(' ')
  return word === 'begin' ? ACTS.find((name) => name === act) : undefined
}

function isAcknowledged(said: readonly string[], act: Act): boolean {
  return said.some((line) => line.startsWith(`done ${act} `))
}

async function judgeUser(
  vault: SqlVault,
  user: string,
  { acknowledged, begun, uses }: Said,
): Promise<Fault[]> {
  const owner = createPrincipal(FORMATION, user)
  const faults: Fault[] = []
  const versions = await readVersions(vault, user)
  if (versions.length > 1) faults.push({ kind: 'doubled', text: `${user} has ${versions.length} rows` })
  if (versions.includes(-1))
    faults.push({ kind: 'unreadable', text: `a credential of ${user} does not open` })
  const found = versions[0] ?? 0
  if (found !== acknowledged && found !== begun && found !== -1) {
    faults.push({ kind: 'lost', text: `${user} is at ${found}, not at ${begun ?? acknowledged}` })
  }
  const entries = await vault.listAudit(owner)
  const audited = entries.filter(({ act, detail }) => act === 'use' && detail === 'script').length
  if (audited < uses)
    faults.push({ kind: 'audit', text: `${uses - audited} uses of ${user} are not audited` })
  const report = await verifyAudit(vault.core, { user })
  if (!report.isWhole) faults.push({ kind: 'audit', text: `the audit of ${user} is not whole` })
  return faults
}

function readSaid(lines: readonly string[]): Map<string, Said> {
  const users = new Map<string, Said>()
  for (const line of lines) {
    const [word, act, user = '', version] = line.split(' ')
    if ((word !== 'begin' && word !== 'done') || act === 'rotate') continue
    const state = users.get(user) ?? { acknowledged: 0, begun: undefined, uses: 0 }
    users.set(user, state)
    if (act === 'use') state.uses += word === 'done' ? 1 : 0
    else if (word === 'begin') state.begun = Number(version)
    else Object.assign(state, { acknowledged: Number(version), begun: undefined })
  }
  return users
}

/** Versions of the secrets that open; -1 for one that does not. */
async function readVersions(vault: SqlVault, user: string): Promise<number[]> {
  const owner = createPrincipal(FORMATION, user)
  const versions = []
  for (const account of await vault.listAccounts(owner)) {
    const opened = await vault.open(owner, account.id, 'judge', CONTEXT)
    const text = opened.ok ? opened.credential.fields['token']?.reveal() : undefined
    versions.push([1, 2].find((version) => text === secretOf(user, version)) ?? -1)
  }
  return versions
}
