/**
 * Searches bytes for needles by a rolling hash (Rabin and Karp, 1987), and whatever is compressed in them, inflated.
 *
 * It looks at every byte of the haystack and copies none of it, so that a file of many megabytes takes a fraction of a second.
 */
import { LEAK_BYTES } from './encodings.ts'
import { inflateAll } from './inflate.ts'
import type { NeedleOrigin, Needles, WholeNeedle, WindowSet } from './needles.ts'

/** Where a needle is. `encoding` starts with `gzip: ` where it was compressed; `offset` is then that of the compressed part. */
export interface Match extends NeedleOrigin {
  readonly offset: number
}

/** A searcher, built once for its needles. */
export interface Searcher {
  search(haystack: Uint8Array): Match[]
}

const MULTIPLIER = 0x01000193
const FILTER_BITS = 23
const FILTER_SHIFT = 32 - FILTER_BITS

/** The deepest that compressed parts are opened in compressed parts. */
const MAX_DEPTH = 2

/** Builds the searcher. */
export function createSearcher(needles: Needles): Searcher {
  const searchWindows = createWindowSearch(needles.windows)

  function search(haystack: Buffer, depth: number): Match[] {
    const matches = searchWindows(haystack)
    for (const needle of needles.whole) matches.push(...findWhole(haystack, needle))
    if (depth < MAX_DEPTH) {
      for (const { offset, inflated } of inflateAll(haystack)) {
        for (const { secret, encoding } of search(inflated, depth + 1)) {
          matches.push({ secret, encoding: `gzip: ${encoding}`, offset })
        }
      }
    }
    return matches
  }

  return {
    search: (haystack) => search(Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength), 0),
  }
}

/**
 * Finds windows of every length in one pass: the hash is of 12 bytes, with which each window begins, and a hit there is looked at
 * closely. Windows of one origin that overlap are one match, at their start.
 */
function createWindowSearch(sets: readonly WindowSet[]): (haystack: Buffer) => Match[] {
  const filter = new Uint8Array(1 << (FILTER_BITS - 3))
  const beginnings = new Map<string, WindowSet[]>()
  for (const set of sets) {
    for (const window of set.origins.keys()) {
      const beginning = window.slice(0, LEAK_BYTES)
      const found = beginnings.get(beginning)
      if (found === undefined) beginnings.set(beginning, [set])
      else if (!found.includes(set)) found.push(set)
    }
  }
  for (const beginning of beginnings.keys()) {
    let hash = 0
    for (let index = 0; index < LEAK_BYTES; index += 1) {
      hash = (Math.imul(hash, MULTIPLIER) + beginning.charCodeAt(index)) | 0
    }
    const bit = mix(hash)
    filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }
  let outgoing = 1
  for (let index = 0; index < LEAK_BYTES; index += 1) outgoing = Math.imul(outgoing, MULTIPLIER)

  return (haystack) => {
    const matches: Match[] = []
    const until = new Map<NeedleOrigin, number>()
    let hash = 0
    for (let at = 0; at < haystack.length; at += 1) {
      hash = (Math.imul(hash, MULTIPLIER) + (haystack[at] ?? 0)) | 0
      if (at >= LEAK_BYTES) hash = (hash - Math.imul(outgoing, haystack[at - LEAK_BYTES] ?? 0)) | 0
      const bit = mix(hash)
      if (((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0 || at < LEAK_BYTES - 1) continue
      const offset = at - LEAK_BYTES + 1
      for (const { length, origins } of beginnings.get(slice(haystack, offset, LEAK_BYTES)) ?? []) {
        const origin = origins.get(slice(haystack, offset, length))
        if (origin === undefined) continue
        if (offset > (until.get(origin) ?? -1)) matches.push({ ...origin, offset })
        until.set(origin, offset + length)
      }
    }
    return matches
  }
}

function slice(haystack: Buffer, offset: number, length: number): string {
  return haystack.toString('latin1', offset, offset + length)
}

/** Spreads the low bits, which hold most of what the last few bytes were, over the bits that the filter looks at. */
function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> FILTER_SHIFT
}

function findWhole(haystack: Buffer, { origin, bytes, isBounded }: WholeNeedle): Match[] {
  const matches: Match[] = []
  for (let at = haystack.indexOf(bytes); at >= 0; at = haystack.indexOf(bytes, at + 1)) {
    const isAlone = !isWord(haystack[at - 1]) && !isWord(haystack[at + bytes.length])
    if (!isBounded || isAlone) matches.push({ ...origin, offset: at })
  }
  return matches
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /\w/.test(String.fromCharCode(byte))
}
