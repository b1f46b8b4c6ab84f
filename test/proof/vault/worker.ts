/** The process that is killed: `worker.ts TASK`, where TASK is JSON. Says each act on standard output, unbuffered. */
import { writeSync } from 'node:fs'
import { createFaultDialect } from './fault-dialect.ts'
import { type Task, openPlace, runScript } from './script.ts'

const task = JSON.parse(process.argv[2] ?? '{}') as Task
const say = (line: string): void => void writeSync(1, `${line}\n`)

let moments = 0
let isCounting = false
const vault = await openPlace(task, task.run, (dialect) =>
  createFaultDialect(dialect, () => {
    if (!isCounting) return
    moments++
    if (moments === task.killAt) process.kill(process.pid, 'SIGKILL')
  }),
)
isCounting = true
say('ready')
await runScript(vault, task, say)
say(`moments ${moments}`)
await vault.close()
