/**
 * How many tests each file runs at least. A part that was taken out of a contract, a table that became empty, a file under another name
 * would otherwise pass without a word.
 *
 * `test/counts.json` holds them; `npm test -- --update-counts` writes what ran.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths from the project's folder, each with its number of tests. */
export type Counts = Readonly<Record<string, number>>

/** The two runs; what lies in `test/proof/` belongs to one of them. */
export type Project = 'behaviour' | 'proof'

const FILE = join(import.meta.dirname, 'counts.json')

const projectOf = (path: string): Project => (path.startsWith('test/proof/') ? 'proof' : 'behaviour')

/** What was written down; nothing before the first time. */
export function readCounts(): Counts {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Counts) : {}
}

/** A line for each file of a whole run that ran fewer tests than it has to; a new file is in no list yet, and is none. */
export function findMissing(project: Project, expected: Counts, ran: Counts): string[] {
  const update = 'if that is meant, `npm test -- --update-counts` writes it down'
  return Object.entries(expected)
    .filter(([path]) => projectOf(path) === project)
    .filter(([path, count]) => (ran[path] ?? 0) < count)
    .map(([path, count]) => `${path} (ran ${ran[path] ?? 0} tests of ${count}; ${update})`)
}

/** Writes down what ran in a whole run; the other project's files stay as they were. */
export function writeCounts(project: Project, ran: Counts): void {
  const others = Object.entries(readCounts()).filter(([path]) => projectOf(path) !== project)
  const all = [...others, ...Object.entries(ran)].toSorted(([one], [other]) => (one < other ? -1 : 1))
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`)
}
