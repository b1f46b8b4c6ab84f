/** Which way imports may go (docs/architecture.md). */
import { type Breach, importsOf, type TreeFile, type TreeImport } from './tree.ts'

/** What each top folder may import: packages by name, other top folders by path. `*` is anything. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  machines: ['xstate', 'machines'],
  prompts: ['zod', 'prompts'],
  src: ['*', 'machines', 'prompts', 'src'],
  bench: ['*', 'machines', 'prompts', 'src', 'test', 'bench'],
  examples: ['*', 'src', 'examples'],
  test: ['*', 'machines', 'prompts', 'src', 'bench', 'examples', 'test', 'package.json'],
}

/** Folders of `src/` from the ground up. A folder reaches only what stands before it, also by way of the files beside the folders. */
const LAYERS = [
  ...[
    'net',
    'database',
    'formation',
    'guard',
    'language',
    'providers',
    'vault',
    'state',
    'oauth',
    'credentials',
    'tools',
  ],
  ...['chat/gate', 'chat/reading', 'chat/actors', 'chat/turn', 'chat/agent'],
  ...['open', 'adapters', 'server', 'client', 'cli'],
] as const

/** Usable on its own: reaches no other folder at all. */
const ALONE = ['testing', 'client'] as const

/** Packages that a host may not have, and the only places that may ask for them as a value. */
const OPTIONAL_PEERS: Readonly<Record<string, readonly string[]>> = {
  openai: ['src/adapters/', 'src/chat/agent/model.ts', 'src/cli/'],
  ai: ['src/adapters/'],
  '@openai/agents': ['src/adapters/'],
  langchain: ['src/adapters/'],
  '@langchain/core': ['src/adapters/'],
  '@opentelemetry/api': ['src/adapters/'],
  pino: [],
}

/** Imports that go where they may not. */
export function checkArrows(files: readonly TreeFile[]): Breach[] {
  return files.flatMap(importsOf).flatMap(({ from, target, isLocal }) => {
    const allowed = ARROWS[topOf(from)] ?? []
    const isAllowed = isLocal
      ? allowed.includes(topOf(target))
      : allowed.includes('*') || allowed.includes(target)
    return isAllowed ? [] : [`${from} imports ${target}; ${topOf(from)}/ may import ${allowed.join(', ')}`]
  })
}

/** Imports of a package that need not be installed, outside of the subpath that is for it. */
export function checkPeers(files: readonly TreeFile[]): Breach[] {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap(importsOf)
    .filter(({ from, target }) => {
      const places = OPTIONAL_PEERS[target]
      return places !== undefined && !places.some((place) => from.startsWith(place))
    })
    .map(
      ({ from, target }) =>
        `${from} imports ${target}, which a host may not have; it belongs behind a subpath`,
    )
}

/** Folders of `src/` that reach one above them, each with the way there. */
export function checkLayers(files: readonly TreeFile[]): Breach[] {
  const graph = graphOf(files)
  const breaches = new Set<Breach>()
  for (const start of graph.keys()) {
    const folder = folderOf(start)
    if (folder === undefined) continue
    const rank = LAYERS.indexOf(folder as (typeof LAYERS)[number])
    const isAlone = (ALONE as readonly string[]).includes(folder)
    if (rank < 0 && !isAlone)
      breaches.add(`src/${folder}/ has no place in LAYERS of test/architecture/imports.ts`)
    for (const [reached, way] of reach(graph, start)) {
      const other = folderOf(reached)
      if (other === undefined || other === folder) continue
      const otherRank = LAYERS.indexOf(other as (typeof LAYERS)[number])
      if (isAlone || otherRank > rank)
        breaches.add(`src/${folder}/ reaches src/${other}/: ${way.join(' → ')}`)
    }
  }
  return [...breaches]
}

/**
 * Files that import each other in a ring: whoever reads one has to read all. `types`: whether imports count of which nothing is
 * left when the program runs.
 */
export function checkCycles(files: readonly TreeFile[], { types }: { readonly types: boolean }): Breach[] {
  const graph = graphOf(files, ({ isErased }) => types || !isErased)
  const done = new Set<string>()
  const rings: Breach[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) rings.push([...way.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return rings
}

function graphOf(
  files: readonly TreeFile[],
  counts: (one: TreeImport) => boolean = () => true,
): Map<string, string[]> {
  const local = ({ isLocal }: TreeImport): boolean => isLocal
  return new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((one) => local(one) && counts(one))
        .map(({ target }) => target),
    ]),
  )
}

/** Everything that can be reached, with the shortest way to it. */
function reach(graph: ReadonlyMap<string, readonly string[]>, start: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>([[start, [start]]])
  for (const [path, way] of found) {
    for (const next of graph.get(path) ?? []) if (!found.has(next)) found.set(next, [...way, next])
  }
  return found
}

function topOf(path: string): string {
  return path.split('/')[0] ?? ''
}

/** `vault` for `src/vault/accounts/open.ts`, `chat/gate` for a file of that layer; nothing for a file right in `src/` or beside layers. */
function folderOf(path: string): string | undefined {
  const [top, ...folders] = path.split('/').slice(0, -1)
  if (top !== 'src' || folders.length === 0) return undefined
  const parts = LAYERS.filter((layer) => layer.startsWith(`${folders[0] ?? ''}/`))
  if (parts.length === 0) return folders[0]
  return folders.length > 1 ? folders.slice(0, 2).join('/') : undefined
}
