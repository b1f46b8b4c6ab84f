/**
 * Where a fact stands in a service's answer, said as data: a dotted path, a header, or some of them together.
 *
 * Answers are untrusted. Only texts and whole numbers are facts: an object with a `toString` of its own is none.
 */
import { memberOf } from '../answer.ts'

/** The two parts of an answer that hold facts. */
export interface Facts {
  readonly headers: Headers
  /** The JSON value; absent for an answer that is none. */
  readonly body: unknown
}

/** A dotted path into the JSON (`data.email`), or a function that finds the fact. */
export type Source = string | ((facts: Facts) => unknown)

/** The fact itself, whatever its type; absent where the answer does not have it. */
export function factAt(facts: Facts, source: Source): unknown {
  return typeof source === 'string' ? memberOf(facts.body, source) : source(facts)
}

/** The fact as text: a text that is not empty, or a whole number. */
export function textAt(facts: Facts, source: Source): string | undefined {
  const value = factAt(facts, source)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The value of a response header. */
export function header(name: string): Source {
  return ({ headers }) => headers.get(name) ?? undefined
}

/** The first of several facts that is there. */
export function firstOf(...sources: readonly Source[]): Source {
  return (facts) => sources.map((source) => textAt(facts, source)).find((text) => text !== undefined)
}

/** A text that is known already: a part of what is put together. */
export function literal(text: string): Source {
  return () => text
}

/** Several facts with a mark between them; absent unless all are there. */
export function joined(mark: string, ...sources: readonly Source[]): Source {
  return (facts) => {
    const texts = sources.map((source) => textAt(facts, source))
    return texts.includes(undefined) ? undefined : texts.join(mark)
  }
}
