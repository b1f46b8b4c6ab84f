/**
 * What each MCP server last told anybody its tools are. No user's data, and no secret; but models are given it, so what is found altered
 * is as if it were not there.
 */
import type { VaultCore } from './core.ts'
import { type CryptoKey, deriveKey, equalBytes, hmacSha256 } from './sealing/crypto.ts'
import { lengthPrefixed } from './sealing/length-prefix.ts'
import type { RootKey } from './keys/root-key.ts'

const EMPTY = Buffer.alloc(0)

/** Keeps a list in the place of the one before. */
export async function keepToolList(core: VaultCore, server: string, list: Uint8Array): Promise<void> {
  const root = core.keys.primary
  const row = { root_key: root.id, list, kept_at: core.clock.now(), seal: sealOf(root, server, list) }
  await core.transaction((transaction) =>
    transaction
      .insertInto('vault_tool_list')
      .values({ server, ...row })
      .onConflict((conflict) => conflict.column('server').doUpdateSet(row))
      .execute(),
  )
}

/** The list of a server; nothing where there is none, where it was altered, or where its key is not among ours any more. */
export async function readToolList(core: VaultCore, server: string): Promise<Uint8Array | undefined> {
  const row = await core.read((database) =>
    database.selectFrom('vault_tool_list').selectAll().where('server', '=', server).executeTakeFirst(),
  )
  const root = row && core.keys.find(row.root_key)
  if (row === undefined || root === undefined) return undefined
  return equalBytes(row.seal, sealOf(root, server, row.list)) ? row.list : undefined
}

function sealOf(root: RootKey, server: string, list: Uint8Array): Buffer {
  return hmacSha256(sealingKey(root), lengthPrefixed('kt/tool-list/v1', root.formation, server, list))
}

function sealingKey(root: RootKey): CryptoKey {
  return deriveKey(root.key, EMPTY, lengthPrefixed('kt/tool-list-key/v1', root.formation))
}
