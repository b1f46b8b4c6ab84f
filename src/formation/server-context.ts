/** What reading a server depends on besides its file. */
import type { Problems, Warnings } from './problems.ts'
import type { Disk } from './working-folder.ts'

/** What reading a server depends on. */
export interface ServerContext {
  /** The formation's folder, absolute. */
  readonly directory: string
  readonly disk: Disk
  /** Paths of the store and of key files, which no server may work beside. */
  readonly privatePaths: readonly string[]
  readonly allowLoopback: boolean
  readonly problems: Problems
  readonly warnings: Warnings
}
