/** Small formations for tests: one server's text is enough. */
import type { CommandServer, Formation, TemplatePart } from '../../src/formation/formation.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { FormationError, type FormationProblem } from '../../src/formation/problems.ts'

/** The folder that test formations pretend to be in. */
export const DIRECTORY = '/srv/formation'

/** The parts of a template with their texts written out. */
export function written(parts: readonly TemplatePart[] | undefined): unknown {
  return parts?.map((part) => (part.kind === 'text' ? { ...part, text: part.text() } : part))
}

/** A server file with these lines of its own. */
export function server(...lines: readonly string[]): string {
  return ['schema: "1.0.0"', 'id: github', 'type: command', 'command: npx', ...lines, ''].join('\n')
}

/** Reads a formation of `formation.afs` and, where given, `mcp/github.afs`. */
export function formationOf(main: string, github?: string, more: Record<string, string> = {}): Formation {
  const files = {
    'formation.afs': main,
    ...(github === undefined ? {} : { 'mcp/github.afs': github }),
    ...more,
  }
  return parseFormation({ files, directory: DIRECTORY })
}

/** The first server of a formation, which runs a command. */
export function firstCommand({ servers: [server] }: Pick<Formation, 'servers'>): CommandServer {
  if (server?.type !== 'command') throw new Error('The first server runs no command.')
  return server
}

/** The problems of a formation; none when it is sound. */
export function problemsOf(
  main: string,
  github?: string,
  more: Record<string, string> = {},
): readonly FormationProblem[] {
  try {
    formationOf(main, github, more)
    return []
  } catch (error) {
    if (error instanceof FormationError) return error.problems
    throw error
  }
}

/** `file:line field -> nearest`, the short form that tests compare. */
export function shortForm({ place, nearest }: FormationProblem): string {
  const hint = nearest === undefined ? '' : ` -> ${nearest}`
  return `${place.file}:${place.line} ${place.field}${hint}`
}

/** The smallest sound formation. */
export const SMALLEST = 'user_credentials:\n  mode: "dynamic"\n'
