/** A system-call trace of a process that acknowledges: between the beginning of an act and its acknowledgement lies a sync. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Task } from './script.ts'

const INSTALL = 'The proof of syncs needs strace. Install it (Debian: apt-get install strace).'

/** Runs a task under strace; how many acknowledgements there were, and how many had a sync before them. */
export function traceSyncs(task: Task): { readonly tried: number; readonly survived: number } {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-trace-'))
  const file = join(folder, 'trace')
  try {
    const options = ['-f', '-qq', '-s', '64', '-e', 'trace=fsync,fdatasync,write', '-o', file]
    const worker = join(import.meta.dirname, 'worker.ts')
    execFileSync('strace', [...options, process.execPath, '--import', 'tsx', worker, JSON.stringify(task)], {
      stdio: 'pipe',
    })
    return readTrace(readFileSync(file, 'utf8'))
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ENOENT' ? new Error(INSTALL) : error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads a trace: a sync counts when it returned 0 after the act began. */
export function readTrace(trace: string): { readonly tried: number; readonly survived: number } {
  let isSynced = false
  let tried = 0
  let survived = 0
  for (const line of trace.split('\n')) {
    if (/write\(1, "begin /.test(line)) isSynced = false
    else if (/(?:fsync|fdatasync)(?:\(\d+\)| resumed>\)).*= 0$/.test(line)) isSynced = true
    else if (/write\(1, "done /.test(line)) {
      tried++
      if (isSynced) survived++
      isSynced = false
    }
  }
  return { tried, survived }
}
