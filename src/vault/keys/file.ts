/** Key files: read only when nobody else can, and made so that nobody else ever could. */
import { constants } from 'node:fs'
import { link, lstat, mkdir, open, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KeyturnError } from '../../errors.ts'
import type { Secret } from '../../secret.ts'
import { randomBytes } from '../sealing/crypto.ts'
import { LONGEST_KEY_BYTES, readKeyText } from './text.ts'

const OTHERS = 0o077
const KEY_BYTES = 32

/** A pipe does not hold up the start. A link is followed: what it leads to is checked once it is open. */
const READING = constants.O_RDONLY | constants.O_NONBLOCK

/** The account that may do anything anyway. */
const ROOT = 0

/** What the system's refusals mean. */
const REFUSALS: Readonly<Record<string, string>> = {
  ELOOP: 'is a link that leads to itself. Mend the link',
  EACCES: 'may not be read by this account. Give the file to it: chown',
  EPERM: 'may not be read by this account. Give the file to it: chown',
  ENOTDIR: 'is below something that is no folder. Check the path',
}

/** A new key as text: 32 random bytes in base64. */
export function generateKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

/**
 * The text of a key file, without one final line end; nothing when there is no such file. A link is as good as the file it
 * leads to, as where secrets are mounted by way of links.
 *
 * @throws KeyturnError `KEY_INSECURE` when another account owns it, or may read or write it; `KEY_UNREADABLE` for a link to
 * nothing, a folder, a file without rights, or one that is no text; `KEY_EMPTY`, `KEY_TOO_LONG`.
 */
export async function readKeyFile(path: string): Promise<Secret | undefined> {
  const file = await open(path, READING).catch((error: unknown) => {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    throw unreadable(path, REFUSALS[code] ?? `cannot be opened (${code})`)
  })
  if (file === undefined) return refuseLinkToNothing(path)
  try {
    const facts = await file.stat()
    if (!facts.isFile()) throw unreadable(path, facts.isDirectory() ? 'is a folder' : 'is no plain file')
    if ((facts.mode & OTHERS) !== 0) {
      throw new KeyturnError(
        'KEY_INSECURE',
        `The key file ${path} may be read or written by others. Take the rights away: chmod 600 ${path}.`,
        { path },
      )
    }
    if (facts.uid !== ROOT && facts.uid !== process.geteuid?.()) {
      throw new KeyturnError(
        'KEY_INSECURE',
        `The key file ${path} belongs to another account, which can read it. Give it to this one: chown.`,
        { path },
      )
    }
    // One byte beyond the bound tells what is too long.
    const bytes = Buffer.alloc(LONGEST_KEY_BYTES + 1)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    try {
      return readKeyText(bytes.subarray(0, bytesRead), `The key file ${path}`, { path })
    } finally {
      bytes.fill(0)
    }
  } finally {
    await file.close()
  }
}

/** Makes the key file of development, its folder, and a `.gitignore` beside it; the file that was there first wins. */
export async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(join(dirname(path), '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined)
  await writeNewKey(path)
}

/**
 * Writes a new key to a file (0600) that is not there yet; false, and nothing written, when it is.
 *
 * @throws KeyturnError `KEY_UNREADABLE` when the file cannot be made.
 */
export async function writeNewKey(path: string): Promise<boolean> {
  // Written whole beside it and then linked: nobody ever reads half a key.
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const refuse = (error: unknown): never => {
    const code = codeOf(error)
    throw unreadable(path, code === 'ENOENT' ? 'is in no folder that there is' : `cannot be made (${code})`)
  }
  const file = await open(draft, 'wx', 0o600).catch(refuse)
  try {
    await file.writeFile(`${generateKeyText()}\n`)
    await file.sync()
    await file.close()
    await link(draft, path)
    return true
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? false : refuse(error)
  } finally {
    await unlink(draft)
  }
}

/** Passes a path at which there is nothing at all. */
async function refuseLinkToNothing(path: string): Promise<undefined> {
  const entry = await lstat(path).catch(() => undefined)
  if (entry?.isSymbolicLink() === true) throw unreadable(path, 'is a link to nothing. Mend the link')
}

function unreadable(path: string, fault: string): KeyturnError {
  return new KeyturnError('KEY_UNREADABLE', `The key file ${path} ${fault}.`, { path })
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown'
}
