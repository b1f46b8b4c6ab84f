/** A copy of a vault is the vault: every row, from either database to either, whatever ended it on the way. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { createCheckpoint } from '../../src/vault/audit/checkpoint.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { migrateVault, type VaultConnection } from '../../src/vault/connect.ts'
import { connectSource, connectTarget, type VaultAddress } from '../../src/vault/copy/connect.ts'
import { type CopyProgress, type CopyResult, copyVault } from '../../src/vault/copy/copy.ts'
import { createStamp } from '../../src/vault/dialogue.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { CHAT, World, credential, newToken, user } from './world.ts'

const USERS = 12

let server: PostgresServer
const worlds: World[] = []

beforeAll(async () => {
  server = await startPostgres({ isSynced: false })
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

/** A vault with rows in every table, and where it is. */
async function makeSource(
  url?: string,
): Promise<{ world: World; address: VaultAddress; tokens: Map<string, string> }> {
  const world = new World(url)
  worlds.push(world)
  const vault = await world.open()
  const tokens = new Map<string, string>()
  for (let index = 0; index < USERS; index++) {
    const owner = user(`user-${index}`)
    const token = newToken()
    const { account } = await vault.add(owner, credential(token), CHAT)
    tokens.set(account.id, token)
    await vault.open(owner, account.id, 'test', CHAT)
    const mark = { service: 'github', until: world.clock.now() + 9, answerUntil: 0 }
    await vault.moveDialogue(owner, 'c1', undefined, { stamp: createStamp(), hasRecord: true, mark })
    for (let attempt = 0; attempt < 3; attempt++) {
      const fields = { token: Secret.fromText(newToken()) }
      const reservation = await vault.reserveAttempt(owner, 'slack', fields, CHAT)
      if (reservation.kind === 'reserved')
        await vault.settleAttempt(owner, reservation.slot, 'rejected', CHAT)
    }
  }
  await createCheckpoint(vault.core, { channel: 'cli' })
  await vault.close()
  return {
    world,
    address: url === undefined ? { kind: 'sqlite', path: world.path } : { kind: 'postgres', url },
    tokens,
  }
}

async function withEnds<Result>(
  from: VaultAddress,
  to: VaultAddress,
  work: (source: VaultConnection, target: VaultConnection) => Promise<Result>,
): Promise<Result> {
  const source = await connectSource(from)
  const target = await connectTarget(to)
  try {
    return await work(source, target)
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}

function copy(from: VaultAddress, to: VaultAddress, onProgress?: CopyProgress): Promise<CopyResult> {
  return withEnds(from, to, (source, target) => copyVault(source, target, 1, onProgress))
}

function newFile(): VaultAddress & { readonly kind: 'sqlite' } {
  const world = new World()
  worlds.push(world)
  return { kind: 'sqlite', path: world.path }
}

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

describe('a copy of a vault', { timeout: 120_000 }, () => {
  it('from SQLite to PostgreSQL and back to SQLite opens every credential, has a whole audit, and changes no source', async () => {
    const { world, address, tokens } = await makeSource()
    const before = digest(world.path)
    const url = await server.createDatabase()
    const first = await copy(address, { kind: 'postgres', url })
    expect(first).toMatchObject({ formation: 'acme', wasThere: false })
    expect(digest(world.path)).toBe(before)
    const back = newFile()
    expect(await copy({ kind: 'postgres', url }, back)).toMatchObject({ rows: first.rows })

    for (const place of [{ databaseUrl: url }, { directory: join(back.path, '..', '..') }]) {
      const vault = await world.open(place)
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true, users: USERS })
      for (const [id, token] of tokens) {
        const index = [...tokens.keys()].indexOf(id)
        const opened = await vault.open(user(`user-${index}`), id, 'test', CHAT)
        expect(opened.ok && opened.credential.fields['token']?.reveal()).toBe(token)
        expect(await vault.lockedUntil(user(`user-${index}`), 'slack')).toBeDefined()
      }
    }
  })

  it('that ended at any row goes on, has no row twice, and is opened by nobody until it is whole', async () => {
    const { world, address } = await makeSource()
    const to = newFile()
    const directory = join(to.path, '..', '..')
    let steps = 0
    await copy(address, newFile(), () => {
      steps++
    })
    for (let ended = 1; ended < steps; ended += 7) {
      let step = 0
      const killed = copy(address, to, () => {
        if (++step === ended) throw new Error('killed')
      })
      // Towards the end of the row of tries, less is left to do than a try takes steps.
      const wasWhole = await killed.then(
        () => true,
        () => false,
      )
      if (wasWhole) break
      await expect(world.open({ directory })).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
    }
    const whole = await copy(address, to)
    expect(await copy(address, to)).toEqual({ ...whole, written: 0, wasThere: true })
    expect(await verifyAudit((await world.open({ directory })).core)).toMatchObject({ isWhole: true })
  })

  it('takes up what was written to the source, changed and removed there while it ran', async () => {
    const { world, address } = await makeSource()
    const vault = await world.open()
    const to = newFile()
    let acts: Promise<unknown> | undefined
    const result = await copy(address, to, (_, table) => {
      if (table !== 'vault_audit' || acts !== undefined) return
      acts = (async () => {
        await vault.deleteUser(user('user-3'), CHAT)
        await vault.add(user('user-4'), credential(newToken()), CHAT)
        await vault.add(user('late'), credential(newToken(), 'late'), CHAT)
      })()
    })
    await acts
    // Acts that came after the last comparison are brought by a copy into a fresh place only.
    expect(result.formation).toBe('acme')
    const copied = await world.open({ directory: join(to.path, '..', '..') })
    expect(await verifyAudit(copied.core)).toMatchObject({ isWhole: true })
  })

  it('reads back what it wrote: into a database that changes or drops a row, it never says that it is done', async () => {
    const { address } = await makeSource()
    const spoilers = [
      'after insert on vault_attempt begin update vault_attempt set reserved_at = reserved_at + 1 where id = new.id; end',
      "after insert on vault_credential when new.user_id = 'user-3' begin delete from vault_credential where id = new.id; end",
      "after insert on vault_user_key when new.user_id = 'user-5' begin update vault_user_key set wrapped = x'00' where user_id = new.user_id; end",
    ]
    for (const [index, spoiler] of spoilers.entries()) {
      const to = newFile()
      const target = await connectTarget(to)
      await migrateVault(target, 1)
      await target.database.executeQuery(CompiledQuery.raw(`create trigger spoiler_${index} ${spoiler}`))
      await target.close()
      await expect(copy(address, to), spoiler).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
    }
  })

  it('refuses a target of another formation or in use, and a source that is no vault, changing neither', async () => {
    const { world, address } = await makeSource()
    const other = new World()
    worlds.push(other)
    const vault = await other.open({ formation: 'other' })
    await vault.close()
    const before = digest(other.path)
    const refusal = { code: 'CONFIGURATION_INVALID' }
    await expect(copy(address, { kind: 'sqlite', path: other.path })).rejects.toMatchObject(refusal)
    expect(digest(other.path)).toBe(before)

    const to = newFile()
    await copy(address, to)
    const used = await world.open({ directory: join(to.path, '..', '..') })
    await used.add(user('new'), credential(newToken(), 'new'), CHAT)
    await expect(copy(address, to)).rejects.toMatchObject(refusal)
    expect(await used.listAccounts(user('new'))).toHaveLength(1)

    const empty = await server.createDatabase()
    await expect(copy({ kind: 'postgres', url: empty }, newFile())).rejects.toMatchObject(refusal)
    await expect(copy({ kind: 'sqlite', path: '/nowhere/vault.db' }, newFile())).rejects.toMatchObject({
      code: 'VAULT_UNAVAILABLE',
    })
  })

  it('tells of a row that was altered, and says nothing of an address that holds a password', async () => {
    const { world, address } = await makeSource()
    await world.tamper("update vault_credential set envelope = 'text' where user_id = 'user-2'")
    await expect(copy(address, newFile())).rejects.toMatchObject({ code: 'RECORD_CORRUPT' })
    const password = newToken()
    const url = `postgres://keyturn:${password}@127.0.0.1:9/none`
    const failed = await copy(address, { kind: 'postgres', url }).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'VAULT_UNAVAILABLE' })
    expect(JSON.stringify([failed, String(failed), (failed as Error).stack])).not.toContain(password)
  })
})
