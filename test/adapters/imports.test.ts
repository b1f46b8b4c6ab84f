/** An adapter asks for its own framework alone, and for nothing that opens anything. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { importsOf, readCode } from '../architecture/tree.ts'

const files = new Map(readCode(resolve(import.meta.dirname, '../..')).map((file) => [file.path, file]))

/** What each may ask for, besides what Keyturn itself is made of. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'src/adapters/openai/index.ts': [],
  'src/adapters/ai-sdk.ts': ['ai'],
  'src/adapters/openai-agents.ts': ['@openai/agents'],
  'src/adapters/langchain.ts': ['langchain', '@langchain/core'],
  'src/adapters/mcp.ts': [],
}

/** Everything that is loaded with a file: files of ours, and packages. */
function loaded(start: string): Set<string> {
  const found = new Set([start])
  for (const path of found) {
    const file = files.get(path)
    if (file === undefined) continue
    for (const { target, isErased } of importsOf(file)) if (!isErased) found.add(target)
  }
  return found
}

describe('importing an adapter', () => {
  it.each(Object.entries(OWN))('%s loads its own framework and no other', (path, own) => {
    const all = [...loaded(path)]
    expect(all.length).toBeGreaterThan(1)
    const peers = Object.keys(manifest.peerDependencies)
    expect(all.filter((target) => peers.includes(target)).sort()).toEqual([...own].sort())
    const others = Object.keys(OWN).filter((other) => other !== path)
    expect(all.filter((target) => others.includes(target))).toEqual([])
  })

  it('is a subpath of the package for each', () => {
    const sources = Object.values(manifest.exports).map((target) =>
      typeof target === 'string' ? target : target.types.replace('./dist/', '').replace('.d.ts', '.ts'),
    )
    expect(Object.keys(OWN).filter((path) => !sources.includes(path))).toEqual([])
  })
})
