/** The vault loses nothing it acknowledged: processes killed at random and at aimed moments, on both databases. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import type { Prove, Verdict } from './main.ts'
import { type Place, type Task, checkRun, countAcknowledged } from './vault/script.ts'
import { traceSyncs } from './vault/sync.ts'

/** Kills of a full and of a short proof, on each database. */
const KILLS = { full: { random: 300, aimed: 100 }, short: { random: 12, aimed: 14 } } as const

const ENDLESS = 1_000_000
const LATEST_KILL_MS = 400

interface Run {
  readonly said: string[]
  readonly isKilled: boolean
}

interface Tally {
  kills: number
  survivedKills: number
  acknowledged: number
}

/** Proves the promises of the vault; `main.ts` runs it. */
export const prove: Prove = async ({ isShort, note }, report) => {
  const kills = isShort ? KILLS.short : KILLS.full
  const server = await startPostgres()
  try {
    await Promise.all([
      proveOn('SQLite', kills, () => newPlace(undefined), note, report),
      proveOn('PostgreSQL', kills, () => postgresPlace(server), note, report),
    ])
  } finally {
    await server.stop()
  }
  const place = newPlace(undefined)
  const synced = traceSyncs({ ...place, run: 0, killAt: undefined, rounds: isShort ? 5 : 250 })
  report({ proof: 'vault', promise: 'on SQLite a sync returned before the acknowledgement', ...synced })
  rmSync(place.directory, { recursive: true, force: true })
}

async function proveOn(
  database: string,
  kills: { readonly random: number; readonly aimed: number },
  createPlace: () => Promise<Place> | Place,
  note: (line: string) => void,
  report: (verdict: Verdict) => void,
): Promise<void> {
  const place = await createPlace()
  const whole = await runWorker({ ...place, run: 0, killAt: undefined, rounds: 1 })
  const moments = Number(whole.said.find((line) => line.startsWith('moments '))?.split(' ')[1] ?? 0)
  if (moments === 0) throw new Error(`The script did not run to its end on ${database}.`)

  const tally: Tally = { kills: 0, survivedKills: 0, acknowledged: 0 }
  const judge = async (run: number, { said, isKilled }: Run): Promise<void> => {
    const faults = await checkRun(place, run, said)
    for (const fault of faults) note(`${database}, run ${run}: ${fault}`)
    if (!isKilled) return
    tally.kills++
    tally.acknowledged += countAcknowledged(said)
    if (faults.length === 0) tally.survivedKills++
  }
  const say = (promise: string): void => {
    report({
      proof: 'vault',
      promise: `${promise} (${database})`,
      tried: tally.kills,
      survived: tally.survivedKills,
    })
    note(`${database}: ${tally.acknowledged} acknowledged acts in ${tally.kills} killed processes`)
    Object.assign(tally, { kills: 0, survivedKills: 0, acknowledged: 0 })
  }

  for (let run = 1; run <= kills.aimed; run++) {
    // Spread over the whole script; the full proof meets every moment there is.
    const killAt = 1 + Math.floor(((run - 1) * moments) / kills.aimed)
    await judge(run, await runWorker({ ...place, run, killAt, rounds: 2 }))
  }
  say('nothing acknowledged is lost, doubled or unreadable after SIGKILL at an aimed moment')
  for (let run = kills.aimed + 1; run <= kills.aimed + kills.random; run++) {
    await judge(run, await runWorker({ ...place, run, killAt: undefined, rounds: ENDLESS }))
  }
  say('nothing acknowledged is lost, doubled or unreadable after SIGKILL at a random moment')
  rmSync(place.directory, { recursive: true, force: true })
}

/** Runs a process; one with endless work is killed at a random time after it is ready. */
function runWorker(task: Task): Promise<Run> {
  const worker = join(import.meta.dirname, 'vault/worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', worker, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  let isTimed = false
  child.stderr.on('data', (data: Buffer) => (errors += data.toString('utf8')))
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString('utf8')
    if (task.rounds !== ENDLESS || isTimed || !output.includes('ready')) return
    isTimed = true
    setTimeout(() => child.kill('SIGKILL'), Math.random() * LATEST_KILL_MS)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === null && code !== 0) return reject(new Error(`A worker failed: ${errors}`))
      // A line that was cut off by the kill says nothing.
      resolve({ said: output.split('\n').slice(0, -1), isKilled: signal === 'SIGKILL' })
    })
  })
}

function newPlace(databaseUrl: string | undefined): Place {
  const key = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  return { directory: mkdtempSync(join(tmpdir(), 'keyturn-proof-')), databaseUrl, keys: [key(), key()] }
}

async function postgresPlace(server: PostgresServer): Promise<Place> {
  return newPlace(await server.createDatabase())
}
