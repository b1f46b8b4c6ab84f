/**
 * Finds a Redis server to run tests on: on the path, else unpacked earlier, else fetched from Debian without root.
 *
 * Debian's `redis-server` package holds only a link; the program and its libraries are in the packages below.
 */
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

/** A program that runs as `redis-server`, and the environment it needs. */
export interface RedisBinary {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
}

const run = promisify(execFile)
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1']
const CACHE = resolve(import.meta.dirname, '../../.cache')
const INSTALL = 'Install Redis 7 (Debian: apt-get install redis-server) or put redis-server on the path.'

let found: Promise<RedisBinary> | undefined

/** The server program; looked for once per process. Rejects with what to install. */
export function findRedis(): Promise<RedisBinary> {
  found ??= find()
  return found
}

async function find(): Promise<RedisBinary> {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find(isProgram)
  if (onPath !== undefined) return { command: onPath, environment: {} }
  const root = join(CACHE, 'redis')
  if (!existsSync(root)) await unpackDebian(root)
  return inFolder(root)
}

function inFolder(root: string): RedisBinary {
  const command = ['usr/bin/redis-server', 'usr/bin/redis-check-rdb']
    .map((path) => join(root, path))
    .find(isProgram)
  if (command === undefined) throw new Error(`${root} holds no Redis server. Remove it, or: ${INSTALL}`)
  const libraries = join(root, 'usr/lib')
  const folders = readdirSync(libraries).map((folder) => join(libraries, folder))
  return { command, environment: { LD_LIBRARY_PATH: folders.join(delimiter) } }
}

/** Two test processes may do this at once: each unpacks for itself, the first to finish gives the folder its name. */
async function unpackDebian(root: string): Promise<void> {
  if (!isDebian()) throw new Error(`No Redis server was found. ${INSTALL}`)
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'redis-download-'))
  try {
    await download(work)
    const unpacked = join(work, 'root')
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(work, file), unpacked])
    }
    inFolder(unpacked)
    if (!existsSync(root)) renameSync(unpacked, root)
  } catch (error) {
    if (existsSync(root)) return
    throw new Error(`Redis could not be fetched (${String(error).split('\n')[0]}). ${INSTALL}`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** With the machine's package lists, else with lists of its own, fetched into the work folder. */
async function download(work: string): Promise<void> {
  try {
    await run('apt-get', ['download', ...PACKAGES], { cwd: work })
  } catch {
    const state = join(work, 'state')
    const cache = join(work, 'cache')
    mkdirSync(join(state, 'lists/partial'), { recursive: true })
    mkdirSync(join(cache, 'archives/partial'), { recursive: true })
    const own = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`]
    const options = [...own, 'Debug::NoLocking=1'].flatMap((option) => ['-o', option])
    await run('apt-get', [...options, 'update'], { cwd: work })
    await run('apt-get', [...options, 'download', ...PACKAGES], { cwd: work })
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
