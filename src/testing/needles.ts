/**
 * All that a scan looks for: windows of 12 bytes of each secret in each spelling, by the length of window that holds them.
 *
 * A window counts only if at least 8 of its bytes are secret ones: `"type": "au` or `github_pat_` prove nothing. A secret of less
 * than 8 bytes is looked for whole, and only where no letter, digit or underscore touches it: any shorter piece of it is a coincidence.
 */
import { hiddenTexts } from './canary-secret.ts'
import { LEAK_BYTES, spell, type Spelling } from './encodings.ts'
import type { SecretPiece } from './secret-shapes.ts'

/** What a found needle is a part of. */
export interface NeedleOrigin {
  readonly secret: string
  readonly encoding: string
}

/** A needle that is looked for as a whole. */
export interface WholeNeedle {
  readonly origin: NeedleOrigin
  readonly bytes: Buffer
  readonly isBounded: boolean
}

/** Windows of one length. */
export interface WindowSet {
  readonly length: number
  /** Each window's bytes as Latin-1 text to where it comes from. */
  readonly origins: Map<string, NeedleOrigin>
}

/** Everything to look for. */
export interface Needles {
  readonly windows: readonly WindowSet[]
  readonly whole: readonly WholeNeedle[]
}

/** Fewer secret bytes than this in a row are a coincidence: 8 of base 62 are 47 bits. */
const LEAST_SECRET_BYTES = 8

/** Spellings in which a very short secret has ends that can be seen. */
const WITH_ENDS = /^(?:raw|JSON|single|URL|form|HTML|base(?:64|32).* 0$|hex|HEX)|between$/

/** Makes the needles of some secrets. */
export function createNeedles(secrets: ReadonlyMap<string, readonly SecretPiece[]>): Needles {
  const sets = new Map<number, WindowSet>()
  const whole: WholeNeedle[] = []
  for (const [name, pieces] of secrets) {
    for (const { text, hidden } of hiddenTexts(pieces)) {
      const sums = prefixSums(hidden)
      for (const spelling of spell(text)) addSpelling(name, spelling, sums, sets, whole)
    }
  }
  return { windows: [...sets.values()], whole }
}

function addSpelling(
  secret: string,
  spelling: Spelling,
  sums: readonly number[],
  sets: Map<number, WindowSet>,
  whole: WholeNeedle[],
): void {
  const { bytes, source, window, encoding } = spelling
  const origin: NeedleOrigin = { secret, encoding }
  if (bytes.length < window) {
    const count = sums.at(-1) ?? 0
    if (count >= LEAST_SECRET_BYTES) whole.push({ origin, bytes, isBounded: false })
    else if (WITH_ENDS.test(encoding)) whole.push({ origin, bytes, isBounded: true })
    else if (encoding.startsWith('UTF-16')) whole.push({ origin, bytes, isBounded: false })
    return
  }
  let set = sets.get(window)
  if (set === undefined) {
    set = { length: window, origins: new Map() }
    sets.set(window, set)
  }
  const text = bytes.toString('latin1')
  const isByBytes = !encoding.startsWith('base')
  for (let start = 0; start + window <= bytes.length; start += 1) {
    const one = source[start] ?? 0
    // Where each byte is spelled by itself, what leaks begins with one.
    if (isByBytes && start > 0 && one === source[start - 1]) continue
    const other = source[start + window - 1] ?? 0
    const count = (sums[Math.max(one, other) + 1] ?? 0) - (sums[Math.min(one, other)] ?? 0)
    if (count < Math.min(LEAST_SECRET_BYTES, LEAK_BYTES)) continue
    const key = text.slice(start, start + window)
    if (!set.origins.has(key)) set.origins.set(key, origin)
  }
}

/** `sums[i]`: how many of the first `i` bytes are secret. */
function prefixSums(hidden: readonly boolean[]): number[] {
  const sums = [0]
  for (const isHidden of hidden) sums.push((sums.at(-1) ?? 0) + (isHidden ? 1 : 0))
  return sums
}
