/** The process that is killed: `worker.ts TASK`, where TASK is JSON. Says each act on standard output, unbuffered. */
import { writeSync } from 'node:fs'
import { createFaultDialect } from './fault-dialect.ts'
import { type Act, ACTS, type Task, openPlace, runScript } from './script.ts'

const task = JSON.parse(process.argv[2] ?? '{}') as Task
const say = (line: string): void => void writeSync(1, `${line}\n`)

/** Moments of the act that runs now, and the most that each act had. */
let moments = 0
let running: Act | undefined
const most = new Map<Act, number>()

function reach(): void {
  if (running === undefined) return
  moments++
  most.set(running, Math.max(moments, most.get(running) ?? 0))
  const { killAt } = task
  if (killAt?.act === running && killAt.moment === moments) process.kill(process.pid, 'SIGKILL')
}

const isUnsynced = task.fault === 'does-not-sync'
const vault = await openPlace(task, task.wanted, (dialect) =>
  createFaultDialect(dialect, reach, isUnsynced ? ['PRAGMA synchronous=NORMAL'] : []),
)
say('ready')
await runScript(vault, task, {
  say,
  enter(act) {
    running = act
    moments = 0
  },
})
for (const act of ACTS) say(`moments ${act} ${most.get(act) ?? 0}`)
await vault.close()
