/**
 * Where a server works: never where its tools could read the store or a key of ours as if they were its own files.
 *
 * By default that is an empty private folder. Relative paths of `command` and `args` still mean files beside the formation, where there
 * are such: `node server.js` goes on to start the server that lies beside it.
 */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Formation, Template } from './formation.ts'
import { plainPart, plainText } from './template.ts'

/** What reading knows of the disk. */
export interface Disk {
  /** What a path names, links followed; nothing for what is not there. */
  kindOf(path: string): 'file' | 'folder' | undefined
  /** The path without links; of one that is not there, as far as it is. */
  realPath(path: string): string
  /** Whether a link below the folder, or the same file by another name, leads to one of the paths; `unsure`: too much is there to tell. */
  leadsTo(folder: string, paths: readonly string[]): 'yes' | 'no' | 'unsure'
}

/** For formations that are read from texts alone: nothing is there, and nothing is a link. */
export const NO_DISK: Disk = { kindOf: () => undefined, realPath: (path) => path, leadsTo: () => 'no' }

/** The folder of the embedded files, in the formation's. */
const STORE = '.keyturn'

const FAULT =
  'is a folder that holds, or lies in, the store and keys of Keyturn, which every tool of the server could read there; ' +
  'name a folder of its own, or leave cwd out for an empty private one.'

const FAULT_OF_LINK =
  'has a link in it that leads to the store or a key of Keyturn, or one of those files by a second name; ' +
  'take that away, or leave cwd out for an empty private folder.'

const FAULT_OF_FORMATION =
  "is the folder of the servers' own files, which every tool of the server could read and change there; " +
  'name a folder of its own, or leave cwd out for an empty private one.'

/** The store and the key files of a formation, absolute. */
export function privatePaths(
  directory: string,
  encryption: Pick<Formation['encryption'], 'key' | 'decryptOnlyKeys'> | undefined,
): string[] {
  const keys = [encryption?.key, ...(encryption?.decryptOnlyKeys ?? [])]
  const files = keys.flatMap((key) => (key?.kind === 'file' ? resolve(directory, key.path) : []))
  return [join(directory, STORE), ...files]
}

/** Why a server may not work in a folder; nothing where it may. */
export function faultOfWorkingFolder(cwd: string, paths: readonly string[], disk: Disk): string | undefined {
  const folder = disk.realPath(cwd)
  const isNear = (path: string): boolean => holds(folder, path) || holds(path, folder)
  if (paths.some((path) => isNear(disk.realPath(path)) || isNear(path))) return FAULT
  return disk.leadsTo(folder, paths) === 'yes' ? FAULT_OF_LINK : undefined
}

/** Why a server may not work in the folder of the servers' files, or around or in it; nothing elsewhere. */
export function faultOfFormationFolder(cwd: string, directory: string, disk: Disk): string | undefined {
  const servers = disk.realPath(join(directory, 'mcp'))
  const folder = disk.realPath(cwd)
  return holds(folder, servers) || holds(servers, folder) ? FAULT_OF_FORMATION : undefined
}

/** Whether an argument is a folder with the store or a key in it, or with a link to them. */
export function holdsPrivatePath(path: string, paths: readonly string[], disk: Disk): boolean {
  if (!isAbsolute(path) || disk.kindOf(path) !== 'folder') return false
  const folder = disk.realPath(path)
  return paths.some((one) => holds(folder, disk.realPath(one))) || disk.leadsTo(folder, paths) === 'yes'
}

/** The command, where it is a relative path to a file beside the formation, by its absolute path. */
export function besideFormation(directory: string, command: Template, disk: Disk): Template {
  const text = plainText(command)
  if (text === undefined || !/[\\/]/.test(text)) return command
  return withPath(command, absolute(directory, text, disk))
}

/** As `besideFormation`, of an argument: a file by any relative path, a folder by one with a slash, also behind `--name=`. */
export function argumentBesideFormation(directory: string, argument: Template, disk: Disk): Template {
  const text = plainText(argument)
  if (text === undefined) return argument
  const [, option = '', path = ''] = /^(--?[\w-]+=)?(.*)$/s.exec(text) ?? []
  if (option !== '' && !/^\.{1,2}[\\/]/.test(path)) return argument
  const found = absolute(directory, path, disk)
  return withPath(argument, found === undefined ? undefined : option + found)
}

function absolute(directory: string, path: string, disk: Disk): string | undefined {
  if (path === '' || path.startsWith('-') || path.includes('://') || isAbsolute(path)) return undefined
  const there = resolve(directory, path)
  const kind = disk.kindOf(there)
  return kind === 'file' || (kind === 'folder' && /[\\/]/.test(path)) ? there : undefined
}

function withPath(template: Template, path: string | undefined): Template {
  return path === undefined ? template : { ...template, parts: [plainPart(path)] }
}

/** Whether a path is a folder, or lies in it. Both absolute; links are not followed. */
export function holds(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The path without links of the nearest folder that is there, and the rest as it is. */
export function realPathOf(path: string, realPath: (existing: string) => string): string {
  try {
    return realPath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPathOf(parent, realPath), basename(path))
  }
}
