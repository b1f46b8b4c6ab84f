/** A system-call trace of a process that acknowledges: what an act wrote was synced before it was acknowledged. */
import { execFile } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { findProgram } from '../../servers/debian-package.ts'
import type { Task } from './script.ts'

const run = promisify(execFile)

const CALLS = 'trace=write,pwrite64,fsync,fdatasync'
const FORBIDDEN =
  'strace may not trace a process here. Allow ptrace (Docker: --cap-add SYS_PTRACE) and run the proof again.'

/** Acknowledgements of a trace, and how many came after a sync. */
export interface Synced {
  readonly tried: number
  readonly survived: number
}

/** Runs a task of `worker.ts`, compiled, under strace and reads the trace. Rejects with what to do where strace is missing or may not trace. */
export async function traceSyncs(worker: string, task: Task): Promise<Synced> {
  const { command, environment } = await findProgram({
    name: 'strace',
    packages: ['strace', 'libunwind8'],
    paths: ['usr/bin/strace'],
    install: 'The proof of syncs needs strace (Debian: apt-get install strace).',
  })
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-trace-'))
  const file = join(folder, 'trace')
  try {
    const options = ['-f', '-qq', '-y', '-s', '64', '-e', CALLS, '-o', file]
    // The libraries are for strace alone.
    const own = Object.keys(environment).flatMap((name) => ['-E', name])
    await run(command, [...options, ...own, process.execPath, worker, JSON.stringify(task)], {
      env: { ...process.env, ...environment },
    })
    return await readTrace(createInterface({ input: createReadStream(file) }))
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? ''
    throw /PTRACE_|ptrace/.test(said) ? new Error(FORBIDDEN) : error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const WRITE = /pwrite64\(\d+<[^>]*vault\.db-wal>/
const SYNC = /^\d+ +f(?:data)?sync\(\d+<[^>]*vault\.db-wal>\)\s*= 0$/
/** A call that another thread's interrupts is written in two lines. */
const SYNC_BEGUN = /^(\d+) +f(?:data)?sync\(\d+<[^>]*vault\.db-wal> <unfinished/
const SYNC_ENDED = /^(\d+) +<\.\.\. f(?:data)?sync resumed>\)\s*= 0$/

/**
 * Reads a trace (`strace -f -y`). An acknowledgement survives when its act wrote to the write-ahead log, and nothing that was
 * written there was still unsynced.
 */
export async function readTrace(lines: AsyncIterable<string> | Iterable<string>): Promise<Synced> {
  let isWritten = false
  let isSynced = true
  const syncing = new Set<string | undefined>()
  let tried = 0
  let survived = 0
  for await (const line of lines) {
    if (/write\(1(?:<[^>]*>)?, "begin /.test(line)) isWritten = false
    else if (WRITE.test(line)) [isWritten, isSynced] = [true, false]
    else if (SYNC_BEGUN.test(line)) syncing.add(SYNC_BEGUN.exec(line)?.[1])
    else if (SYNC.test(line) || syncing.delete(SYNC_ENDED.exec(line)?.[1])) isSynced = true
    else if (/write\(1(?:<[^>]*>)?, "done /.test(line)) {
      tried++
      if (isWritten && isSynced) survived++
    }
  }
  return { tried, survived }
}
