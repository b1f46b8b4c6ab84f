/** The version of this package, read from the `package.json` above the running file. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const { folder: PACKAGE_FOLDER, version: VERSION } = findPackage(dirname(fileURLToPath(import.meta.url)))

/** `VERSION`: as `keyturn --version` says it. `PACKAGE_FOLDER`: where the package itself is. */
export { PACKAGE_FOLDER, VERSION }

/** The file lies deeper in `dist/` than in the sources, so it is looked for upwards. */
function findPackage(folder: string): { readonly folder: string; readonly version: string } {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    if (name === 'keyturn' && typeof version === 'string') return { folder, version }
  } catch {
    // Not here: further up.
  }
  const above = dirname(folder)
  return above === folder ? { folder, version: 'unknown' } : findPackage(above)
}
