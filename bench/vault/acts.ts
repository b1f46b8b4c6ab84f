/** What the bench times: the acts of a vault on a random user of one that has few credentials, and of one that has very many. */
import { createPrincipal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { benchUser } from './fill.ts'
import { FORMATION } from './place.ts'

/** A filled vault. */
export interface Filled {
  readonly vault: SqlVault
  readonly users: number
}

/** One act on one user; how long it took in microseconds. */
export type TimedAct = (filled: Filled) => Promise<number>

const TOOL = { channel: 'tool' } as const
const SERVICE = 'bench-service'

/** What a tool call does: the user's accounts of a service are listed, one is chosen and opened for an audited use. */
export const resolve: TimedAct = async ({ vault, users }) => {
  const owner = someone(users)
  const start = performance.now()
  const [account] = await vault.listAccounts(owner, 'github')
  const opened = await vault.open(owner, account?.id ?? '', 'bench', TOOL)
  const took = performance.now() - start
  if (!opened.ok) throw new Error('A credential of the bench was not found.')
  for (const secret of Object.values(opened.credential.fields)) secret.dispose()
  return took * 1_000
}

/** All accounts of a user, each proved sound. */
export const list: TimedAct = async ({ vault, users }) => {
  const owner = someone(users)
  const start = performance.now()
  const accounts = await vault.listAccounts(owner)
  const took = performance.now() - start
  if (!accounts.every(({ status }) => status === 'active')) throw new Error('A row of the bench is damaged.')
  return took * 1_000
}

/** One more account of a user, who had none of this service. */
export const add: TimedAct = async ({ vault, users }) => {
  const owner = someone(users)
  const id = `${added++}`
  const start = performance.now()
  await vault.add(
    owner,
    {
      service: SERVICE,
      identity: { key: id, name: id },
      fields: { token: Secret.fromText(`bench-${id}`) },
      checked: true,
    },
    TOOL,
  )
  const took = performance.now() - start
  const removable = addedBy.get(vault) ?? []
  addedBy.set(vault, removable)
  removable.push(owner)
  return took * 1_000
}

/** Removes what `add` added last, its bytes in the log of SQLite included. */
export const remove: TimedAct = async ({ vault }) => {
  const owner = addedBy.get(vault)?.pop()
  if (owner === undefined) throw new Error('There is nothing of the bench to remove.')
  const [account] = await vault.listAccounts(owner, SERVICE)
  const start = performance.now()
  await vault.remove(owner, account?.id ?? '', TOOL)
  return (performance.now() - start) * 1_000
}

let added = 0
const addedBy = new Map<SqlVault, ReturnType<typeof someone>[]>()

function someone(users: number): ReturnType<typeof createPrincipal> {
  return createPrincipal(FORMATION, benchUser(Math.floor(Math.random() * users)))
}
