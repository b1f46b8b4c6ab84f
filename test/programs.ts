/** The programs that tests start as processes of their own: compiled once before a run, and removed after it. */
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { compile } from './compile.ts'

const PROGRAMS = {
  keyturn: 'src/cli/main.ts',
  heapProcess: 'test/proof/heap/process.ts',
  hostProcess: 'test/tools/host-process.ts',
  renewingProcess: 'test/oauth/renewing-process.ts',
  countingProcess: 'test/state/counting-process.ts',
  pausingProcess: 'test/state/pausing-process.ts',
  startProcess: 'test/vault/start-process.ts',
  takeTurn: 'test/transcripts/take-turn.ts',
  worker: 'test/proof/state/worker.ts',
} as const

/** One of the programs. */
export type Program = keyof typeof PROGRAMS

declare module 'vitest' {
  interface ProvidedContext {
    /** Where each program is. */
    readonly programs: Readonly<Record<Program, string>>
  }
}

/** The file that Node runs for a program. */
export function programPath(program: Program): string {
  return inject('programs')[program]
}

/** What vitest calls before the first test, and what it gives back after the last (`globalSetup`). */
export default function compilePrograms(project: TestProject): () => void {
  let compiled = compile(Object.values(PROGRAMS))
  const provide = (): void => {
    const paths = Object.entries(PROGRAMS).map(([name, source]) => [name, compiled.path(source)])
    project.provide('programs', Object.fromEntries(paths) as Record<Program, string>)
  }
  provide()
  project.onTestsRerun(async () => {
    compiled.dispose()
    compiled = compile(Object.values(PROGRAMS))
    provide()
  })
  return () => compiled.dispose()
}
