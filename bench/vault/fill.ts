/**
 * Fills a vault with as many users and credentials as a test of scale wants, sealed and audited as the vault itself does it.
 *
 * As a program: `tsx bench/vault/fill.ts FOLDER [CREDENTIALS]` makes FOLDER/.keyturn with a vault of the formation `bench`.
 */
import { pathToFileURL } from 'node:url'
import { Secret } from '../../src/secret.ts'
import { nameKey } from '../../src/providers/account-name.ts'
import { CHAIN_START } from '../../src/vault/audit/chain.ts'
import { nextEntry } from '../../src/vault/audit/append.ts'
import type { VaultCore } from '../../src/vault/core.ts'
import { importKey, randomBytes } from '../../src/vault/sealing/crypto.ts'
import { openVault } from '../../src/vault/open.ts'
import { sealFields, sealRow } from '../../src/vault/sealing/record.ts'
import { wrapUserKey } from '../../src/vault/keys/root-key.ts'
import type { AuditTable, CredentialTable, NameTable, UserKeyTable } from '../../src/vault/tables.ts'
import { fingerprintOf } from '../../src/vault/keys/user-key.ts'

/** Ten credentials for three users: 1,000,000 of 300,000. */
const SHARE = [4, 3, 3]
const BATCH_USERS = 90
const CLI = { channel: 'cli' } as const

/** The id of a filled-in user. */
export function benchUser(index: number): string {
  return `user-${index}`
}

/** How many credentials a filled-in user has. */
export function shareOf(index: number): number {
  return SHARE[index % SHARE.length] ?? 0
}

/** Adds users until there are at least as many credentials as wanted; how many users that made. */
export async function fillVault(
  core: VaultCore,
  from: { readonly user: number },
  credentials: number,
  onProgress: (credentials: number) => void = () => {},
): Promise<number> {
  let user = from.user
  let made = 0
  while (made < credentials) {
    const keys: UserKeyTable[] = []
    const rows: CredentialTable[] = []
    const names: NameTable[] = []
    const entries: AuditTable[] = []
    for (let count = 0; count < BATCH_USERS && made + rows.length < credentials; count++) {
      makeUser(core, benchUser(user), shareOf(user), { keys, rows, names, entries })
      user++
    }
    await core.transaction(async (transaction) => {
      await transaction.insertInto('vault_user_key').values(keys).execute()
      await transaction.insertInto('vault_credential').values(rows).execute()
      await transaction.insertInto('vault_name').values(names).execute()
      await transaction.insertInto('vault_audit').values(entries).execute()
    })
    made += rows.length
    onProgress(made)
  }
  return user
}

function makeUser(
  core: VaultCore,
  user: string,
  share: number,
  into: { keys: UserKeyTable[]; rows: CredentialTable[]; names: NameTable[]; entries: AuditTable[] },
): void {
  const userKey = { key: importKey(randomBytes(32)), generation: 1 }
  const root = core.keys.primary
  const now = core.clock.now()
  const wrapped = wrapUserKey(root, user, 1, userKey.key)
  into.keys.push({ user_id: user, generation: 1, root_key: root.id, wrapped, created_at: now })
  let head = CHAIN_START
  for (let index = 0; index < share; index++) {
    const service = index === 0 ? 'github' : `service-${index}`
    const fields = { token: Secret.fromText(`bench-${user}-${index}`) }
    const place = {
      id: randomBytes(16).toString('base64url'),
      user_id: user,
      service,
      account_key: `${index}`,
      account_name: `account-${index}`,
      revision: 1,
    }
    into.names.push({ user_id: user, service, name_key: nameKey(place.account_name), account: place.id })
    into.rows.push(
      sealRow(core, userKey, {
        ...place,
        ...sealFields(core, userKey, place, fields),
        account_login: null,
        label: null,
        is_default: 0,
        status: 'active',
        checked: 1,
        scopes: null,
        change: 1,
        fingerprint: fingerprintOf(userKey, service, fields),
        brought_by: null,
        brought_as: 'added',
        created_at: now,
        updated_at: now,
        last_checked_at: now,
        expires_at: null,
      }),
    )
    const facts = { act: 'add', outcome: 'added', service, account: place.id, revision: 1, change: 1 }
    const entry = nextEntry(core, user, head, facts, CLI)
    into.entries.push(entry)
    head = entry
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , directory, wanted = '1000000'] = process.argv
  if (directory === undefined) {
    console.error('Usage: tsx bench/vault/fill.ts FOLDER [CREDENTIALS]')
    process.exit(2)
  }
  const encryption = { key: undefined, salt: undefined, iterations: 600_000, deriveFromFormationId: false }
  const vault = await openVault({
    formation: 'bench',
    directory,
    encryption,
    maxAttempts: 3,
    production: false,
  })
  const users = await fillVault(vault.core, { user: 0 }, Number(wanted), (made) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${made} credentials`)
  })
  await vault.close()
  console.log(`${wanted} credentials of ${users} users in ${directory}/.keyturn/vault.db`)
}
