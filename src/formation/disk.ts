/** The disk as reading a formation sees it. */
import { realpathSync, statSync } from 'node:fs'
import { leadsTo } from './links.ts'
import { realPathOf, type Disk } from './working-folder.ts'

/** The real one. What may not be looked at counts as not there. */
export const realDisk: Disk = {
  kindOf(path) {
    try {
      const facts = statSync(path)
      if (facts.isDirectory()) return 'folder'
      return facts.isFile() ? 'file' : undefined
    } catch {
      return undefined
    }
  },
  leadsTo,
  realPath: (path) => realPathOf(path, (existing) => realpathSync.native(existing)),
}
