/**
 * Ends what a server started outside of its process group, as `setsid` does: on Linux it is found by the server's temporary folder in its
 * environment, which it inherited. What takes that out of its environment, and what runs on other systems, is not found.
 */
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** What is started while the others are being ended is looked for again, so often. */
const MOST_ROUNDS = 3

/** A killed process is waited for so long: on a busy machine its end takes a while, and its environment goes before it does. Milliseconds. */
const LONGEST_END_MS = 2_000

/** Kills every process whose environment leads its temporary files into the folder; resolves when they have ended. */
export async function endStrays(folder: string): Promise<void> {
  if (process.platform !== 'linux') return
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await findStrays(`TMPDIR=${folder}/`)
    if (found.length === 0) return
    for (const id of found) kill(id)
    await Promise.all(found.map(waitForEnd))
  }
}

async function findStrays(mark: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => [])
  const ids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const marked = await Promise.all(ids.map((id) => holdsMark(id, mark)))
  return ids.filter((id, index) => marked[index] === true && id !== process.pid)
}

/** Other accounts' environments cannot be read; what ends meanwhile has none. */
async function holdsMark(id: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${id}/environ`).catch(() => undefined)
  return environment?.includes(mark) ?? false
}

async function waitForEnd(id: number): Promise<void> {
  const until = performance.now() + LONGEST_END_MS
  while ((await isAlive(id)) && performance.now() < until) await wait(5)
}

/** A zombie has ended and only waits for its parent to ask how (proc(5), `/proc/pid/stat`, the field after the name). */
async function isAlive(id: number): Promise<boolean> {
  const status = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined)
  return status !== undefined && !/\) [ZX] [^)]*$/.test(status)
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
