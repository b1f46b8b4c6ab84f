/** The code in a Markdown text: what it is, where it stands, and whether TypeScript takes it. */
import { join, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = resolve(import.meta.dirname, '../..')

/** One fenced block. */
export interface Snippet {
  readonly language: string
  readonly text: string
  /** Line of the Markdown on which its text begins, from 1. */
  readonly line: number
}

/** Every fenced block, in order. */
export function readSnippets(markdown: string): Snippet[] {
  return [...markdown.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: markdown.slice(0, match.index).split('\n').length + 1,
  }))
}

/**
 * Compiles TypeScript snippets, each as a file of its own at the root of the repository, and gives what the compiler says.
 *
 * `keyturn` and its subpaths lead where the `exports` of `package.json` do, to the sources of what they would be built from.
 */
export function compileSnippets(
  snippets: readonly Snippet[],
  exports: Readonly<Record<string, string | { readonly types: string }>>,
): string[] {
  const files = new Map(
    snippets.map((snippet) => [join(ROOT, `snippet-at-line-${snippet.line}.ts`), snippet]),
  )
  const options = compilerOptions(exports)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.readFile = (path) => files.get(path)?.text ?? readFile(path)
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const snippet = files.get(path)
    if (snippet === undefined) return getSourceFile(path, languageVersion, ...rest)
    return ts.createSourceFile(path, snippet.text, languageVersion)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  // Only the snippets are checked: that the package itself compiles is the build's business.
  const diagnostics = [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
  return [...program.getOptionsDiagnostics(), ...diagnostics].map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
    const from = files.get(file?.fileName ?? '')?.line ?? 1
    return `line ${from + line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

function compilerOptions(exports: Parameters<typeof compileSnippets>[1]): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object }
  }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT)
  const paths = Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []
    const source = target.types.replace(/^\.\/dist\//, './').replace(/\.d\.ts$/, '.ts')
    return [[`keyturn${subpath.slice(1)}`, [join(ROOT, source)]] as [string, string[]]]
  })
  // What a reader does with an import or a variable of an example is up to them.
  return { ...options, noUnusedLocals: false, noUnusedParameters: false, paths: Object.fromEntries(paths) }
}
