/** One run over `test/`: no network but loopback (`test/setup.ts`), nothing skipped (`test/run.ts` counts). */
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/sequence.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['src/providers/generate.mjs', 'test/programs.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // By default one core is left idle: of two, that is half.
    maxWorkers: '100%',
    // PBKDF2 at full strength and real servers on two cores: seconds, not the usual milliseconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
    env: { NO_COLOR: '1' },
  },
})
