/** The problems of a formation with one server, as people are told them. */
import { checkVariables } from '../../src/formation/injected-names.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { describeProblem, FormationError } from '../../src/formation/problems.ts'
import { knownVariables } from '../../src/providers/variables.ts'
import { DIRECTORY, SMALLEST } from './formation-source.ts'

/** Reads `mcp/github.afs` of this text; none where it is sound. */
export function problemsWith(server: string): string[] {
  const files = { 'formation.afs': SMALLEST, 'mcp/github.afs': `id: github\ntype: command\n${server}` }
  try {
    const { servers, services } = parseFormation({ files, directory: DIRECTORY })
    checkVariables(servers, services, knownVariables)
    return []
  } catch (error) {
    if (error instanceof FormationError) return error.problems.map(describeProblem)
    throw error
  }
}
