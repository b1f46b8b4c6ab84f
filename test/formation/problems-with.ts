/** The problems of a formation with one server, as people are told them. */
import type { EnvironmentNames } from '../../src/formation/injected-variables.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { describeProblem, FormationError } from '../../src/formation/problems.ts'
import { DIRECTORY, SMALLEST } from './formation-source.ts'

/** Reads `mcp/github.afs` of this text; none where it is sound. */
export function problemsWith(
  server: string,
  options: { readonly environmentNames?: EnvironmentNames } = {},
): string[] {
  const files = { 'formation.afs': SMALLEST, 'mcp/github.afs': `id: github\ntype: command\n${server}` }
  try {
    parseFormation({ files, directory: DIRECTORY, ...options })
    return []
  } catch (error) {
    if (error instanceof FormationError) return error.problems.map(describeProblem)
    throw error
  }
}
