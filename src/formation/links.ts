/** Looks through a folder for a way out of it: a link that leads to one of ours, or one of our files by a second name. */
import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync, type Dirent } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { holds, realPathOf } from './working-folder.ts'

/** Most entries that are looked at, links followed: about a tenth of a second. */
const MOST_ENTRIES = 10_000

/** Whether one of the paths is reached from the folder without leaving it by name; `unsure` beyond 10,000 entries. */
export function leadsTo(folder: string, paths: readonly string[]): 'yes' | 'no' | 'unsure' {
  const goals = paths.map((path) => realPathOf(path, realpathSync.native))
  const marks = new Set(goals.flatMap(marksIn))
  const queue = [folder]
  const seen = new Set<string>()
  let count = 0
  for (const current of queue) {
    const mark = markOf(current)
    if (mark === undefined || seen.has(mark)) continue
    if (marks.has(mark)) return 'yes'
    seen.add(mark)
    for (const entry of entriesOf(current)) {
      if ((count += 1) > MOST_ENTRIES) return 'unsure'
      const path = join(current, entry.name)
      if (entry.isSymbolicLink()) {
        const real = attempt(() => goalOf(path))
        if (real === undefined) continue
        if (goals.some((goal) => holds(real, goal) || holds(goal, real))) return 'yes'
        if (attempt(() => statSync(real).isDirectory()) === true) queue.push(real)
      } else if (entry.isDirectory()) queue.push(path)
      else if (isSecondName(path, marks)) return 'yes'
    }
  }
  return 'no'
}

/** Most links that one leads through (Linux follows 40, path_resolution(7)). */
const MOST_LINKS = 40

/** Where a link leads, also to what is not there yet. */
function goalOf(link: string): string {
  let path = link
  for (let step = 0; step < MOST_LINKS; step += 1) {
    const target = attempt(() => readlinkSync(path))
    if (target === undefined) break
    path = resolve(realpathSync.native(dirname(path)), target)
  }
  return realPathOf(path, realpathSync.native)
}

/** Of a file with several names, whether one of ours is it. */
function isSecondName(path: string, marks: ReadonlySet<string>): boolean {
  const facts = attempt(() => lstatSync(path))
  return facts !== undefined && facts.nlink > 1 && marks.has(`${facts.dev}:${facts.ino}`)
}

/** What the system knows a file by under any name, of a path and of what lies directly in it. */
function marksIn(path: string): string[] {
  const paths = [path, ...entriesOf(path).map(({ name }) => join(path, name))]
  return paths.flatMap((one) => markOf(one) ?? [])
}

function markOf(path: string): string | undefined {
  const facts = attempt(() => statSync(path))
  return facts === undefined ? undefined : `${facts.dev}:${facts.ino}`
}

const entriesOf = (folder: string): Dirent[] =>
  attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []

/** What may not be looked at counts as not there. */
function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
