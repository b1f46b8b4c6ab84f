/** The version of this package, read from the `package.json` above the running file. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** As `keyturn --version` says it. */
export const VERSION: string = readVersion(dirname(fileURLToPath(import.meta.url)))

/** The file lies deeper in `dist/` than in the sources, so it is looked for upwards. */
function readVersion(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    if (name === 'keyturn' && typeof version === 'string') return version
  } catch {
    // Not here: further up.
  }
  const above = dirname(folder)
  return above === folder ? 'unknown' : readVersion(above)
}
