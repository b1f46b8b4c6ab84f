/** Compiles programs and what they import of ours once, since hundreds of processes that each did it would do little else. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = resolve(import.meta.dirname, '..')
const CACHE = join(ROOT, '.cache')

/** Programs in JavaScript, which are what they were when they were compiled. */
export interface Compiled {
  /** Where a program is now that was at this path of the repository. */
  path(program: string): string
  dispose(): void
}

/** Compiles into a folder of the repository, from which its packages are found; programs are named by their paths in it. */
export function compile(programs: readonly string[]): Compiled {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'compiled-'))
  const target = (source: string): string => compiledPath(folder, relative(ROOT, source))
  const sources = programs.map((program) => join(ROOT, program))
  for (const source of sources) {
    const text = readFileSync(source, 'utf8')
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      const imported = resolve(dirname(source), fileName)
      if (fileName.startsWith('.') && !sources.includes(imported)) sources.push(imported)
    }
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
    }
    mkdirSync(dirname(target(source)), { recursive: true })
    writeFileSync(target(source), ts.transpileModule(text, { compilerOptions }).outputText)
  }
  return {
    path: (program) => compiledPath(folder, program),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function compiledPath(folder: string, program: string): string {
  return join(folder, program.replace(/\.ts$/, '.js'))
}
