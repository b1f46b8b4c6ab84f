/**
 * Where a server works: never where its tools could read the store or a key of ours as if they were its own files.
 *
 * By default that is an empty private folder. Relative paths of `command` and `args` still mean files beside the formation, where there
 * are such: `node server.js` goes on to start the server that lies beside it.
 */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Formation, ServerDefinition, Template } from './formation.ts'
import { FormationError } from './problems.ts'
import { plainText } from './template.ts'

/** What reading knows of the disk. */
export interface Disk {
  /** What a path names, links followed; nothing for what is not there. */
  kindOf(path: string): 'file' | 'folder' | undefined
  /** The path without links; of one that is not there, as far as it is. */
  realPath(path: string): string
}

/** For formations that are read from texts alone: nothing is there, and nothing is a link. */
export const NO_DISK: Disk = { kindOf: () => undefined, realPath: (path) => path }

/** The folder of the embedded files, in the formation's. */
const STORE = '.keyturn'

const FAULT =
  'is a folder that holds, or lies in, the store and keys of Keyturn, which every tool of the server could read there; ' +
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
  return paths.some((path) => isNear(disk.realPath(path)) || isNear(path)) ? FAULT : undefined
}

/** Whether an argument is a folder with the store or a key in it. */
export function holdsPrivatePath(path: string, paths: readonly string[], disk: Disk): boolean {
  if (!isAbsolute(path) || disk.kindOf(path) !== 'folder') return false
  const folder = disk.realPath(path)
  return paths.some((one) => holds(folder, disk.realPath(one)))
}

/**
 * Passes servers that work in no folder with the given files, which may lie elsewhere than the formation says.
 *
 * @throws FormationError `CONFIGURATION_INVALID`.
 */
export function checkWorkingFolders(
  servers: readonly ServerDefinition[],
  paths: readonly string[],
  disk: Disk,
): void {
  const problems = servers.flatMap(({ file, cwd }) => {
    const message = cwd === undefined ? undefined : faultOfWorkingFolder(cwd, paths, disk)
    return message === undefined
      ? []
      : [{ place: { file, line: 1, field: 'cwd' }, message, nearest: undefined }]
  })
  if (problems.length > 0) throw new FormationError(problems, problems.length)
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
  return path === undefined ? template : { ...template, parts: [{ kind: 'text', text: path }] }
}

function holds(folder: string, path: string): boolean {
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
