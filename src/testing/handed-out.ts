/**
 * Everything that somebody can get at who was handed a value: own and inherited properties, getters called, symbols, entries of
 * maps and headers, what an error keeps beside its message, what promises come to, bytes, and every way of printing it.
 *
 * It calls getters and printing methods, as careless host code would; it calls no other method and reads no stream. A value that it
 * cannot walk to its end is an error, since a scan of half a value proves nothing.
 */
import { inspect } from 'node:util'
import type { Sink } from './sinks.ts'

/** The most objects that are looked at in one value. */
const MOST_OBJECTS = 20_000

/** How long a promise may take to settle before it counts as one that does not. Milliseconds. */
const SETTLE_MS = 20

/** Where the world outside begins: what is reachable from there was not handed out. */
const OUTSIDE: ReadonlySet<unknown> = new Set([globalThis, process, Object.prototype, Function.prototype])

/** Something to look at, and how host code would write the way to it. */
interface Place {
  readonly path: string
  readonly value: unknown
}

/**
 * Every text and byte array that can be got at from a value, each as a sink named after the way to it (`turn.text`).
 *
 * @throws RangeError for a value of more than 20,000 objects.
 *
 * @example
 * const { findings } = canary.scan(await handedOut('request', request))
 */
export async function handedOut(name: string, value: unknown): Promise<Sink[]> {
  const sinks: Sink[] = []
  const seen = new Set<unknown>()
  const waiting: Place[] = [{ path: name, value }]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { path, value: next } = place
    if (seen.has(next) || OUTSIDE.has(next)) continue
    seen.add(next)
    if (seen.size > MOST_OBJECTS) throw new RangeError(`${name} has more than ${MOST_OBJECTS} objects.`)
    if (!isObject(next)) {
      sinks.push({ kind: 'text', name: path, text: textOf(next) })
      continue
    }
    for (const bytes of bytesOf(next)) sinks.push({ kind: 'bytes', name: path, bytes })
    for (const text of prints(next)) sinks.push({ kind: 'text', name: `${path} in print`, text })
    waiting.push(...membersOf(path, next), ...(await contentsOf(path, next)))
  }
  return sinks
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function textOf(value: unknown): string {
  return typeof value === 'symbol' ? (value.description ?? '') : String(value)
}

function bytesOf(value: object): Uint8Array[] {
  // Not all of its buffer: Node keeps small ones in a pool with those of everybody else.
  if (ArrayBuffer.isView(value)) return [new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer ? [new Uint8Array(value)] : []
}

/** Own and inherited properties and their names; a getter's error is looked at like its value. */
function membersOf(path: string, value: object): Place[] {
  if (ArrayBuffer.isView(value)) return []
  const places: Place[] = []
  for (let owner: object | null = value; owner !== null && !OUTSIDE.has(owner); owner = parentOf(owner)) {
    for (const key of keysOf(owner)) {
      // A native class leads to every other.
      if (key === 'constructor' || (typeof value === 'function' && key === 'prototype')) continue
      const way = `${path}.${textOf(key)}`
      places.push({ path: `the name of ${way}`, value: key }, { path: way, value: read(value, key) })
    }
  }
  return places
}

function parentOf(value: object): object | null {
  try {
    return Reflect.getPrototypeOf(value)
  } catch {
    return null
  }
}

function keysOf(value: object): readonly (string | symbol)[] {
  try {
    return Reflect.ownKeys(value)
  } catch {
    return []
  }
}

function read(value: object, key: string | symbol): unknown {
  try {
    return Reflect.get(value, key)
  } catch (error) {
    return error
  }
}

/** What lies in a value without being a property of it. */
async function contentsOf(path: string, value: object): Promise<Place[]> {
  const place = (what: string) => (content: unknown) => ({ path: `${path}${what}`, value: content })
  if (value instanceof Map) return [...value].flat().map(place(' (entry)'))
  if (value instanceof Set) return [...value].map(place(' (item)'))
  if (value instanceof Headers || value instanceof URLSearchParams || value instanceof FormData)
    return [...(value as Iterable<[string, unknown]>)].flat().map(place(' (entry)'))
  if (value instanceof WeakRef) return [value.deref()].map(place('.deref()'))
  if (value instanceof Promise) return [await settled(value)].map(place(' (awaited)'))
  if (value instanceof Blob) return [await value.arrayBuffer()].map(place(' (bytes)'))
  if (value instanceof Response && !value.bodyUsed && value.body?.locked !== true)
    return [await value.clone().arrayBuffer()].map(place(' (body)'))
  return []
}

function settled(promise: Promise<unknown>): Promise<unknown> {
  const late = new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return Promise.race([promise.catch((error: unknown) => error), late])
}

function prints(value: unknown): string[] {
  const ways = [
    // What is further down is printed when its turn comes.
    () => inspect(value, { depth: 1, showHidden: true, maxStringLength: null }),
    () => JSON.stringify(value) as string | undefined,
    () => String(value),
  ]
  return ways.flatMap((print) => {
    try {
      return print() ?? []
    } catch (error) {
      // A cycle or a BigInt says nothing; what else is thrown may.
      return error instanceof Error ? error.message : []
    }
  })
}
