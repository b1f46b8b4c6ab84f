/**
 * `npm run build`: `dist/`, as it is published. Types come from the compiler, a file each; programs are bundled, since a few files start
 * many times faster than hundreds. Packages stay outside, and what is imported late stays late.
 */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = import.meta.dirname

const SHARED = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  outdir: 'dist',
  outbase: '.',
  sourcemap: true,
  logLevel: 'warning',
  // Class and function names stand in errors and in what an inspector shows.
  keepNames: true,
} as const

rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
const types = spawnSync(
  process.execPath,
  [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { cwd: ROOT, stdio: 'inherit' },
)
if (types.status !== 0) process.exit(types.status ?? 1)
await Promise.all([
  build({
    ...SHARED,
    entryPoints: [
      ...[
        'src/index.ts',
        'src/providers/facts.ts',
        'src/server/index.ts',
        'src/testing/index.ts',
        'src/cli/main.ts',
      ],
      ...['openai/index', 'ai-sdk', 'openai-agents', 'langchain', 'mcp'].map(
        (name) => `src/adapters/${name}.ts`,
      ),
    ],
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  }),
  // On its own: whoever only looks for secrets in a text loads nothing else.
  build({ ...SHARED, entryPoints: ['src/guard/index.ts'] }),
  // In browsers and Workers too: nothing of Node's is in it.
  build({ ...SHARED, entryPoints: ['src/client/index.ts'], platform: 'neutral' }),
])
