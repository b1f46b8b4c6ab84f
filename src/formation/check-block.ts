/** Checks one block of a file with a zod schema, and says each issue as a problem with its place and nearest known field. */
import type { z } from 'zod'
import { nearestName } from './nearest-name.ts'
import type { Problems } from './problems.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

/** YAML 1.1's way of taking over the fields of another block; YAML 1.2 has none. */
const MERGE_KEY = '<<'

const MERGE_FAULT = 'is a YAML merge key, which is not read here; write the fields out.'

/**
 * Checks the value at `path`; the parsed value, or nothing once its problems are noted. `known` lists the fields of the block by
 * their dotted paths (`mode`, `encryption.key`), for suggestions.
 */
export function checkBlock<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: YamlFile,
  path: FieldPath,
  known: readonly string[],
  problems: Problems,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues.flatMap(ofItsForm)) {
    const at = issue.path.filter((part) => typeof part !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) reportUnknown([...at, key])
    } else if (at.at(-1) === MERGE_KEY) {
      problems.add(file.placeOf([...path, ...at]), MERGE_FAULT)
    } else {
      problems.add(file.placeOf([...path, ...at]), describeIssue(issue, valueAt(value, at)))
    }
  }
  return undefined

  function reportUnknown(fieldPath: FieldPath): void {
    if (fieldPath.at(-1) === MERGE_KEY) {
      problems.add(file.placeOf([...path, ...fieldPath]), MERGE_FAULT)
      return
    }
    const nearest = nearestField(fieldPath, known)
    const full = nearest === undefined ? undefined : [...path, nearest].join('.')
    problems.add(file.placeOf([...path, ...fieldPath]), 'is not a known field.', full)
  }
}

/** Of a value that may have several forms, what is wrong with the form that it has. */
function ofItsForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const nearest = issue.errors.find((form) =>
    form.some(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  )
  const inside = nearest?.map((one): z.core.$ZodIssue => ({ ...one, path: [...issue.path, ...one.path] }))
  return inside?.flatMap(ofItsForm) ?? [issue]
}

/** The known field nearest to an unknown one: of the same block where one is near enough, else of any. */
export function nearestField(fieldPath: FieldPath, known: readonly string[]): string | undefined {
  const name = String(fieldPath.at(-1) ?? '')
  const parent = fieldPath.slice(0, -1).join('.')
  const siblings = known.filter((field) => parentOf(field) === parent)
  return nearestName(name, [...siblings, ...known], (field) => field.slice(field.lastIndexOf('.') + 1))
}

/** A text of a closed set, said with the nearest of its words when it is another: `must be "dynamic" or "redirect".` */
export function oneOf(words: readonly string[], given: unknown): string {
  const list = words.map((word) => `"${word}"`).join(', ')
  const nearest = typeof given === 'string' && given !== '' ? nearestName(given, words) : undefined
  return `must be one of ${list}${nearest === undefined ? '' : ` (nearest: "${nearest}")`}.`
}

function parentOf(field: string): string {
  return field.includes('.') ? field.slice(0, field.lastIndexOf('.')) : ''
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'must be true or false.',
  array: 'must be a list.',
  object: 'must be a block of fields.',
  record: 'must be a block of fields.',
}

function describeIssue(issue: z.core.$ZodIssue, given: unknown): string {
  if (given === undefined) return 'is missing.'
  if (given === null || given === '') return 'is empty.'
  const isText =
    issue.code === 'invalid_union' || (issue.code === 'invalid_type' && issue.expected === 'string')
  if (isText && typeof given === 'object') return 'must be a text, not a list or block.'
  if (isText) return 'must be a text; put it in quotes.'
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? 'has the wrong type.'
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String), given)
  if (issue.code === 'too_small')
    return `must have at least ${String(issue.minimum)} ${unitOf(issue.origin)}.`
  if (issue.code === 'too_big') return `must have at most ${String(issue.maximum)} ${unitOf(issue.origin)}.`
  if (issue.code === 'custom') return issue.message
  const [ofName] = issue.code === 'invalid_key' ? issue.issues : []
  if (ofName !== undefined) return describeIssue(ofName, given)
  return 'is not understood.'
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'characters' : 'entries'
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[part]
  }
  return current
}
