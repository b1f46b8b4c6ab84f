/**
 * The vault loses nothing it acknowledged: processes killed at random and at aimed moments, on both databases.
 *
 * The aimed moments are before and after every wait for the database within the acts of `vault/script.ts`; the acts wait for
 * nothing else. Controls break the vault on purpose and have to be noticed: a proof that sees no fault proves nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import type { Prove, Verdict } from './main.ts'
import { compile } from '../compile.ts'
import { type KillSizes, DatabaseProof } from './vault/kills.ts'
import type { Place, Task } from './vault/script.ts'
import { traceSyncs } from './vault/sync.ts'

/** Kills on each database: at random, and at aimed moments of which the full proof takes every one at least once. */
const SIZES: Readonly<Record<'full' | 'short', KillSizes & { readonly tracedRounds: number }>> = {
  full: { random: 300, aimed: 100, isEveryMoment: true, tracedRounds: 2_000 },
  short: { random: 10, aimed: 15, isEveryMoment: false, tracedRounds: 5 },
}

const WORKER = 'test/proof/vault/worker.ts'

/** Proves the promises of the vault; `main.ts` runs it. */
export const prove: Prove = async ({ isShort, note }, report) => {
  const sizes = SIZES[isShort ? 'short' : 'full']
  const say = (verdict: Omit<Verdict, 'proof'>): void => report({ proof: 'vault', ...verdict })
  const compiled = compile([WORKER])
  const worker = compiled.path(WORKER)
  const server = await startPostgres()
  try {
    await Promise.all([
      new DatabaseProof('SQLite', worker, async () => newPlace(undefined), note, say).run(sizes),
      new DatabaseProof('PostgreSQL', worker, () => postgresPlace(server), note, say).run(sizes),
    ])
    await proveSyncs(worker, sizes.tracedRounds, note, say)
  } finally {
    await server.stop()
    compiled.dispose()
  }
}

async function proveSyncs(
  worker: string,
  rounds: number,
  note: (line: string) => void,
  say: (verdict: Omit<Verdict, 'proof'>) => void,
): Promise<void> {
  say({
    promise: 'acknowledged acts whose last write to the log was synced before (SQLite, system calls)',
    ...(await trace(worker, rounds, undefined)),
  })
  const { tried, survived } = await trace(worker, 5, 'does-not-sync')
  note(`SQLite, control: without syncs ${survived} of ${tried} acknowledged acts look synced`)
  say({
    promise: 'control: synchronous=NORMAL is noticed (SQLite, system calls)',
    tried: 1,
    survived: tried > 0 && survived < tried / 2 ? 1 : 0,
  })
}

async function trace(worker: string, rounds: number, fault: Task['fault']): ReturnType<typeof traceSyncs> {
  const place = newPlace(undefined)
  try {
    return await traceSyncs(worker, { ...place, run: 0, wanted: 0, killAt: undefined, rounds, fault })
  } finally {
    rmSync(place.directory, { recursive: true, force: true })
  }
}

function newPlace(databaseUrl: string | undefined): Place {
  const key = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  return { directory: mkdtempSync(join(tmpdir(), 'keyturn-proof-')), databaseUrl, keys: [key(), key()] }
}

async function postgresPlace(server: PostgresServer): Promise<Place> {
  return newPlace(await server.createDatabase())
}
