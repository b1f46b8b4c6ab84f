/**
 * Walks a structured value and scrubs every text in it, keeping its shape.
 *
 * It never throws, whatever the value does: what cannot be read (a getter that throws, a revoked proxy) is replaced by a text.
 * Long because of the many kinds of values that hold texts.
 */
import { scrubBuffer, scrubView, type Scrubs } from './bytes.ts'
import { scrubLater } from './later.ts'

const DEEPEST = 200
/** Getters that make new objects for ever are read this often, and no more. */
const MOST_GETTERS = 10_000
/** Fewer bytes or characters spell nothing that anybody would miss. */
const SHORTEST_SPELLED = 4
/** As long as the longest message; a list may claim billions of places and hold nothing. */
const LONGEST_SPELLED = 1024 * 1024
const UNREADABLE = '[unreadable]'
/** Base64 in either alphabet and nothing else. */
const BASE64 = /^[A-Za-z0-9+/_\-\s]*={0,2}\s*$/

type ScrubText = (text: string) => string

/** The value with each string (keys too) put through `scrubText`; unchanged parts may be shared with the input. */
export function scrubValue(input: unknown, scrubs: Scrubs, depth: number): unknown {
  return new Walk(scrubs).read(input, depth)
}

/** Pictures, sounds and other bytes of the Model Context Protocol stand in base64 in `data` and `blob` (2025-06-18: content types). */
function isBytes(input: object, key: string | symbol): boolean {
  if (key === 'blob') return true
  const type: unknown = key === 'data' ? Object.getOwnPropertyDescriptor(input, 'type')?.value : undefined
  return type === 'image' || type === 'audio'
}

/** One walk through one value; what was seen twice is copied once. */
class Walk {
  readonly #scrubs: Scrubs
  readonly #scrubText: ScrubText
  readonly #seen = new Map<object, unknown>()
  #getters = 0

  constructor(scrubs: Scrubs) {
    this.#scrubs = scrubs
    this.#scrubText = scrubs.scrubText
  }

  read(input: unknown, depth: number): unknown {
    if (typeof input === 'string') return this.#scrubText(input)
    if (typeof input === 'number' || typeof input === 'bigint') return this.#readNumber(input)
    if (typeof input === 'symbol') return this.#readSymbol(input)
    if ((typeof input !== 'object' && typeof input !== 'function') || input === null) return input
    if (depth > DEEPEST) return '[too deep]'
    const known = this.#seen.get(input)
    if (known !== undefined) return known
    try {
      return this.#readObject(input, depth + 1)
    } catch {
      return UNREADABLE
    }
  }

  /** A PIN or an account number may be a secret too; everything else keeps its type. */
  #readNumber(input: number | bigint): unknown {
    const text = String(input)
    const scrubbed = this.#scrubText(text)
    return scrubbed === text ? input : scrubbed
  }

  #readSymbol(input: symbol): symbol {
    const text = input.description ?? ''
    const scrubbed = this.#scrubText(text)
    return scrubbed === text ? input : Symbol(scrubbed)
  }

  #readObject(input: object, depth: number): unknown {
    if (Array.isArray(input)) {
      const spelled = this.#readSpelled(input)
      if (spelled !== undefined) return this.#remember(input, spelled)
      const copy: unknown[] = []
      copy.length = input.length
      return this.#copyProperties(input, this.#remember(input, copy), depth)
    }
    if (input instanceof Map) return this.#readMap(input, depth)
    if (input instanceof Set) {
      const copy = this.#remember(input, new Set<unknown>())
      for (const item of Set.prototype.values.call(input)) copy.add(this.read(item, depth))
      return copy
    }
    if (ArrayBuffer.isView(input)) return this.#readView(input)
    if (input instanceof ArrayBuffer || input instanceof SharedArrayBuffer)
      return scrubBuffer(input, this.#scrubs)
    if (input instanceof URL || input instanceof RegExp) return this.#readAsText(input)
    if (input instanceof URLSearchParams) return new URLSearchParams(this.#readPairs(input))
    if (input instanceof Headers) return new Headers(this.#readPairs(input))
    if (input instanceof Promise) return this.#readPromise(input as Promise<unknown>, depth)
    if (input instanceof Date)
      return this.#copyProperties(input, this.#remember(input, new Date(input.getTime())), depth)
    const later = scrubLater(input, {
      value: (value) => this.#scrubs.scrubWhole(value, depth),
      streamOf: this.#scrubs.streamOf,
    })
    if (later !== undefined) return this.#remember(input, later as object)
    if (input instanceof String || input instanceof Number || input instanceof Boolean)
      return this.read(input.valueOf(), depth)
    const copy = Object.create(Object.getPrototypeOf(input) as object | null) as object
    this.#copyProperties(input, this.#remember(input, copy), depth)
    this.#copyInherited(input, copy, depth)
    return copy
  }

  /** Wide numbers may spell a text as well, one character each: of such a view nothing is left but its length. */
  #readView(view: ArrayBufferView): ArrayBufferView {
    const scrubbed = scrubView(view, this.#scrubs)
    if (scrubbed !== view || !isWide(view) || this.#readSpelled(Array.from(view, Number)) === undefined)
      return scrubbed
    const View = view.constructor as new (length: number) => ArrayBufferView
    return new View(view.length)
  }

  /** A list of bytes, as a Buffer is printed in JSON, or of characters, read as the text that it spells; nothing where that holds no secret. */
  #readSpelled(list: readonly unknown[]): unknown[] | undefined {
    if (list.length < SHORTEST_SPELLED || list.length > LONGEST_SPELLED) return undefined
    if (list.every(isByte)) {
      const text = Buffer.from(list).toString('latin1')
      const scrubbed = this.#scrubs.scrubBinary(text)
      return scrubbed === text ? undefined : [...Buffer.from(scrubbed, 'latin1')]
    }
    if (!list.every(isCharacter)) return undefined
    const text = list.join('')
    const scrubbed = this.#scrubText(text)
    return scrubbed === text ? undefined : [...scrubbed]
  }

  #remember<Copy extends object>(input: object, copy: Copy): Copy {
    this.#seen.set(input, copy)
    return copy
  }

  #readMap(input: Map<unknown, unknown>, depth: number): Map<unknown, unknown> {
    const copy = this.#remember(input, new Map<unknown, unknown>())
    for (const [key, value] of Map.prototype.entries.call(input) as Iterable<[unknown, unknown]>) {
      let name = this.read(key, depth)
      while (typeof name === 'string' && name !== key && copy.has(name)) name += '*'
      copy.set(name, this.#readEntry(key, value, depth))
    }
    return copy
  }

  #readAsText(input: URL | RegExp): unknown {
    const text = String(input)
    const scrubbed = this.#scrubText(text)
    return scrubbed === text ? input : scrubbed
  }

  #readPairs(input: Iterable<[string, string]>): [string, string][] {
    return [...input].map(([key, value]) => [this.#scrubText(key), String(this.#readEntry(key, value, 0))])
  }

  #readPromise(input: Promise<unknown>, depth: number): Promise<unknown> {
    const copy = input.then(
      (value) => this.#scrubs.scrubWhole(value, depth),
      (reason: unknown) => {
        throw this.#scrubs.scrubWhole(reason, depth)
      },
    )
    // Whoever awaits it learns of its failure; nobody has to.
    copy.catch(() => undefined)
    return this.#remember(input, copy)
  }

  /** Errors too: message and stack are own properties that do not enumerate. */
  #copyProperties<Copy extends object>(input: object, copy: Copy, depth: number): Copy {
    const isList = Array.isArray(input)
    for (const key of Reflect.ownKeys(input)) {
      const property = Object.getOwnPropertyDescriptor(input, key)
      if (property === undefined || (isList && key === 'length')) continue
      const value: unknown = 'value' in property ? property.value : this.#readGetter(input, key)
      const isBase64 = typeof value === 'string' && !isList && isBytes(input, key) && BASE64.test(value)
      define(
        copy,
        isList && isIndex(key) ? key : this.#nameOf(key, copy),
        isBase64
          ? this.#scrubs.scrubBase64(value)
          : isList
            ? this.read(value, depth)
            : this.#readEntry(key, value, depth),
        property.enumerable ?? false,
      )
    }
    return copy
  }

  /** The scrubbed key; never that of another entry. */
  #nameOf(key: string | symbol, copy: object): string | symbol {
    if (typeof key === 'symbol') return this.#readSymbol(key)
    let name = this.#scrubText(key)
    while (name !== key && Object.hasOwn(copy, name)) name += '*'
    return name
  }

  /** What a prototype holds or computes is said by the copy itself: private fields do not come along. */
  #copyInherited(input: object, copy: object, depth: number): void {
    let prototype = Object.getPrototypeOf(input) as object | null
    while (prototype !== null && prototype !== Object.prototype) {
      for (const key of Reflect.ownKeys(prototype)) {
        if (key === 'constructor' || key === '__proto__' || Object.hasOwn(copy, key)) continue
        const property = Object.getOwnPropertyDescriptor(prototype, key)
        if (key === 'toJSON' && typeof property?.value === 'function') this.#copyToJson(input, copy, depth)
        else if (property?.get !== undefined) this.#copyGetter(input, copy, key, depth)
        else if (typeof property?.value === 'function')
          this.#copyMethod(input, copy, key, property.value, depth)
        else define(copy, key, this.#readEntry(key, property?.value, depth), false)
      }
      prototype = Object.getPrototypeOf(prototype) as object | null
    }
    if (Object.hasOwn(copy, 'toJSON')) this.#copyToJson(input, copy, depth)
  }

  /** What a getter computes is said at once where it is a text; what it makes anew is made when somebody asks. */
  #copyGetter(input: object, copy: object, key: string | symbol, depth: number): void {
    const value = this.#readGetter(input, key)
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function')
      return define(copy, key, this.#readEntry(key, value, depth), false)
    const get = (): unknown => this.#scrubs.scrubWhole(this.#readGetter(input, key), depth)
    Reflect.defineProperty(copy, key, { get, enumerable: false, configurable: true })
  }

  /** A method works on the original, whose private fields the copy does not have, and what it gives is scrubbed. */
  #copyMethod(input: object, copy: object, key: string | symbol, method: unknown, depth: number): void {
    const run = function (this: unknown, ...given: unknown[]): unknown {
      return Reflect.apply(method as () => unknown, this === copy ? input : this, given)
    }
    Object.defineProperty(run, 'name', { value: typeof key === 'symbol' ? '' : key })
    define(copy, key, new Walk(this.#scrubs).read(run, depth), false)
  }

  #copyToJson(input: object, copy: object, depth: number): void {
    const toJson = (): unknown => {
      const original: unknown = Reflect.get(input, 'toJSON')
      return typeof original === 'function'
        ? this.#scrubs.scrubWhole(Reflect.apply(original, input, []), depth)
        : undefined
    }
    define(copy, 'toJSON', toJson, false)
  }

  #readGetter(input: object, key: string | symbol): unknown {
    this.#getters += 1
    if (this.#getters > MOST_GETTERS) return UNREADABLE
    try {
      return Reflect.get(input, key)
    } catch {
      return UNREADABLE
    }
  }

  /** A text is also read together with its key: `{ password: 'x' }` says what `x` is. */
  #readEntry(key: unknown, value: unknown, depth: number): unknown {
    const scrubbed = this.read(value, depth)
    if (typeof key !== 'string' || typeof scrubbed !== 'string' || scrubbed.length > 4096) return scrubbed
    const prefix = `${key}: "`
    const together = this.#scrubText(`${prefix}${scrubbed}"`)
    return together.startsWith(prefix) && together.endsWith('"')
      ? together.slice(prefix.length, -1)
      : scrubbed
  }
}

const isIndex = (key: string | symbol): boolean => typeof key === 'string' && /^\d+$/.test(key)

const isWide = (view: ArrayBufferView): view is ArrayBufferView & ArrayLike<number | bigint> =>
  'BYTES_PER_ELEMENT' in view && view.BYTES_PER_ELEMENT !== 1 && 'length' in view

const isByte = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255

const isCharacter = (value: unknown): value is string => typeof value === 'string' && value.length <= 2

function define(copy: object, key: string | symbol, value: unknown, enumerable: boolean): void {
  // Not where the copy's own kind fixes it; it never came from the input then.
  Reflect.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true })
}
