/** Keeps servers out of the folders in which the store and the keys lie, wherever links lead: a file tool reads what is around it. */
import { realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Formation, KeySource } from '../formation/formation.ts'
import { Problems } from '../formation/problems.ts'
import { holdsOrIsIn, STORE_FOLDER } from '../formation/server.ts'

/**
 * Refuses a formation one of whose servers works in, above or below a folder that holds the store or a key file.
 *
 * @throws FormationError `CONFIGURATION_INVALID`, naming each such server's `cwd`.
 */
export async function checkWorkingFolders(formation: Formation, storeParent: string): Promise<void> {
  const kept = [join(storeParent, STORE_FOLDER), ...keyFolders(formation)]
  const places = await Promise.all(kept.map(realPathOf))
  const problems = new Problems()
  for (const { cwd, file } of formation.servers) {
    if (cwd === undefined) continue
    const folder = await realPathOf(cwd)
    if (!places.some((place) => holdsOrIsIn(folder, place))) continue
    const message =
      'leads to where the store or a key lies, which a file tool could read. Name another folder, or leave cwd out for an empty one.'
    problems.add({ file, line: 1, field: 'cwd' }, message)
  }
  problems.throwIfAny()
}

function keyFolders({ encryption, directory }: Formation): string[] {
  const sources: (KeySource | undefined)[] = [encryption.key, ...encryption.decryptOnlyKeys]
  return sources.flatMap((source) =>
    source?.kind === 'file' ? [dirname(resolve(directory, source.path))] : [],
  )
}

/** With the links followed as far as the path is there. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(await realPathOf(above), path.slice(above.length))
  }
}
