/** How long files are, what they are called, and what the steps' files share. */
import type { Breach, TreeFile } from './tree.ts'

/** Lines that need no word: longer, a file is looked at twice. */
const USUAL_LINES = 250
/** Lines that need a reason in the header. */
const MOST_LINES = 400
const MOST_TEST_LINES = 400

/** Files that are one idea and one table, each with what it is. */
const ONE_TABLE: Readonly<Record<string, string>> = {
  'test/machines/reference.ts': 'the charts told a second time, as one function',
}

/** A header that says why the file is long says so in one of these words. */
const REASON = /\blong(?:er)?\b|\bover 150 lines\b|\bin one file\b/i

const VAGUE = /(?:^|[/-])(?:utils?|helpers?|common|misc|shared|lib)(?:[/.-]|$)/
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|generated|d))?\.ts$/

/** The steps of the flow, one stem each (docs/architecture.md). */
const STEPS = [
  ...['detect-need', 'check-store', 'ask-account', 'collect-inline'],
  ...['dedupe', 'validate', 'lockout', 'redirect'],
]

/** Files that are too long, or long without a reason. */
export function checkSizes(files: readonly TreeFile[]): Breach[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    const isTest = path.startsWith('test/')
    const most = isTest ? MOST_TEST_LINES : MOST_LINES
    if (lines > most && ONE_TABLE[path] === undefined)
      return [`${path} has ${lines} lines; the most is ${most}`]
    if (isTest || lines <= USUAL_LINES || REASON.test(headerOf(text))) return []
    return [`${path} has ${lines} lines and no reason in its header ("Long because …")`]
  })
}

/** Names that say nothing, or are not in kebab case. */
export function checkNames(files: readonly TreeFile[]): Breach[] {
  return files.flatMap(({ path }) => {
    if (VAGUE.test(path)) return [`${path} is named after nothing in particular`]
    return KEBAB.test(path.split('/').at(-1) ?? '') ? [] : [`${path} is not in kebab case`]
  })
}

/**
 * Steps without their files: each has a machine and a test of its stem, and actors and prompts are named after machines.
 *
 * `others`: files of `prompts/` and `src/chat/actors/` that belong to no step, or folders of them with a slash at the end.
 */
export function checkSteps(files: readonly TreeFile[], others: readonly string[] = []): Breach[] {
  const paths = files.map(({ path }) => path)
  const missing = STEPS.flatMap((step) => {
    const hasTest = paths.some((path) => new RegExp(`^test/.*\\b${step}\\b.*\\.ts$`).test(path))
    const machine = paths.includes(`machines/${step}.ts`) ? [] : [`machines/${step}.ts is missing`]
    return hasTest ? machine : [...machine, `no file of test/ is named after the step ${step}`]
  })
  const stems = paths.flatMap((path) => /^machines\/(.*)\.ts$/.exec(path)?.[1] ?? [])
  const stray = paths
    .filter((path) => /^(?:prompts|src\/chat\/actors)\//.test(path))
    .filter(
      (path) => !others.some((other) => path === other || (other.endsWith('/') && path.startsWith(other))),
    )
    .filter((path) => !stems.some((stem) => path.split('/').at(-1)?.startsWith(stem)))
    .map((path) => `${path} shares its stem with no file of machines/`)
  return [...missing, ...stray]
}

/** The comment at the top of a file. */
export function headerOf(text: string): string {
  return /^(?:#![^\n]*\n)?\s*\/\*\*[^]*?\*\//.exec(text)?.[0] ?? ''
}
