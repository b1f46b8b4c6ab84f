/**
 * Reads JSON that means one thing only: no name twice in an object, no nesting that exhausts a stack, no name that reaches a prototype.
 *
 * RFC 8259 §4 leaves open which of two equal names counts; where a check reads the first and a use the last, the check is no check.
 */

/** How deep lists and objects may be nested; the deepest body of ours has 3. */
const MAX_DEPTH = 32

/** What was read, or what is wrong with it. */
export type ReadJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string }

/** Names through which an object's prototype is reached. */
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads a JSON text. The fault says what is wrong without repeating any of it. */
export function readJson(text: string): ReadJson {
  const fault = findFault(text)
  if (fault !== undefined) return { ok: false, fault }
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false, fault: 'is not JSON' }
  }
}

/** Walks over the text once; what is no JSON at all is left to the parser. */
function findFault(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined)
      if (open.length > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === '"') {
      const end = endOfString(text, index)
      if (end === undefined) return 'is not JSON'
      const fault = isName(text, end + 1) ? faultOfName(text.slice(index, end + 1), open.at(-1)) : undefined
      if (fault !== undefined) return fault
      index = end
    }
  }
  return undefined
}

/** Where the quote is that ends a string. A loop: a regular expression would recurse over a long one. */
function endOfString(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index
  }
  return undefined
}

function isName(text: string, from: number): boolean {
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (character === ':') return true
    if (!' \t\r\n'.includes(character)) return false
  }
  return false
}

/** Two spellings of one name (`a`, `\u0061`) are one name. */
function faultOfName(string: string, names: Set<string> | undefined): string | undefined {
  let name: string
  try {
    name = String(JSON.parse(string))
  } catch {
    return 'is not JSON'
  }
  if (FORBIDDEN_NAMES.has(name)) return 'holds a name that no field has'
  if (names?.has(name) === true) return 'names a field twice'
  names?.add(name)
  return undefined
}
