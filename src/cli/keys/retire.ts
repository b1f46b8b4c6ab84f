/** `keyturn keys retire ID`: puts a key away that nobody is under any more. */
import { readFormation } from '../../formation/read.ts'
import { openFormationVault } from '../../open/vault.ts'
import { listRootKeys, retireKey, type RetireResult } from '../../vault/keys/rotation.ts'
import type { SqlVault } from '../../vault/sql-vault.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import { peopleAre } from './list.ts'
import { EXPOSED_KEY } from '../misuse.ts'
import type { Common } from '../options.ts'

const ROOT_KEY_ID = /^[0-9a-f]{16}$/

/** Retires; 1 when there is no such key, or it is still needed. */
export async function retire(
  console: Console,
  given: string,
  { formation: path }: Common,
): Promise<ExitCode> {
  const id = given.trim().toLowerCase()
  if (!ROOT_KEY_ID.test(id)) {
    throw new UsageError(
      `That is no id of a root key: 16 hex digits, as \`keyturn keys list\` shows them. If it was a key: ${EXPOSED_KEY}`,
    )
  }
  const formation = await readFormation(path, { promptKeys: promptKeys() })
  const vault = await openFormationVault(formation)
  try {
    return await retireIn(vault, console, id)
  } finally {
    await vault.close()
  }
}

async function retireIn({ core }: SqlVault, console: Console, id: string): Promise<ExitCode> {
  const result = await retireKey(core, id, { channel: 'cli' })
  console.data(result.ok ? { ok: true, id } : { ...result, id })
  if (result.ok) {
    console.say(`${console.style.good('✓')} Root key no. ${id} is retired.`)
    console.note(
      'Take it out of the formation. Keep it as long as you keep backups from before: they open with it alone.',
    )
    return EXIT.done
  }
  const known = (await listRootKeys(core)).map((key) => `${key.id} (${key.state})`).join(', ')
  console.note(`${console.style.bad('✗')} ${describeRefusal(result, id, known)}`)
  return EXIT.refused
}

function describeRefusal(result: Exclude<RetireResult, { ok: true }>, id: string, known: string): string {
  switch (result.reason) {
    case 'not-found':
      return `The vault has no root key no. ${id}. It has ${known}.`
    case 'primary':
      return `Root key no. ${id} is the primary: new users are put under it. Rotate to another first.`
    case 'retired':
      return `Root key no. ${id} is retired already.`
    case 'configured':
      return `Root key no. ${id} is the one that the formation names as primary: \`keyturn keys rotate\` goes there.`
    case 'in-use':
      return `${peopleAre(result.users)} still under root key no. ${id}. Run \`keyturn keys rotate\` first; nothing was changed.`
  }
}
