/**
 * Ends what a server started outside of its process group, as `setsid` does: on Linux it is found by the server's temporary folder in its
 * environment, which it inherited. What takes that out of its environment, and what runs on other systems, is not found.
 */
import { readdir, readFile } from 'node:fs/promises'

/** What is started while the others are being ended is looked for again, so often. */
const MOST_ROUNDS = 3

/** Kills every process whose environment leads its temporary files into the folder. */
export async function endStrays(folder: string): Promise<void> {
  if (process.platform !== 'linux') return
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await findStrays(`TMPDIR=${folder}/`)
    if (found.length === 0) return
    for (const id of found) kill(id)
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

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
