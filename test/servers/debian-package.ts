/** Programs for tests out of Debian's packages, unpacked into `.cache/` without root. */
import { execFile } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** A program and the environment it needs. */
export interface Program {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
}

/** What to look for, and where it comes from when it is not there. */
export interface Wanted {
  /** Its name on the path. */
  readonly name: string
  /** Debian's packages with the program and the libraries that a machine may not have. */
  readonly packages: readonly string[]
  /** Where the program is in them; the first that is there. */
  readonly paths: readonly string[]
  /** What to tell somebody who has neither. */
  readonly install: string
}

const run = promisify(execFile)
const CACHE = resolve(import.meta.dirname, '../../.cache')

/** The program: on the path, else unpacked earlier, else fetched from Debian. Rejects with what to install. */
export async function findProgram(wanted: Wanted): Promise<Program> {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, wanted.name))
    .find(isProgram)
  if (onPath !== undefined) return { command: onPath, environment: {} }
  const root = join(CACHE, wanted.name)
  if (!existsSync(root)) await unpack(wanted, root)
  return inFolder(wanted, root)
}

function inFolder({ name, paths, install }: Wanted, root: string): Program {
  const command = paths.map((path) => join(root, path)).find(isProgram)
  if (command === undefined) throw new Error(`${root} holds no ${name}. Remove it, or: ${install}`)
  const libraries = join(root, 'usr/lib')
  const folders = existsSync(libraries) ? readdirSync(libraries).map((folder) => join(libraries, folder)) : []
  return { command, environment: { LD_LIBRARY_PATH: folders.join(delimiter) } }
}

/** Two test processes may do this at once: each unpacks for itself, the first to finish gives the folder its name. */
async function unpack(wanted: Wanted, root: string): Promise<void> {
  const { name, packages, install } = wanted
  if (!isDebian()) throw new Error(`No ${name} was found. ${install}`)
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, `${name}-download-`))
  try {
    await download(work, packages)
    const unpacked = join(work, 'root')
    for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(work, file), unpacked])
    }
    inFolder(wanted, unpacked)
    if (!existsSync(root)) renameSync(unpacked, root)
  } catch (error) {
    if (existsSync(root)) return
    throw new Error(`${name} could not be fetched (${String(error).split('\n')[0]}). ${install}`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** With the machine's package lists, else with lists of its own, fetched into the work folder. */
async function download(work: string, packages: readonly string[]): Promise<void> {
  try {
    await run('apt-get', ['download', ...packages], { cwd: work })
  } catch {
    const state = join(work, 'state')
    const cache = join(work, 'cache')
    mkdirSync(join(state, 'lists/partial'), { recursive: true })
    mkdirSync(join(cache, 'archives/partial'), { recursive: true })
    const own = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`]
    const options = [...own, 'Debug::NoLocking=1'].flatMap((option) => ['-o', option])
    await run('apt-get', [...options, 'update'], { cwd: work })
    await run('apt-get', [...options, 'download', ...packages], { cwd: work })
  }
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version') && ['/usr/bin/apt-get', '/usr/bin/dpkg'].every(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
