/** Three worker processes behind a load balancer that sends an order again, to another one, when its process died over it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Done, Envelope, Order, WorkerSetup } from './protocol.ts'

/** The processes while they run. */
export interface Fleet {
  readonly tally: { kills: number; turns: number; failures: Map<string, number> }
  /** Gives an order to one process, and after its death to another, until it was done. */
  deliver(order: Order): Promise<Done>
  /** How many processes are ready, and how many orders each works on. */
  waiting(): string
  /** No more kills: what is under way comes to its end. */
  spare(): void
  stop(): Promise<void>
}

interface Worker {
  readonly child: ChildProcess
  readonly open: Map<number, (done: Done | 'died') => void>
  isReady: boolean
}

const SCRIPT = join(import.meta.dirname, 'worker.ts')

/** An order that failed for an outage is given again this often, then its failure is the answer. */
const MAX_TRIES = 20
const PAUSE_MS = 100

/** Starts the processes; `killEveryMs` is the mean time between two kills of a random one. */
export async function startFleet(setup: WorkerSetup, size: number, killEveryMs: number): Promise<Fleet> {
  const tally = { kills: 0, turns: 0, failures: new Map<string, number>() }
  const workers: Worker[] = []
  const stopped = new AbortController()
  let orders = 0

  function start(index: number): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, JSON.stringify(setup)], {
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
        worker.isReady = false
        for (const settle of worker.open.values()) settle('died')
        worker.open.clear()
        if (stopped.signal.aborted) return
        if (code !== null) return reject(new Error(`A worker ended by itself with ${code}: ${said}`))
        start(index).then(resolve, reject)
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
    running[Math.floor(Math.random() * size)]?.child.kill('SIGKILL')
    tally.kills += 1
  }, 100)

  await Promise.all(Array.from({ length: size }, (_, index) => start(index)))
  return {
    tally,
    async deliver(order) {
      for (let tries = 1; ;) {
        const done = await send(order)
        if (done === 'died') continue
        if (order.kind === 'turn') tally.turns += 1
        if (done.kind !== 'failed' || tries >= MAX_TRIES) return done
        tally.failures.set(done.code, (tally.failures.get(done.code) ?? 0) + 1)
        tries += 1
        await pause()
      }
    },
    waiting: () => workers.map(({ isReady, open }) => (isReady ? String(open.size) : 'starting')).join(' '),
    spare: () => clearInterval(killer),
    async stop() {
      clearInterval(killer)
      stopped.abort()
      await Promise.all(workers.map((worker) => end(worker)))
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
