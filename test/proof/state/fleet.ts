/** Three worker processes behind a load balancer that sends an order again, to another one, when its process died over it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { compile } from '../../compile.ts'
import type { Done, Envelope, Order, WorkerSetup } from './protocol.ts'

/** What was counted. */
export interface Tally {
  /** Turns that were answered, and orders that were given up after too many outages. */
  turns: number
  unanswered: number
  /** How often each process was killed, and how often one came back from that. */
  readonly kills: number[]
  restarts: number
  /** What processes said that ended without being killed. */
  readonly ownEnds: string[]
  /** Outages by code; each was followed by another try. */
  readonly failures: Map<string, number>
}

/** The processes while they run. */
export interface Fleet {
  readonly tally: Tally
  /** Gives an order to one process, and after its death to another, until it was done; `onDeath` hears of each death. */
  deliver(order: Order, onDeath?: () => void): Promise<Done>
  /** How many processes are ready, and how many orders each works on. */
  waiting(): string
  /** No more kills: what is under way comes to its end. */
  spare(): void
  /** Settles when every process is ready again. */
  whole(): Promise<void>
  stop(): Promise<void>
}

interface Worker {
  readonly child: ChildProcess
  readonly open: Map<number, (done: Done | 'died') => void>
  isReady: boolean
}

const WORKER = 'test/proof/state/worker.ts'

/** An order that failed for an outage is given again this often, then its failure is the answer. */
const MAX_TRIES = 20
const PAUSE_MS = 100

/** Starts the processes; `killEveryMs` is the mean time between two kills of a random one. */
export async function startFleet(setup: WorkerSetup, size: number, killEveryMs: number): Promise<Fleet> {
  const kills = Array.from({ length: size }, () => 0)
  const tally: Tally = { turns: 0, unanswered: 0, kills, restarts: 0, ownEnds: [], failures: new Map() }
  const workers: Worker[] = []
  const compiled = compile([WORKER])
  const stopped = new AbortController()
  let orders = 0

  function start(index: number): Promise<void> {
    const child = spawn(process.execPath, [compiled.path(WORKER), JSON.stringify(setup)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const worker: Worker = { child, open: new Map(), isReady: false }
    let said = ''
    child.stderr?.on('data', (data: Buffer) => (said += data.toString('utf8')))
    workers[index] = worker
    return new Promise((resolve, reject) => {
      child.on('message', (message: Envelope<Done> | 'ready') => {
        if (message === 'ready') {
          worker.isReady = true
          return resolve()
        }
        worker.open.get(message.id)?.(message.content)
        worker.open.delete(message.id)
      })
      child.once('close', (code) => {
        const wasReady = worker.isReady
        worker.isReady = false
        for (const settle of worker.open.values()) settle('died')
        worker.open.clear()
        if (stopped.signal.aborted) return
        if (code !== null && !wasReady) return reject(new Error(`A worker did not start: ${code}, ${said}`))
        if (code !== null) tally.ownEnds.push(said)
        start(index).then(() => {
          tally.restarts += 1
          resolve()
        }, reject)
      })
    })
  }

  function send(order: Order): Promise<Done | 'died'> {
    const ready = workers.filter(({ isReady }) => isReady)
    const worker = ready[Math.floor(Math.random() * ready.length)]
    if (worker === undefined) return pause().then(() => 'died')
    const id = (orders += 1)
    return new Promise((resolve) => {
      worker.open.set(id, resolve)
      worker.child.send({ id, content: order } satisfies Envelope<Order>, (error) => {
        if (error !== null && worker.open.delete(id)) resolve('died')
      })
    })
  }

  const killer = setInterval(() => {
    const running = workers.filter(({ isReady }) => isReady)
    // One at a time, as the machine's memory runs out or an update rolls: somebody has to be left to answer.
    if (running.length < size || Math.random() > 100 / killEveryMs) return
    const index = Math.floor(Math.random() * size)
    workers[index]?.child.kill('SIGKILL')
    kills[index] = (kills[index] ?? 0) + 1
  }, 100)

  await Promise.all(Array.from({ length: size }, (_, index) => start(index)))
  return {
    tally,
    async deliver(order, onDeath = () => undefined) {
      for (let tries = 1; ;) {
        const done = await send(order)
        if (done === 'died') {
          onDeath()
          continue
        }
        if (done.kind !== 'failed') {
          if (order.kind === 'turn') tally.turns += 1
          return done
        }
        if (tries >= MAX_TRIES) {
          tally.unanswered += 1
          return done
        }
        tally.failures.set(done.code, (tally.failures.get(done.code) ?? 0) + 1)
        tries += 1
        await pause()
      }
    },
    waiting: () => workers.map(({ isReady, open }) => (isReady ? String(open.size) : 'starting')).join(' '),
    spare: () => clearInterval(killer),
    async whole() {
      while (workers.some(({ isReady }) => !isReady)) await pause()
    },
    async stop() {
      clearInterval(killer)
      stopped.abort()
      await Promise.all(workers.map((worker) => end(worker)))
      compiled.dispose()
    },
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

function end({ child }: Worker): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('close', () => resolve())
    child.kill('SIGKILL')
  })
}
