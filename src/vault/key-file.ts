/** The key file of development, `.keyturn/key`: made once, readable by its owner only, never made beside existing data. */
import { link, lstat, mkdir, open, readFile, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KeyturnError } from '../errors.ts'
import { randomBytes } from './crypto.ts'

const OTHERS = 0o077
const KEY_BYTES = 32

/** A new key as text: 32 random bytes in base64. */
export function generateKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

/**
 * The text of a key file, without one final line end; nothing when there is no such file.
 *
 * @throws KeyturnError `KEY_INSECURE` when others may read or write it, `KEY_UNREADABLE` when it is no plain file of
 * text or cannot be read.
 */
export async function readKeyFile(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined
    throw unreadable(path)
  })
  if (found === undefined) return undefined
  if (!found.isFile()) throw unreadable(path)
  if ((found.mode & OTHERS) !== 0) {
    throw new KeyturnError(
      'KEY_INSECURE',
      `The key file ${path} may be read or written by others. Take the rights away: chmod 600 ${path}.`,
      { path },
    )
  }
  const text = await readFile(path, 'utf8').catch(() => {
    throw unreadable(path)
  })
  if (text.includes('\uFFFD')) throw unreadable(path)
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

/** Makes a key file (0600) with a new key, and a `.gitignore` beside it; the file that was there first wins. */
export async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(join(dirname(path), '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined)
  // Written whole beside it and then linked: nobody ever reads half a key.
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const file = await open(draft, 'wx', 0o600).catch(() => {
    throw unreadable(path)
  })
  await file.writeFile(`${generateKeyText()}\n`)
  await file.sync()
  await file.close()
  await link(draft, path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw unreadable(path)
  })
  await unlink(draft)
}

function unreadable(path: string): KeyturnError {
  return new KeyturnError('KEY_UNREADABLE', `The key file ${path} is not a readable file of text.`, { path })
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === code
}
