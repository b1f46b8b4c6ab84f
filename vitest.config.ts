/**
 * Two runs over `test/`: `behaviour` is what `npm test` runs before every commit, `proof` is what proves at scale (`npm run test:proof`).
 * In both: no network but loopback (`test/setup.ts`), nothing skipped (`test/run.ts` counts), and a test that asserts nothing fails.
 */
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/sequence.ts'

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'behaviour', include: ['test/**/*.test.ts'], exclude: ['test/proof/**'] },
      },
      { extends: true, test: { name: 'proof', include: ['test/proof/**/*.test.ts'] } },
    ],
    globalSetup: ['src/providers/generate.mjs', 'test/programs.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // By default one core is left idle: of two, that is half. Tests wait for servers and processes half of their time.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // PBKDF2 at full strength and real servers: seconds on two quiet cores, and a busy machine is many times slower.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    allowOnly: false,
    expect: { requireAssertions: true },
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
    env: { NO_COLOR: '1' },
  },
})
