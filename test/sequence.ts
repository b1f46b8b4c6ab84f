/** The order of test files: those that take longest begin first, so that no core is idle at the end of a run. */
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that took more than 25 s on two cores, the longest first; without this, the largest file begins. */
const LONGEST = [
  'test/proof/restarted-transcripts.test.ts',
  'test/proof/vault.test.ts',
  'test/proof/state.test.ts',
  'test/transcripts/transcripts.test.ts',
  'test/vault/postgres.test.ts',
  'test/vault/sqlite.test.ts',
  'test/canary/flow.test.ts',
  'test/flow-state/two-instances.test.ts',
  'test/cli/chat.test.ts',
]

/** The longest first, then as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.indexOf(relative(this.ctx.config.root, moduleId))
      return index < 0 ? LONGEST.length : index
    }
    return sorted.sort((left, right) => place(left) - place(right))
  }
}
