/** A source tree as the rules see it, so that they can be tried on a planted one. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'

/** One file of the tree; the path is relative to its root, with `/`. */
export interface TreeFile {
  readonly path: string
  readonly text: string
}

/** One import or re-export. `target`: a path in the tree, or the name of a package. */
export interface TreeImport {
  readonly from: string
  readonly target: string
  readonly isLocal: boolean
  /** Only types are taken: nothing of it is left when the program runs. */
  readonly isErased: boolean
}

/** What breaks a rule: where, and what to do. */
export type Breach = string

/** The folders that hold TypeScript of ours. */
export const CODE_FOLDERS = ['machines', 'prompts', 'src', 'test', 'bench', 'examples'] as const

/** Reads the TypeScript below the code folders, in order of path. */
export function readCode(root: string): TreeFile[] {
  const files = CODE_FOLDERS.flatMap((folder) => listFiles(join(root, folder)))
  return files
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}

/** Every file that git would commit; outside of a repository, every file. */
export function readTracked(root: string): TreeFile[] {
  const paths = existsSync(join(root, '.git'))
    ? execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)
    : listFiles(root).map((path) => relative(root, path))
  return paths
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** What a file imports, by TypeScript's own scanner. */
export function importsOf({ path, text }: TreeFile): TreeImport[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
    const isErased = /\b(?:import|export)\s+type\s[^;'"]*$/.test(
      text
        .slice(text.lastIndexOf('\n', pos - 1) < 0 ? 0 : Math.max(0, pos - 600), pos)
        .split(/\n(?=import|export)/)
        .at(-1) ?? '',
    )
    const isLocal = fileName.startsWith('.')
    const target = isLocal ? normalize(join(dirname(path), fileName)) : packageName(fileName)
    return { from: path, target, isLocal, isErased }
  })
}

/** `@scope/name` or `name`, without what is inside the package; `node:` names stay whole. */
function packageName(name: string): string {
  const [first = '', second = ''] = name.split('/')
  return first.startsWith('@') ? `${first}/${second}` : name.startsWith('node:') ? name : first
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? listFiles(path) : [path]
    })
}
