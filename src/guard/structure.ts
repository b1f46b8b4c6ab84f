/** Walks a structured value and scrubs every text in it, keeping its shape. */

const DEEPEST = 200

/** The value with each string (keys too) put through `scrubText`; unchanged parts may be shared with the input. */
export function scrubValue(input: unknown, scrubText: (text: string) => string): unknown {
  return walk(input, scrubText, new Map(), 0)
}

function walk(
  input: unknown,
  scrubText: (text: string) => string,
  seen: Map<object, unknown>,
  depth: number,
): unknown {
  if (typeof input === 'string') return scrubText(input)
  if (typeof input === 'number' || typeof input === 'bigint') {
    // A PIN or an account number may be a secret too; everything else keeps its type.
    const text = String(input)
    const scrubbed = scrubText(text)
    return scrubbed === text ? input : scrubbed
  }
  if (typeof input !== 'object' || input === null) return input
  if (depth > DEEPEST) return '[too deep]'
  const known = seen.get(input)
  if (known !== undefined) return known
  const inner = (value: unknown): unknown => walk(value, scrubText, seen, depth + 1)
  if (Array.isArray(input)) {
    const copy: unknown[] = []
    seen.set(input, copy)
    for (const item of input) copy.push(inner(item))
    return copy
  }
  if (input instanceof Map) {
    const copy = new Map<unknown, unknown>()
    seen.set(input, copy)
    for (const [key, value] of input) copy.set(inner(key), entryValue(key, value, scrubText, inner))
    return copy
  }
  if (input instanceof Set) {
    const copy = new Set<unknown>()
    seen.set(input, copy)
    for (const item of input) copy.add(inner(item))
    return copy
  }
  if (input instanceof Uint8Array) return scrubBytes(input, scrubText)
  if (input instanceof URL) return withText(input, String(input), scrubText)
  if (input instanceof Date || input instanceof RegExp || input instanceof Promise) return input
  return copyObject(input, scrubText, seen, inner)
}

/** Errors too: message and stack are own properties that do not enumerate. */
function copyObject(
  input: object,
  scrubText: (text: string) => string,
  seen: Map<object, unknown>,
  inner: (value: unknown) => unknown,
): unknown {
  const copy = Object.create(Object.getPrototypeOf(input) as object | null) as object
  seen.set(input, copy)
  for (const key of Reflect.ownKeys(input)) {
    const property = Object.getOwnPropertyDescriptor(input, key)
    if (property === undefined) continue
    const value: unknown = 'value' in property ? property.value : Reflect.get(input, key)
    Object.defineProperty(copy, typeof key === 'string' ? scrubText(key) : key, {
      value: typeof key === 'string' ? entryValue(key, value, scrubText, inner) : inner(value),
      enumerable: property.enumerable ?? false,
      writable: true,
      configurable: true,
    })
  }
  return copy
}

/** A text is also read together with its key: `{ password: 'x' }` says what `x` is. */
function entryValue(
  key: unknown,
  value: unknown,
  scrubText: (text: string) => string,
  inner: (value: unknown) => unknown,
): unknown {
  const scrubbed = inner(value)
  if (typeof key !== 'string' || typeof scrubbed !== 'string' || scrubbed.length > 4096) return scrubbed
  const prefix = `${key}: "`
  const together = scrubText(`${prefix}${scrubbed}"`)
  return together.startsWith(prefix) && together.endsWith('"') ? together.slice(prefix.length, -1) : scrubbed
}

function scrubBytes(input: Uint8Array, scrubText: (text: string) => string): Uint8Array {
  const text = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1')
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  const scrubbed = scrubText(utf8)
  if (scrubbed !== utf8) return Buffer.from(scrubbed, 'utf8')
  const plain = scrubText(text)
  return plain === text ? input : Buffer.from(plain, 'latin1')
}

function withText(input: URL, text: string, scrubText: (text: string) => string): unknown {
  const scrubbed = scrubText(text)
  return scrubbed === text ? input : scrubbed
}
