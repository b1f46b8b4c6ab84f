/** Makes, lists and revokes service keys. */
import { ACCESS_SCOPES, type AccessKey, type AccessScope } from '../../vault/server/port.ts'
import type { Vault } from '../../vault/vault.ts'
import { dayText, timeText } from '../credentials/account-rows.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import type { Console } from '../terminal/console.ts'
import { printable } from '../terminal/style.ts'
import { readAge } from '../time-option.ts'

const MAX_NAME = 100

/** Makes a key and shows it; nobody can show it again. */
export async function createKey(
  { server }: Vault,
  console: Console,
  options: { readonly name: string; readonly scopes: string; readonly expires?: string | undefined },
): Promise<ExitCode> {
  const name = options.name.trim()
  if (name === '' || name.length > MAX_NAME || name !== printable(name))
    throw new UsageError(`--name takes 1 to ${MAX_NAME} characters that can be seen.`)
  const wished = {
    name,
    scopes: readScopes(options.scopes),
    expiresAt: options.expires === undefined ? undefined : Date.now() + readAge('--expires', options.expires),
  }
  const { key, text } = await server.createAccessKey(wished, { channel: 'cli' })
  console.data({ ...keyData(key), key: text })
  console.say(text)
  console.note(`Made the key ${key.id} for '${printable(key.name)}'. Keep it now: it is not shown again.`)
  return EXIT.done
}

/** Lists; none is no failure. */
export async function listKeys({ server }: Vault, console: Console): Promise<ExitCode> {
  const keys = await server.listAccessKeys()
  console.data(keys.map(keyData))
  console.table(keys, [
    { heading: 'ID', cell: ({ id }) => id, paint: console.style.name },
    { heading: 'NAME', cell: ({ name }) => printable(name) },
    { heading: 'SCOPES', cell: ({ scopes }) => scopes.join(',') },
    { heading: 'MADE', cell: ({ createdAt }) => dayText(createdAt) },
    { heading: 'EXPIRES', cell: ({ expiresAt }) => (expiresAt === undefined ? 'never' : dayText(expiresAt)) },
  ])
  if (keys.length === 0) console.note('There is no key. `keyturn access create` makes one.')
  return EXIT.done
}

/** Revokes; 1 when there is none of that id. */
export async function revokeKey({ server }: Vault, console: Console, id: string): Promise<ExitCode> {
  const isRevoked = await server.revokeAccessKey(id, { channel: 'cli' })
  console.data({ ok: isRevoked, ...(isRevoked ? {} : { reason: 'not-found' }) })
  if (isRevoked) console.say(`${console.style.good('✓')} The key is revoked: it opens nothing any more.`)
  else
    console.note(`${console.style.bad('✗')} There is no key of that id. \`keyturn access list\` shows them.`)
  return isRevoked ? EXIT.done : EXIT.refused
}

function readScopes(text: string): AccessScope[] {
  const given = text.split(',').map((scope) => scope.trim())
  const scopes = ACCESS_SCOPES.filter((scope) => given.includes(scope))
  if (scopes.length > 0 && scopes.length === given.length) return scopes
  throw new UsageError(`--scopes takes some of ${ACCESS_SCOPES.join(', ')}, separated by commas, each once.`)
}

function keyData({ id, name, scopes, createdAt, expiresAt }: AccessKey): object {
  return { id, name, scopes, createdAt: timeText(createdAt), expiresAt: timeText(expiresAt) }
}
