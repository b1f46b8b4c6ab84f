/** Starts the process that is killed, and kills the one that has endless work. */
import { spawn } from 'node:child_process'
import type { Task } from './script.ts'

/** Rounds that nobody lives to see the end of. */
export const ENDLESS = 1_000_000

/** A random kill comes after so many lines at most, about six rounds, and then within so many milliseconds: at any machine's speed. */
const LATEST_LINE = 66
const LATEST_KILL_MS = 15

/** What a process left behind. */
export interface Run {
  /** Whole lines only: one that was cut off by the kill says nothing. */
  readonly said: readonly string[]
  readonly isKilled: boolean
}

/** Runs `worker.ts`, compiled, to its end, which for one with endless work comes at a random time after it is ready. */
export function runWorker(worker: string, task: Task): Promise<Run> {
  const child = spawn(process.execPath, [worker, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  let lines = 0
  let linesLeft = task.rounds === ENDLESS ? Math.ceil(Math.random() * LATEST_LINE) : Number.POSITIVE_INFINITY
  child.stderr.on('data', (data: Buffer) => (errors += data.toString('utf8')))
  child.stdout.on('data', (data: Buffer) => {
    const said = data.toString('utf8')
    output += said
    lines += said.split('\n').length - 1
    if (lines < linesLeft) return
    linesLeft = Number.POSITIVE_INFINITY
    setTimeout(() => child.kill('SIGKILL'), Math.random() * LATEST_KILL_MS)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === null && code !== 0) return reject(new Error(`A worker failed: ${errors}`))
      resolve({ said: output.split('\n').slice(0, -1), isKilled: signal === 'SIGKILL' })
    })
  })
}
