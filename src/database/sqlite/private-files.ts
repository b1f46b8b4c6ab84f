/** Notices folders and files of the store that others can open, and closes them. */
import { chmod, stat } from 'node:fs/promises'
import type { Logger } from '../../ports.ts'

/** Permissions of anybody but the owner. */
const OTHERS = 0o077

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
  if (status === undefined || (status.mode & OTHERS) === 0) return
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
