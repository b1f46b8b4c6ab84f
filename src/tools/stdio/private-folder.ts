/**
 * The private folders of servers: an empty one to work in, and one for temporary files, made for each process and removed after it.
 *
 * All are inside of one folder of this process, which only its own account may enter; what a server starts is found again by the name of
 * the temporary folder in its environment, wherever it went.
 */
import { lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchFolder } from './host-watcher.ts'

/** The folders of one server's process. */
export interface PrivateFolder {
  readonly path: string
  /** To work in where the formation names no `cwd`; empty. */
  readonly work: string
  /** Environment variables that lead temporary files here. */
  readonly variables: Readonly<Record<string, string>>
}

/** No private folder could be made where the system keeps temporary files; its `code` tells it from errors of starting a program. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
  readonly code = 'NO_PRIVATE_FOLDER'
}

const OWNER_ONLY = 0o700

let parent: string | undefined
let count = 0

/**
 * Makes the folders of one process, in one step, so that nothing comes between it and the start.
 *
 * @throws FolderError.
 */
export function makePrivateFolder(): PrivateFolder {
  try {
    const path = join(parentFolder(), String((count += 1)))
    const [work, temporary] = [join(path, 'work'), join(path, 'tmp')]
    for (const folder of [path, work, temporary]) mkdirSync(folder, OWNER_ONLY)
    const names = process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR']
    return { path, work, variables: Object.fromEntries(names.map((name) => [name, temporary])) }
  } catch {
    throw new FolderError('No private folder could be made.')
  }
}

/** Removes the folders with whatever is in them; links are not followed. What cannot be removed goes with the parent, at the latest. */
export async function removePrivateFolder({ path }: PrivateFolder): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

/** Removes all of them, at the end of this process. */
export function removeAllFolders(): void {
  if (parent === undefined) return
  try {
    rmSync(parent, { recursive: true, force: true })
  } catch {
    // The watcher tries once more.
  }
}

/** A folder that is not this account's alone any more (cleaned away, and made again by somebody else) is never used again. */
function parentFolder(): string {
  if (parent === undefined || !isOwn(parent)) {
    parent = mkdtempSync(join(tmpdir(), 'keyturn-'))
    watchFolder(parent)
  }
  return parent
}

function isOwn(folder: string): boolean {
  const facts = lstatSync(folder, { throwIfNoEntry: false })
  if (facts?.isDirectory() !== true) return false
  const uid = process.getuid?.()
  return uid === undefined || (facts.uid === uid && (facts.mode & 0o077) === 0)
}
