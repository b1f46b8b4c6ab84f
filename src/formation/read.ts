/** Reads a formation from disk, never more of a file than is worth reading. */
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { realDisk } from './disk.ts'
import type { Formation } from './formation.ts'
import type { VariablesOf } from './injected-names.ts'
import { describeSize, FORMATION_FILE, tryParseFormation } from './parse.ts'
import { Problems, showName } from './problems.ts'
import { MAX_FILE_BYTES } from './yaml/file.ts'

/** Most files that are read from `mcp/`. */
const MAX_SERVER_FILES = 200

/** What reading may be told. */
export interface ReadFormationOptions {
  /** The prompts there are to replace; left out, any name passes. */
  readonly promptKeys?: readonly string[] | undefined
  /** The variables in which the tools of services read a token; default: `ACME_TOKEN` of `acme`. */
  readonly variablesOf?: VariablesOf | undefined
  /**
   * Lets `credential` blocks name this machine. Default: whether `KEYTURN_ALLOW_LOOPBACK` is `1`. Never in production
   * (`NODE_ENV=production`).
   */
  readonly allowLoopback?: boolean | undefined
}

/**
 * Reads `formation.afs`, given by its path or its folder's, and the `mcp/*.afs` beside it.
 *
 * @throws FormationError `CONFIGURATION_INVALID` with every problem of every file.
 */
export async function readFormation(path: string, options: ReadFormationOptions = {}): Promise<Formation> {
  const problems = new Problems()
  const given = resolve(path)
  const isFolder = (await stat(given).catch(() => undefined))?.isDirectory() ?? false
  const directory = isFolder ? given : dirname(given)
  const files: Record<string, string> = {}
  const unreadable: string[] = []
  const mainName = isFolder ? FORMATION_FILE : basename(given)
  for (const name of [mainName, ...(await listServerFiles(directory, problems))]) {
    const text = await readText(directory, name, problems)
    if (text === undefined) unreadable.push(name)
    else files[name] = text
  }
  // What could not be read is a problem already; an empty stand-in lets the other files still say theirs.
  if (unreadable.includes(mainName)) files[mainName] = '{}'
  const isProduction = process.env['NODE_ENV'] === 'production'
  const allowLoopback =
    !isProduction && (options.allowLoopback ?? process.env['KEYTURN_ALLOW_LOOPBACK'] === '1')
  const { promptKeys, variablesOf } = options
  const source = {
    files,
    directory,
    disk: realDisk,
    mainFile: mainName,
    promptKeys,
    variablesOf,
    allowLoopback,
  }
  const formation = tryParseFormation(source, problems)
  problems.throwIfAny()
  if (formation === undefined) throw new TypeError('a formation without problems was not read')
  return formation
}

async function listServerFiles(directory: string, problems: Problems): Promise<string[]> {
  const place = { file: 'mcp', line: 1, field: '' }
  let names: string[]
  try {
    names = await readdir(join(directory, 'mcp'))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOTDIR') problems.add(place, 'is not a folder; it holds one NAME.afs for each MCP server.')
    else if (code !== 'ENOENT') problems.add(place, describeFailure(code))
    return []
  }
  const servers = names.filter((name) => name.endsWith('.afs') && !name.startsWith('.')).sort()
  if (servers.length > MAX_SERVER_FILES) {
    problems.add(place, `holds ${servers.length} servers (.afs); at most ${MAX_SERVER_FILES} are read.`)
    return []
  }
  return servers.map((name) => `mcp/${name}`)
}

async function readText(directory: string, name: string, problems: Problems): Promise<string | undefined> {
  const place = { file: showName(name), line: 1, field: '' }
  let bytes: Buffer
  try {
    // A pipe would block at opening; only what is a file is opened.
    const facts = await stat(join(directory, name))
    if (!facts.isFile()) {
      problems.add(place, 'is not a file; take it away or rename it.')
      return undefined
    }
    if (facts.size > MAX_FILE_BYTES) {
      problems.add(place, describeSize(facts.size))
      return undefined
    }
    bytes = await readBytes(join(directory, name))
  } catch (error) {
    const code = codeOf(error)
    problems.add(place, code === 'ENOENT' ? describeMissing(name) : describeFailure(code))
    return undefined
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // What is mostly zeros is UTF-16 without its mark.
    if (!text.includes('\0')) return text
  } catch {
    // Said below.
  }
  problems.add(place, 'is not UTF-8 text; save it as UTF-8.')
  return undefined
}

function describeMissing(name: string): string {
  return name.startsWith('mcp/')
    ? 'is a link to a file that is missing.'
    : 'is missing; give the path of a formation.afs, or of the folder that holds it.'
}

function describeFailure(code: string): string {
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this account; change its permissions.'
  if (code === 'ELOOP') return 'is a link that leads back to itself.'
  return `cannot be read (${code}).`
}

/** Reads one byte beyond the cap at most, whatever the file grew to since it was measured. */
async function readBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length)
    }
  } finally {
    await handle.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
