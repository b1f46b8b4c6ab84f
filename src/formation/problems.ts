/** Collects what is wrong or weak in a formation, so that all of it is said at once and each with its place. */
import { KeyturnError } from '../errors.ts'
import type { FormationWarning, Place } from './formation.ts'

/** One thing that is wrong, where it stands, and the known field that was probably meant. */
export interface FormationProblem {
  readonly place: Place
  readonly message: string
  readonly nearest: string | undefined
}

/** Most problems that are kept; the rest is only counted. */
const MOST_PROBLEMS = 50

/** Longest name of a file or field that a message repeats. */
const LONGEST_SHOWN = 48

/** The formation cannot be used: `CONFIGURATION_INVALID` with every problem, of every file. */
export class FormationError extends KeyturnError {
  override readonly name = 'FormationError'
  readonly problems: readonly FormationProblem[]

  /** `total` counts problems beyond the 50 that are kept. Facts: `count`, and `file`, `line`, `field`, `nearest` of the first. */
  constructor(problems: readonly FormationProblem[], total: number) {
    const lines = problems.map((problem) => `  ${describeProblem(problem)}`)
    if (total > problems.length) lines.push(`  … and ${total - problems.length} more`)
    const count = total === 1 ? 'a problem' : `${total} problems`
    const first = problems[0]
    super('CONFIGURATION_INVALID', `The formation has ${count}:\n${lines.join('\n')}`, {
      count: total,
      ...(first === undefined ? {} : { ...first.place }),
      ...(first?.nearest === undefined ? {} : { nearest: first.nearest }),
    })
    this.problems = problems
  }
}

/** One line for people: `mcp/github.afs:7: auth.tokn is not a known field. Did you mean auth.token?` */
export function describeProblem(problem: FormationProblem): string {
  const { file, line, field } = problem.place
  const subject = field === '' ? '' : `${field} `
  const hint = problem.nearest === undefined ? '' : ` The nearest known field is ${problem.nearest}.`
  return `${file}:${line}: ${subject}${problem.message}${hint}`
}

/** The problems found so far, of all files. */
export class Problems {
  readonly #kept: FormationProblem[] = []
  #total = 0

  /** Notes a problem, once; a message is a predicate with a full stop (`must be true or false.`) and never holds a value. */
  add(place: Place, message: string, nearest?: string): void {
    // The YAML parser says one fault several times.
    const isSame = (known: FormationProblem): boolean =>
      known.message === message &&
      known.place.file === place.file &&
      known.place.line === place.line &&
      known.place.field === place.field
    if (this.#kept.some(isSame)) return
    this.#total += 1
    if (this.#kept.length < MOST_PROBLEMS) this.#kept.push({ place, message, nearest })
  }

  /** How many there are, also those that are not kept. */
  get count(): number {
    return this.#total
  }

  /**
   * Ends in one error with everything that was found, by file and line.
   *
   * @throws FormationError `CONFIGURATION_INVALID`.
   */
  throwIfAny(): void {
    if (this.#total === 0) return
    const files = [...new Set(this.#kept.map(({ place }) => place.file))]
    const sorted = this.#kept.toSorted(
      ({ place: left }, { place: right }) =>
        files.indexOf(left.file) - files.indexOf(right.file) || left.line - right.line,
    )
    throw new FormationError(sorted, this.#total)
  }
}

/** Warnings of all files, in the order they were found. */
export class Warnings {
  readonly list: FormationWarning[] = []

  /** Notes one: a whole sentence or two, with the way out, without any value. */
  add(place: Place, message: string): void {
    this.list.push({ place, message })
  }
}

/** Letters and digits without a break, as tokens are and names of fields are not. */
const TOKEN_LIKE = /^(?=.*\d)(?=.*[a-z])[A-Za-z0-9_+=-]{20,}/

/** A name out of a file as it may be shown: short, one line, and only its first letters where it looks like a token. */
export function showName(name: string): string {
  const clean = name.slice(0, 2 * LONGEST_SHOWN).replace(/[\p{C}\p{Z}]+/gu, ' ')
  if (TOKEN_LIKE.test(clean)) return `${clean.slice(0, 4)}…`
  return clean.length > LONGEST_SHOWN ? `${clean.slice(0, LONGEST_SHOWN)}…` : clean
}
