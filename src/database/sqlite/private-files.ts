/** Notices folders and files of the store that others can open, and closes them. */
import { chmod, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from '../../ports.ts'

/** Permissions of anybody but the owner. */
const OTHERS = 0o077

/** The mark of a folder in which everybody may make files, and nobody may touch those of others. */
const STICKY = 0o1000

const ROOT = 0

/**
 * Takes the permissions of group and others off each path that is there, and warns of each one that had any: whoever could write there
 * could have put another file in its place, and whoever could read may have a copy. Windows has no such permissions.
 */
export async function keepPrivate(paths: readonly string[], logger: Logger): Promise<void> {
  if (process.platform === 'win32') return
  for (const path of paths) await closeToOthers(path, logger)
}

async function closeToOthers(path: string, logger: Logger): Promise<void> {
  const status = await stat(path).catch(() => undefined)
  if (status === undefined) return
  if (isForeign(status.uid)) {
    logger.warn(
      { path },
      'A part of the store belongs to another account of this machine, which can read it. Give it to the account of this process: chown.',
    )
  }
  if ((status.mode & OTHERS) === 0) return
  const mode = (status.mode & 0o777).toString(8).padStart(4, '0')
  const isClosed = await chmod(path, status.mode & 0o777 & ~OTHERS).then(
    () => true,
    () => false,
  )
  const what = isClosed
    ? 'It was closed to them. If somebody else may have been there, change the key (keyturn keys) and look through the audit.'
    : 'It could not be closed to them, because it belongs to somebody else: give it to the account of this process, with mode 0700 for the folder and 0600 for the file.'
  logger.warn({ path, mode }, `A part of the store was open to other accounts of this machine. ${what}`)
}

/**
 * Warns of each folder above the store in which another account may put another store in its place. Those folders are not Keyturn's
 * own, and stay as they are. A group that is the process's own may write there: on many systems each user has one for themselves.
 */
export async function warnOfOpenFolders(store: string, logger: Logger): Promise<void> {
  if (process.platform === 'win32') return
  const first = await realpath(dirname(store)).catch(() => undefined)
  if (first === undefined) return
  for (let path = first; ; path = dirname(path)) {
    const status = await stat(path).catch(() => undefined)
    if (status !== undefined && mayBeExchanged(status)) {
      const mode = (status.mode & 0o7777).toString(8).padStart(4, '0')
      logger.warn(
        { path, mode },
        'Another account of this machine may put another store in the place of this one, because it may write in, or owns, a folder above it. Take that right away (chmod go-w, chown), or choose another `directory`.',
      )
    }
    if (dirname(path) === path) return
  }
}

function mayBeExchanged({ mode, uid, gid }: { mode: number; uid: number; gid: number }): boolean {
  if (isForeign(uid)) return true
  if ((mode & STICKY) !== 0) return false
  const isOpenToGroup = (mode & 0o020) !== 0 && gid !== process.getegid?.() && gid !== ROOT
  return isOpenToGroup || (mode & 0o002) !== 0
}

const isForeign = (uid: number): boolean => uid !== ROOT && uid !== process.geteuid?.()
