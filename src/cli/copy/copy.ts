/** `keyturn copy --from sqlite:PATH --to postgres://…`: copies, compares row by row, and verifies the audit of the copy. */
import { existsSync } from 'node:fs'
import { KeyturnError } from '../../errors.ts'
import type { Formation } from '../../formation/formation.ts'
import { readFormation } from '../../formation/read.ts'
import { connectSource, connectTarget, readAddress, type VaultAddress } from '../../vault/copy/connect.ts'
import { type CopyResult, copyVault, readFormationOf } from '../../vault/copy/copy.ts'
import type { VaultConnection } from '../../vault/connect.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { type Verification, verifyCopy } from './verify.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import type { Common } from '../options.ts'
import { startProgress } from '../terminal/progress.ts'

/** Both ends; the formation, where there is one, gives the key to verify the copy's audit with. */
export interface CopyOptions extends Common {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Copies: 0 when both are the same and the audit, where it could be verified, is whole; 1 refused; 3 an outage, to be run again. */
export async function copy(console: Console, options: CopyOptions): Promise<ExitCode> {
  const from = await readAddress(addressOf(console, '--from', options.from))
  const to = await readAddress(addressOf(console, '--to', options.to ?? 'env:DATABASE_URL'))
  if (placeOf(from) === placeOf(to)) throw new UsageError('--from and --to are the same vault.')
  const formation = await readFormationBeside(options.formation)
  const progress = startProgress(console)
  const source = await connectSource(from)
  let target: VaultConnection | undefined
  let result: CopyResult
  try {
    const owner = await readFormationOf(source)
    if (formation !== undefined && owner !== formation.id) {
      throw new KeyturnError(
        'CONFIGURATION_INVALID',
        `The source is the vault of the formation "${owner}", not of "${formation.id}". Name the right one with --formation.`,
      )
    }
    target = await connectTarget(to)
    result = await copyVault(source, target, Date.now(), (doing, table, done, total) =>
      progress.update(`${doing === 'copy' ? 'Copying' : 'Comparing'} ${table}`, done, total),
    )
  } finally {
    progress.end()
    await Promise.all([source.close(), target?.close()])
  }
  const verified = await verifyCopy(formation, from, to)
  return sayResult(console, result, verified)
}

/** An address from the command line, or from the variable it names: a password does not belong on a command line. */
function addressOf(console: Console, option: string, given: string | undefined): string {
  const { environment } = console.surroundings
  const variable = /^env:(\w+)$/.exec(given ?? '')?.[1]
  const address = variable === undefined ? given : environment[variable]
  if (address === undefined || address === '') {
    throw new UsageError(
      variable === undefined
        ? `${option} is missing: sqlite:PATH, postgres://… or env:NAME.`
        : `${option} is missing, and ${variable} is not set. Give sqlite:PATH, postgres://… or env:NAME.`,
    )
  }
  if (variable === undefined && /^\w+:\/\/[^/@]*:[^/@]+@/.test(address)) {
    console.note(
      `${console.style.weak('!')} The password in ${option} stays in the history of the shell. Put the address into a variable and give env:NAME, or set DATABASE_URL for --to.`,
    )
  }
  return address
}

function placeOf(address: VaultAddress): string {
  return address.kind === 'sqlite' ? address.path : address.url
}

/** A copy needs no formation: without one, only the audit of the copy is not verified. */
async function readFormationBeside(path: string): Promise<Formation | undefined> {
  return existsSync(path) ? readFormation(path, { promptKeys: promptKeys() }) : undefined
}

function sayResult(console: Console, result: CopyResult, verified: Verification): ExitCode {
  const { style } = console
  const { rows, written, wasThere, formation } = result
  const isVerified = typeof verified !== 'string'
  console.data({
    formation,
    rows,
    written,
    same: true,
    audit: isVerified
      ? { whole: verified.isWhole, entries: verified.entries, faults: verified.faults }
      : { notVerified: verified },
  })
  const number = rows.toLocaleString('en-GB')
  console.say(
    wasThere
      ? `${style.good('✓')} The vault of "${formation}" is there already: ${number} rows, each the same byte by byte.`
      : `${style.good('✓')} Copied the vault of "${formation}": ${number} rows, each read back and the same byte by byte.`,
  )
  if (!isVerified)
    console.note(`The audit of the copy was not verified: ${verified}. \`keyturn audit verify\` does it.`)
  else if (verified.isWhole)
    console.say(`${style.good('✓')} Its audit is whole: ${verified.entries.toLocaleString('en-GB')} entries.`)
  else
    console.note(
      `${style.bad('✗')} Its audit is not whole, as it was before: \`keyturn audit verify\` names the faults.`,
    )
  console.note(
    'What is written to the source from now on is not in the copy: run Keyturn on one of the two only.',
  )
  return isVerified && !verified.isWhole ? EXIT.refused : EXIT.done
}
