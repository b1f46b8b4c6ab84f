/** Compiles a program and what it imports of ours once, since hundreds of processes that each did it would do little else. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = resolve(import.meta.dirname, '../../..')
const CACHE = join(ROOT, '.cache')

/** A program in JavaScript, which is what it was when it was compiled. */
export interface Compiled {
  readonly path: string
  dispose(): void
}

/** Compiles into a folder of the repository, from which its packages are found. */
export function compile(program: string): Compiled {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'proof-'))
  const target = (source: string): string => join(folder, relative(ROOT, source).replace(/\.ts$/, '.js'))
  const sources = [program]
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
  return { path: target(program), dispose: () => rmSync(folder, { recursive: true, force: true }) }
}
